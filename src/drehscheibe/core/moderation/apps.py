from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "drehscheibe.core.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.core.moderation import (  # noqa: PLC0415 -- models are loaded by now
            notifications,
            personal_data,
            receivers,
        )

        notifications.register()
        receivers.register()
        personal_data.register()
