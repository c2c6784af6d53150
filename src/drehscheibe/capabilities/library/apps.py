from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "drehscheibe.capabilities.library"
    label = "library"

    def ready(self) -> None:
        from drehscheibe.capabilities.library import (  # noqa: PLC0415 -- models are loaded by now
            moderation,
            notifications,
            personal_data,
            providers,
            receivers,
        )

        providers.register_all()
        personal_data.register()
        moderation.register()
        notifications.register_kinds()
        receivers.subscribe_all()
