"""What everybody may read: the list of checklists, the page of each, and its print view."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.choices.shelf import Audience, Phase
from drehscheibe.capabilities.library.forms.checklist import FilterForm
from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.models import Checklist, ChecklistVersion
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.capabilities.library.views.checklists.words import grade_words, timing_words
from drehscheibe.capabilities.library.views.helping import take_answer
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.text.spoken import quote, reads_english

__all__ = ["checklist_detail", "checklist_helped", "checklist_list", "checklist_print"]


@require_safe
def checklist_list(request: HttpRequest) -> HttpResponse:
    """List the public checklists that the filters ask for."""
    actor = actor_from(request)
    filters = checklists.Filters.read(request.GET.dict())
    language = (get_language() or "de")[:2]
    public = checklists.checklists_visible_to(actor).filter(current__isnull=False)
    found = checklists.narrow(public, filters, actor=actor, language=language)
    counts = checklists.count_items([int(one.current_id or 0) for one in found])
    context = {
        "rows": [(one, counts.get(int(one.current_id or 0), 0)) for one in found],
        "form": FilterForm(
            {"q": filters.text, "audience": filters.audience, "phase": filters.phase}
        ),
        "active": _active(filters),
        "may_see_copies": rules.may_see_copies(actor),
        "may_keep": rules.may_keep(actor),
    }
    return _private_if_known(actor, render(request, "library/checklist_list.html", context))


def _active(filters: checklists.Filters) -> list[dict[str, str]]:
    """Return the filters in use, each with the address without it."""
    values = {"q": filters.text, "audience": filters.audience, "phase": filters.phase}
    labels = {
        "q": quote(filters.text),
        "audience": str(Audience(filters.audience).label) if filters.audience else "",
        "phase": str(Phase(filters.phase).label) if filters.phase else "",
    }
    return [
        {
            "label": labels[name],
            "remove_url": f"{reverse('checklist_list')}?"
            + urlencode({key: v for key, v in values.items() if v and key != name}),
        }
        for name, value in values.items()
        if value
    ]


@require_safe
def checklist_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a checklist asks for, who keeps it, and how teams solved its items."""
    return _page(request, _find(request, slug), HelpForm(prefix="help"), status=200)


@require_POST
def checklist_helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in whether a checklist helped."""
    checklist = _find(request, slug)
    faulty = take_answer(request, checklists.SEARCH_KIND, checklist.slug)
    if faulty is not None:
        return _page(request, checklist, faulty, status=422)
    return redirect("checklist_detail", checklist.slug)


@require_safe
def checklist_print(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a checklist as paper: boxes to tick, nothing else."""
    checklist = _find(request, slug)
    context = {"checklist": checklist, "version": _version(checklist), "timing": timing_words}
    return render(request, "library/checklist_print.html", context)


def _find(request: HttpRequest, slug: str) -> Checklist:
    found = checklists.checklists_visible_to(actor_from(request))
    return get_object_or_404(found.filter(current__isnull=False), slug=slug)


def _version(checklist: Checklist) -> ChecklistVersion:
    version = checklists.with_items(checklist.versions.filter(pk=checklist.current_id or 0)).first()
    if version is None:
        raise Http404
    return version


def _page(
    request: HttpRequest, checklist: Checklist, form: HelpForm, *, status: int
) -> HttpResponse:
    actor = actor_from(request)
    version = _version(checklist)
    items = [item for section in version.sections.all() for item in section.items.all()]
    context: dict[str, Any] = {
        "checklist": checklist,
        "is_partly_german": reads_english() and not all(item.text_en for item in items),
        "version": version,
        "items_total": len(items),
        "timing": timing_words,
        "grade": grade_words(checklist.reading_grade),
        "notes": checklists.released_notes_by_key(checklist),
        "help_form": form,
        "may_copy": rules.may_copy(actor),
        "may_keep": rules.may_keep(actor),
    }
    response = render(request, "library/checklist_detail.html", context, status=status)
    return _private_if_known(actor, response)


def _private_if_known(actor: Actor, response: HttpResponse) -> HttpResponse:
    """Keep pages with somebody's own buttons out of shared caches."""
    if actor.is_known:
        response["Cache-Control"] = "private, no-store"
    return response
