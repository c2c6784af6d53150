from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "drehscheibe.capabilities.founding"
    label = "founding"

    def ready(self) -> None:
        from drehscheibe.capabilities.founding import (  # noqa: PLC0415 -- models are loaded by now
            moderation,
            personal_data,
            providers,
            receivers,
            tasks,
        )

        providers.register_all()
        personal_data.register()
        moderation.register()
        receivers.register()
        tasks.register()
