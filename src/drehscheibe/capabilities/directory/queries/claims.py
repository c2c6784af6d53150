"""The verification queue and one's own requests."""

from __future__ import annotations

from django.db.models import QuerySet

from drehscheibe.capabilities.directory.choices import ClaimState
from drehscheibe.capabilities.directory.models import Claim
from drehscheibe.core.access.actor import Actor


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """Return all claims for the office, one's own for everybody else."""
    rows = Claim.objects.select_related(
        "initiative__organisation", "initiative__land", "person", "decided_by"
    )
    if actor.is_office:
        return rows
    return rows.filter(person_id=actor.person_id) if actor.is_known else rows.none()


def count_open_claims() -> int:
    """Return how many claims wait for the office."""
    return Claim.objects.filter(state=ClaimState.SUBMITTED).count()
