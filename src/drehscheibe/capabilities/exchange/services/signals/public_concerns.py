"""Concerns that chambers, associations and initiatives raised in public, each with its source.

They were handed to nobody through this hub, so they rest in a state of their own, without a clock:
no body is said to owe an answer that it was never asked for here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from drehscheibe.capabilities.exchange.choices.signal import Scope, SignalState, Visibility
from drehscheibe.capabilities.exchange.facts.signal import PublicConcernsRecorded
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import findable, way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.trace import api as trace

__all__ = ["Report", "load_reference_data"]

FILE = Path(__file__).parents[2] / "data" / "challenges.csv"
NATIONWIDE = "bundesweit"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did; ``unchanged`` were there in the same words."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_reference_data() -> Report:
    """Write the public concerns of the file; running it again changes nothing.

    Concerns that people moved on meanwhile keep their state; only words and places are renewed.
    """
    known = {
        signal.import_key: signal
        for signal in Signal.objects.filter(import_key__isnull=False).select_related("item")
    }
    lands = dict(Land.objects.values_list("name", "code"))
    tally = {"created": 0, "updated": 0, "unchanged": 0}
    for row in _read():
        tally[_write(row, known.get(_key(row)), lands)] += 1
    report = Report(**tally)
    if report.created or report.updated:
        publish(PublicConcernsRecorded(report.created, report.updated))
    return report


def _read() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _key(row: dict[str, str]) -> str:
    return f"challenge:{slugify(row['title'])[:100]}"


def _write(row: dict[str, str], signal: Signal | None, lands: dict[str, str]) -> str:
    values = _values(row)
    codes = _codes(row, lands)
    if signal is None:
        signal = _record(_key(row), values)
        outcome = "created"
    elif _differs(signal, values, codes):
        for name, value in values.items():
            setattr(signal, name, value)
        signal.save()
        outcome = "updated"
    else:
        return "unchanged"
    signal.laender.set(Land.objects.filter(code__in=codes))
    findable.refresh(signal)
    return outcome


def _codes(row: dict[str, str], lands: dict[str, str]) -> set[str]:
    """Return the Land of the row and those that its region names, as far as they are known here."""
    named = {lands[part] for part in row["affected_region"].split(", ") if part in lands}
    return ({row["land"]} & set(lands.values())) | named


def _values(row: dict[str, str]) -> dict[str, str]:
    is_nationwide = row["affected_region"] == NATIONWIDE
    return {
        "title": row["title"],
        "what_happens": row["description"],
        "topic": Topic(row["topic"]),
        "level": Level(row["addressee_level"]),
        "scope": Scope.NATIONWIDE if is_nationwide else Scope.LAENDER,
        "region_text": "" if is_nationwide else row["affected_region"],
        "raised_in_public_by": row["raised_by"],
        "source_url": row["source_url"],
    }


def _differs(signal: Signal, values: dict[str, str], codes: set[str]) -> bool:
    places = set(signal.laender.values_list("code", flat=True))
    return places != codes or any(getattr(signal, name) != value for name, value in values.items())


def _record(key: str, values: dict[str, str]) -> Signal:
    item = trace.add_item(
        "signal",
        title=values["title"],
        state=SignalState.RECORDED,
        actor=SYSTEM,
        owner_id=None,
        due_on=None,
        is_public=True,
    )
    signal = Signal.objects.create(
        item=item,
        import_key=key,
        state=SignalState.RECORDED,
        visibility=Visibility.PUBLIC,
        published_at=timezone.now(),
        **values,
    )
    way.note(signal, SYSTEM, "signal_recorded", {"source_url": values["source_url"]})
    return signal
