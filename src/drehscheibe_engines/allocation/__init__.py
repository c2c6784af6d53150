"""A verifiable draw of scarce places for groups with ranked wishes; see the README beside."""

from drehscheibe_engines.allocation.audit import Fault, Finding, audit_assignment
from drehscheibe_engines.allocation.drawing import Commitment, DrawResult, draw_places
from drehscheibe_engines.allocation.explanation import Explainer, Explanation, Reason, WishOutcome
from drehscheibe_engines.allocation.merkle import InclusionProof, MerkleTree, verify_inclusion
from drehscheibe_engines.allocation.model import (
    Application,
    ApplicationList,
    InvalidInputError,
    Tour,
    freeze_applications,
)
from drehscheibe_engines.allocation.randomness import combine_sources
from drehscheibe_engines.allocation.reading import read_applications

__all__ = [
    "Application",
    "ApplicationList",
    "Commitment",
    "DrawResult",
    "Explainer",
    "Explanation",
    "Fault",
    "Finding",
    "InclusionProof",
    "InvalidInputError",
    "MerkleTree",
    "Reason",
    "Tour",
    "WishOutcome",
    "audit_assignment",
    "combine_sources",
    "draw_places",
    "freeze_applications",
    "read_applications",
    "verify_inclusion",
]
