"""What cards of a long list show, read as plain values: a page of them costs no object of a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from drehscheibe.capabilities.exchange.choices.signal import Scope
from drehscheibe.capabilities.exchange.models import Answer, Signal

__all__ = ["ByKeys", "CardRow", "load_rows", "row_of"]


class CardRow(NamedTuple):
    """A concern as its card needs it; the authors' own words stand on its page only."""

    pk: int
    public_id: str
    title: str
    state: str
    topic: str
    level: str
    scope: str
    region_text: str
    raised_in_public_by: str
    due_on: date | None
    changed_at: datetime
    published_at: datetime | None
    is_example: bool
    organisation: str
    owner: str
    laender: tuple[str, ...] = ()
    decision: str = ""


_COLUMNS = (
    *("pk", "item__public_id", "title", "state", "topic", "level", "scope", "region_text"),
    *("raised_in_public_by", "due_on", "changed_at", "published_at", "is_example"),
    *("organisation__short_name", "organisation__name", "owner__short_name", "owner__name"),
)
_PLAIN = len(_COLUMNS) - 4


def load_rows(keys: Sequence[int]) -> list[CardRow]:
    """Return these concerns in this order; three queries at most. What is gone is left out."""
    found = Signal.objects.filter(pk__in=keys).order_by().values_list(*_COLUMNS)
    rows = {values[0]: _row(values) for values in found}
    named = [pk for pk, row in rows.items() if row.scope != Scope.NATIONWIDE]
    laender = _laender_of([pk for pk in named if not rows[pk].region_text])
    decisions = _decisions_of(list(rows))
    return [
        rows[key]._replace(laender=tuple(laender.get(key, ())), decision=decisions.get(key, ""))
        for key in keys
        if key in rows
    ]


class ByKeys:
    """Concerns as a paginator reads them.

    A page is looked up by keys alone, mostly in an index; only its own rows are read.
    """

    def __init__(self, found: QuerySet[Signal]) -> None:
        self._keys = found.values_list("pk", flat=True)

    def __len__(self) -> int:
        return self._keys.count()

    def __getitem__(self, part: slice) -> list[CardRow]:
        return load_rows(list(self._keys[part]))


def row_of(signal: Signal) -> CardRow:
    """Return the row of a concern that was loaded with ``queries.signals.with_card_data``."""
    standing = [answer for answer in signal.answers.all() if not answer.is_withdrawn]
    return CardRow(
        pk=signal.pk,
        public_id=signal.public_id,
        title=signal.title,
        state=signal.state,
        topic=signal.topic,
        level=signal.level,
        scope=signal.scope,
        region_text=signal.region_text,
        raised_in_public_by=signal.raised_in_public_by,
        due_on=signal.due_on,
        changed_at=signal.changed_at,
        published_at=signal.published_at,
        is_example=signal.is_example,
        organisation=str(signal.organisation or ""),
        owner=str(signal.owner or ""),
        laender=_laender_in_words(signal),
        decision=standing[-1].decision if standing else "",
    )


def _row(values: tuple[object, ...]) -> CardRow:
    short_name, name, owner_short, owner = values[_PLAIN:]
    named = [*values[:_PLAIN], short_name or name or "", owner_short or owner or ""]
    return CardRow._make([*named, (), ""])


def _laender_in_words(signal: Signal) -> tuple[str, ...]:
    if signal.scope == Scope.NATIONWIDE or signal.region_text:
        return ()
    return tuple(str(land) for land in signal.laender.all())


def _laender_of(keys: list[int]) -> dict[int, list[str]]:
    if not keys:
        return {}
    name = "name_en" if (get_language() or "de").startswith("en") else "name"
    links = Signal.laender.through.objects.filter(signal_id__in=keys).order_by("land__name")
    found: dict[int, list[str]] = {}
    for pk, land in links.values_list("signal_id", f"land__{name}"):
        found.setdefault(pk, []).append(land)
    return found


def _decisions_of(keys: list[int]) -> dict[int, str]:
    """Return the decision of the latest answer that stands."""
    standing = Answer.objects.filter(signal_id__in=keys, withdrawn_at__isnull=True)
    return dict(standing.order_by("number").values_list("signal_id", "decision"))
