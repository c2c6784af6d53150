"""The work of those who ask: writing, looking over, publishing, reading reactions, saying what follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.exports import impulse as exports
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.impulse import (
    ImpulseForm,
    OutcomeForm,
    WithdrawImpulseForm,
)
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries import impulses, signals
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.queries.resonance import resonance_of
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.writing import (
    WORDS,
    discard_impulse,
    save_impulse,
)
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.impulses.public import badges, find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = [
    "impulse_draft",
    "impulse_draft_discard",
    "impulse_new",
    "impulse_review",
    "impulse_work",
    "impulse_work_act",
    "impulse_work_csv",
    "impulse_work_list",
]

PER_PAGE = 20

ACTS = {
    "evaluate": Act(
        OutcomeForm,
        lambda actor, pk, values: impulse_sending.evaluate_impulse(
            actor, pk, outcome=values["text"]
        ),
        gettext_lazy("What follows is public now. Everybody who reacted is being told."),
    ),
    "withdraw": Act(
        WithdrawImpulseForm,
        lambda actor, pk, values: impulse_sending.withdraw_impulse(actor, pk, note=values["text"]),
        gettext_lazy("The impulse is withdrawn. Everybody who reacted is being told."),
    ),
}


@never_cache
@login_required
@require_safe
def impulse_work_list(request: HttpRequest) -> HttpResponse:
    """List drafts and everything that was sent, what is owed first."""
    actor = _sender(request)
    sent = impulses.impulses_visible_to(actor).exclude(state=ImpulseState.DRAFT)
    if not actor.is_office:
        sent = sent.filter(sender_id=actor.organisation_id)
    rows = impulses.with_card_data(sent).order_by(
        F("due_on").asc(nulls_last=True), "-published_at", "-pk"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": list(impulses.own_drafts(actor)),
        "impulses": list(page.object_list),
        "page_obj": page,
        "today": timezone.localdate(),
        "badges": badges(),
    }
    return render(request, "exchange/impulse_work_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impulse_new(request: HttpRequest) -> HttpResponse:
    """Begin an impulse; nothing is kept before the first saving."""
    actor = _sender(request)
    if request.method == "POST":
        return _save(request, actor, None)
    form = _form(actor, initial={"origins": request.GET.get("from", "")})
    return _write_page(request, form, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impulse_draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Go on with a draft: save it, or go on to look it over."""
    actor = _sender(request)
    draft = _draft(actor, uuid)
    if draft.state != ImpulseState.DRAFT:
        return redirect("impulse_work", draft.public_id)
    if request.method == "POST":
        return _save(request, actor, draft)
    return _write_page(request, _form(actor, initial=_initial(draft)), draft)


def _save(request: HttpRequest, actor: Actor, draft: Impulse | None) -> HttpResponse:
    goes_on = request.POST.get("next") == "review"
    form = _form(actor, request.POST, is_final=goes_on)
    if not form.is_valid():
        return _write_page(request, form, draft, status=422)
    content = form.to_content()
    pk = draft.pk if draft else None
    try:
        uuid = submit_once(
            form.cleaned_data["form_token"], lambda: str(save_impulse(actor, content, pk).uuid)
        )
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return _write_page(request, form, draft, status=409)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if goes_on:
        return redirect("impulse_review", UUID(uuid))
    messages.success(request, _("Saved. Nobody else sees it yet."))
    return redirect("impulse_draft", UUID(uuid))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impulse_review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the impulse with everybody to whom it goes; publish it on POST."""
    actor = _sender(request)
    draft = _draft(actor, uuid)
    if request.method == "POST":
        return _publish(request, actor, draft)
    if draft.state != ImpulseState.DRAFT:
        return redirect("impulse_work", draft.public_id)
    return _review_page(request, draft, EmptyForm())


def _publish(request: HttpRequest, actor: Actor, draft: Impulse) -> HttpResponse:
    token = request.POST.get("form_token", "")
    try:
        public_id = submit_once(
            token, lambda: impulse_sending.publish_impulse(actor, draft.pk).public_id
        )
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect("impulse_work_list")
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("impulse_draft", draft.uuid)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("Published. The initiatives are being told."))
    return redirect("impulse_work", public_id)


def _review_page(request: HttpRequest, draft: Impulse, form: Form) -> HttpResponse:
    addressed = impulses.choose_addressees(
        Audience.from_json(draft.audience), only_examples=draft.is_example
    )
    people = impulses.person_ids_of(each.organisation_id for each in addressed)
    context = {
        "draft": draft,
        "form": form,
        "addressed": addressed,
        "laender": {land.code: str(land) for land in signals.list_laender()},
        "people": len(people),
        "origins": list(draft.origins.all()),
        "stances": draft.stances(),
        "writer": draft.mandate.organisation,
    }
    return render(request, "exchange/impulse_review.html", context)


@never_cache
@require_POST
@login_required
def impulse_draft_discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    actor = _sender(request)
    draft = _draft(actor, uuid)
    try:
        discard_impulse(actor, draft.pk)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("impulse_work_list")


@never_cache
@login_required
@require_safe
def impulse_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the sender everything that was said, and what is to be done now."""
    return _page(request, _own(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
def impulse_work_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Say what follows, or withdraw."""
    impulse = _own(request, public_id)
    outcome = perform(request, ACTS, act, impulse, "impulse_work")
    if isinstance(outcome, Outcome):
        return _page(request, _own(request, public_id), outcome, status=outcome.status)
    return outcome


@never_cache
@login_required
@require_safe
def impulse_work_csv(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Send the sender the reactions as a table."""
    impulse = _own(request, public_id)
    lines = exports.reaction_csv_lines(impulse)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{impulse.public_id}.csv"'
    return response


def _page(request: HttpRequest, impulse: Impulse, outcome: Outcome, *, status: int) -> HttpResponse:
    today = timezone.localdate()
    resonance = resonance_of(impulse)
    stances = impulse.stances()
    is_open = impulse.takes_reactions(today)
    possible = []
    if impulse.state in (ImpulseState.PUBLISHED, ImpulseState.IN_EVALUATION):
        possible = ["withdraw"] if is_open else ["evaluate", "withdraw"]
    counted = [v.reaction for v in resonance.voices if v.reaction and not v.reaction.is_named]
    context = {
        "impulse": impulse,
        "resonance": resonance,
        "stances": stances,
        "counted_words": sorted(r.words for r in counted if r.words) if not is_open else [],
        "forms": {act: outcome.forms.get(act) or ACTS[act].form(prefix=act) for act in possible},
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "is_open": is_open,
        "is_overdue": impulse.is_overdue(today),
        "today": today,
        "badges": badges(),
    }
    return render(request, "exchange/impulse_work.html", context, status=status)


def _sender(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not impulse_rules.may_send_impulses(actor):
        raise PermissionDenied
    return actor


def _own(request: HttpRequest, public_id: str) -> Impulse:
    actor = _sender(request)
    impulse = find_or_404(actor, public_id)
    if not impulse_rules.may_work_on(actor, impulse):
        raise Http404
    return impulse


def _draft(actor: Actor, uuid: UUID) -> Impulse:
    draft = impulses.impulses_visible_to(actor).filter(uuid=uuid).first()
    if draft is None or not impulse_rules.may_work_on(actor, draft):
        raise Http404
    return draft


def _form(actor: Actor, *args: Any, **kwargs: Any) -> ImpulseForm:
    return ImpulseForm(
        *args,
        laender=signals.list_laender(),
        initiatives=directory.list_addressable(),
        senders=impulses.list_desks_and_office() if actor.is_office else [],
        **kwargs,
    )


def _initial(draft: Impulse) -> dict[str, Any]:
    audience = Audience.from_json(draft.audience)
    return {
        **{name: getattr(draft, name) for name in WORDS},
        "options": "\n".join(draft.options),
        "sender": str(draft.sender_id),
        "everybody": audience.everybody,
        "laender": list(audience.laender),
        "topics": list(audience.topics),
        "types": list(audience.types),
        "initiatives": [str(pk) for pk in audience.initiatives],
        "origins": ", ".join(draft.origins.values_list("public_id", flat=True)),
    }


def _write_page(
    request: HttpRequest, form: ImpulseForm, draft: Impulse | None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "draft": draft, "discard": EmptyForm()}
    return render(request, "exchange/impulse_write.html", context, status=status)
