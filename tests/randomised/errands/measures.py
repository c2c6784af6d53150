"""What those who lead measures try."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure, Signal
from drehscheibe.capabilities.exchange.services.measures import leaving as measure_leaving
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.measures import reviews as measure_reviews
from drehscheibe.capabilities.exchange.tests.impulse_factories import MEASURE_WORDS
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from tests.randomised.errands.errand import Errand, Row, leads, some, writes
from tests.randomised.world import World

__all__ = ["ERRANDS"]


def _record(world: World, actor: Actor, _row: Row) -> object:
    """Record a measure; half of them come from a concern, public or not."""
    origins = list(Signal.objects.exclude(item=None).order_by("-pk")[:12])
    origin = world.chance.choice(origins).public_id if origins else ""
    return measures.record_measure(
        actor,
        measures.MeasureContent({**MEASURE_WORDS, "next_step": "Anfangen."}),
        lead_id=int(actor.organisation_id or 0),
        is_running=world.chance.random() < 0.5,
        origin=origin if world.chance.random() < 0.5 else "",
    )


def _change(world: World, actor: Actor, row: Row) -> object:
    step = world.chance.choice(("Weiter.", "Noch etwas.", row.next_step))
    content = measures.MeasureContent({**MEASURE_WORDS, "next_step": step})
    return measures.change_measure(actor, row.pk, content)


def _review_by_link(world: World, _actor: Actor, row: Row) -> object:
    """Press the button of an e-mail; some of those who got one have left since."""
    mandates = list(Mandate.objects.filter(organisation_id=row.lead_id).order_by("pk"))
    mandate = world.chance.choice(mandates)
    held = mandate.pk in world.living
    found = measure_reviews.review_by_token(measure_reviews.make_link_token(row, mandate.pk))
    assert held, "reviewed by the link of somebody who has left"
    if found.due_on == row.due_on and found.reviewed_at == row.reviewed_at:
        raise Conflict("It was reviewed before.")
    return found


def _pass_on(world: World, actor: Actor, row: Row) -> object:
    """Name another lead; some of those who can be named have ended."""
    bodies = [a.organisation_id or 0 for a in world.everybody if a.organisation_id]
    lead_id = world.chance.choice(sorted(set(bodies)))
    return measure_leaving.pass_on_measure(actor, row.pk, lead_id=lead_id, note="Neu verteilt.")


def _may_record(actor: Actor, _row: Row) -> bool:
    kinds = (OrganisationKind.INITIATIVE, OrganisationKind.OFFICE, OrganisationKind.DESK)
    return actor.organisation_kind in kinds and leads(actor)


def _may_change(actor: Actor, row: Row) -> bool:
    return writes(actor) and (actor.is_office or actor.acts_for(row.lead_id))


def _open(world: World) -> Row:
    ended = (MeasureState.DONE, MeasureState.DROPPED)
    return some(world, Measure.objects.exclude(state__in=ended))


def _moving(act: str, weight: int) -> Errand:
    return Errand(
        f"measure_{act}",
        MEASURE,
        _open,
        lambda _w, a, r: measures.move_measure(a, r.pk, act=act, reason="Weil es so ist."),
        _may_change,
        (act,),
        weight=weight,
    )


ERRANDS = (
    Errand("measure", MEASURE, lambda _w: None, _record, _may_record, weight=6, begins=True),
    Errand("measure_change", MEASURE, _open, _change, _may_change, weight=8),
    Errand(
        "measure_review",
        MEASURE,
        _open,
        lambda _w, a, r: measures.review_measure(a, r.pk),
        _may_change,
        ("review",),
    ),
    Errand(
        "measure_review_by_link",
        MEASURE,
        _open,
        _review_by_link,
        lambda _a, _r: True,
        ("review",),
        is_personal=True,
    ),
    Errand(
        "measure_pass_on",
        MEASURE,
        _open,
        _pass_on,
        lambda a, _r: a.is_office and leads(a),
        ("pass_on",),
        weight=4,
    ),
    *(_moving(act, 5) for act in ("plan", "start", "pause")),
    *(_moving(act, 1) for act in ("finish", "drop")),
)
