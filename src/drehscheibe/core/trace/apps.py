from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "drehscheibe.core.trace"
    label = "trace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.trace import personal_data  # noqa: PLC0415 -- models are loaded by now

        personal_data.register()
