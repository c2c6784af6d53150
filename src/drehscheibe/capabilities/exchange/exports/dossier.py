"""Public dossiers as open data: what everybody may read of each, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.queries.dossier_content import gather_public_content

__all__ = ["DossierRecord", "as_dossier_record"]


@dataclass(frozen=True, slots=True)
class AskRecord:
    """One thing that is asked for, with the public concerns on which it rests."""

    number: int
    text: str
    rests_on: list[str]


@dataclass(frozen=True, slots=True)
class QuotationRecord:
    """Words that their authors allowed to be quoted."""

    organisation: str
    concern: str
    text: str


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """A public dossier as others may process it; figures rest on its public concerns alone."""

    public_id: str
    url: str
    pdf_url: str
    title: str
    pattern: str
    why_now: str
    legal_norms: list[str]
    asks: list[AskRecord]
    concerns: list[str]
    concerns_not_public: int
    organisations: list[str]
    affected_companies: int | None
    affected_employees: int | None
    laender: dict[str, int]
    quotes: list[QuotationRecord]
    desk: str
    state: str
    owner: str
    due_on: str | None
    is_overdue: bool
    handed_over_on: str
    published_on: str
    changed_on: str
    is_example: bool


def as_dossier_record(dossier: Dossier, today: date) -> DossierRecord:
    """Return a dossier that was loaded ``with_public_content``."""
    content = gather_public_content(dossier)
    address = [dossier.public_id]
    return DossierRecord(
        public_id=dossier.public_id,
        url=settings.BASE_URL + reverse("dossier_detail", args=address),
        pdf_url=settings.BASE_URL + reverse("dossier_pdf", args=address),
        title=dossier.title,
        pattern=dossier.pattern,
        why_now=dossier.why_now,
        legal_norms=content.legal_norms,
        asks=[AskRecord(ask.number, ask.text, list(ask.rests_on)) for ask in content.asks],
        concerns=[one.public_id for one in content.signals],
        concerns_not_public=content.hidden,
        organisations=sorted(content.organisations),
        affected_companies=content.companies.total,
        affected_employees=content.employees.total,
        laender=content.per_land,
        quotes=[
            QuotationRecord(str(quote.signal.organisation), quote.signal.public_id, quote.text)
            for quote in content.quotes
        ],
        desk=str(dossier.desk or ""),
        state=dossier.state,
        owner=str(dossier.owner or ""),
        due_on=dossier.due_on.isoformat() if dossier.due_on else None,
        is_overdue=dossier.is_overdue(today),
        handed_over_on=_day(dossier.handed_over_at),
        published_on=_day(dossier.published_at),
        changed_on=_day(dossier.changed_at),
        is_example=dossier.is_example,
    )


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
