"""Formats as others show them, and the finder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries import formats
from drehscheibe.capabilities.library.queries.format_finder import Plan, find
from drehscheibe.core.access.actor import Actor

__all__ = ["FormatCard", "find_formats", "find_formats_by_slug", "list_formats"]


@dataclass(frozen=True, slots=True)
class FormatCard:
    """A way to meet as others show it; title and summary in the active language.

    Attributes
    ----------
    reasons : tuple of str
        Why it fits, in the active language; empty unless it was looked for by a plan.
    """

    slug: str
    title: str
    summary: str
    min_people: int
    max_people: int
    goals: tuple[str, ...]
    url: str
    reasons: tuple[str, ...] = ()


def list_formats(actor: Actor, *, limit: int = 50) -> list[FormatCard]:
    """Return the formats that the actor may see, in the order of the catalogue; one query."""
    return [_format_card(one) for one in formats.formats_visible_to(actor)[:limit]]


def find_formats(actor: Actor, plan: Plan, *, limit: int = 3) -> list[FormatCard]:
    """Return the formats that fit a plan, best first, with their reasons; empty if none fits."""
    finding = find(formats.formats_visible_to(actor).filter(is_public=True), plan)
    return [_format_card(one.format, one.reasons) for one in finding.fitting[:limit]]


def find_formats_by_slug(actor: Actor, slugs: Sequence[str]) -> list[FormatCard]:
    """Return public formats by their slugs, in that order; one query."""
    public = formats.formats_visible_to(actor).filter(is_public=True)
    return [_format_card(one) for one in formats.list_in_order(public, slugs)]


def _format_card(one: EventFormat, reasons: tuple[str, ...] = ()) -> FormatCard:
    return FormatCard(
        slug=one.slug,
        title=one.shown_title,
        summary=one.shown_summary,
        min_people=one.min_people,
        max_people=one.max_people,
        goals=tuple(one.goals),
        url=reverse("format_detail", args=[one.slug]),
        reasons=reasons,
    )
