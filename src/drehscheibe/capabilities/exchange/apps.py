from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "drehscheibe.capabilities.exchange"
    label = "exchange"

    def ready(self) -> None:
        from drehscheibe.capabilities.exchange import (  # noqa: PLC0415 -- models are loaded by now
            impulse_personal_data,
            impulse_providers,
            impulse_receivers,
            moderation,
            notifications,
            personal_data,
            providers,
            question_moderation,
            question_personal_data,
            question_providers,
            receivers,
        )
        from drehscheibe.capabilities.exchange.notifications import (  # noqa: PLC0415 -- likewise
            questions,
        )
        from drehscheibe.capabilities.exchange.receivers import (  # noqa: PLC0415 -- likewise
            questions as question_receivers,
        )

        providers.register_all()
        personal_data.register()
        moderation.register()
        notifications.register_kinds()
        receivers.subscribe_all()
        impulse_providers.register_all()
        impulse_personal_data.register()
        impulse_receivers.subscribe_all()
        question_providers.register_all()
        question_personal_data.register()
        question_moderation.register()
        questions.register_kinds()
        question_receivers.subscribe_all()
