"""The work of an addressee: what has to be answered until when, and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.forms.answer import AnswerForm
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import dossiers, signals
from drehscheibe.capabilities.exchange.queries.answers import standing
from drehscheibe.capabilities.exchange.queries.evidence import evidence_visible_to
from drehscheibe.capabilities.exchange.queries.people import audience_of_answer
from drehscheibe.capabilities.exchange.queries.stays import (
    find_stay,
    list_passages,
    questions_for_desk,
)
from drehscheibe.capabilities.exchange.queries.support import bearers_of, list_supporters
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.views.acts import Outcome, perform
from drehscheibe.capabilities.exchange.views.refusals import keep_words
from drehscheibe.capabilities.exchange.views.signals.desk_acts import ACTS, acts_now
from drehscheibe.capabilities.exchange.views.signals.public import find_or_404
from drehscheibe.capabilities.exchange.views.signals.ties import tie_of
from drehscheibe.capabilities.exchange.views.signals.track import way_of
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["labels_of", "signal_desk", "signal_desk_act", "signal_desk_answer", "signal_desk_list"]

PER_PAGE = 20

#: So many rows of what others have in hand, or what is done.
BESIDES = 10


@never_cache
@login_required
@require_safe
def signal_desk_list(request: HttpRequest) -> HttpResponse:
    """List what the desk has to answer, most urgent first, and what it has answered."""
    actor = actor_from(request)
    if not actor.is_desk:
        raise PermissionDenied
    today = timezone.localdate()
    desk_id = actor.organisation_id
    topic = request.GET.get("topic", "")
    waiting = signals.answerable_by(desk_id)
    topics = signals.count_by_topic(waiting)
    if topic in topics:
        waiting = waiting.filter(topic=topic)
    page = Paginator(signals.with_card_data(waiting), PER_PAGE).get_page(request.GET.get("page"))
    at_desk = dossiers.dossiers_at_desk(desk_id)
    context = {
        "dossiers": list(dossiers.with_counts(at_desk)),
        "rows": _rows(page.object_list, today),
        "page_obj": page,
        "topics": [(value, label(Topic, value), number) for value, number in topics.items()],
        "topic": topic if topic in topics else "",
        "promised": _besides(signals.promised_by(desk_id), today),
        "asked_back": _besides(signals.waiting_for_authors(desk_id), today),
        "passed_on": _besides(signals.passed_on_by(desk_id), today),
        "answered": [card for _signal, card in _besides(signals.answered_by(desk_id), today)],
        "today": today,
    }
    return render(request, "exchange/desk_list.html", context)


def _besides(found: QuerySet[Signal], today: date) -> list[tuple[Signal, api.SignalCard]]:
    return _rows(signals.with_card_data(found)[:BESIDES], today)


def _rows(found: Iterable[Signal], today: date) -> list[tuple[Signal, api.SignalCard]]:
    return [(signal, api.make_card(signal, today)) for signal in found]


@never_cache
@login_required
@require_safe
def signal_desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one concern with the form for its answer."""
    return _page(request, _concern(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
@keep_words
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
        "labels": labels_of(form),
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
@keep_words
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


def _answer_form(*args: Any) -> AnswerForm:
    return AnswerForm(*args, today=timezone.localdate())


def labels_of(form: AnswerForm) -> dict[str, str]:
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
    stay = find_stay(actor, signal)
    loaded = list(reversed(signal.answers.all()))
    shown = acts_now(actor, signal, stay, next(iter(standing(loaded)), None))
    may_answer = rules.is_addressee(actor, signal) and machine.is_possible("answer", signal.state)
    supporters = list_supporters(signal)
    way = way_of(signal, is_insider=False)
    context = {
        "signal": signal,
        "merging": tie_of(actor, signal),
        "supporters": supporters,
        "bearers": bearers_of(signal, supporters),
        "card": api.make_card(signal, today),
        "kreise": signals.list_kreis_names(signal),
        "evidence": evidence_visible_to(actor, signal),
        "way": way,
        "answers": loaded,
        "stay": stay,
        "passages": list_passages(signal) if way.was_passed_on else [],
        "clarifications": questions_for_desk(signal, stay),
        "may_answer": may_answer,
        "is_ours": rules.is_addressee(actor, signal),
        "form": outcome.forms.get("answer") or _answer_form(),
        "forms": {
            act: outcome.forms.get(act) or made.form(prefix=act)
            for act, made in ACTS.items()
            if act in shown
        },
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
    }
    return render(request, "exchange/desk.html", context, status=status)
