"""An example impulse with reactions and silent regions, and two example measures, marked as examples.

They walk through the same services as real ones; only then their dates are moved back. All bodies in
them are examples and say so in their names. Initiatives that exist nowhere else have no people: the
demo's coordination reacts for them under a mandate that ends at once.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Addressee, Impulse, Measure, Signal
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.example_dates import move_back
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent, react
from drehscheibe.capabilities.exchange.services.impulses.sending import publish_impulse
from drehscheibe.capabilities.exchange.services.impulses.writing import ImpulseContent, save_impulse
from drehscheibe.capabilities.exchange.services.measures.register import (
    MeasureContent,
    record_measure,
)
from drehscheibe.capabilities.exchange.services.signals.examples import (
    Cast,
    gather_cast,
    make_actor_for,
)
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.organisations import services as organisations
from drehscheibe.core.organisations.choices import Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation

__all__ = ["load_impulse_examples"]

FILE = Path(__file__).parents[2] / "data" / "impulse_examples.json"


@transaction.atomic
def load_impulse_examples() -> int:
    """Create the examples unless they are there; return how many were made."""
    if Impulse.objects.filter(is_example=True).exists():
        return 0
    told = json.loads(FILE.read_text(encoding="utf-8"))
    cast = gather_cast()
    _tell_impulse(told, cast)
    for plot in told["measures"]:
        _tell_measure(plot, cast)
    return 1 + len(told["measures"])


def _tell_impulse(told: dict[str, Any], cast: Cast) -> None:
    desk = cast.desks[Level.FEDERAL]
    today = timezone.localdate()
    words = {
        **told["impulse"],
        "open_until": today + timedelta(weeks=4),
        "follows_by": today + timedelta(weeks=8),
    }
    concern = Signal.objects.public().filter(is_example=True, topic=words["topic"]).first()
    origins = (concern.public_id,) if concern else ()
    draft = save_impulse(desk, ImpulseContent(words, Audience(everybody=True), origins=origins))
    draft.is_example = True
    draft.save(update_fields=["is_example"])
    impulse = publish_impulse(desk, draft.pk)
    for described in (*told["silent"], *told["reacting"]):
        _address(impulse, described)
    own = told["own"]
    react(cast.author, impulse.pk, ReactionContent(own["stance"], own["words"], own["consent"]))
    for described in told["reacting"]:
        _react(impulse, described)
    rows = [impulse, *impulse.reactions.all()]
    rows += [impulse.item, *impulse.item.stations.all()] if impulse.item else []
    move_back(rows, weeks=2)


def _address(impulse: Impulse, described: dict[str, Any]) -> None:
    Addressee.objects.create(
        impulse=impulse,
        organisation=_organisation(described["name"]),
        name=described["name"],
        laender=described["laender"],
        kreise=described["kreise"],
        has_people=False,
    )


def _organisation(name: str) -> Organisation:
    kind = OrganisationKind.INITIATIVE
    known = Organisation.objects.filter(kind=kind, name=name).first()
    return known or organisations.create_organisation(SYSTEM, kind=kind, name=name)


def _react(impulse: Impulse, described: dict[str, Any]) -> None:
    organisation = _organisation(described["name"])
    actor = make_actor_for("coordination@example.org", organisation, MandateRole.COORDINATOR)
    content = ReactionContent(described["stance"], described["words"], described["consent"])
    react(actor, impulse.pk, content)
    organisations.end_mandate(SYSTEM, int(actor.mandate_id or 0), reason="Demo")


def _tell_measure(plot: dict[str, Any], cast: Cast) -> None:
    lead = Organisation.objects.get(name=plot["lead"])
    today = timezone.localdate()
    words: dict[str, Any] = {
        "partners": "",
        "indicator": "",
        "unit": "",
        "baseline": None,
        "target": None,
        "target_on": _later(today, plot.get("target_in_weeks")),
        "current": None,
        "current_on": _later(
            today, -plot["current_weeks_ago"] if "current_weeks_ago" in plot else None
        ),
        "next_step_on": _later(today, plot.get("next_step_in_weeks")),
        **plot["words"],
    }
    for name in ("baseline", "target", "current"):
        words[name] = None if words[name] is None else Decimal(words[name])
    actor: Actor = cast.author if cast.author.acts_for(lead.pk) else cast.desks[Level.FEDERAL]
    topic = plot.get("from_topic")
    concern = (
        Signal.objects.public().filter(is_example=True, topic=topic).first() if topic else None
    )
    measure = record_measure(
        actor,
        MeasureContent(words, plot["laender"]),
        lead_id=lead.pk,
        is_running=plot["is_running"],
        origin=concern.public_id if concern else "",
        is_example=True,
    )
    _age(measure, plot["weeks_ago"])


def _later(today: date, weeks: int | None) -> date | None:
    return None if weeks is None else today + timedelta(weeks=weeks)


def _age(measure: Measure, weeks: int) -> None:
    """Move back when it was recorded and when its review is due; what it says of the future stays."""
    said = {name: getattr(measure, name) for name in ("target_on", "current_on", "next_step_on")}
    rows = [measure, measure.item, *measure.changes.all(), *measure.item.stations.all()]
    move_back(rows, weeks=weeks)
    Measure.objects.filter(pk=measure.pk).update(**said)
