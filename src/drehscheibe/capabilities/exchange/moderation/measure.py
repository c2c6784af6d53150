"""Measures as ``core.moderation`` sees them, with the words of their public history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.models import Measure, MeasureChange
from drehscheibe.capabilities.exchange.services.measures.way import make_findable
from drehscheibe.core.moderation.api import ReportableKind, Thing, label_of_field, register_kind

__all__ = ["register"]

#: Words of a measure that can be hidden.
_TEXTS = ("title", "goal", "partners", "indicator", "next_step", "reason")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="measure",
            label=_("Measure"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _measure(key: str) -> Measure | None:
    rows = Measure.objects.select_related("item", "lead", "mandate")
    return rows.prefetch_related("changes__mandate").filter(item__public_id=key).first()


def _lock(key: str) -> Measure:
    return Measure.objects.select_for_update(of=("self",)).get(item__public_id=key)


def _thing_of(measure: Measure) -> Thing:
    changes = list(measure.changes.all())
    own = {
        field: (label_of_field(measure, field), getattr(measure, field))
        for field in _TEXTS
        if getattr(measure, field)
    }
    # What was changed stays in the public history, and with it words that may have to go.
    history = {
        name: (gettext("What happened: %(act)s") % {"act": _label(measure, name)}, text)
        for change in changes
        for name, text in _words_of(change)
    }
    writers = {measure.mandate, *(change.mandate for change in changes)}
    return Thing(
        title=measure.title,
        path=reverse("measure_detail", args=[measure.public_id]),
        organisation_id=measure.lead_id,
        texts={**own, **history},
        written_by=frozenset(mandate.person_id for mandate in writers if mandate is not None),
    )


def _words_of(change: MeasureChange) -> Iterator[tuple[str, str]]:
    """Yield the written words of one entry of the history under lasting names: ``3:goal:0``."""
    if change.note:
        yield f"{change.number}:note:0", change.note
    for field, values in change.changes.items():
        if field in _TEXTS:
            for place, text in enumerate(values):
                if text:
                    yield f"{change.number}:{field}:{place}", text


def _label(measure: Measure, name: str) -> str:
    _number, field, _place = name.split(":")
    return gettext("Reason") if field == "note" else label_of_field(measure, field)


def _find_public(key: str) -> Thing | None:
    measure = _measure(key)
    return _thing_of(measure) if measure is not None and measure.is_public else None


def _find(key: str) -> Thing | None:
    measure = _measure(key)
    return _thing_of(measure) if measure is not None else None


def _write(key: str, texts: Mapping[str, str]) -> None:
    measure = _lock(key)
    for field in set(texts) & set(_TEXTS):
        setattr(measure, field, texts[field])
    measure.save()
    for change in measure.changes.all():
        if _rewrite(change, texts):
            change.save(update_fields=["note", "changes"])
    _follow(measure)


def _rewrite(change: MeasureChange, texts: Mapping[str, str]) -> bool:
    mine = {name: texts[name] for name, _text in _words_of(change) if name in texts}
    for name, text in mine.items():
        _number, field, place = name.split(":")
        if field == "note":
            change.note = text
        else:
            change.changes[field][int(place)] = text
    return bool(mine)


def _hide(key: str) -> dict[str, Any]:
    """Take a measure back to its lead and the office; its reviews go on."""
    measure = _lock(key)
    measure.hidden_at = timezone.now()
    measure.save()
    _follow(measure)
    return {}


def _restore(key: str, _was: Mapping[str, Any]) -> None:
    measure = _lock(key)
    measure.hidden_at = None
    measure.save()
    _follow(measure)


def _follow(measure: Measure) -> None:
    """Keep the trace and the search in step."""
    measure.item.title, measure.item.is_public = measure.title, measure.is_public
    measure.item.save(update_fields=["title", "is_public"])
    make_findable(measure)
