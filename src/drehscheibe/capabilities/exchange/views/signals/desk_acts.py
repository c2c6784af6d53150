"""What a desk can do with a concern besides answering it, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.forms import reviewing as forms
from drehscheibe.capabilities.exchange.forms.acts import EmptyForm, SendBackForm
from drehscheibe.capabilities.exchange.machine.signal import ADDRESSEE, SIGNAL
from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import (
    forwarding,
    hand_over,
    promises,
    reviewing,
    withdrawing_answers,
)
from drehscheibe.capabilities.exchange.views.acts import Act
from drehscheibe.core.access.actor import Actor

__all__ = ["ACTS", "acts_now"]


def _usual_date() -> date:
    return hand_over.default_due_date(timezone.localdate())


def _forward_form(*args: Any, **kwargs: Any) -> forms.ForwardForm:
    return forms.ForwardForm(
        *args, desks=signals.list_desks(), initial={"due_on": _usual_date()}, **kwargs
    )


def _withdraw_form(*args: Any, **kwargs: Any) -> forms.WithdrawAnswerForm:
    today = timezone.localdate()
    return forms.WithdrawAnswerForm(*args, today=today, initial={"due_on": _usual_date()}, **kwargs)


ACTS = {
    "take_up": Act(
        EmptyForm,
        lambda actor, pk, _values: reviewing.take_up_signal(actor, pk),
        _("You have it in review. The authors have been told; the date stays."),
    ),
    "ask_back": Act(
        forms.AskBackForm,
        lambda actor, pk, values: reviewing.ask_back(actor, pk, question=values["text"]),
        _("Your question is with the authors. Your date waits until they answer."),
    ),
    "drop_question": Act(
        EmptyForm,
        lambda actor, pk, _values: reviewing.drop_question(actor, pk),
        _("The concern is with you again. The authors have been told."),
    ),
    "forward": Act(
        _forward_form,
        lambda actor, pk, values: forwarding.forward_signal(
            actor,
            pk,
            desk_id=int(values["desk"]),
            due_on=values["due_on"],
            note=values["text"],
        ),
        _("Passed on. The other body and the authors have been told. You will be told the answer."),
    ),
    "send_back": Act(
        SendBackForm,
        lambda actor, pk, values: hand_over.send_back_signal(actor, pk, note=values["text"]),
        _("Sent back. The service office looks for the right place."),
    ),
    "report_in_effect": Act(
        forms.EffectForm,
        lambda actor, pk, values: promises.report_in_effect(
            actor, pk, text=values["text"], link=values["link"]
        ),
        _("Noted. Everybody who was told of your answer is told now that it is in effect."),
    ),
    "postpone": Act(
        forms.PostponeForm,
        lambda actor, pk, values: promises.postpone_promise(
            actor, pk, until=values["until"], reason=values["text"]
        ),
        _("The new day is published, with your reason."),
    ),
    "withdraw_answer": Act(
        _withdraw_form,
        lambda actor, pk, values: withdrawing_answers.withdraw_answer(
            actor, pk, reason=values["text"], due_on=values["due_on"]
        ),
        _("Your answer is withdrawn. Everybody who was told of it is told that too."),
    ),
}


def acts_now(
    actor: Actor, signal: Signal, stay: HandOver | None, answer: Answer | None
) -> list[str]:
    """Return which acts the state allows this desk, in the order of the page.

    Parameters
    ----------
    stay : HandOver or None
        The latest stay at the actor's desk.
    answer : Answer or None
        The answer that stands.
    """
    possible = {t.act for t in SIGNAL.acts_from(signal.state) if t.who == ADDRESSEE}
    if not rules.is_addressee(actor, signal):
        is_asking = stay is not None and stay.ended_at is None
        has_answered = answer is not None and actor.acts_for(answer.desk_id)
        allowed = {"drop_question"} if is_asking else set()
        allowed |= {"withdraw_answer"} if has_answered else set()
        possible &= allowed
    if signal.organisation is None or signal.organisation.ended_at is not None:
        possible.discard("ask_back")  # nobody could answer
    if signal.state == SignalState.ANSWERED and stay is not None:
        latest = answer is not None and answer.hand_over_id == stay.pk
        possible -= set() if latest else {"withdraw_answer"}
    return [act for act in ACTS if act in possible]
