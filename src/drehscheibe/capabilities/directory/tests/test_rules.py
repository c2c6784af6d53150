"""Who may do what: every role against every state, as a table that can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import (
    ClaimState,
    PublicationState,
    RevisionState,
)
from drehscheibe.capabilities.directory.models import Claim, Initiative, ProfileRevision
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.organisations.models import Mandate, Organisation

OWN, OTHER = 7, 8


def actor(person_id: int, kind: str, organisation_id: int, role: str = "", side: str = "") -> Actor:
    return Actor(
        person_id=person_id,
        mandate_id=person_id,
        organisation_id=organisation_id,
        organisation_kind=kind,
        role=role,
        side=side,
    )


ROLES = {
    "public": ANONYMOUS,
    "person": Actor(person_id=1),
    "office": actor(2, "office", 1, MandateRole.STAFF),
    "desk": actor(3, "desk", 2, MandateRole.STAFF),
    "coordinator": actor(4, "initiative", OWN, MandateRole.COORDINATOR),
    "editor": actor(5, "initiative", OWN, MandateRole.EDITOR),
    "staff": actor(6, "initiative", OWN, MandateRole.STAFF),
    "stranger": actor(7, "initiative", OTHER, MandateRole.COORDINATOR),
}


def initiative(state: str, *, verified: bool) -> Initiative:
    return Initiative(
        state=state,
        organisation=Organisation(pk=OWN, requires_two_keys=True),
        verified_at=timezone.now() if verified else None,
    )


UNCLAIMED = initiative(PublicationState.PUBLISHED, verified=False)
VERIFIED = initiative(PublicationState.PUBLISHED, verified=True)
PROPOSED = initiative(PublicationState.PROPOSED, verified=False)
REJECTED = initiative(PublicationState.REJECTED, verified=False)
EVERYBODY = set(ROLES)
LOGGED_IN = EVERYBODY - {"public"}
OWN_PEOPLE = {"coordinator", "editor", "staff"}
EDITORS = {"coordinator", "editor"}

MATRIX: list[tuple[Callable[[Actor, Initiative], bool], Initiative, set[str]]] = [
    (rules.may_see, UNCLAIMED, EVERYBODY),
    (rules.may_see, VERIFIED, EVERYBODY),
    (rules.may_see, PROPOSED, {"office", *OWN_PEOPLE}),
    (rules.may_see, REJECTED, {"office", *OWN_PEOPLE}),
    (rules.may_edit, UNCLAIMED, {"office", *EDITORS}),
    (rules.may_edit, VERIFIED, EDITORS),
    (rules.may_edit, PROPOSED, set()),
    (rules.may_edit, REJECTED, set()),
    (rules.may_confirm_profile, UNCLAIMED, EDITORS),
    (rules.may_confirm_profile, VERIFIED, EDITORS),
    (rules.may_confirm_profile, PROPOSED, set()),
    (rules.may_claim, UNCLAIMED, LOGGED_IN),
    (rules.may_claim, VERIFIED, set()),
    (rules.may_claim, PROPOSED, set()),
    (rules.may_claim, REJECTED, set()),
    (rules.may_follow, UNCLAIMED, LOGGED_IN),
    (rules.may_follow, VERIFIED, LOGGED_IN),
    (rules.may_follow, PROPOSED, set()),
    (rules.needs_second_key, VERIFIED, OWN_PEOPLE),
]


@pytest.mark.parametrize(
    ("rule", "target", "allowed"), MATRIX, ids=lambda v: getattr(v, "__name__", None)
)
def test_rule_about_initiatives(
    rule: Callable[[Actor, Initiative], bool], target: Initiative, allowed: set[str]
) -> None:
    assert {name for name, who in ROLES.items() if rule(who, target)} == allowed


def test_rules_without_object() -> None:
    assert {n for n, who in ROLES.items() if rules.may_see_queue(who)} == {"office"}
    assert {n for n, who in ROLES.items() if rules.may_propose_initiative(who)} == LOGGED_IN


@pytest.mark.parametrize("state", list(ClaimState))
def test_rules_about_claims(state: ClaimState) -> None:
    claim = Claim(person_id=1, state=state)
    by_office = Claim(person_id=2, state=state)
    is_open = state == ClaimState.SUBMITTED

    assert {n for n, who in ROLES.items() if rules.may_decide_claim(who, claim)} == (
        {"office"} if is_open else set()
    )
    assert {n for n, who in ROLES.items() if rules.may_decide_claim(who, by_office)} == set()
    assert {n for n, who in ROLES.items() if rules.may_withdraw_claim(who, claim)} == (
        {"person"} if is_open else set()
    )


def revision(state: RevisionState, side: str = "") -> ProfileRevision:
    mandate = Mandate(pk=4, side=side)
    return ProfileRevision(
        initiative=VERIFIED, state=state, proposed_by_id=4, proposed_mandate=mandate
    )


@pytest.mark.parametrize("state", list(RevisionState))
def test_rules_about_revisions(state: RevisionState) -> None:
    target = revision(state)
    is_open = state == RevisionState.PROPOSED

    assert {n for n, who in ROLES.items() if rules.may_decide_revision(who, target)} == (
        {"editor"} if is_open else set()
    )
    assert {n for n, who in ROLES.items() if rules.may_withdraw_revision(who, target)} == (
        {"coordinator"} if is_open else set()
    )


@pytest.mark.parametrize(
    ("proposed_side", "own_side", "is_allowed"),
    [
        ("", "", True),
        ("companies", "", True),
        ("", "union", True),
        ("companies", "union", True),
        ("companies", "companies", False),
    ],
)
def test_second_key_belongs_to_another_side(
    proposed_side: str, own_side: str, is_allowed: bool
) -> None:
    second = actor(5, "initiative", OWN, MandateRole.SPEAKER, own_side)
    target = revision(RevisionState.PROPOSED, proposed_side)

    assert rules.may_decide_revision(second, target) is is_allowed
