"""Copies of checklists: all of an organisation, a new one, the list and the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.library.choices.checklist import STATE_BADGES, ItemState
from drehscheibe.capabilities.library.forms.checklist_copy import (
    AddItemForm,
    CopyForm,
    DuplicateForm,
)
from drehscheibe.capabilities.library.models import CopyItem
from drehscheibe.capabilities.library.queries import checklists, copies
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.capabilities.library.services.checklists import copies as services
from drehscheibe.capabilities.library.services.checklists import items as item_services
from drehscheibe.capabilities.library.views.checklists.access import (
    find_access_or_404,
    layout_of,
    remember_link,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.spoken import Spoken

__all__ = [
    "copy_add_item",
    "copy_detail",
    "copy_duplicate",
    "copy_link",
    "copy_list",
    "copy_new",
    "copy_print",
]

MOST_DUE = 4
#: Columns of the board; what does not apply stands below it.
COLUMNS = (ItemState.OPEN, ItemState.IN_WORK, ItemState.BLOCKED, ItemState.DONE)


@never_cache
@login_required
@require_safe
def copy_list(request: HttpRequest) -> HttpResponse:
    """List the copies of the organisation, running ones first."""
    actor = actor_from(request)
    if not rules.may_see_copies(actor):
        raise PermissionDenied(_("Please choose for which organisation you act."))
    rows = list(copies.copies_visible_to(actor))
    progress = copies.progress_by_copy([copy.pk for copy in rows])
    today = timezone.localdate()
    context = {
        "running": [(copy, progress[copy.pk]) for copy in rows if not copy.is_archived],
        "archived": [(copy, progress[copy.pk]) for copy in rows if copy.is_archived],
        "today": today,
    }
    return render(request, "library/copy_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a copy; sent twice it is made once."""
    actor = actor_from(request)
    checklist = get_object_or_404(
        checklists.checklists_visible_to(actor).filter(current__isnull=False), slug=slug
    )
    if not rules.may_copy(actor):
        raise PermissionDenied(_("Please choose for which organisation you act."))
    form = CopyForm(
        request.POST or None,
        date_name=checklist.shown_date_name,
        initial={"title": checklist.shown_title.plain},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        uuid = submit_once(
            values["form_token"],
            lambda: str(
                services.make_copy(
                    actor, checklist.pk, title=values["title"], target_on=values["target_on"]
                ).uuid
            ),
        )
        messages.success(request, _("Your copy is ready. Now share out who does what."))
        return redirect("copy_detail", uuid)
    context = {"checklist": checklist, "form": form}
    return render(request, "library/copy_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def copy_link(request: HttpRequest, token: UUID) -> HttpResponse:
    """Open a copy by a personal link."""
    link = copies.find_link(token)
    if link is None:
        return render(request, "library/copy_link_ended.html", status=404)
    remember_link(request, token)
    return redirect("copy_detail", link.copy.uuid)


@never_cache
@require_safe
def copy_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a copy as a list or as a board."""
    access = find_access_or_404(request, uuid)
    items = copies.items_of(access.copy)
    show, shown = _shown(request, access, items)
    view = "board" if request.GET.get("view") == "board" else "list"
    template = "library/copy_board.html" if view == "board" else "library/copy_detail.html"
    context = {
        **frame_of(access, items),
        # Four columns need the whole width.
        **({"layout": "ui/layout.html"} if view == "board" else {}),
        "view": view,
        "show": show,
        "chips": _chips(request, access, items, view),
        "sections": sections_of(shown),
        "columns": [
            (state, state.label, [item for item in shown if item.state == state])
            for state in COLUMNS
        ],
        "left_out": [item for item in shown if item.state == ItemState.NOT_APPLICABLE],
        "moves": _MOVES,
        "shown_total": len(shown),
    }
    return render(request, template, context)


#: Where an item goes from a column by one button; the step that is likeliest next comes last.
_MOVES = {
    ItemState.OPEN: (ItemState.IN_WORK,),
    ItemState.IN_WORK: (ItemState.OPEN, ItemState.BLOCKED, ItemState.DONE),
    ItemState.BLOCKED: (ItemState.IN_WORK, ItemState.DONE),
    ItemState.DONE: (ItemState.OPEN,),
}

Choose = Callable[[CopyItem, Access], bool]


def _is_mine(item: CopyItem, access: Access) -> bool:
    return item.owner is not None and item.owner.person_id == access.actor.person_id


_SHOW: dict[str, Choose] = {
    "": lambda _item, _access: True,
    "todo": lambda item, _access: not item.is_finished,
    "mine": _is_mine,
    "late": lambda item, _access: item.is_late(timezone.localdate()),
}


def _shown(
    request: HttpRequest, access: Access, items: list[CopyItem]
) -> tuple[str, list[CopyItem]]:
    show = request.GET.get("show", "")
    if show not in _SHOW:
        show = ""
    return show, [item for item in items if _SHOW[show](item, access)]


def _chips(
    request: HttpRequest, access: Access, items: list[CopyItem], view: str
) -> list[dict[str, object]]:
    labels = {"": _("All"), "todo": _("To do"), "mine": _("Mine"), "late": _("Overdue")}
    if not access.is_team:
        del labels["mine"]
    base = reverse("copy_detail", args=[access.copy.uuid])
    now = request.GET.get("show", "")
    return [
        {
            "label": label,
            "href": f"{base}?view={view}" + (f"&show={name}" if name else ""),
            "selected": name == now,
            "count": sum(_SHOW[name](item, access) for item in items),
        }
        for name, label in labels.items()
    ]


def frame_of(access: Access, items: list[CopyItem]) -> dict[str, Any]:
    """Return what every page of a copy shows."""
    return {
        "layout": layout_of(access),
        "access": access,
        "copy": access.copy,
        "items": items,
        "progress": copies.progress_of(items),
        "due": copies.due_next(items, MOST_DUE),
        "differences": copies.differences_of(access.copy, items) if access.may_manage else [],
        "badges": STATE_BADGES,
        "today": timezone.localdate(),
        "may_work": access.may_work,
    }


def sections_of(items: list[CopyItem]) -> list[tuple[Spoken, list[CopyItem]]]:
    """Return the items below their headings, in their order."""
    found: dict[str, list[CopyItem]] = {}
    for item in items:
        found.setdefault(item.section, []).append(item)
    return [(rows[0].shown_section, rows) for rows in found.values()]


@never_cache
@require_safe
def copy_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a copy as one sheet of paper."""
    access = find_access_or_404(request, uuid)
    items = copies.items_of(access.copy)
    context = {**frame_of(access, items), "sections": sections_of(items)}
    return render(request, "library/copy_print.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy_add_item(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add an item of the team's own."""
    access = find_access_or_404(request, uuid)
    if not access.may_work:
        raise Http404
    items = copies.items_of(access.copy)
    sections = [(rows[0].section, str(title)) for title, rows in sections_of(items)]
    form = AddItemForm(request.POST or None, sections=sections)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        token = values.pop("form_token")
        try:
            submit_once(token, lambda: str(item_services.add_item(access, **values).uuid))
        except (Conflict, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The item is added."))
            return redirect("copy_detail", uuid)
    context = {**frame_of(access, items), "form": form}
    return render(request, "library/copy_add.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy_duplicate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin anew with last year's copy."""
    access = find_access_or_404(request, uuid)
    if not access.may_manage:
        raise Http404
    copy = access.copy
    form = DuplicateForm(
        request.POST or None,
        date_name=copy.checklist.shown_date_name,
        initial={"title": copy.title, "keeps_notes": True},
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        token = values.pop("form_token")
        made = submit_once(
            token, lambda: str(services.duplicate_copy(access.actor, copy.pk, **values).uuid)
        )
        messages.success(request, _("The new round is ready. All items begin anew."))
        return redirect("copy_detail", made)
    context = {"access": access, "copy": copy, "form": form}
    status = 422 if form.errors else 200
    return render(request, "library/copy_duplicate.html", context, status=status)
