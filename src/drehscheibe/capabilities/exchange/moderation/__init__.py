"""What of the exchange can be reported and hidden."""

from drehscheibe.capabilities.exchange.moderation import (
    dossier,
    impulse,
    measure,
    question,
    signal,
    voices,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called from ``AppConfig.ready``."""
    for kind in (signal, question, dossier, impulse, measure, voices):
        kind.register()
