"""Practice cases that rooms above hand in, and how far they have got."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.services.practice_cases.proposals import (
    Proposal,
    propose_case,
    withdraw_consent,
)
from drehscheibe.core.access.actor import Actor

__all__ = [
    "ProposalState",
    "find_proposal",
    "propose_practice_case",
    "withdraw_practice_case_consent",
]


@dataclass(frozen=True, slots=True)
class ProposalState:
    """How far a case has got that was handed in.

    Attributes
    ----------
    state : str
        A value of ``CaseState``; ``label`` says it in the active language.
    reason : str
        Why it was sent back or withdrawn.
    url : str
        The public page; empty as long as there is none.
    """

    uuid: UUID
    state: str
    label: str
    reason: str
    url: str


def propose_practice_case(actor: Actor, proposal: Proposal) -> UUID:
    """Hand in an anonymised case for the four eyes of the office; returns its identifier.

    A case that was sent back or withdrawn is renewed by handing in the same origin again. Facts
    ``PracticeCaseReturned``, ``PracticeCasePublished``, ``PracticeCaseWithdrawn`` carry the origin.

    Raises
    ------
    NotAllowed
        Without a mandate.
    Conflict
        If a case of this origin waits already or is public.
    ValidationError
        If words are missing or too long, or a consent lies in the future.
    """
    return propose_case(actor, proposal).uuid


def find_proposal(actor: Actor, origin_kind: str, origin_key: str) -> ProposalState | None:
    """Return how far the case of an origin has got, for the office and whoever handed it in."""
    rows = practice_cases.proposals_visible_to(actor)
    one = (
        rows.filter(origin_kind=origin_kind, origin_key=origin_key).first() if origin_key else None
    )
    if one is None:
        return None
    return ProposalState(
        uuid=one.uuid,
        state=one.state,
        label=str(one.get_state_display()),
        reason=one.reason,
        url=reverse("practice_case_detail", args=[one.slug]) if one.is_public else "",
    )


def withdraw_practice_case_consent(actor: Actor, uuid: UUID, *, body: str) -> None:
    """Note that a body took its consent back; a public case disappears at once.

    Raises
    ------
    NotAllowed
        For everybody but the office and whoever handed it in.
    Conflict
        If this body gave no consent, or took it back already.
    """
    withdraw_consent(actor, uuid, body=body)
