"""Questions in the workspace: of one's initiative, or of everybody for the office."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState
from drehscheibe.capabilities.exchange.forms import question as forms
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.machine.question import OWED_STATES
from drehscheibe.capabilities.exchange.models import Question, QuestionQuerySet
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.queries.initiatives import list_able_initiatives
from drehscheibe.capabilities.exchange.rules import question as rules
from drehscheibe.capabilities.exchange.rules import signal as concern_rules
from drehscheibe.capabilities.exchange.services.questions import answering, concern
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.questions.public import find_or_404
from drehscheibe.capabilities.exchange.views.questions.track import way_of_question
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.ui.forms import Form

__all__ = ["question_take_up", "question_work", "question_work_act", "question_work_list"]

PER_PAGE = 30


def _answer_form(*args: Any, **kwargs: Any) -> forms.AnswerQuestionForm:
    """Read the box as well; the service asks whether the asker allows it."""
    return forms.AnswerQuestionForm(*args, may_show=True, **kwargs)


def _assign_form(*args: Any, **kwargs: Any) -> forms.AssignForm:
    return forms.AssignForm(*args, organisations=list_able_initiatives(), **kwargs)


_ACTS = {
    "answer": Act(
        _answer_form,
        lambda actor, pk, values: answering.answer_question(
            actor, pk, text=values["text"], is_released=values["is_released"]
        ),
        _("Your answer is saved. The asker is told as soon as nobody else has to agree."),
    ),
    "release_answer": Act(
        EmptyForm,
        lambda actor, pk, _values: answering.release_answer(actor, pk),
        _("You have agreed. The asker is being told."),
    ),
    "return_answer": Act(
        forms.ReturnAnswerForm,
        lambda actor, pk, values: answering.return_answer(actor, pk, note=values["text"]),
        _("The answer can be changed again. Your colleagues have been told why."),
    ),
    "decline": Act(
        forms.DeclineForm,
        lambda actor, pk, values: answering.decline_question(
            actor, pk, reason=values["reason"], note=values["text"]
        ),
        _("The question is declined. The asker is told why."),
    ),
    "pass_on": Act(
        forms.PassOnForm,
        lambda actor, pk, values: answering.pass_on_question(actor, pk, note=values["text"]),
        _("The question is with the service office. The asker is told."),
    ),
    "assign": Act(
        _assign_form,
        lambda actor, pk, values: answering.assign_question(
            actor, pk, organisation_id=int(values["organisation"]), note=values["note"]
        ),
        _("The question is with the initiative. It and the asker are told."),
    ),
}


@never_cache
@login_required
@require_safe
def question_work_list(request: HttpRequest) -> HttpResponse:
    """List questions by what is due first: what waits, what is late anywhere, or all."""
    actor = actor_from(request)
    if not rules.may_see_work(actor):
        raise PermissionDenied
    today = timezone.localdate()
    view = request.GET.get("view", "")
    tabs = {"": _queue(actor), "late": _late(actor), "all": questions.work_of(actor)}
    if view not in tabs:
        view = ""
    found = tabs[view] if view != "all" else tabs[view].order_by("-changed_at", "-pk")
    rows = found.select_related("item", "organisation", "owner")
    context = {
        "view": view,
        "counts": {"ours": tabs[""].count(), "late": tabs["late"].count()},
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "is_office": actor.is_office,
        "owed": OWED_STATES,
    }
    return render(request, "exchange/question_work_list.html", context)


def _queue(actor: Actor) -> QuestionQuerySet:
    if actor.is_office:
        return questions.office_queue()
    return questions.initiative_queue(actor.organisation_id)


def _late(actor: Actor) -> QuestionQuerySet:
    late = questions.overdue(timezone.localdate())
    return late if actor.is_office else late.filter(organisation_id=actor.organisation_id or 0)


@never_cache
@login_required
@require_safe
def question_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one question with what can be done now."""
    return _page(request, _find(request, public_id), Outcome({}), status=200)


@never_cache
@require_POST
@login_required
def question_work_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act in the name of the initiative or of the office."""
    outcome = perform(request, _ACTS, act, _find(request, public_id), "question_work")
    if isinstance(outcome, Outcome):
        return _page(request, _find(request, public_id), outcome, status=outcome.status)
    if act in {"assign", "pass_on"}:
        return redirect("question_work_list")
    return outcome


@never_cache
@require_POST
@login_required
def question_take_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a concern with the words of a question, or go on with the one begun before."""
    question = _find(request, public_id)
    is_released = request.POST.get("take_up-is_released") == "on"
    try:
        draft = concern.take_up_question(actor_from(request), question.pk, is_released=is_released)
    except Conflict as refusal:
        return _page(request, question, Outcome({}, str(refusal)), status=409)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if draft.item is not None:
        return redirect("signal_own", draft.public_id)
    return redirect("signal_draft", draft.uuid)


def _find(request: HttpRequest, public_id: str) -> Question:
    actor = actor_from(request)
    question = find_or_404(actor, public_id)
    if not (actor.is_office or rules.is_of_initiative(actor, question)):
        raise Http404
    return question


def _page(
    request: HttpRequest, question: Question, outcome: Outcome, *, status: int
) -> HttpResponse:
    actor = actor_from(request)
    today = timezone.localdate()
    may_show = question.publicity != Publicity.PRIVATE
    shown = _acts_now(actor, question)
    may_take_up = (
        rules.may_answer(actor, question)
        and concern_rules.may_write(actor)
        and question.state in concern.TAKEN_UP_FROM
        and question.erased_at is None
    )
    context = {
        "question": question,
        "way": way_of_question(question),
        "concerns": list(questions.concerns_of(question)),
        "forms": {
            act: outcome.forms.get(act) or _empty_form(act, question, may_show=may_show)
            for act in shown
        },
        "take_up": forms.TakeUpForm(prefix="take_up", may_show=may_show) if may_take_up else None,
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
        "may_show": may_show,
        "is_owed": question.state in OWED_STATES,
        "is_office": actor.is_office,
        "waits_for_second_key": question.state == QuestionState.AWAITING_SECOND_KEY,
        "needs_two_keys": question.organisation.requires_two_keys,
    }
    return render(request, "exchange/question_work.html", context, status=status)


def _empty_form(act: str, question: Question, *, may_show: bool) -> Form:
    if act != "answer":
        return _ACTS[act].form(prefix=act)
    initial = {"text": question.answer, "is_released": question.is_released or not question.answer}
    return forms.AnswerQuestionForm(prefix=act, may_show=may_show, initial=initial)


def _acts_now(actor: Actor, question: Question) -> list[str]:
    """Return which acts the state and the actor's mandate allow."""
    if actor.is_office and question.state == QuestionState.WITH_OFFICE:
        return ["answer", "assign", "decline"]
    if not rules.may_answer(actor, question):
        return []
    if question.state == QuestionState.ASKED:
        return ["answer", "pass_on", "decline"]
    if rules.is_second_key(actor, question) and (
        question.state == QuestionState.AWAITING_SECOND_KEY
    ):
        return ["release_answer", "return_answer"]
    return []
