"""What the room keeps: cases, coaches, what both sides do together, practice cases in the making."""

from drehscheibe.capabilities.advisory.models.case import Case, CaseQuerySet
from drehscheibe.capabilities.advisory.models.coach import Coach, Proposal
from drehscheibe.capabilities.advisory.models.practice import Consent, Practice
from drehscheibe.capabilities.advisory.models.text_block import TextBlock
from drehscheibe.capabilities.advisory.models.work import (
    Document,
    FollowUp,
    Material,
    Message,
    PrivateNote,
    Session,
    Step,
)

__all__ = [
    "Case",
    "CaseQuerySet",
    "Coach",
    "Consent",
    "Document",
    "FollowUp",
    "Material",
    "Message",
    "Practice",
    "PrivateNote",
    "Proposal",
    "Session",
    "Step",
    "TextBlock",
]
