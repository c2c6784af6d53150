"""The desk of the office: coaches and their load, text blocks, figures; and the network's short cards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.exports import figures_table
from drehscheibe.capabilities.advisory.forms import desk as forms
from drehscheibe.capabilities.advisory.models import Case, Coach, TextBlock
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import list_coaches, list_loads
from drehscheibe.capabilities.advisory.queries.figures import (
    SMALLEST,
    Figures,
    Period,
    list_periods,
    make_figures,
)
from drehscheibe.capabilities.advisory.queries.regions import list_region_names
from drehscheibe.capabilities.advisory.services import coaches, text_blocks
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.documents.cells import csv_lines
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "advisory_coach",
    "advisory_coach_list",
    "advisory_coach_new",
    "advisory_figures",
    "advisory_figures_csv",
    "advisory_network",
    "advisory_network_case",
    "advisory_text_block",
    "advisory_text_block_list",
    "advisory_text_block_remove",
]

PER_PAGE = 20


def _office(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not rules.may_manage(actor):
        raise PermissionDenied
    return actor


@never_cache
@login_required
@require_safe
def advisory_coach_list(request: HttpRequest) -> HttpResponse:
    """List coaches with what they carry."""
    _office(request)
    return render(request, "advisory/coach_list.html", {"loads": list_loads()})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_coach_new(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list."""
    actor = _office(request)
    return _coach_page(request, actor, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_coach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change fields of work and limits: the office, or the coach themselves."""
    actor = actor_from(request)
    coach = get_object_or_404(list_coaches(), uuid=uuid)
    if not (actor.is_office or (actor.mandate_id and coach.person_id == actor.person_id)):
        raise Http404
    return _coach_page(request, actor, coach)


def _coach_page(request: HttpRequest, actor: Actor, coach: Coach | None) -> HttpResponse:
    form = forms.CoachForm(request.POST if request.method == "POST" else None, coach=coach)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved_coach(actor, form, coach):
            messages.success(request, _("The profile is saved."))
            return redirect("advisory_coach_list" if actor.is_office else "advisory_work_list")
        status = 422
    context = {"form": form, "coach": coach, "regions": list_region_names()}
    return render(request, "advisory/coach.html", context, status=status)


def _saved_coach(actor: Actor, form: forms.CoachForm, coach: Coach | None) -> bool:
    profile, values = form.to_profile(), form.cleaned_data

    def save() -> str:
        if coach is None:
            made = coaches.add_coach(actor, email=values["email"], profile=profile)
            return str(made.uuid)
        return str(coaches.save_coach(actor, coach.pk, profile).uuid)

    try:
        submit_once(values["form_token"], save)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return True


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_text_block_list(request: HttpRequest) -> HttpResponse:
    """List the text blocks, with a form for a new one."""
    return _block_page(request, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_text_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one text block."""
    _office(request)
    return _block_page(request, get_object_or_404(TextBlock, pk=pk))


@never_cache
@login_required
@require_POST
def advisory_text_block_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one text block; what was written with it stays."""
    text_blocks.remove_text_block(_office(request), pk)
    messages.success(request, _("The text block is removed."))
    return redirect("advisory_text_block_list")


def _block_page(request: HttpRequest, block: TextBlock | None) -> HttpResponse:
    actor = _office(request)
    initial: dict[str, Any] = {"title": block.title, "text": block.text} if block else {}
    form = forms.TextBlockForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved_block(actor, form, block):
            messages.success(request, _("The text block is saved."))
            return redirect("advisory_text_block_list")
        status = 422
    context = {"form": form, "block": block, "blocks": list(cases.text_blocks())}
    return render(request, "advisory/text_blocks.html", context, status=status)


def _saved_block(actor: Actor, form: forms.TextBlockForm, block: TextBlock | None) -> bool:
    values, pk = form.cleaned_data, block.pk if block else None

    def save() -> str:
        saved = text_blocks.save_text_block(
            actor, title=values["title"], text=values["text"], pk=pk
        )
        return str(saved.pk)

    try:
        submit_once(values["form_token"], save)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@never_cache
@login_required
@require_safe
def advisory_figures(request: HttpRequest) -> HttpResponse:
    """Show what the advice did in a period, small counts hidden."""
    _office(request)
    period, figures = _figures(request)
    context = {
        "figures": figures,
        "period": period,
        "period_tabs": [
            (one.code, f"{reverse('advisory_figures')}?period={one.code}", one.code == period.code)
            for one in list_periods(timezone.localdate())
        ],
        "smallest": SMALLEST,
    }
    return render(request, "advisory/figures.html", context)


@never_cache
@login_required
@require_safe
def advisory_figures_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the same figures as a table."""
    _office(request)
    period, figures = _figures(request)
    response = StreamingHttpResponse(
        csv_lines(*figures_table(figures)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="beratung-{period.code}.csv"'
    return response


def _figures(request: HttpRequest) -> tuple[Period, Figures]:
    periods = list_periods(timezone.localdate())
    wanted = request.GET.get("period", "")
    period = next((one for one in periods if one.code == wanted), periods[0])
    return period, make_figures(period)


@never_cache
@login_required
@require_safe
def advisory_network(request: HttpRequest) -> HttpResponse:
    """Show people under a mandate what others are being advised on, if they opened it."""
    actor = actor_from(request)
    if actor.mandate_id is None:
        raise PermissionDenied
    rows = cases.network_cases(actor).select_related("item", "land", "kreis").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "advisory/network.html", {"page_obj": page})


@never_cache
@login_required
@require_safe
def advisory_network_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the short card of one case that its requester opened."""
    try:
        found = cases.get_by_number(cases.network_cases(actor_from(request)), public_id)
    except Case.DoesNotExist as missing:
        raise Http404 from missing
    return render(request, "advisory/network_case.html", {"case": found})
