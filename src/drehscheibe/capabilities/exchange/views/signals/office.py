"""The work of the office: what came in, what others owe, and one concern at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.forms import acts as forms
from drehscheibe.capabilities.exchange.forms.reviewing import EffectForm
from drehscheibe.capabilities.exchange.machine.signal import OFFICE, SIGNAL, UNSENT_STATES
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.answers import standing
from drehscheibe.capabilities.exchange.queries.card_rows import ByKeys, CardRow
from drehscheibe.capabilities.exchange.queries.evidence import evidence_visible_to
from drehscheibe.capabilities.exchange.queries.stays import list_passages
from drehscheibe.capabilities.exchange.queries.support import bearers_of, list_supporters
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import checking, hand_over, promises
from drehscheibe.capabilities.exchange.services.signals.way import key_of
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.refusals import keep_words
from drehscheibe.capabilities.exchange.views.signals.public import find_or_404
from drehscheibe.capabilities.exchange.views.signals.ties import tie_of
from drehscheibe.capabilities.exchange.views.signals.track import way_of
from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.topics import Topic
from drehscheibe.ui.forms import Form

__all__ = ["signal_office", "signal_office_act", "signal_office_list"]

PER_PAGE = 30


def _hand_over_form(*args: Any, **kwargs: Any) -> forms.HandOverForm:
    today = timezone.localdate()
    initial = {"due_on": hand_over.default_due_date(today)}
    return forms.HandOverForm(
        *args, desks=signals.list_desks(), today=today, initial=initial, **kwargs
    )


ACTS = {
    "hand_over": Act(
        _hand_over_form,
        lambda actor, pk, values: hand_over.hand_over_signal(
            actor,
            pk,
            desk_id=int(values["desk"]),
            due_on=values["due_on"],
            covering_note=values["covering_note"],
        ),
        _("Handed over. The desk and the authors have been told."),
    ),
    "ask_author": Act(
        forms.QuestionForm,
        lambda actor, pk, values: checking.ask_author(actor, pk, question=values["text"]),
        _("Your question is with the authors."),
    ),
    "reject": Act(
        forms.RejectForm,
        lambda actor, pk, values: checking.reject_signal(
            actor, pk, reason=values["reason"], note=values["text"]
        ),
        _("The concern is not passed on. The authors have been told why."),
    ),
    "call_back": Act(
        forms.CallBackForm,
        lambda actor, pk, values: hand_over.call_back_signal(actor, pk, note=values["text"]),
        _("The concern is with you again. The desk and the authors have been told."),
    ),
    "close": Act(
        forms.EmptyForm,
        lambda actor, pk, _values: checking.close_signal(actor, pk),
        _("Done. Where something was promised for a day, it is awaited now; else it is closed."),
    ),
    "note_in_effect": Act(
        EffectForm,
        lambda actor, pk, values: promises.report_in_effect(
            actor, pk, text=values["text"], link=values["link"]
        ),
        _("Noted. Everybody who was told of the answer is told now that it is in effect."),
    ),
    "summarise": Act(
        forms.SummaryForm,
        lambda actor, pk, values: checking.summarise_signal(actor, pk, summary=values["text"]),
        _("The short version is saved."),
    ),
}


@never_cache
@login_required
@require_safe
def signal_office_list(request: HttpRequest) -> HttpResponse:
    """List concerns by what is due first: ours, those that others have, or all."""
    if not rules.may_check(actor_from(request)):
        raise PermissionDenied
    view = request.GET.get("view", "ours")
    topic = request.GET.get("topic", "")
    text = one_line(request.GET.get("q", ""), 100)
    found = _narrow(_queue(view), topic, text)
    pages: Paginator[CardRow] = Paginator(ByKeys(found), PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    known = {} if topic or text else {view: pages.count}  # counted for the pages already
    today = timezone.localdate()
    context = {
        "view": view,
        "counts": {
            name: known[name] if name in known else _queue(name).count()
            for name in ("ours", "elsewhere")
        },
        "rows": [(row, api.draw_card(row, today)) for row in page.object_list],
        "page_obj": page,
        "topics": Topic.choices,
        "topic": topic,
        "text": text,
        "today": today,
    }
    return render(request, "exchange/office_list.html", context)


def _queue(view: str) -> QuerySet[Signal]:
    if view == "all":
        return Signal.objects.sent().order_by("-changed_at", "-pk")
    return signals.open_elsewhere() if view == "elsewhere" else signals.office_queue()


def _narrow(found: QuerySet[Signal], topic: str, text: str) -> QuerySet[Signal]:
    if topic in Topic.values:
        found = found.filter(topic=topic)
    return found.filter(signals.matches_words(text)) if text else found


@never_cache
@login_required
@require_safe
def signal_office(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one concern with its history and what the office can do now."""
    return _page(request, _concern(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
@keep_words
def signal_office_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act of the office."""
    outcome = perform(request, ACTS, act, _concern(request, public_id), "signal_office")
    if isinstance(outcome, Outcome):
        return _page(request, _concern(request, public_id), outcome, status=outcome.status)
    return outcome


def _concern(request: HttpRequest, public_id: str) -> Signal:
    actor = actor_from(request)
    if not rules.may_check(actor):
        raise PermissionDenied
    return find_or_404(actor, public_id)


def _page(request: HttpRequest, signal: Signal, outcome: Outcome, *, status: int) -> HttpResponse:
    today = timezone.localdate()
    shown = _acts_now(signal)
    supporters = list_supporters(signal)
    loaded = list(reversed(signal.answers.all()))
    way = way_of(signal, is_insider=True, is_office=True)
    context = {
        "signal": signal,
        "latest": next(iter(standing(loaded)), None),
        "passages": list_passages(signal) if way.was_passed_on else [],
        "merging": tie_of(actor_from(request), signal),
        "supporters": supporters,
        "bearers": bearers_of(signal, supporters),
        "card": api.make_card(signal, today),
        "kreise": signals.list_kreis_names(signal),
        "evidence": evidence_visible_to(actor_from(request), signal),
        "way": way,
        "answers": loaded,
        "clarifications": list(
            signal.clarifications.select_related("hand_over__desk").order_by("-number")
        ),
        "hand_overs": list(signal.hand_overs.select_related("desk").order_by("-number")),
        "history": list(audit.history("signal", key_of(signal))[:50]),
        "forms": {act: outcome.forms.get(act) or _empty_form(act, signal) for act in shown},
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
    }
    return render(request, "exchange/office.html", context, status=status)


def _empty_form(act: str, signal: Signal) -> Form:
    if act == "summarise":
        return forms.SummaryForm(prefix=act, initial={"text": signal.summary})
    return ACTS[act].form(prefix=act)


def _acts_now(signal: Signal) -> list[str]:
    possible = {t.act for t in SIGNAL.acts_from(signal.state) if t.who == OFFICE}
    if signal.organisation is None or signal.organisation.ended_at is not None:
        possible.discard("ask_author")  # nobody could answer
    if signal.state == SignalState.BUNDLED:
        possible.discard("hand_over")  # it goes with its dossier
    if signal.state not in UNSENT_STATES:
        possible.add("summarise")
    return [act for act in ACTS if act in possible]
