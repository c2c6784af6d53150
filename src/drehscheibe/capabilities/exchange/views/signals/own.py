"""What the authors see of their concerns, and what they do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import SignalState, larger_circles
from drehscheibe.capabilities.exchange.forms import acts as forms
from drehscheibe.capabilities.exchange.forms.reviewing import AnswerBackForm
from drehscheibe.capabilities.exchange.machine.signal import ANSWER_OWED_STATES, AUTHOR, SIGNAL
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.answers import is_rateable, standing
from drehscheibe.capabilities.exchange.queries.evidence import evidence_visible_to
from drehscheibe.capabilities.exchange.queries.stays import list_passages
from drehscheibe.capabilities.exchange.queries.support import bearers_of, list_supporters
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import author, reviewing, sending
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.refusals import keep_words
from drehscheibe.capabilities.exchange.views.signals.public import find_or_404
from drehscheibe.capabilities.exchange.views.signals.ties import tie_of
from drehscheibe.capabilities.exchange.views.signals.track import way_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.ui.forms import Form

__all__ = ["signal_own", "signal_own_act", "signal_own_list"]

PER_PAGE = 20

Values = Mapping[str, Any]

ACTS = {
    "release": Act(
        forms.EmptyForm,
        lambda actor, pk, _values: sending.release_signal(actor, pk),
        _("You have agreed. The concern is now with the service office."),
    ),
    "return_to_draft": Act(
        forms.ReturnForm,
        lambda actor, pk, values: sending.return_signal(actor, pk, note=values["text"]),
        _("The concern is a draft again. The author has been told why."),
    ),
    "answer_question": Act(
        forms.ClarificationForm,
        lambda actor, pk, values: author.answer_question(actor, pk, answer=values["text"]),
        _("Thank you. Your answer is with the service office."),
    ),
    "answer_back": Act(
        AnswerBackForm,
        lambda actor, pk, values: reviewing.answer_back(actor, pk, answer=values["text"]),
        _("Thank you. Your answer is with the body in charge; its date runs again."),
    ),
    "withdraw": Act(
        forms.WithdrawForm,
        lambda actor, pk, values: author.withdraw_signal(actor, pk, note=values["text"]),
        _("Your concern is withdrawn. Whoever had it has been told."),
    ),
    "widen": Act(
        forms.WidenForm,
        lambda actor, pk, values: author.widen_signal(actor, pk, visibility=values["visibility"]),
        _("Your concern is open to more people."),
    ),
    "rate": Act(
        forms.RatingForm,
        lambda actor, pk, values: author.rate_answer(
            actor, pk, helped=values["helped"], note=values["text"]
        ),
        _("Thank you. The desk and the service office have been told."),
    ),
}


@never_cache
@login_required
@require_safe
def signal_own_list(request: HttpRequest) -> HttpResponse:
    """List drafts, what waits for the organisation, and everything it sent."""
    actor = actor_from(request)
    if actor.organisation_kind not in rules.RAISING_KINDS:
        raise PermissionDenied
    today = timezone.localdate()
    sent = signals.with_card_data(signals.own_signals(actor))
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": list(signals.drafts_of(actor).filter(item__isnull=True).order_by("-changed_at")),
        "work": api.list_concern_work(actor),
        "cards": [api.make_card(signal, today) for signal in page.object_list],
        "page_obj": page,
        "may_write": rules.may_write(actor),
        "today": today,
    }
    return render(request, "exchange/own_list.html", context)


@never_cache
@login_required
@require_safe
def signal_own(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one of the organisation's concerns with what can be done now."""
    return _page(request, _own(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
@keep_words
def signal_own_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act in the name of the organisation."""
    signal = _own(request, public_id)
    outcome = perform(request, ACTS, act, signal, "signal_own")
    if isinstance(outcome, Outcome):
        return _page(request, _own(request, public_id), outcome, status=outcome.status)
    return outcome


def _own(request: HttpRequest, public_id: str) -> Signal:
    actor = actor_from(request)
    signal = find_or_404(actor, public_id)
    if not rules.is_own(actor, signal):
        raise Http404
    return signal


def _page(request: HttpRequest, signal: Signal, outcome: Outcome, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    today = timezone.localdate()
    answers = list(reversed(signal.answers.all()))
    latest = next(iter(standing(answers)), None)
    shown = _acts_now(actor, signal, is_rated=latest is None or not is_rateable(latest))
    supporters = list_supporters(signal)
    way = way_of(signal, is_insider=True)
    context = {
        "signal": signal,
        "merging": tie_of(actor, signal),
        "supporters": supporters,
        "bearers": bearers_of(signal, supporters),
        "card": api.make_card(signal, today),
        "kreise": signals.list_kreis_names(signal),
        "evidence": evidence_visible_to(actor, signal),
        "way": way,
        "answers": answers,
        "clarifications": list(
            signal.clarifications.select_related("hand_over__desk").order_by("-number")
        ),
        "hand_overs": list(
            signal.hand_overs.select_related("desk", "forwarded_from__desk").order_by("-number")
        ),
        "forms": {act: outcome.forms.get(act) or _empty_form(act, signal) for act in shown},
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
        "is_draft": signal.state == SignalState.DRAFT,
        "latest": latest,
        "passages": list_passages(signal) if way.was_passed_on else [],
        "waits_for_second_key": signal.state == SignalState.AWAITING_SECOND_KEY,
    }
    return render(request, "exchange/own.html", context, status=status)


def _empty_form(act: str, signal: Signal) -> Form:
    if act == "widen":
        return forms.WidenForm(prefix=act, now=signal.visibility)
    return ACTS[act].form(prefix=act)


def _acts_now(actor: Actor, signal: Signal, *, is_rated: bool) -> list[str]:
    """Return which acts the state and the actor's mandate allow."""
    if not rules.may_commit(actor, signal):
        return []
    possible = {t.act for t in SIGNAL.acts_from(signal.state) if t.who == AUTHOR}
    acts: list[str] = [
        act for act in ("answer_question", "answer_back", "withdraw") if act in possible
    ]
    if "release" in possible and rules.is_second_key(actor, signal):
        acts += ["release", "return_to_draft"]
    if signal.state in ANSWER_OWED_STATES and larger_circles(signal.visibility):
        acts += ["widen"] if not signal.answers.all() else []
    if "accept_answer" in possible and not is_rated:
        acts.append("rate")
    return acts
