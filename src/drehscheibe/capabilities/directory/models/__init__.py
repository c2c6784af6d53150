"""Tables of the directory."""

from drehscheibe.capabilities.directory.models.claim import Claim
from drehscheibe.capabilities.directory.models.confirmation import ConfirmationRequest
from drehscheibe.capabilities.directory.models.initiative import (
    Facet,
    Initiative,
    InitiativeQuerySet,
    InitiativeSource,
)
from drehscheibe.capabilities.directory.models.revision import ProfileRevision
from drehscheibe.capabilities.directory.models.subscription import (
    Follow,
    SavedSearch,
    Subscription,
)

__all__ = [
    "Claim",
    "ConfirmationRequest",
    "Facet",
    "Follow",
    "Initiative",
    "InitiativeQuerySet",
    "InitiativeSource",
    "ProfileRevision",
    "SavedSearch",
    "Subscription",
]
