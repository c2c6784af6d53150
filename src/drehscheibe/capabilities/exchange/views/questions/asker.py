"""The asker's own page, reached by its personal address alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.question import ObjectForm, RateForm
from drehscheibe.capabilities.exchange.machine.question import OWED_STATES
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.services.questions import asker
from drehscheibe.capabilities.exchange.views.questions.track import way_of_question
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = ["question_status", "question_status_act"]


@dataclass(frozen=True, slots=True)
class _Act:
    form: type[Form]
    run: Callable[[Question, Actor, Mapping[str, Any]], object]
    done: Any


_ACTS = {
    "withdraw": _Act(
        EmptyForm,
        lambda question, actor, _values: asker.withdraw_question(question.token, actor),
        _("Your question is withdrawn. Nobody has to answer it any more."),
    ),
    "rate": _Act(
        RateForm,
        lambda question, actor, values: asker.rate_answer(
            question.token, helped=values["helped"], note=values["text"], actor=actor
        ),
        _("Thank you. The initiative has been told."),
    ),
    "object": _Act(
        ObjectForm,
        lambda question, actor, values: asker.object_to_refusal(
            question.token, words=values["text"], actor=actor
        ),
        _("Thank you. The service office looks at it again."),
    ),
    "hide": _Act(
        EmptyForm,
        lambda question, _actor, _values: asker.hide_question(question.token),
        _("Question and answer are not public any more."),
    ),
    "quiet": _Act(
        EmptyForm,
        lambda question, _actor, _values: asker.set_mails(question.token, wanted=False),
        _("You get no more e-mails about this question."),
    ),
    "loud": _Act(
        EmptyForm,
        lambda question, _actor, _values: asker.set_mails(question.token, wanted=True),
        _("You get e-mails about this question again."),
    ),
    "erase": _Act(
        EmptyForm,
        lambda question, actor, _values: asker.erase_question(question.pk, actor),
        _("Your question and your address are erased."),
    ),
}


@never_cache
@require_safe
def question_status(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show whoever has the personal address where the question stands."""
    return _page(request, _find(token), {}, status=200)


@never_cache
@require_POST
def question_status_act(request: HttpRequest, token: UUID, act: str) -> HttpResponse:
    """Do one act of the asker."""
    question = _find(token)
    if act not in _ACTS:
        raise Http404
    form = _ACTS[act].form(request.POST, prefix=act)
    if not form.is_valid():
        return _page(request, question, {act: form}, status=422)
    actor, values = actor_from(request), form.cleaned_data

    def run() -> str:
        _ACTS[act].run(question, actor, values)
        return "done"

    try:
        submit_once(values["form_token"], run)
    except Conflict as refusal:
        typed = [values["text"]] if values.get("text") else []
        return _page(request, _find(token), {}, status=409, conflict=str(refusal), typed=typed)
    messages.success(request, str(_ACTS[act].done))
    return redirect("question_status", token)


def _find(token: UUID) -> Question:
    try:
        return questions.get_by_token(token)
    except Question.DoesNotExist as missing:
        raise Http404 from missing


def _page(
    request: HttpRequest,
    question: Question,
    filled: Mapping[str, Form],
    *,
    status: int,
    conflict: str = "",
    typed: Sequence[str] = (),
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "question": question,
        "way": way_of_question(question),
        "forms": {
            act: filled.get(act) or _ACTS[act].form(prefix=act) for act in _acts_now(question)
        },
        "filled": list(filled),
        "conflict": conflict,
        "typed": typed,
        "today": today,
        "is_owed": question.state in OWED_STATES,
        "is_overdue": question.is_overdue(today),
        "has_hidden_concern": _has_hidden_concern(question),
    }
    return render(request, "exchange/question_status.html", context, status=status)


def _acts_now(question: Question) -> list[str]:
    """Return which acts the state allows."""
    if question.erased_at is not None:
        return []
    acts = ["rate"] if question.state == QuestionState.ANSWERED else []
    acts += ["object"] if asker.may_object(question) else []
    acts += ["withdraw"] if question.state in OWED_STATES else []
    acts += ["hide"] if question.publicity != Publicity.PRIVATE else []
    acts.append("quiet" if question.wants_mail else "loud")
    return [*acts, "erase"]


def _has_hidden_concern(question: Question) -> bool:
    made = list(questions.live_concerns_of(question)[:5])
    return bool(made) and not any(concern.is_public for concern in made)
