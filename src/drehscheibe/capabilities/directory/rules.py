"""Who may do what in the directory: predicates on an actor and, where needed, an object.

Plain functions that read aloud; a rule is a name for a sentence, and sentences are joined with
``and`` and ``or``. Views and services ask the same functions.
"""

from __future__ import annotations

from drehscheibe.capabilities.directory.choices import ClaimKind
from drehscheibe.capabilities.directory.models import Claim, Initiative, ProfileRevision
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import MandateRole

#: Whoever holds one of these mandates may change the profile of their initiative.
EDITING_ROLES = frozenset({MandateRole.SPEAKER, MandateRole.COORDINATOR, MandateRole.EDITOR})


def is_own(actor: Actor, initiative: Initiative) -> bool:
    return actor.acts_for(initiative.organisation_id)


def may_see(actor: Actor, initiative: Initiative) -> bool:
    return initiative.is_published or is_own(actor, initiative) or actor.is_office


def is_own_editor(actor: Actor, initiative: Initiative) -> bool:
    return is_own(actor, initiative) and actor.role in EDITING_ROLES


def may_curate(actor: Actor, initiative: Initiative) -> bool:
    """Let the office mend an entry as long as nobody was verified for it."""
    return actor.is_office and initiative.verified_at is None


def may_edit(actor: Actor, initiative: Initiative) -> bool:
    return initiative.is_published and (
        is_own_editor(actor, initiative) or may_curate(actor, initiative)
    )


def may_confirm_profile(actor: Actor, initiative: Initiative) -> bool:
    return initiative.is_published and is_own_editor(actor, initiative)


def may_claim(actor: Actor, initiative: Initiative) -> bool:
    """Once somebody was verified, further people ask that organisation for a mandate."""
    return actor.is_known and initiative.is_published and initiative.verified_at is None


def may_propose_initiative(actor: Actor) -> bool:
    return actor.is_known


def may_see_queue(actor: Actor) -> bool:
    return actor.is_office


def is_claimant(actor: Actor, claim: Claim) -> bool:
    return actor.is_known and claim.person_id == actor.person_id


def may_decide_claim(actor: Actor, claim: Claim) -> bool:
    """Nobody in the office verifies themselves."""
    return actor.is_office and claim.is_open and not is_claimant(actor, claim)


def may_withdraw_claim(actor: Actor, claim: Claim) -> bool:
    return claim.is_open and is_claimant(actor, claim)


def needs_second_key(actor: Actor, initiative: Initiative) -> bool:
    return is_own(actor, initiative) and initiative.organisation.requires_two_keys


def is_second_key(actor: Actor, revision: ProfileRevision) -> bool:
    """Another person, and of another side where both mandates name one."""
    is_other_person = actor.is_known and actor.person_id != revision.proposed_by_id
    sides = {actor.side, revision.proposed_mandate.side}
    return is_other_person and ("" in sides or len(sides) == 2)


def may_decide_revision(actor: Actor, revision: ProfileRevision) -> bool:
    return (
        revision.is_open
        and is_own_editor(actor, revision.initiative)
        and is_second_key(actor, revision)
    )


def may_withdraw_revision(actor: Actor, revision: ProfileRevision) -> bool:
    return revision.is_open and actor.is_known and actor.person_id == revision.proposed_by_id


def may_follow(actor: Actor, initiative: Initiative) -> bool:
    return actor.is_known and initiative.is_published


def is_new_entry(claim: Claim) -> bool:
    return claim.kind == ClaimKind.NEW_ENTRY
