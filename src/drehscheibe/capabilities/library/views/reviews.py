"""The office's page of what is to be looked at again, of every kind, and what readers say."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.library.models import EventFormat, HelpVote, ShelfItem
from drehscheibe.capabilities.library.queries import formats, packages, practice_cases, webinars
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.reviews import (
    KINDS,
    ReviewRow,
    ReviewSource,
    confirm_item,
    confirm_of,
    review_sources,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["library_reviews"]

PER_PAGE = 30
#: Items of the review list whose date comes within so many days.
SOON = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def library_reviews(request: HttpRequest) -> HttpResponse:
    """Show formats, cases, packages and guidelines whose date has come or comes soon, and what readers say of them."""
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise Http404
    if request.method == "POST":
        return _confirm(request, actor)
    today = timezone.localdate()
    until = today + timedelta(days=SOON)
    rows = sorted(
        chain(
            (_review(kind, one) for kind, own in KINDS.items() for one in own.list_due(until)),
            (
                _review_of(source, row)
                for source in review_sources()
                for row in source.list_due(until)
            ),
        ),
        key=lambda row: (row["item"].review_on, row["item"].title),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "today": today,
        "votes": _latest_votes(),
        "hidden": _hidden_formats(),
    }
    return render(request, "library/library_reviews.html", context)


def _confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    kind, _sep, key = request.POST.get("item", "").partition(":")
    try:
        is_own = kind in KINDS
        title = (
            confirm_item(actor, kind, UUID(key)).title if is_own else confirm_of(actor, kind, key)
        )
    except (KeyError, ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error
    messages.success(request, _("“%(title)s” counts as right for another year.") % {"title": title})
    return redirect("library_reviews")


#: What each kind is called, and where it is read.
_SHOWN = {
    formats.SEARCH_KIND: (gettext_lazy("Format"), "format_detail"),
    practice_cases.SEARCH_KIND: (gettext_lazy("Practice case"), "practice_case_detail"),
    packages.SEARCH_KIND: (gettext_lazy("Partner package"), "package_detail"),
    webinars.SERIES_KIND: (gettext_lazy("Series of webinars"), "webinar_series"),
}


def _review(kind: str, item: ShelfItem) -> dict[str, Any]:
    words, page = _SHOWN[kind]
    edit_url = ""
    if kind == formats.SEARCH_KIND:
        edit_url = reverse("format_edit", args=[item.slug])
    elif kind == webinars.SERIES_KIND:
        edit_url = reverse("webinar_series_edit", args=[item.uuid])
    return {
        "item": item,
        "kind": words,
        "key": f"{kind}:{item.uuid}",
        "url": reverse(page, args=[item.slug]),
        "edit_url": edit_url,
    }


def _review_of(source: ReviewSource, row: ReviewRow) -> dict[str, Any]:
    return {
        "item": row,
        "kind": source.label,
        "key": f"{source.kind}:{row.key}",
        "url": row.url,
        "edit_url": row.edit_url,
    }


def _hidden_formats() -> list[EventFormat]:
    return list(EventFormat.objects.filter(is_public=False))


def _latest_votes() -> list[HelpVote]:
    """Return what readers wrote lately about formats, cases, packages and webinars."""
    kinds = (*KINDS, webinars.SEARCH_KIND, *(source.kind for source in review_sources()))
    return list(HelpVote.objects.filter(kind__in=kinds).exclude(note="")[:10])
