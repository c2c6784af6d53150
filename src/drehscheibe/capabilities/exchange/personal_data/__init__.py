"""What the exchange keeps of people, for export, erasure and the register of processing."""

from drehscheibe.capabilities.exchange.personal_data import impulse, question, signal

__all__ = ["register"]


def register() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    signal.register()
    question.register()
    impulse.register()
