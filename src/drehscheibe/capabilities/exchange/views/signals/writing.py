"""Writing a concern: begin, write, look it over, send."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.exchange.choices.signal import Decision, SignalState
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.evidence import EvidenceRow, initial_of
from drehscheibe.capabilities.exchange.forms.signal import SignalForm
from drehscheibe.capabilities.exchange.machine.signal import SIGNAL
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.evidence import list_evidence
from drehscheibe.capabilities.exchange.queries.similar import Similar, list_similar
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals.draft import (
    WORDS,
    begin_draft,
    discard_draft,
    save_draft,
)
from drehscheibe.capabilities.exchange.services.signals.evidence import (
    add_evidence,
    describe_evidence,
    remove_evidence,
)
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.files.api import bounded_uploads
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "signal_draft",
    "signal_draft_discard",
    "signal_draft_save",
    "signal_new",
    "signal_review",
]


@require_http_methods(["GET", "HEAD", "POST"])
def signal_new(request: HttpRequest) -> HttpResponse:
    """Say what a concern is and who may raise one; begin a draft on POST."""
    actor = actor_from(request)
    taken_up = request.POST.get("from") or request.GET.get("from", "")
    if request.method == "POST":
        if not rules.may_write(actor):
            raise PermissionDenied
        token = request.POST.get("form_token", "")
        try:
            uuid = submit_once(token, lambda: str(begin_draft(actor, taken_up=taken_up).uuid))
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return redirect("signal_draft", UUID(uuid))
    origin = signals.find_open_item(actor, taken_up) if taken_up else None
    context = {
        "form": EmptyForm(),
        "origin": origin,
        "may_write": rules.may_write(actor),
        "drafts": list(signals.drafts_of(actor)) if rules.may_write(actor) else [],
        "check_by": due_date(SIGNAL.states[SignalState.SUBMITTED], timezone.localdate()),
        "decisions": Decision.labels,
    }
    return render(request, "exchange/new.html", context)


@bounded_uploads
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal_draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write: save, add or take away evidence, or go on to look it over."""
    draft = _draft(request, uuid)
    if request.method != "POST":
        if draft.state != SignalState.DRAFT:
            return redirect("signal_own", draft.public_id)
        return _write_page(request, draft, _form_of(draft))
    next_step = request.POST.get("next")
    actor = actor_from(request)
    refusals: list[str] = []
    try:
        refusals = _change_files(request, actor, draft)
        form = SignalForm(
            request.POST, is_final=next_step == "review", evidence=list_evidence(draft)
        )
        is_complete = form.is_valid()
        draft = save_draft(actor, draft.pk, form.to_content())
        describe_evidence(actor, draft.pk, form.to_evidence())
    except (Conflict, NotAllowed) as stopped:
        messages.error(request, str(stopped))
        return _write_page(request, draft, SignalForm(request.POST), status=409)
    for refusal in refusals:
        form.add_error("evidence_files", refusal)
    if refusals or not is_complete:
        return _write_page(request, draft, form, status=422)
    if next_step == "review":
        return redirect("signal_review", uuid)
    messages.success(request, _("Your draft is saved. You can go on at any time."))
    return redirect(reverse("signal_draft", args=[uuid]) + _place_of(request))


def _change_files(request: HttpRequest, actor: Actor, draft: Signal) -> list[str]:
    """Take in what was sent and away what is not wanted; return what stands in the way."""
    try:
        if unwanted := request.POST.get("remove"):
            remove_evidence(actor, draft.pk, UUID(unwanted))
    except ValueError as unknown:
        raise Http404 from unknown
    refusals = []
    for upload in request.FILES.getlist("evidence_files"):
        try:
            add_evidence(actor, draft.pk, upload)
        except ValidationError as fault:
            refusals.append(f"{upload.name}: {' '.join(fault.messages)}")
    return refusals


def _place_of(request: HttpRequest) -> str:
    """Return where on the page to go on: with the evidence, if that was what was done."""
    is_about_files = request.POST.get("next") == "files" or "remove" in request.POST
    return "#evidence" if is_about_files else ""


@never_cache
@require_POST
def signal_draft_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save while somebody types; answers with the time and with similar concerns."""
    actor = actor_from(request)
    if not actor.is_known:
        return JsonResponse({"saved": False}, status=401)
    draft = _draft(request, uuid)
    form = SignalForm(request.POST, evidence=list_evidence(draft))
    form.is_valid()
    try:
        draft = save_draft(actor, draft.pk, form.to_content())
        describe_evidence(actor, draft.pk, form.to_evidence())
    except (Conflict, NotAllowed) as refusal:
        return JsonResponse({"saved": False, "message": str(refusal)}, status=409)
    similar = render_to_string(
        "exchange/parts/similar.html", {"similar": _similar(actor_from(request), draft)}, request
    )
    return JsonResponse({"saved": True, "similar": similar})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal_review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how it will be read and what follows; send on POST."""
    actor = actor_from(request)
    if request.method == "POST":
        return _send(request, uuid)
    draft = _draft(request, uuid)
    if draft.state != SignalState.DRAFT:
        return redirect("signal_own", draft.public_id)
    form = SignalForm(_as_data(draft), is_final=True, evidence=list_evidence(draft))
    if not form.is_valid():
        return _write_page(request, draft, form, status=422)
    context = {
        "draft": draft,
        "evidence": list_evidence(draft),
        "form": EmptyForm(),
        "similar": _similar(actor_from(request), draft),
        "may_send": rules.may_commit(actor, draft),
        "check_by": due_date(SIGNAL.states[SignalState.SUBMITTED], timezone.localdate()),
        "laender": [str(land) for land in draft.laender.all()],
        "kreise": signals.list_kreis_names(draft),
    }
    return render(request, "exchange/review.html", context)


def _send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_from(request)
    draft = _draft(request, uuid)
    token = request.POST.get("form_token", "")
    try:
        public_id = submit_once(token, lambda: send_signal(actor, draft.pk).public_id)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ValidationError:
        return redirect("signal_review", uuid)
    except Conflict as conflict:
        messages.warning(request, str(conflict))
        return redirect("signal_own", draft.public_id)
    messages.success(
        request,
        _("Your concern is on its way. Its number is %(public_id)s.") % {"public_id": public_id},
    )
    return redirect("signal_own", public_id)


@require_POST
@login_required
def signal_draft_discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = _draft(request, uuid)
    try:
        discard_draft(actor_from(request), draft.pk)
    except (Conflict, NotAllowed) as refusal:
        messages.error(request, str(refusal))
        return redirect("signal_own_list")
    messages.success(request, _("The draft is gone."))
    return redirect("signal_own_list")


def _draft(request: HttpRequest, uuid: UUID) -> Signal:
    """Return the draft, or the concern that it has become meanwhile."""
    actor = actor_from(request)
    try:
        draft = signals.get_own_by_uuid(actor, uuid)
    except Signal.DoesNotExist as missing:
        raise Http404 from missing
    if not rules.may_edit(actor, draft):
        raise PermissionDenied
    return draft


def _form_of(draft: Signal) -> SignalForm:
    """Return the form with everything that was typed so far, valid or not."""
    return SignalForm(initial=_values(draft), evidence=list_evidence(draft))


def _as_data(draft: Signal) -> dict[str, object]:
    values = {name: "" if value is None else value for name, value in _values(draft).items()}
    rows = [EvidenceRow(one) for one in list_evidence(draft)]
    return {**values, **initial_of(rows), "form_token": ""}


def _values(draft: Signal) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(draft, name) for name in WORDS}
    values |= draft.unfinished
    values["laender"] = list(draft.laender.values_list("code", flat=True))
    values["kreise"] = list(draft.kreise.values_list("ags5", flat=True))
    return values


def _similar(actor: Actor, draft: Signal) -> list[Similar]:
    language = (get_language() or "de")[:2]
    return list_similar(draft.title, actor=actor, language=language, besides=draft.public_id)


def _write_page(
    request: HttpRequest, draft: Signal, form: SignalForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "similar": _similar(actor_from(request), draft),
        "check_by": due_date(SIGNAL.states[SignalState.SUBMITTED], timezone.localdate()),
    }
    return render(request, "exchange/write.html", context, status=status)
