"""Merging as the office: what looks alike, the two side by side, and undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.forms.merging import FindForm, MergeForm
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import merges, signals
from drehscheibe.capabilities.exchange.queries.support import bearers_of, list_supporters
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals.merging import merge_signal, unmerge_signal
from drehscheibe.capabilities.exchange.views.signals.public import find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["signal_merge", "signal_unmerge"]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal_merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Find what says the same, compare the two side by side, merge on POST."""
    actor = _office(request)
    signal = find_or_404(actor, public_id)
    into = " ".join(request.GET.get("into", "").split()).upper()
    if request.method == "POST":
        return _merge(request, actor, signal, into)
    return _page(request, actor, signal, into, MergeForm(prefix="merge"))


def _merge(request: HttpRequest, actor: Actor, signal: Signal, into: str) -> HttpResponse:
    form = MergeForm(request.POST, prefix="merge")
    if not form.is_valid():
        return _page(request, actor, signal, into, form, status=422)
    note = form.cleaned_data["text"]
    try:
        submit_once(
            form.cleaned_data["form_token"],
            lambda: merge_signal(actor, signal.pk, into=into, note=note).public_id,
        )
    except Conflict as conflict:
        return _page(
            request, actor, signal, into, form, conflict=str(conflict), typed=note, status=409
        )
    messages.success(
        request,
        _("Merged. Those who took part have been told. You can undo it at any time."),
    )
    return redirect("signal_office", signal.public_id)


@require_POST
@login_required
def signal_unmerge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Undo a merging."""
    actor = _office(request)
    signal = find_or_404(actor, public_id)
    try:
        unmerge_signal(actor, signal.pk)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    else:
        messages.success(request, _("Undone. The concern is with you again, as it was."))
    return redirect("signal_office", signal.public_id)


def _office(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not rules.may_check(actor):
        raise PermissionDenied
    return actor


def _page(
    request: HttpRequest,
    actor: Actor,
    signal: Signal,
    into: str,
    form: MergeForm,
    *,
    conflict: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    target, find_form = None, FindForm(initial={"into": into})
    if into:
        target = _find_target(actor, into)
        if target is None and not conflict:
            find_form = FindForm({"into": into})
            find_form.add_error("into", _("There is no concern with this number. Please check it."))
            status = 404
    today = timezone.localdate()
    candidates = signals.with_card_data(
        Signal.objects.filter(pk__in=[one.pk for one in merges.list_candidates(signal)])
    )
    context = {
        "signal": signal,
        "target": target,
        "both": [_column(one) for one in (signal, target)] if target else [],
        "candidates": [api.make_card(one, today) for one in candidates],
        "find_form": find_form,
        "form": form,
        "conflict": conflict,
        "typed": (typed,) if typed else (),
    }
    return render(request, "exchange/merge.html", context, status=status)


def _find_target(actor: Actor, public_id: str) -> Signal | None:
    try:
        return find_or_404(actor, public_id)
    except Http404:
        return None


def _column(signal: Signal) -> dict[str, object]:
    supporters = list_supporters(signal)
    return {
        "signal": signal,
        "card": api.make_card(signal, timezone.localdate()),
        "bearers": bearers_of(signal, supporters),
        "kreise": signals.list_kreis_names(signal),
    }
