from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "drehscheibe.core.trace"
    label = "trace"
    default_auto_field = "django.db.models.BigAutoField"
