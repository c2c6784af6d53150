from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "drehscheibe.core.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.search import personal_data  # noqa: PLC0415 -- models are loaded by now

        personal_data.register()
