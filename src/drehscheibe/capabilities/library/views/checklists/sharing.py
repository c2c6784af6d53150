"""Title and date of a copy, with whom it is shared, and putting it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.forms.checklist_copy import CopyForm, EmptyForm, LinkForm
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists import copies as services
from drehscheibe.capabilities.library.views.checklists.access import find_access_or_404
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = ["copy_settings", "copy_settings_act"]

Run = Callable[[Access, Mapping[str, Any]], object]

_ACTS: dict[str, tuple[type[Form], Run, Any]] = {
    "change": (
        CopyForm,
        lambda access, values: services.change_copy(
            access.actor, access.copy.pk, title=values["title"], target_on=values["target_on"]
        ),
        _("Saved. The dates of the items follow."),
    ),
    "share": (
        LinkForm,
        lambda access, values: services.make_link(
            access.actor, access.copy.pk, name=values["name"], level=values["level"]
        ),
        _("The link is ready. Copy it and send it yourself."),
    ),
    "archive": (
        EmptyForm,
        lambda access, _values: services.archive_copy(access.actor, access.copy.pk),
        _("Put away. You can take it up again at any time."),
    ),
    "restore": (
        EmptyForm,
        lambda access, _values: services.restore_copy(access.actor, access.copy.pk),
        _("You can work on it again."),
    ),
}


@never_cache
@require_safe
def copy_settings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who works on a copy, and what can be changed about it."""
    return _page(request, _managed(request, uuid), {}, status=200)


@never_cache
@require_POST
def copy_settings_act(request: HttpRequest, uuid: UUID, act: str) -> HttpResponse:
    """Do one act."""
    access = _managed(request, uuid)
    if act.startswith("revoke-") and act[7:].isdigit():
        services.revoke_link(access.actor, access.copy.pk, int(act[7:]))
        messages.success(request, str(_("The link leads nowhere any more.")))
        return redirect("copy_settings", uuid)
    if act not in _ACTS:
        raise Http404
    form_class, run, done = _ACTS[act]
    form = form_class(request.POST, prefix=act)
    if not form.is_valid():
        return _page(request, access, {act: form}, status=422)
    values = form.cleaned_data

    def once() -> str:
        run(access, values)
        return act

    try:
        submit_once(values["form_token"], once)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, str(done))
    return redirect("copy_settings", uuid)


def _managed(request: HttpRequest, uuid: UUID) -> Access:
    access = find_access_or_404(request, uuid)
    if not access.may_manage:
        raise Http404
    return access


def _page(
    request: HttpRequest, access: Access, filled: Mapping[str, Form], *, status: int
) -> HttpResponse:
    copy = access.copy
    change = CopyForm(
        prefix="change",
        date_name=copy.checklist.shown_date_name,
        initial={"title": copy.title, "target_on": copy.target_on},
    )
    context = {
        "copy": copy,
        "members": copies.list_members(copy),
        "links": [
            (link, request.build_absolute_uri(reverse("copy_link", args=[link.token])))
            for link in copy.links.filter(revoked_at__isnull=True)
        ],
        "change_form": filled.get("change") or change,
        "share_form": filled.get("share") or LinkForm(prefix="share", initial={"level": "read"}),
        "empty": EmptyForm(prefix="restore" if copy.is_archived else "archive"),
    }
    return render(request, "library/copy_settings.html", context, status=status)
