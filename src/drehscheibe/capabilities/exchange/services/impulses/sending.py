"""Publish an impulse, say what follows, withdraw it; and what the clock does by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.impulse import AnswerForm, ImpulseState
from drehscheibe.capabilities.exchange.facts.impulse import (
    ImpulseClosesSoon,
    ImpulseEnded,
    ImpulseEvaluated,
    ImpulseOverdue,
    ImpulsePublished,
    ImpulseWithdrawn,
)
from drehscheibe.capabilities.exchange.models import Addressee, Impulse
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses import way as impulse_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.queries import lock_existing
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace

__all__ = [
    "FEWEST_OPTIONS",
    "LONGEST_DAYS",
    "REQUIRED",
    "evaluate_impulse",
    "publish_impulse",
    "run_impulse_clock",
    "withdraw_impulse",
]

REQUIRED = (
    *("title", "kind", "topic", "about", "question", "answer_form"),
    *("open_until", "what_follows", "follows_by"),
)
FEWEST_OPTIONS = 2
#: Nobody is asked for longer, and nobody waits longer for what follows.
LONGEST_DAYS = 366


@transaction.atomic
def publish_impulse(actor: Actor, impulse_id: int) -> Impulse:
    """Open an impulse to its audience; people are told after the commit, by the worker.

    The addressed initiatives are written down as the directory describes them now.

    Raises
    ------
    NotAllowed
        For people of other organisations.
    Conflict
        If it was published already, or its sender has ended.
    ValidationError
        With the fields that are missing or wrong, "audience" among them.
    """
    impulse = impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_work_on(actor, impulse))
    if impulse.state != ImpulseState.DRAFT:
        raise Conflict(impulse_way.describe_position(impulse))
    if lock_existing(impulse.sender_id) is None:
        raise Conflict(
            _("%(organisation)s no longer exists. Nobody could answer.")
            % {"organisation": impulse.sender}
        )
    _ensure_complete(impulse, timezone.localdate())
    addressed = impulses.choose_addressees(
        Audience.from_json(impulse.audience), only_examples=impulse.is_example
    )
    if not addressed:
        raise ValidationError({"audience": _("Please choose at least one initiative.")})
    impulse.mandate_id = way.mandate_of(actor)
    impulse.published_at = timezone.now()
    impulse_way.advance(impulse, "publish", actor=actor, changes={"addressed": len(addressed)})
    reached = _organisations_with_people([each.organisation_id for each in addressed])
    Addressee.objects.bulk_create(
        Addressee(
            impulse=impulse,
            organisation_id=each.organisation_id,
            name=each.name,
            laender=list(each.laender),
            kreise=list(each.kreise),
            topics=list(each.topics),
            types=list(each.types),
            has_people=each.organisation_id in reached,
        )
        for each in addressed
    )
    assert impulse.item is not None  # noqa: S101 -- written by advance; tells the type checker
    for origin in impulse.origins.all():
        trace.derive(origin, impulse.item, "asked_about")
    publish(ImpulsePublished(impulse.public_id))
    return impulse


def _organisations_with_people(organisation_ids: list[int]) -> set[int]:
    valid = Mandate.objects.valid_at(timezone.now()).filter(organisation_id__in=organisation_ids)
    return set(valid.values_list("organisation_id", flat=True))


def _ensure_complete(impulse: Impulse, today: date) -> None:
    faults = {
        name: _("Please fill in this field.") for name in REQUIRED if not getattr(impulse, name)
    }
    if impulse.answer_form == AnswerForm.CHOICES and len(impulse.options) < FEWEST_OPTIONS:
        faults["options"] = _("Please give at least two options.")
    if impulse.open_until and impulse.open_until < today + timedelta(days=1):
        faults["open_until"] = _("Please choose tomorrow or a later day.")
    if impulse.open_until and impulse.open_until > today + timedelta(days=LONGEST_DAYS):
        faults["open_until"] = _("Please choose a day within the next year.")
    faults.update(_faults_of_follow_up(impulse))
    if faults:
        raise ValidationError(faults)


def _faults_of_follow_up(impulse: Impulse) -> dict[str, str]:
    if not impulse.open_until or not impulse.follows_by:
        return {}
    if impulse.follows_by <= impulse.open_until:
        return {"follows_by": _("Please choose a day after the last day for reactions.")}
    if impulse.follows_by > impulse.open_until + timedelta(days=LONGEST_DAYS):
        return {"follows_by": _("Please choose a day within a year of the last reactions.")}
    return {}


@transaction.atomic
def evaluate_impulse(actor: Actor, impulse_id: int, *, outcome: str) -> Impulse:
    """Say what follows; everybody who reacted is told.

    Also possible in the hours before the clock has noticed that the date has passed.

    Raises
    ------
    Conflict
        Before the date has passed, or if it was said or withdrawn already.
    ValidationError
        Without words.
    """
    impulse = impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_work_on(actor, impulse))
    if impulse.takes_reactions(timezone.localdate()):
        raise Conflict(_("Initiatives may still react. Please say what follows after that."))
    if impulse.state == ImpulseState.PUBLISHED:
        _end(impulse)
    if not outcome.strip():
        raise ValidationError({"text": _("Please fill in this field.")})
    impulse.outcome = outcome
    impulse.outcome_at = timezone.now()
    impulse.outcome_under_id = actor.mandate_id
    impulse_way.advance(impulse, "evaluate", actor=actor)
    publish(ImpulseEvaluated(impulse.public_id))
    return impulse


@transaction.atomic
def withdraw_impulse(actor: Actor, impulse_id: int, *, note: str) -> Impulse:
    """Take an impulse back; its page stays with the reason.

    Those who reacted are told, also those whose reaction still waited for a second person.

    Raises
    ------
    Conflict
        If it is not published, or what follows was said already.
    ValidationError
        Without a reason.
    """
    impulse = impulses.lock_impulse(impulse_id)
    way.allow(impulse_rules.may_work_on(actor, impulse))
    if not note.strip():
        raise ValidationError({"text": _("Please say why.")})
    impulse.withdrawal_note = note
    impulse_way.advance(impulse, "withdraw", actor=actor)
    publish(ImpulseWithdrawn(impulse.public_id, _end_waiting(impulse)))
    return impulse


def run_impulse_clock(now: datetime) -> int:
    """End what has passed its date, remind the silent and the late; return how many were moved or told.

    Running it again on the same day does nothing twice.
    """
    today = timezone.localdate(now)
    done = sum(_end_if_over(pk, today) for pk in impulses.list_to_end(today))
    done += sum(_nudge(pk, today) for pk in impulses.list_to_nudge(today))
    return done + sum(_tell_overdue(pk, today) for pk in impulses.list_to_tell_overdue(today))


@transaction.atomic
def _end_if_over(pk: int, today: date) -> bool:
    impulse = impulses.lock_impulse(pk)
    if impulse.state != ImpulseState.PUBLISHED or impulse.takes_reactions(today):
        return False
    _end(impulse)
    return True


def _end(impulse: Impulse) -> None:
    impulse_way.advance(impulse, "end", actor=SYSTEM)
    _end_waiting(impulse)
    publish(ImpulseEnded(impulse.public_id))


def _end_waiting(impulse: Impulse) -> tuple[int, ...]:
    """End the reactions that waited for a second person, now in vain; return whose they were."""
    waiting = impulse.reactions.waiting()
    organisations = tuple(sorted(waiting.values_list("organisation_id", flat=True)))
    waiting.update(ended_at=timezone.now())
    return organisations


@transaction.atomic
def _nudge(pk: int, today: date) -> bool:
    impulse = impulses.lock_impulse(pk)
    if impulse.nudged_on is not None or not impulse.takes_reactions(today):
        return False
    impulse.nudged_on = today
    impulse.save(update_fields=["nudged_on"])
    publish(ImpulseClosesSoon(impulse.public_id))
    return True


@transaction.atomic
def _tell_overdue(pk: int, today: date) -> bool:
    impulse = impulses.lock_impulse(pk)
    if not impulse.is_overdue(today) or impulse.overdue_told_for == impulse.due_on:
        return False
    impulse.overdue_told_for = impulse.due_on
    impulse.save(update_fields=["overdue_told_for"])
    impulse_way.note(impulse, SYSTEM, "impulse_overdue", {"due_on": str(impulse.due_on)})
    publish(ImpulseOverdue(impulse.public_id))
    return True
