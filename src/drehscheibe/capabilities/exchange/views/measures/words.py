"""Measures in words: how far one is, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.models import Measure, MeasureChange
from drehscheibe.core.text.spoken import quote
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.formats import day, enumeration, number

__all__ = ["Progress", "describe_change", "progress_of"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the indicator is.

    Attributes
    ----------
    rows : list of (label, value, note)
        Start, now and target, as ``ui.bar_chart`` takes them; None where a value is not known.
    share : int or None
        Part of the way from start to target, 0 to 100; None if it cannot be said.
    """

    rows: list[tuple[str, float | None, str]]
    share: int | None


def progress_of(measure: Measure) -> Progress | None:
    """Return how far a measure is; None without an indicator."""
    if not measure.indicator:
        return None
    rows = [
        (_("At the start"), _float(measure.baseline), ""),
        (_("Now"), _float(measure.current), day(measure.current_on) if measure.current_on else ""),
        (_("Target"), _float(measure.target), day(measure.target_on) if measure.target_on else ""),
    ]
    return Progress(rows, _share(measure))


def _share(measure: Measure) -> int | None:
    start, now, target = measure.baseline, measure.current, measure.target
    if start is None or now is None or target is None or start == target:
        return None
    share = (now - start) / (target - start) * 100
    return int(max(Decimal(0), min(Decimal(100), share)))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def describe_change(change: MeasureChange, laender: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry of the history for ``ui.timeline``."""
    titles = {
        "record": _("Taken into the register"),
        "change": _("Changed"),
        "review": _("Reviewed: everything is still right"),
        "plan": _("Being planned again"),
        "start": _("Begun"),
        "pause": _("Rests for a while"),
        "finish": _("Done"),
        "drop": _("Given up"),
        "leave_to_office": _("Its lead no longer exists"),
        "pass_on": _("Another body takes the lead"),
    }
    lines = [
        _("%(field)s: %(old)s → %(new)s")
        % {
            "field": _label(name),
            "old": _value(name, old, laender),
            "new": _value(name, new, laender),
        }
        for name, (old, new) in change.changes.items()
        if name != "state"
    ]
    return {
        "when": change.happened_at,
        "title": titles[change.act],
        "lines": lines,
        "note": change.note,
        "who": change.organisation_name,
    }


def _label(name: str) -> str:
    return str(Measure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _value(name: str, value: Any, laender: Mapping[str, str]) -> str:  # noqa: ANN401 -- any plain value
    if name == "laender":
        return enumeration([laender.get(code, code) for code in value]) or _("all of Germany")
    if value in (None, ""):
        return _("not stated")
    if name == "topic":
        return label(Topic, value)
    if name == "state":
        return label(MeasureState, value)
    if name in ("baseline", "target", "current"):
        return number(float(value))
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    return quote(value)
