from django.apps import AppConfig


class AdvisoryConfig(AppConfig):
    name = "drehscheibe.capabilities.advisory"
    label = "advisory"

    def ready(self) -> None:
        from drehscheibe.capabilities.advisory import (  # noqa: PLC0415 -- models are loaded by now
            notifications,
            personal_data,
            providers,
            receivers,
        )

        providers.register_all()
        personal_data.register()
        notifications.register_kinds()
        receivers.subscribe_all()
