from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "drehscheibe.capabilities.exchange"
    label = "exchange"

    def ready(self) -> None:
        from drehscheibe.capabilities.exchange import (  # noqa: PLC0415 -- models are loaded by now
            notifications,
            providers,
            receivers,
        )

        providers.register_all()
        notifications.register_kinds()
        receivers.subscribe_all()
