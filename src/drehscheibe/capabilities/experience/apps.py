from django.apps import AppConfig


class ExperienceConfig(AppConfig):
    name = "drehscheibe.capabilities.experience"
    label = "experience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from drehscheibe.capabilities.experience import (  # noqa: PLC0415 -- models are loaded by now
            moderation,
            notifications,
            personal_data,
            providers,
            receivers,
        )

        providers.register_all()
        personal_data.register()
        moderation.register()
        notifications.register()
        receivers.register()
