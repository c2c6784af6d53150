"""The catalogue of formats: list, finder, the page of each, and its print view."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.forms.format import FilterForm, FinderForm, PeopleForm
from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries import formats, practice_cases
from drehscheibe.capabilities.library.queries.format_finder import find
from drehscheibe.capabilities.library.rules import format as rules
from drehscheibe.capabilities.library.views.checklists.words import grade_words
from drehscheibe.capabilities.library.views.formats.sheet import (
    labels_of,
    make_sheet,
    people_words,
    time_words,
)
from drehscheibe.capabilities.library.views.helping import take_answer
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["format_detail", "format_finder", "format_helped", "format_list", "format_print"]

#: Formats that the finder shows at once; the others stand behind a fold.
MOST_SHOWN = 6


@require_safe
def format_list(request: HttpRequest) -> HttpResponse:
    """List the formats that the filters ask for."""
    actor = actor_from(request)
    filters = formats.Filters.read(request.GET.dict())
    public = formats.formats_visible_to(actor).filter(is_public=True)
    found = formats.narrow(public, filters, actor=actor, language=(get_language() or "de")[:2])
    context = {
        "rows": [(one, people_words(one), time_words(one)) for one in found],
        "form": FilterForm(filters.as_values()),
        "active": _active(filters),
    }
    return render(request, "library/format_list.html", context)


def _active(filters: formats.Filters) -> list[dict[str, str]]:
    """Return the filters in use, each with the address without it."""
    values = {name: value for name, value in filters.as_values().items() if value}
    return [
        {
            "label": words,
            "remove_url": f"{reverse('format_list')}?"
            + urlencode({key: value for key, value in values.items() if key != name}),
        }
        for name, words in filters.labels().items()
    ]


@require_safe
def format_finder(request: HttpRequest) -> HttpResponse:
    """Ask five questions and say which formats fit, and why; the address keeps the answers."""
    form = FinderForm(request.GET or None)
    form.is_valid()
    plan = form.plan() if form.is_bound else None
    context: dict[str, Any] = {"form": form, "plan": None, "most_shown": MOST_SHOWN}
    if plan is not None and not plan.is_empty:
        rows = formats.formats_visible_to(actor_from(request)).filter(is_public=True)
        query = urlencode({"people": plan.people}) if plan.people else ""
        context |= {
            "plan": plan,
            "finding": find(rows, plan),
            "people": people_words,
            "time": time_words,
            "tail": f"?{query}" if query else "",
        }
    return render(
        request, "library/format_finder.html", context, status=422 if form.errors else 200
    )


@require_safe
def format_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a format so that somebody can prepare it for their number of people."""
    return _page(request, _find(request, slug), HelpForm(prefix="help"), status=200)


@require_safe
def format_print(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a format as paper for those who prepare it."""
    each = _find(request, slug)
    return render(request, "library/format_print.html", _sheet_context(request, each))


@require_POST
def format_helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in whether a format helped."""
    each = _find(request, slug)
    faulty = take_answer(request, formats.SEARCH_KIND, each.slug)
    if faulty is not None:
        return _page(request, each, faulty, status=422)
    return redirect("format_detail", each.slug)


def _find(request: HttpRequest, slug: str) -> EventFormat:
    rows = formats.formats_visible_to(actor_from(request)).filter(is_public=True)
    return get_object_or_404(rows, slug=slug)


def _sheet_context(request: HttpRequest, each: EventFormat) -> dict[str, Any]:
    form = PeopleForm({"people": request.GET["people"]}) if "people" in request.GET else None
    people = form.cleaned_data["people"] if form is not None and form.is_valid() else None
    sheet = make_sheet(each, people)
    return {
        "format": each,
        "labels": labels_of(each),
        "people_range": people_words(each),
        "time_range": time_words(each),
        "form": form or PeopleForm(initial={"people": sheet.people}),
        "sheet": sheet,
        "is_own_size": people is not None,
    }


def _page(request: HttpRequest, each: EventFormat, form: HelpForm, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    public = formats.formats_visible_to(actor).filter(is_public=True)
    cases = {
        case.slug: case for case in practice_cases.list_published().filter(slug__in=each.cases)
    }
    context = {
        **_sheet_context(request, each),
        "grade": grade_words(each.reading_grade),
        "related": formats.list_in_order(public, each.related),
        "cases": [cases[slug] for slug in each.cases if slug in cases],
        "help_form": form,
        "may_keep": rules.may_keep(actor),
    }
    return render(request, "library/format_detail.html", context, status=status)
