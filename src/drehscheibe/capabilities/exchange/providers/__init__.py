"""What the exchange announces to the core: its items, its navigation, its periodic work."""

from drehscheibe.capabilities.exchange.providers import findable, impulse, question, signal

__all__ = ["register_all"]


def register_all() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    signal.register_all()
    question.register_all()
    impulse.register_all()
    findable.register_all()
