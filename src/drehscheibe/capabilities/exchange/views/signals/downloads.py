"""The filtered list as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.exchange.exports import signal as exports
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import filters as filtering

__all__ = ["signal_csv", "signal_json"]

BATCH = 500


@require_safe
def signal_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as a table."""
    lines = exports.csv_lines(_records(request))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="anliegen.csv"'
    return response


@require_safe
def signal_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as one JSON array."""
    return StreamingHttpResponse(_array(_records(request)), content_type="application/json")


def _array(records: Iterator[exports.SignalRecord]) -> Iterator[str]:
    lead = "["
    for record in records:
        yield f"{lead}\n{json.dumps(asdict(record), ensure_ascii=False)}"
        lead = ","
    yield "[]\n" if lead == "[" else "\n]\n"


def _records(request: HttpRequest) -> Iterator[exports.SignalRecord]:
    today = timezone.localdate()
    found = filtering.narrow(
        Signal.objects.public(),
        filtering.read_filters(request.GET.dict()),
        language=(get_language() or "de")[:2],
        today=today,
    )
    return (exports.as_record(signal, today) for signal in _load(found))


def _load(found: QuerySet[Signal]) -> Iterator[Signal]:
    """Yield concerns in their order, some at a time.

    By their keys: asked for whole rows in an order, SQLite first holds all of them, texts and all.
    """
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        rows = exports.with_record_data(Signal.objects.public().filter(pk__in=part)).in_bulk()
        yield from (rows[key] for key in part if key in rows)
