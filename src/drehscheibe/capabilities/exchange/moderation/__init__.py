"""What of the exchange can be reported and hidden."""

from drehscheibe.capabilities.exchange.moderation import question, signal

__all__ = ["register"]


def register() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    signal.register()
    question.register()
