"""Record a measure, change it, bring it to another state, say that everything is still right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.measure import REASONED_STATES, MeasureState
from drehscheibe.capabilities.exchange.facts.measure import (
    MeasureChanged,
    MeasureMoved,
    MeasureRecorded,
    MeasureReviewed,
)
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.measures import way as measure_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.queries import lock_existing
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.places.models import Land
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "WORDS",
    "MeasureContent",
    "change_measure",
    "move_measure",
    "record_measure",
    "review_measure",
]

#: Acts that bring a measure to another state.
MOVES = ("plan", "start", "pause", "finish", "drop")
#: Fields that may be changed as long as a measure is open; all are columns of :class:`Measure`.
WORDS = (
    *("topic", "title", "partners", "goal", "indicator", "unit", "baseline", "target"),
    *("target_on", "current", "current_on", "next_step", "next_step_on"),
)


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """What stands in the form.

    Attributes
    ----------
    words : mapping
        Valid values of :data:`WORDS`; fields that are left out stay as they are.
    laender : iterable of str
        Codes of the Länder for which it is; none means all of Germany.
    """

    words: Mapping[str, Any]
    laender: Iterable[str] = ()


@transaction.atomic
def record_measure(
    actor: Actor,
    content: MeasureContent,
    *,
    lead_id: int,
    is_running: bool = False,
    origin: str = "",
    is_example: bool = False,
) -> Measure:
    """Put a measure into the public register.

    Parameters
    ----------
    origin : str
        Public id of the concern or impulse out of which it came; an unknown one is ignored.

    Raises
    ------
    NotAllowed
        Without a committing mandate of the organisation in the lead or of the office.
    ValidationError
        With the fields that are missing or contradict each other; "lead" if that body has ended.
    """
    way.allow(impulse_rules.may_lead_for(actor, lead_id))
    lead = lock_existing(lead_id)
    if lead is None:
        raise ValidationError({"lead": _("Please choose one of the options.")})
    state = MeasureState.RUNNING if is_running else MeasureState.PLANNED
    due_on = due_date(MEASURE.states[state], timezone.localdate())
    measure = Measure(
        lead=lead,
        state=state,
        due_on=due_on,
        mandate_id=way.mandate_of(actor),
        is_example=is_example,
        reviewed_at=timezone.now(),
    )
    _write(measure, content.words)
    measure.item = trace.add_item(
        "measure",
        title=measure.title,
        state=state,
        actor=actor,
        owner_id=lead.pk,
        due_on=due_on,
        is_public=True,
        is_example=is_example,
    )
    measure.save()
    measure.laender.set(Land.objects.filter(pk__in=list(content.laender)))
    came_from = measures.find_origin(origin) if origin else None
    if came_from is not None:
        trace.derive(came_from, measure.item, "became_measure")
    measure_way.note(measure, actor, "record", {})
    measure_way.make_findable(measure)
    publish(MeasureRecorded(measure.public_id))
    return measure


@transaction.atomic
def change_measure(actor: Actor, measure_id: int, content: MeasureContent) -> Measure:
    """Change what is said about a measure; old and new stand in its history, and it counts as reviewed.

    Sending the form without a change is a review.

    Raises
    ------
    Conflict
        If it is done or given up.
    """
    measure = measures.lock_measure(measure_id)
    way.allow(impulse_rules.may_change(actor, measure))
    before = _state_of(measure)
    _write(measure, content.words)
    codes = sorted(Land.objects.filter(pk__in=list(content.laender)).values_list("pk", flat=True))
    after = {**_values_of(measure), "laender": codes}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    entry = measure_way.advance(measure, "review", actor=actor, changes=changed)
    measure.laender.set(Land.objects.filter(pk__in=codes))
    if changed:
        entry.act = "change"
        entry.save(update_fields=["act"])
        publish(MeasureChanged(measure.public_id, entry.number))
    else:
        publish(MeasureReviewed(measure.public_id, entry.number))
    return measure


def _state_of(measure: Measure) -> dict[str, Any]:
    return {
        **_values_of(measure),
        "laender": sorted(measure.laender.values_list("pk", flat=True)),
    }


def _values_of(measure: Measure) -> dict[str, Any]:
    return {name: measure_way.plain(getattr(measure, name)) for name in WORDS}


def _write(measure: Measure, words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        if name not in WORDS:
            raise ValueError(f"{name!r} cannot be written")
        setattr(measure, name, value)
    faults: dict[str, Any] = {}
    has_values = any(v is not None for v in (measure.baseline, measure.target, measure.current))
    if has_values and not measure.indicator:
        faults["indicator"] = _("Please say what the values measure.")
    if measure.current is not None and measure.current_on is None:
        faults["current_on"] = _("Please say of which day the value is.")
    if measure.next_step_on is not None and not measure.next_step:
        faults["next_step"] = _("Please say what happens by that day.")
    if faults:
        raise ValidationError(faults)
    measure.full_clean(exclude=["item"], validate_constraints=False)


@transaction.atomic
def move_measure(actor: Actor, measure_id: int, *, act: str, reason: str = "") -> Measure:
    """Bring a measure to another state: plan, start, pause, finish or drop.

    Raises
    ------
    Conflict
        If the state does not know the act.
    ValidationError
        Without a reason where one is owed.
    """
    measure = measures.lock_measure(measure_id)
    way.allow(impulse_rules.may_change(actor, measure))
    target = MEASURE.target_of(act, measure.state)
    if target is None or act not in MOVES:
        raise Conflict(measure_way.describe_position(measure))
    if target in REASONED_STATES and not reason.strip():
        raise ValidationError({"text": _("Please say why.")})
    measure.reason = reason if target in REASONED_STATES else ""
    entry = measure_way.advance(measure, act, actor=actor, words=reason)
    publish(MeasureMoved(measure.public_id, entry.number, str(target)))
    return measure


@transaction.atomic
def review_measure(actor: Actor, measure_id: int) -> Measure:
    """Say that everything about a measure is still right; the next review is due in half a year."""
    measure = measures.lock_measure(measure_id)
    way.allow(impulse_rules.may_change(actor, measure))
    entry = measure_way.advance(measure, "review", actor=actor)
    publish(MeasureReviewed(measure.public_id, entry.number))
    return measure
