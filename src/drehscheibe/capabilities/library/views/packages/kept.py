"""Packages that a team keeps: all of them, a new round, erasing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.forms.checklist_copy import EmptyForm
from drehscheibe.capabilities.library.models import FilledPackage
from drehscheibe.capabilities.library.queries import packages
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.capabilities.library.services.packages import filling as services
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["filled_duplicate", "filled_erase", "filled_list"]

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def filled_list(request: HttpRequest) -> HttpResponse:
    """List what the organisation keeps, the latest day first."""
    actor = actor_from(request)
    if not rules.may_save(actor):
        raise PermissionDenied(_("Please choose for which organisation you act."))
    rows = packages.filled_visible_to(actor)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "form": EmptyForm(),
    }
    return render(request, "library/filled_list.html", context)


@never_cache
@login_required
@require_POST
def filled_duplicate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin anew for next year; sent twice it begins once."""
    filled = _find(request, uuid)
    made = submit_once(
        request.POST.get("form_token", ""),
        lambda: str(services.duplicate_filled(actor_from(request), filled.pk).uuid),
    )
    messages.success(
        request, _("The new round is ready. Please check the day, the place and the figure.")
    )
    return redirect("filled_work", made)


@never_cache
@login_required
@require_POST
def filled_erase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Erase a kept package."""
    services.erase_filled(actor_from(request), _find(request, uuid).pk)
    messages.success(request, _("The package is erased."))
    return redirect("filled_list")


def _find(request: HttpRequest, uuid: UUID) -> FilledPackage:
    return get_object_or_404(packages.filled_visible_to(actor_from(request)), uuid=uuid)
