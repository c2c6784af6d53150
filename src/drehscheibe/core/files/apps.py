from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "drehscheibe.core.files"
    label = "files"

    def ready(self) -> None:
        from drehscheibe.core.files import housekeeping, personal_data  # noqa: PLC0415 -- models are loaded by now

        housekeeping.register()
        personal_data.register()
