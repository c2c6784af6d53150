"""Who may report, decide and object."""

from __future__ import annotations

from datetime import datetime

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation import deciders
from drehscheibe.core.moderation.choices import HIDING
from drehscheibe.core.moderation.models import Case


def may_see_queue(actor: Actor) -> bool:
    return actor.is_office


def may_see_case(actor: Actor, case: Case) -> bool:
    """Let the office see every case, the operator those that they were asked to decide."""
    return actor.is_office or is_asked_operator(actor, case)


def is_asked_operator(actor: Actor, case: Case) -> bool:
    """Whether the actor runs the hub and was asked, because nobody of the office may decide."""
    return case.operator_asked_at is not None and actor.person_id in deciders.operators(case)


def is_author(actor: Actor, case: Case) -> bool:
    """Whether the item stands in the name of the actor's organisation."""
    return actor.acts_for(case.organisation_id)


def has_reported(actor: Actor, case: Case) -> bool:
    return actor.is_known and case.reports.filter(person_id=actor.person_id).exists()


def has_decided(actor: Actor, case: Case) -> bool:
    return actor.is_known and case.decisions.filter(decided_by_id=actor.person_id).exists()


def may_decide(actor: Actor, case: Case) -> bool:
    """Nobody decides about their own words, their own report, or their own first decision.

    What the office wrote itself, another of its people may decide about.
    """
    return (
        may_see_case(actor, case)
        and case.is_open
        and not has_written(actor, case)
        and not has_reported(actor, case)
        and not has_decided(actor, case)
    )


def has_written(actor: Actor, case: Case) -> bool:
    """Whether the words are the actor's: in the office those of a person, else of an organisation."""
    if actor.is_office and is_author(actor, case):
        return actor.person_id in deciders.writers(case)
    return is_author(actor, case)


def is_in_time(case: Case, now: datetime) -> bool:
    """Whether a decision was made that can still be objected to."""
    return case.appeal_until is not None and now <= case.appeal_until


def may_appeal_as_author(actor: Actor, case: Case, now: datetime) -> bool:
    """Let the author object to what took something away from them, once and in time."""
    first = case.decisions.order_by("number").first()
    was_hidden = first is not None and first.outcome in HIDING
    has_appealed = case.appeals.filter(party="author").exists()
    return is_author(actor, case) and was_hidden and not has_appealed and is_in_time(case, now)


def may_change_house_rules(actor: Actor) -> bool:
    return actor.is_office
