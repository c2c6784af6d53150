"""The office changes a format."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.library.forms.format_keeping import FormatForm
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries import formats
from drehscheibe.capabilities.library.rules import format as rules
from drehscheibe.capabilities.library.services.formats.keeping import FIELDS, change_format
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["format_edit"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def format_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything of a format in fields; of two people at once the second one compares."""
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise Http404
    each = get_object_or_404(formats.formats_visible_to(actor), slug=slug)
    form = FormatForm(request.POST or None, initial=_initial(each))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            change_format(actor, each.uuid, changes, seen_at=form.cleaned_data["seen_at"])
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            # Whoever has compared may save: the newest state counts as seen.
            data = request.POST.copy()
            data["seen_at"] = each.changed_at.isoformat()
            form.data = data
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            if changes["is_public"]:
                messages.success(request, _("Saved. Everybody reads the new words now."))
                return redirect("format_detail", each.slug)
            messages.success(request, _("Saved. Only the service office sees this format now."))
            return redirect("library_reviews")
    status = 422 if form.errors else 200
    context = {"format": each, "form": form}
    return render(request, "library/format_edit.html", context, status=status)


def _initial(each: EventFormat) -> dict[str, object]:
    return {
        **{name: getattr(each, name) for name in FIELDS},
        "seen_at": each.changed_at.isoformat(),
    }
