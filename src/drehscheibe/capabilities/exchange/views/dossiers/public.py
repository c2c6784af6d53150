"""Dossiers for their readers: the list, the page, the file, and the consent of those who are quoted."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.machine.signal import DESK_STATES
from drehscheibe.capabilities.exchange.models import Dossier, DossierQuote
from drehscheibe.capabilities.exchange.queries import dossiers
from drehscheibe.capabilities.exchange.queries.dossier_content import Content, gather_content
from drehscheibe.capabilities.exchange.services.dossiers.quotes import answer_consent
from drehscheibe.capabilities.exchange.views.dossiers import document as shown
from drehscheibe.capabilities.exchange.views.linked_data import describe_dossier
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.documents import api as documents
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.trace import api as trace
from drehscheibe.ui.named_addresses import url_if_exists

__all__ = ["dossier_detail", "dossier_list", "dossier_pdf", "dossier_quote", "find_or_404"]

PER_PAGE = 20


@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    """List the dossiers that were handed over and are open to the reader, newest first."""
    actor = actor_from(request)
    found = dossiers.dossiers_visible_to(actor).filter(handed_over_at__isnull=False)
    rows = dossiers.with_counts(found).order_by("-handed_over_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"dossiers": list(page.object_list), "page_obj": page, "today": timezone.localdate()}
    response = render(request, "exchange/dossier_list.html", context)
    if actor.is_known:
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def dossier_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a dossier as this reader may have it."""
    actor = actor_from(request)
    try:
        dossier = find_or_404(actor, public_id)
    except Http404:
        hidden = moderation.show_hidden(request, "dossier", public_id)
        if hidden is None:
            raise
        return hidden
    content = gather_content(actor, dossier)
    today = timezone.localdate()
    stops = trace.stops_of(dossier.item)
    is_told = dossier.is_public and not dossier.is_example
    context = {
        **describe_content(content),
        "dossier": dossier,
        "today": today,
        "stops": stops,
        "is_waiting": dossier.state == "handed_over",
        "work_url": _work_url(actor, dossier),
        "answer_url": _answer_url(actor, content),
        "linked_data": describe_dossier(content) if is_told else None,
    }
    response = render(request, "exchange/dossier_detail.html", context)
    if actor.is_known or not dossier.is_public:
        response["Cache-Control"] = "private, no-store"
    return response


def describe_content(content: Content) -> dict[str, Any]:
    """Return what every page of a dossier shows of it."""
    today = timezone.localdate()
    return {
        "content": content,
        "cards": [api.make_card(one, today) for one in content.signals],
        "figures": shown.key_figures(content),
        "map": shown.draw_map(content),
        "map_source": shown.map_source(),
        "region_sentence": shown.region_sentence(content),
        "region_rows": shown.region_rows(content),
    }


def _work_url(actor: Actor, dossier: Dossier) -> str:
    return reverse("dossier_office", args=[dossier.public_id]) if actor.is_office else ""


def _answer_url(actor: Actor, content: Content) -> str:
    """Return where the desk answers everything that is with it; empty for others."""
    if not actor.is_desk or not actor.acts_for(content.dossier.owner_id):
        return ""
    waiting = [
        one.public_id
        for one in content.signals
        if one.state in DESK_STATES and actor.acts_for(one.owner_id)
    ]
    address = url_if_exists("signal_answer_many")
    if not waiting:
        return ""
    return f"{address}?signals={','.join(waiting)}" if address else reverse("signal_desk_list")


@require_safe
def dossier_pdf(request: HttpRequest, public_id: str) -> FileResponse:
    """Send the dossier as a file, with what this reader may have in it."""
    actor = actor_from(request)
    dossier = find_or_404(actor, public_id)
    document = shown.make_document(gather_content(actor, dossier))
    response = FileResponse(
        io.BytesIO(documents.find_pdf(document)),
        content_type="application/pdf",
        filename=f"Dossier-{dossier.public_id}.pdf",
    )
    if actor.is_known or not dossier.is_public:
        response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_quote(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the words that the office would like to quote; one click agrees or declines."""
    actor = actor_from(request)
    quote = _quote_or_404(actor, uuid)
    if request.method == "POST":
        is_granted = request.POST.get("answer") == "yes"
        try:
            answer_consent(actor, quote.pk, is_granted=is_granted)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Conflict as conflict:
            messages.error(request, str(conflict))
            return redirect("dossier_quote", uuid)
        messages.success(
            request,
            _("Thank you. Your words may be quoted.")
            if is_granted
            else _("Your words will not be quoted."),
        )
        return redirect("dossier_quote", uuid)
    context = {"quote": quote, "dossier": quote.dossier, "form": EmptyForm()}
    return render(request, "exchange/dossier_quote.html", context)


def _quote_or_404(actor: Actor, uuid: UUID) -> DossierQuote:
    try:
        return dossiers.get_quote_visible_to(actor, str(uuid))
    except DossierQuote.DoesNotExist as missing:
        raise Http404 from missing


def find_or_404(actor: Actor, public_id: str) -> Dossier:
    """Return a dossier that the actor may read; any other does not exist for them."""
    try:
        return dossiers.get_dossier_visible_to(actor, public_id)
    except Dossier.DoesNotExist as missing:
        raise Http404 from missing
