"""What changed in the master since a copy was made, decided item by item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.forms.checklist_copy import DecideForm
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.queries.copies import Access, Difference
from drehscheibe.capabilities.library.services.checklists import taking_over
from drehscheibe.capabilities.library.views.checklists.access import find_access_or_404
from drehscheibe.capabilities.library.views.checklists.words import timing_words
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.text.spoken import german, reads_english

__all__ = ["copy_changes", "copy_changes_all", "copy_changes_decide"]


@never_cache
@require_safe
def copy_changes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is new, changed and removed, each with its two buttons."""
    access = _managed(request, uuid)
    items = copies.items_of(access.copy)
    newest = access.copy.checklist.current
    found = copies.differences_of(access.copy, items)
    context = {
        "copy": access.copy,
        "newest": newest,
        "groups": [
            (kind, title, [_shown(one) for one in found if one.kind == kind])
            for kind, title in (
                ("new", _("New items")),
                ("changed", _("Changed items")),
                ("removed", _("Removed items")),
            )
        ],
        "total": len(found),
        "may_decide": access.may_work,
    }
    return render(request, "library/copy_changes.html", context)


@never_cache
@require_POST
def copy_changes_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one change over, or keep one's own."""
    access = _managed(request, uuid)
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    takes = form.cleaned_data["takes"] == "yes"
    try:
        item = taking_over.decide_difference(access, form.cleaned_data["key"], takes=takes)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    else:
        words = {"text": item.shown_text if item else ""}
        said = _("Taken over: %(text)s") if takes else _("Kept as it was: %(text)s")
        messages.success(request, said % words)
    return redirect("copy_changes", uuid)


@never_cache
@require_POST
def copy_changes_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take all changes over at once."""
    access = _managed(request, uuid)
    try:
        number = taking_over.decide_all(access, takes=True)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    else:
        said = ngettext("%(num)s change taken over.", "%(num)s changes taken over.", number)
        messages.success(request, said % {"num": number})
    return redirect("copy_detail", uuid)


def _managed(request: HttpRequest, uuid: UUID) -> Access:
    access = find_access_or_404(request, uuid)
    if not access.may_manage:
        raise Http404
    return access


def _shown(difference: Difference) -> dict[str, Any]:
    labels = {
        "text": _("What is to be done"),
        "explanation": _("Explanation"),
        "link": _("Link"),
        "evidence": _("How you see that it is done"),
        "role": _("Who does it"),
        "offset_days": _("When"),
    }
    shown = difference.master or difference.item
    return {
        "difference": difference,
        "shown": shown,
        "timing": timing_words(shown.offset_days) if shown else "",
        "rows": [
            (labels[name], *_words(difference, name, was, now))
            for name, was, now in difference.changes
        ],
    }


def _words(
    difference: Difference, name: str, was: str | int | None, now: str | int | None
) -> tuple[str, str]:
    """Return what a field said and says: in English where both are translated and differ."""
    if name == "offset_days":
        first, second = (
            timing_words(int(days) if days is not None else None) for days in (was, now)
        )
        return first, second
    if name == "link":
        return str(was or ""), str(now or "")
    was_en, now_en = (getattr(one, f"{name}_en") for one in (difference.item, difference.master))
    is_told = bool(was_en) == bool(was) and bool(now_en) == bool(now) and was_en != now_en
    if reads_english() and is_told:
        return was_en, now_en
    return german(was), german(now)
