from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "drehscheibe.capabilities.directory"
    label = "directory"

    def ready(self) -> None:
        from drehscheibe.capabilities.directory import (  # noqa: PLC0415 -- models are loaded by now
            moderation,
            personal_data,
            providers,
            receivers,
            tasks,
        )

        providers.register()
        personal_data.register()
        moderation.register()
        receivers.register()
        tasks.register()
