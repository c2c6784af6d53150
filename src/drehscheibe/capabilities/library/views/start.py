"""The front page of the library: a section per kind of item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.library.api import StartCard, StartSection, start_sections
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.queries import (
    checklists,
    formats,
    packages,
    practice_cases,
    webinars,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.ui.formats import moment

__all__ = ["library_start"]

#: Items that stand on the front page, of each kind.
MOST_CARDS = 3


class Item(Protocol):
    """Something with a page of its own."""

    @property
    def slug(self) -> str: ...
    @property
    def shown_title(self) -> str: ...
    @property
    def shown_summary(self) -> str: ...


Kind = TypeVar("Kind", bound=Item)


def _cards(
    found: Iterable[Kind], page: str, note_of: Callable[[Kind], str] = lambda _one: ""
) -> tuple[StartCard, ...]:
    return tuple(
        StartCard(one.shown_title, one.shown_summary, reverse(page, args=[one.slug]), note_of(one))
        for one in found
    )


def _checklists(actor: Actor) -> StartSection:
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = checklists.in_order(public)[:MOST_CARDS]
    return StartSection(
        title=_("Checklists"),
        lead=_("What has to be done, by whom and when. Make a copy for your team and work on it."),
        href=reverse("checklist_list"),
        all_label=_("All checklists"),
        cards=_cards(found, "checklist_detail", lambda one: one.get_phase_display()),
        total=public.count(),
    )


def _formats(actor: Actor) -> StartSection:
    public = formats.formats_visible_to(actor).filter(is_public=True)
    found = public[:MOST_CARDS]
    return StartSection(
        title=_("Formats"),
        lead=_("Which event fits what you want to reach? The finder asks five questions."),
        href=reverse("format_list"),
        all_label=_("All formats, and the finder"),
        cards=_cards(found, "format_detail"),
        total=public.count(),
    )


def _packages(actor: Actor) -> StartSection:
    public = packages.packages_visible_to(actor).filter(is_public=True)
    found = public[:MOST_CARDS]
    return StartSection(
        title=_("Partner package"),
        lead=_("Poster, press release, tile and invitation: fill in name, region and date, done."),
        href=reverse("package_list"),
        all_label=_("All occasions"),
        cards=_cards(found, "package_detail"),
        total=public.count(),
    )


def _practice_cases(_actor: Actor) -> StartSection:
    public = practice_cases.list_published()
    found = public[:MOST_CARDS]
    return StartSection(
        title=_("Experience"),
        lead=_("What other regions tried, what came of it, and what did not work."),
        href=reverse("practice_case_list"),
        all_label=_("All practice cases"),
        cards=_cards(found, "practice_case_detail", lambda one: one.initiative_name),
        total=public.count(),
    )


def _when(webinar: Webinar) -> str:
    return _("Recording") if webinar.shows_recording else moment(webinar.starts_at)


def _webinars(actor: Actor) -> StartSection:
    upcoming = webinars.list_upcoming(actor, timezone.now())[:MOST_CARDS]
    recorded = webinars.list_recordings(actor)[:MOST_CARDS]
    return StartSection(
        title=_("Webinars"),
        lead=_("Learn in an hour, ask questions, or watch and read later what was said."),
        href=reverse("webinar_list"),
        all_label=_("All webinars and recordings"),
        cards=_cards([*upcoming, *recorded][:MOST_CARDS], "webinar_detail", _when),
    )


#: In the order in which they stand on the page.
SECTIONS: tuple[Callable[[Actor], StartSection], ...] = (
    _checklists,
    _formats,
    _packages,
    _practice_cases,
    _webinars,
)


@require_safe
def library_start(request: HttpRequest) -> HttpResponse:
    """Show what there is, a section per kind."""
    actor = actor_from(request)
    made = [*(make(actor) for make in SECTIONS), *start_sections(actor)]
    sections = [section for section in made if section.cards]
    return render(request, "library/start.html", {"sections": sections})
