"""Public dossiers for other programs: ``/api/v1/dossiers``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from drehscheibe.capabilities.exchange.exports import dossier as exports
from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.queries.dossier_content import with_public_content
from drehscheibe.capabilities.exchange.queries.dossiers import public_dossiers
from drehscheibe.core.api_pages import PageQuery, make_page

__all__ = ["router"]

router = Router(tags=["dossiers"])


class AskOut(Schema):
    """One thing that is asked for."""

    number: int
    text: str
    rests_on: list[str] = Field(description="public ids of concerns")


class QuotationOut(Schema):
    """Words that their authors allowed to be quoted."""

    organisation: str
    concern: str = Field(description="public id of the concern")
    text: str


class DossierOut(Schema):
    """Concerns that were brought to one body together; figures rest on the public ones alone."""

    public_id: str
    url: str
    pdf_url: str
    title: str
    pattern: str
    why_now: str
    legal_norms: list[str]
    asks: list[AskOut]
    concerns: list[str] = Field(description="public ids; read them under /signals")
    concerns_not_public: int = Field(description="so many others are in it")
    organisations: list[str] = Field(description="who raised or supports them")
    affected_companies: int | None = Field(description="as stated; null if nobody stated it")
    affected_employees: int | None = Field(description="as stated; null if nobody stated it")
    laender: dict[str, int] = Field(description="code of a Land and number of concerns")
    quotes: list[QuotationOut]
    desk: str = Field(description="to whom it was handed over")
    state: str = Field(description="in_preparation, handed_over, answered, closed or withdrawn")
    owner: str = Field(description="who has to act; empty if nobody does")
    due_on: str | None
    is_overdue: bool
    handed_over_on: str
    published_on: str
    changed_on: str
    is_example: bool = Field(description="true for examples that nobody really raised")


class DossierPage(Schema):
    """One page of a list."""

    count: int
    next: str | None
    previous: str | None
    results: list[DossierOut]


@router.get("/dossiers", response=DossierPage, summary="List public dossiers")
def list_dossiers(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Return the public dossiers, handed over last first."""
    today = timezone.localdate()

    def write(rows: Sequence[Dossier]) -> list[dict[str, Any]]:
        return [asdict(exports.as_dossier_record(row, today)) for row in rows]

    return make_page(request, query, with_public_content(public_dossiers()), write)


@router.get("/dossiers/{public_id}", response=DossierOut, summary="Read one public dossier")
def get_dossier(request: HttpRequest, public_id: str) -> dict[str, Any]:  # noqa: ARG001 -- signature of ninja
    """Return one dossier; 404 for anything that is not public."""
    rows = with_public_content(public_dossiers())
    dossier = rows.filter(item__public_id=public_id[:20]).first()
    if dossier is None:
        raise HttpError(404, "There is no public dossier with this number.")
    return asdict(exports.as_dossier_record(dossier, timezone.localdate()))
