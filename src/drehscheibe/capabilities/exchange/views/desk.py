"""The work of an addressee: what has to be answered until when, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange import api, rules
from drehscheibe.capabilities.exchange.forms.acts import SendBackForm
from drehscheibe.capabilities.exchange.forms.answer import AnswerForm
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.evidence import evidence_visible_to
from drehscheibe.capabilities.exchange.queries.people import audience_of_answer
from drehscheibe.capabilities.exchange.queries.support import bearers_of, list_supporters
from drehscheibe.capabilities.exchange.services import hand_over
from drehscheibe.capabilities.exchange.services.answering import publish_answer
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.public import find_or_404
from drehscheibe.capabilities.exchange.views.track import way_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["signal_desk", "signal_desk_act", "signal_desk_answer", "signal_desk_list"]

PER_PAGE = 20

ACTS = {
    "send_back": Act(
        SendBackForm,
        lambda actor, pk, values: hand_over.send_back_signal(actor, pk, note=values["text"]),
        gettext_lazy("Sent back. The service office looks for the right place."),
    ),
}


@never_cache
@login_required
@require_safe
def signal_desk_list(request: HttpRequest) -> HttpResponse:
    """List what the desk has to answer, most urgent first, and what it has answered."""
    actor = actor_from(request)
    if not actor.is_desk:
        raise PermissionDenied
    today = timezone.localdate()
    waiting = signals.with_card_data(signals.desk_queue(actor.organisation_id))
    answered = signals.with_card_data(signals.answered_by(actor.organisation_id))
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [(signal, api.make_card(signal, today)) for signal in page.object_list],
        "page_obj": page,
        "answered": [api.make_card(signal, today) for signal in answered[:10]],
        "today": today,
    }
    return render(request, "exchange/desk_list.html", context)


@never_cache
@login_required
@require_safe
def signal_desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one concern with the form for its answer."""
    return _page(request, _concern(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
def signal_desk_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Look the answer over together with whom it reaches, or publish it."""
    signal = _concern(request, public_id)
    form = _answer_form(request.POST)
    if not form.is_valid():
        return _page(request, signal, Outcome({"answer": form}), status=422)
    step = request.POST.get("step")
    if step == "publish":
        return _publish(request, signal, form)
    if step == "change":
        return _page(request, signal, Outcome({"answer": form}), status=200)
    context = {
        "signal": signal,
        "form": form,
        "answer": form.to_content(),
        "labels": _labels(form),
        "audience": audience_of_answer(signal),
    }
    return render(request, "exchange/desk_preview.html", context)


def _publish(request: HttpRequest, signal: Signal, form: AnswerForm) -> HttpResponse:
    actor = actor_from(request)
    content = form.to_content()
    try:
        submit_once(
            form.cleaned_data["form_token"],
            lambda: publish_answer(actor, signal.pk, content).public_id,
        )
    except Conflict as conflict:
        outcome = Outcome(
            {}, str(conflict), tuple(filter(None, (content.text, content.what_changes)))
        )
        return _page(request, _concern(request, signal.public_id), outcome, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, signal, Outcome({"answer": form}), status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("Your answer is published. Everybody concerned is being told."))
    return redirect("signal_desk", signal.public_id)


@never_cache
@require_POST
@login_required
def signal_desk_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act of the desk other than answering."""
    outcome = perform(request, ACTS, act, _concern(request, public_id), "signal_desk")
    if isinstance(outcome, Outcome):
        return _page(request, _concern(request, public_id), outcome, status=outcome.status)
    return outcome


def _concern(request: HttpRequest, public_id: str) -> Signal:
    actor = actor_from(request)
    if not actor.is_desk:
        raise PermissionDenied
    signal = find_or_404(actor, public_id)
    if not rules.was_addressee(actor, signal):
        raise Http404
    return signal


def _answer_form(*args: Any) -> AnswerForm:  # noqa: ANN401 -- arguments of a form
    return AnswerForm(*args, today=timezone.localdate())


def _labels(form: AnswerForm) -> dict[str, str]:
    """Return the chosen decision and reason in words."""
    labels = {}
    for name in ("decision", "reason"):
        choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
        value = form.cleaned_data[name]
        labels[name] = str(choices[value]) if value else ""
    return labels


def _page(request: HttpRequest, signal: Signal, outcome: Outcome, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    today = timezone.localdate()
    is_ours = rules.is_addressee(actor, signal)
    stays = signal.hand_overs.filter(desk_id=actor.organisation_id).select_related("desk")
    supporters = list_supporters(signal)
    context = {
        "signal": signal,
        "supporters": supporters,
        "bearers": bearers_of(signal, supporters),
        "card": api.make_card(signal, today),
        "kreise": signals.list_kreis_names(signal),
        "evidence": evidence_visible_to(actor, signal),
        "way": way_of(signal, is_insider=False),
        "answers": list(reversed(signal.answers.all())),
        "stay": stays.order_by("-number").first(),
        "clarifications": list(signal.clarifications.exclude(answer="").order_by("number")),
        "is_ours": is_ours,
        "form": outcome.forms.get("answer") or _answer_form(),
        "forms": {
            act: outcome.forms.get(act) or made.form(prefix=act)
            for act, made in ACTS.items()
            if is_ours
        },
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
    }
    return render(request, "exchange/desk.html", context, status=status)
