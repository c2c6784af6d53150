from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "drehscheibe.core.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.accounts import personal_data  # noqa: PLC0415 -- models are loaded by now

        personal_data.register()
