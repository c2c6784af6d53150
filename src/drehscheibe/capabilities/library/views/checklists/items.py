"""One item of a copy: work on it, move it, add files, release a note; two at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.forms.checklist_copy import FileForm, ItemForm, ReleaseForm
from drehscheibe.capabilities.library.models import CopyItem, ReleasedNote
from drehscheibe.capabilities.library.queries import checklists, copies
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists import items as services
from drehscheibe.capabilities.library.services.checklists import releasing
from drehscheibe.capabilities.library.views.checklists.access import (
    find_access_or_404,
    find_item_or_404,
    layout_of,
)
from drehscheibe.capabilities.library.views.checklists.words import timing_words
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.files import api as files
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.spoken import german
from drehscheibe.ui.formats import day
from drehscheibe.ui.forms import Form

__all__ = [
    "copy_item",
    "copy_item_file",
    "copy_item_file_remove",
    "copy_item_move",
    "copy_item_release",
    "copy_item_withdraw",
]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy_item(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Show an item with all that belongs to it, and save what is said about it."""
    access = find_access_or_404(request, uuid)
    item = find_item_or_404(access, item_uuid)
    if request.method != "POST":
        return _page(request, access, item)
    form = ItemForm(request.POST, item=item, members=copies.list_members(access.copy))
    if not form.is_valid():
        return _page(request, access, item, {"item": form}, status=422)
    work, version = form.to_work(), form.cleaned_data["version"]
    try:
        services.work_on_item(access, item.pk, work, version=version)
    except services.SomebodyWasFaster as faster:
        return _both(request, access, faster.item, work)
    except Conflict as refusal:
        return _page(request, access, item, {"item": form}, status=409, conflict=str(refusal))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, access, item, {"item": form}, status=422)
    messages.success(request, _("Saved: %(text)s") % {"text": item.shown_text})
    return redirect(_back(access, item, "list"))


def _both(
    request: HttpRequest, access: Access, item: CopyItem, mine: services.ItemWork
) -> HttpResponse:
    """Show what somebody else saved beside what was typed here; nothing is written yet."""
    theirs = services.ItemWork.of(item)
    form = ItemForm(
        item=item,
        members=copies.list_members(access.copy),
        initial={
            "version": item.version,
            "state": mine.state,
            "reason": mine.reason,
            "note": mine.note,
            "owner": mine.owner_id or "",
            "owner_name": item.shown_role.plain
            if mine.owner_name == item.role
            else mine.owner_name,
            "due_on": mine.due_on,
        },
    )
    people = {mandate.pk: str(mandate.person) for mandate in copies.list_members(access.copy)}
    last = item.history.select_related("mandate__person").first()
    context = {
        "layout": layout_of(access),
        "copy": access.copy,
        "item": item,
        "form": form,
        "by": (str(last.mandate.person) if last.mandate else last.name) if last else "",
        "at": item.changed_at,
        "rows": [
            row for row in _side_by_side(item, theirs, mine, people) if row["theirs"] != row["mine"]
        ],
    }
    return render(request, "library/copy_item_both.html", context, status=409)


def _side_by_side(
    item: CopyItem, theirs: services.ItemWork, mine: services.ItemWork, people: Mapping[int, str]
) -> list[dict[str, str]]:
    def owner(work: services.ItemWork) -> str:
        name = people.get(work.owner_id or 0, "") or work.owner_name
        return item.shown_role if name == item.role else name

    labels: tuple[tuple[str, Callable[[services.ItemWork], str]], ...] = (
        (_("State"), lambda work: str(ItemState(work.state).label)),
        (_("Why it does not apply"), lambda work: work.reason),
        (_("Who does it"), owner),
        (_("Due by"), lambda work: day(work.due_on)),
        (pgettext("checklist", "Note"), lambda work: work.note),
    )
    return [{"label": label, "theirs": of(theirs), "mine": of(mine)} for label, of in labels]


@never_cache
@require_POST
def copy_item_move(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Bring an item into another state by one button, from the list or the board."""
    access = find_access_or_404(request, uuid)
    item = find_item_or_404(access, item_uuid)
    view = "board" if request.POST.get("view") == "board" else "list"
    version = request.POST.get("version", "")
    try:
        moved = services.move_item(
            access,
            item.pk,
            state=request.POST.get("state", ""),
            version=int(version) if version.isdigit() else 0,
        )
    except services.SomebodyWasFaster as faster:
        words = {"text": item.shown_text, "state": faster.item.get_state_display()}
        messages.warning(
            request,
            _("Somebody was faster: “%(text)s” is now %(state)s. Nothing was changed.") % words,
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    else:
        words = {"text": moved.shown_text, "state": moved.get_state_display()}
        messages.success(request, _("“%(text)s” is now: %(state)s") % words)
    return redirect(_back(access, item, view))


@never_cache
@require_POST
@files.bounded_uploads
def copy_item_file(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Hang a file on an item."""
    access = find_access_or_404(request, uuid)
    item = find_item_or_404(access, item_uuid)
    form = FileForm(request.POST, request.FILES, prefix="file")
    if form.is_valid():
        try:
            services.add_file(access, item.pk, form.cleaned_data["file"])
        except (files.FileRefused, ValidationError) as error:
            form.add_error("file", str(error) if isinstance(error, files.FileRefused) else error)
        except Conflict as refusal:
            return _page(request, access, item, status=409, conflict=str(refusal))
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        else:
            messages.success(request, _("The file is there."))
            return redirect("copy_item", uuid, item_uuid)
    return _page(request, access, item, {"file": form}, status=422)


@never_cache
@require_POST
def copy_item_file_remove(
    request: HttpRequest, uuid: UUID, item_uuid: UUID, pk: int
) -> HttpResponse:
    """Take a file away from an item."""
    access = find_access_or_404(request, uuid)
    item = find_item_or_404(access, item_uuid)
    _do(request, lambda: services.remove_file(access, item.pk, pk), _("The file is erased."))
    return redirect("copy_item", uuid, item_uuid)


@never_cache
@require_POST
def copy_item_release(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Show everybody how the team solved an item."""
    access = find_access_or_404(request, uuid)
    item = find_item_or_404(access, item_uuid)
    form = ReleaseForm(request.POST, prefix="release")
    if not form.is_valid():
        return _page(request, access, item, {"release": form}, status=422)
    values = form.cleaned_data

    def release() -> str:
        named = values["names_organisation"]
        text = values["text"]
        return str(
            releasing.release_note(access, item.pk, text=text, names_organisation=named).uuid
        )

    done = _("Everybody can read it now. You can take it back at any time.")
    _do(request, lambda: submit_once(values["form_token"], release), done)
    return redirect("copy_item", uuid, item_uuid)


@never_cache
@require_POST
def copy_item_withdraw(
    request: HttpRequest, uuid: UUID, item_uuid: UUID, note_uuid: UUID
) -> HttpResponse:
    """Take a released note back."""
    access = find_access_or_404(request, uuid)
    find_item_or_404(access, item_uuid)
    done = _("Taken back. Nobody else can read it any more.")
    _do(request, lambda: releasing.withdraw_note(access, note_uuid), done)
    return redirect("copy_item", uuid, item_uuid)


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Run an act and say what is now true."""
    try:
        act()
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    else:
        messages.success(request, done)


def _back(access: Access, item: CopyItem, view: str) -> str:
    """Return the place of an item in the list or on the board."""
    query = "?view=board" if view == "board" else ""
    return f"{reverse('copy_detail', args=[access.copy.uuid])}{query}#item-{item.uuid}"


def _page(
    request: HttpRequest,
    access: Access,
    item: CopyItem,
    filled: Mapping[str, Form] | None = None,
    *,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    given = filled or {}
    own = [note for note in _own_notes(item) if note.organisation_id == access.copy.organisation_id]
    others = copies.notes_of_others(access.copy).get(item.key, []) if item.key else []
    context: dict[str, Any] = {
        "layout": layout_of(access),
        "access": access,
        "copy": access.copy,
        "item": item,
        "timing": timing_words(item.offset_days),
        "form": given.get("item") or ItemForm(item=item, members=copies.list_members(access.copy)),
        "file_form": given.get("file") or FileForm(prefix="file"),
        "release_form": given.get("release")
        or ReleaseForm(prefix="release", initial={"text": item.note}),
        "filled": list(given),
        "files": list(item.files.select_related("file")),
        "own_notes": own,
        "others": others,
        "history": [_told(change) for change in _history(item)],
        "conflict": conflict,
        "may_release": access.may_manage and item.key is not None and not access.copy.is_archived,
    }
    return render(request, "library/copy_item.html", context, status=status)


def _own_notes(item: CopyItem) -> list[ReleasedNote]:
    return list(checklists.released_notes().filter(item=item))


def _history(item: CopyItem) -> list[Any]:
    return list(item.history.select_related("mandate__person")[:30])


def _told(change: Any) -> dict[str, Any]:  # noqa: ANN401 -- a CopyChange
    """Return one change in words: who, when, and what became of which field."""
    labels = {
        "state": _("State"),
        "reason": _("Why it does not apply"),
        "note": pgettext("checklist", "Note"),
        "owner_id": _("Who does it"),
        "owner_name": _("Who does it"),
        "due_on": _("Due by"),
        "file": _("File"),
        "text": _("What is to be done"),
        "explanation": _("Explanation"),
        "link": _("Link"),
        "evidence": _("How you see that it is done"),
        "role": _("Suggested role"),
        "offset_days": _("Time"),
    }
    rows = [
        (labels[name], _value(name, was), _value(name, now))
        for name, (was, now) in change.changes.items()
        if name in labels and name != "owner_id"
    ]
    if "owner_id" in change.changes:
        rows.append((labels["owner_id"], "", _("changed")))
    if "kept_version" in change.changes:
        rows.append((_("Change of the checklist"), "", _("kept as it was")))
    if "item" in change.changes:
        rows.append((_("Change of the checklist"), "", _("new item")))
    who = str(change.mandate.person) if change.mandate else change.name
    return {"who": who, "at": change.made_at, "rows": rows}


def _value(name: str, value: str | int) -> str:
    if name == "state" and value in ItemState.values:
        return str(ItemState(value).label)
    if name == "due_on" and value:
        return day(parse_date(str(value)))
    if name == "offset_days":
        return timing_words(int(value)) if value != "" else ""
    # The history keeps the German words; what a team writes itself has no known language.
    return german(value) if name in CopyItem.TRANSLATED else str(value)
