"""Rows of a list in words, so that the template has one text per place to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeStatus, Standing
from drehscheibe.capabilities.directory.queries.initiatives import InitiativeRow
from drehscheibe.core.text.spoken import german
from drehscheibe.ui.formats import short_day

TOPICS_SHOWN = 4
#: States of life that a reader must see before anything else.
_TELLING = frozenset({InitiativeStatus.ENDED, InitiativeStatus.DORMANT, InitiativeStatus.FOUNDING})


@dataclass(frozen=True, slots=True)
class RowInWords:
    """One initiative in a list."""

    url: str
    face: str
    name: str
    where: str
    summary: str
    standing: str
    standing_kind: str
    topics: str
    is_example: bool


class RowWriter:
    """Writes rows; words that many rows share are looked up once."""

    def __init__(self, labels: Mapping[FacetKind, Mapping[str, str]]) -> None:
        self._labels = labels
        self._url = reverse("initiative_detail", args=["SLUG"])
        self._led_by = _("Led by: %(name)s")
        self._confirmed = _("confirmed on %(day)s")
        self._edited = _("edited by the initiative")
        self._unconfirmed = _("from public sources, not yet confirmed")
        self._no_region = _("Region not known")

    def write(self, rows: Iterable[InitiativeRow]) -> list[RowInWords]:
        """Return the rows in words."""
        return [self._write(row) for row in rows]

    def _write(self, row: InitiativeRow) -> RowInWords:
        return RowInWords(
            url=self._url.replace("SLUG", row.slug),
            face=row.land_code or "–",
            name=row.name,
            where=" · ".join((self._region(row), *self._words(FacetKind.TYPE, row.types))),
            summary=self._summary(row),
            standing=self._standing(row),
            standing_kind=row.standing.value,
            topics=" · ".join(self._words(FacetKind.TOPIC, row.topics[:TOPICS_SHOWN])),
            is_example=row.is_example,
        )

    def _words(self, kind: FacetKind, codes: Iterable[str]) -> list[str]:
        names = self._labels[kind]
        return [names.get(code, code) for code in codes]

    def _region(self, row: InitiativeRow) -> str:
        land = self._labels[FacetKind.LAND].get(row.land_code or "", "")
        return row.region_text or row.seat_city or land or self._no_region

    def _summary(self, row: InitiativeRow) -> str:
        if row.summary or not row.lead_organisation:
            return german(row.summary)
        return self._led_by % {"name": row.lead_organisation}

    def _standing(self, row: InitiativeRow) -> str:
        words = self._unconfirmed
        if row.last_confirmed_at is not None:
            words = self._confirmed % {"day": short_day(row.last_confirmed_at)}
        elif row.standing is Standing.EDITED:
            words = self._edited
        if row.status in _TELLING:
            words = f"{self._labels[FacetKind.STATUS][row.status]} · {words}"
        return words
