from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "drehscheibe.capabilities.directory"
    label = "directory"

    def ready(self) -> None:
        from drehscheibe.capabilities.directory import (  # noqa: PLC0415 -- models are loaded by now
            providers,
            receivers,
            tasks,
        )

        providers.register()
        receivers.register()
        tasks.register()
