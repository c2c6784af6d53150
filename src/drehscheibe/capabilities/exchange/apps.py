from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "drehscheibe.capabilities.exchange"
    label = "exchange"

    def ready(self) -> None:
        from drehscheibe.capabilities.exchange import (  # noqa: PLC0415 -- models are loaded by now
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
