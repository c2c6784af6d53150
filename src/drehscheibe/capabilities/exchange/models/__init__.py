"""Tables of the exchange."""

from drehscheibe.capabilities.exchange.models.answer import Answer
from drehscheibe.capabilities.exchange.models.clarification import Clarification
from drehscheibe.capabilities.exchange.models.evidence import Evidence
from drehscheibe.capabilities.exchange.models.hand_over import HandOver
from drehscheibe.capabilities.exchange.models.signal import Signal, SignalQuerySet
from drehscheibe.capabilities.exchange.models.supporter import Supporter, SupporterQuerySet

__all__ = [
    "Answer",
    "Clarification",
    "Evidence",
    "HandOver",
    "Signal",
    "SignalQuerySet",
    "Supporter",
    "SupporterQuerySet",
]
