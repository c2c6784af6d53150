"""Another body takes the lead of a measure: the office where the lead ends, and whom the office names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.measure import MeasurePassedOn
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures, signals
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.measures import way as measure_way
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.queries import lock_existing
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["leave_measures", "pass_on_measure"]

#: So long a new lead has to look at what it took over.
FIRST_REVIEW_DAYS = 28


def leave_measures(organisation_id: int) -> int:
    """Give the office every open measure that an ended organisation leads; return how many it were."""
    led = [row.pk for row in measures.measures_of(organisation_id) if row.is_open]
    return sum(_leave(pk, organisation_id) for pk in led)


@transaction.atomic
def _leave(pk: int, organisation_id: int) -> bool:
    measure = measures.lock_measure(pk)
    office = signals.find_office()
    if office is None or not measure.is_open or measure.lead_id != organisation_id:
        return False
    _give(SYSTEM, measure, office, "leave_to_office")
    return True


@transaction.atomic
def pass_on_measure(actor: Actor, measure_id: int, *, lead_id: int, note: str = "") -> Measure:
    """Name another body that leads a measure, as the office; everybody who follows it is told.

    Raises
    ------
    NotAllowed
        For anybody but the office.
    Conflict
        If the measure is done or given up.
    ValidationError
        If that body has ended, leads it already, or leads no measures at all.
    """
    measure = measures.lock_measure(measure_id)
    way.allow(impulse_rules.may_pass_on(actor))
    lead = lock_existing(lead_id)
    if lead is None or lead.pk == measure.lead_id or lead.kind not in measures.LEADING_KINDS:
        raise ValidationError({"lead": _("Please choose one of the options.")})
    _give(actor, measure, lead, "pass_on", note)
    return measure


def _give(actor: Actor, measure: Measure, lead: Organisation, act: str, note: str = "") -> None:
    before, measure.lead = measure.lead, lead
    changes: dict[str, Any] = {"lead": [str(before), str(lead)]}
    until = next_working_day(timezone.localdate() + timedelta(days=FIRST_REVIEW_DAYS))
    entry = measure_way.advance(
        measure, act, actor=actor, words=note, changes=changes, review_by=until
    )
    publish(MeasurePassedOn(measure.public_id, entry.number, before.pk))
