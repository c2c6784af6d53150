"""What everybody may read: the list of practice cases and the page of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.library.api import ask_link
from drehscheibe.capabilities.library.choices.shelf import Phase
from drehscheibe.capabilities.library.forms.practice_case import FilterForm
from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.views.checklists.words import grade_words
from drehscheibe.capabilities.library.views.helping import take_answer
from drehscheibe.core.moderation.api import show_hidden
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.spoken import quote
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["practice_case_detail", "practice_case_helped", "practice_case_list"]

PER_PAGE = 20


@require_safe
def practice_case_list(request: HttpRequest) -> HttpResponse:
    """List the public cases that the filters ask for."""
    actor = actor_from(request)
    lands = {land.pk: str(land) for land in Land.objects.all()}
    filters = practice_cases.Filters.read(request.GET.dict(), lands)
    language = (get_language() or "de")[:2]
    found = practice_cases.narrow(
        practice_cases.list_published(), filters, actor=actor, language=language
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    values = {name: value for name, value in filters.as_values().items() if value}
    context = {
        "page_obj": page,
        "rows": [(case, topics_of(case)) for case in page.object_list],
        "query": urlencode(values),
        "form": FilterForm(filters.as_values(), lands=lands),
        "active": _active(values, lands),
        "may_propose": rules.may_propose(actor),
    }
    return render(request, "library/practice_case_list.html", context)


def _active(values: dict[str, str], lands: dict[str, str]) -> list[dict[str, str]]:
    """Return the filters in use, each with the address without it."""
    words: dict[str, Callable[[str], str]] = {
        "q": quote,
        "topic": lambda code: label(Topic, code),
        "land": lambda code: lands[code],
        "phase": lambda code: label(Phase, code),
    }
    return [
        {
            "label": words[name](value),
            "remove_url": f"{reverse('practice_case_list')}?"
            + urlencode({key: kept for key, kept in values.items() if key != name}),
        }
        for name, value in values.items()
    ]


@require_safe
def practice_case_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one case: what was tried, what came of it, and who can be asked."""
    hidden = show_hidden(request, practice_cases.SEARCH_KIND, slug)
    if hidden is not None:
        return hidden
    return _page(request, _find(slug), HelpForm(prefix="help"), status=200)


@require_POST
def practice_case_helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in whether a case helped."""
    case = _find(slug)
    faulty = take_answer(request, practice_cases.SEARCH_KIND, case.slug)
    if faulty is not None:
        return _page(request, case, faulty, status=422)
    return redirect("practice_case_detail", case.slug)


def topics_of(case: PracticeCase) -> list[tuple[str, str]]:
    """Return the topics of a case as pairs of code and words."""
    return [(code, label(Topic, code)) for code in case.topics]


def _find(slug: str) -> PracticeCase:
    return get_object_or_404(practice_cases.list_published(), slug=slug)


def _page(request: HttpRequest, case: PracticeCase, form: HelpForm, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    links: dict[int, Any] = {}
    if case.organisation_id is not None:
        links = dict(directory.find_by_organisations([case.organisation_id]))
    context = {
        "case": case,
        "topics": topics_of(case),
        "initiative": links.get(case.organisation_id or 0),
        "ask": ask_link(case.organisation_id, case.slug),
        "others": [(one, topics_of(one)) for one in practice_cases.list_like(case)],
        "grade": grade_words(case.reading_grade),
        "help_form": form,
        "may_keep": rules.may_keep(actor),
    }
    return render(request, "library/practice_case_detail.html", context, status=status)
