"""The words in which people are told: number, state, date and what to do, never a word of a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind
from drehscheibe.ui.formats import day

__all__ = ["EVENTS", "make_words", "register_kinds"]

Context = dict[str, Any]
Text = str | Promise

_NAMES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Event:
    """Something people are told; texts name stored values as ``%(public_id)s``."""

    subject: Text
    paragraphs: tuple[Text, ...]
    action: Text
    page: str = "advisory_status"
    key: str = "token"
    is_outcome: bool = False


def _to_requester(
    subject: Text, *paragraphs: Text, action: Text = "", is_outcome: bool = False
) -> Event:
    return Event(subject, paragraphs, action or _("Open your page"), is_outcome=is_outcome)


def _to_team(subject: Text, *paragraphs: Text, action: Text = "") -> Event:
    return Event(subject, paragraphs, action or _("Open the case"), "advisory_work", "public_id")


_TO_REQUESTER = {
    "confirm": Event(
        _("Please confirm your request for advice"),
        (
            _("With one press you confirm that this is your e-mail address."),
            _("It was not you? Then you need not do anything. We delete everything after 14 days."),
        ),
        _("Confirm the request"),
        "advisory_confirm",
        "confirm_token",
    ),
    "request": _to_requester(
        _("Your request has arrived: %(public_id)s"),
        _(
            "Your request %(public_id)s is with the service office. You get a first answer by %(day)s."
        ),
        _("Please keep this e-mail: the link leads to your personal page."),
    ),
    "ask_back": _to_requester(
        _("A question to you: %(public_id)s"),
        _(
            "The service office needs to know something before your request goes on. Please answer by %(day)s."
        ),
        action=_("Read and answer"),
    ),
    "decline": _to_requester(
        _("An answer to your request: %(public_id)s"),
        _(
            "The service office cannot take on your request %(public_id)s. On your page you read why, and where you can turn instead."
        ),
        action=_("Read the answer"),
        is_outcome=True,
    ),
    "propose_coach": _to_requester(
        _("Somebody is being asked to advise you: %(public_id)s"),
        _(
            "On your page you read who it is and why. If you would rather have somebody else, you can say so there."
        ),
    ),
    "ask_second": _to_requester(
        _("Somebody else is being asked to advise you: %(public_id)s"),
        _("The person asked first cannot do it. On your page you read who is asked now."),
    ),
    "accept": _to_requester(
        _("Somebody has taken on your case: %(public_id)s"),
        _("Your case %(public_id)s goes on. You agree on a goal with each other by %(day)s."),
    ),
    "cannot": _to_requester(
        _("Your case is with the service office again: %(public_id)s"),
        _("The person asked cannot do it. The service office asks somebody else by %(day)s."),
    ),
    "propose_goal": _to_requester(
        _("Please read the goal: %(public_id)s"),
        _(
            "A goal for your case %(public_id)s is written down. Please agree or say what should be different, by %(day)s."
        ),
        action=_("Read the goal"),
    ),
    "finish": _to_requester(
        _("The result is there: %(public_id)s"),
        _(
            "Please say by %(day)s whether it helps you. You can also say that something is still open."
        ),
        action=_("Read the result"),
        is_outcome=True,
    ),
    "end": _to_requester(
        _("Your case is closed: %(public_id)s"),
        _("On your page you read why. You can re-open it there at any time."),
        is_outcome=True,
    ),
    "later": Event(
        _("Does it still help? %(public_id)s"),
        (
            _(
                "%(months)s months ago your case %(public_id)s was closed. Please tell us with two clicks whether the result still helps."
            ),
        ),
        _("Tell us now"),
        "advisory_later",
        "later_token",
    ),
    "news": _to_requester(
        _("Something is new in your case %(public_id)s"),
        _("There is something new on your page, for example a message, a talk or a document."),
    ),
    "late": _to_requester(
        _("Your case %(public_id)s takes longer"),
        _(
            "Something was due on %(day)s and is not done yet. The service office has been reminded."
        ),
    ),
    "your_turn": _to_requester(
        _("We wait for you: %(public_id)s"),
        _("Your case %(public_id)s has waited for you since %(day)s. Please have a look."),
    ),
    "consent": Event(
        _("May we tell this as an example?"),
        (
            _(
                "A service office for industry initiatives wants to tell others what was learned in an advisory case. The text could make your organisation recognisable."
            ),
            _(
                "Please read it and say whether you agree. Without your yes it is not published. You can take your yes back at any time with the same link."
            ),
        ),
        _("Read the text and decide"),
        "advisory_consent",
        "consent_token",
    ),
}

_TO_COACH = {
    "coach_asked": _to_team(
        _("Can you take a case? %(public_id)s"),
        _("You are asked to advise in case %(public_id)s. Please say yes or no by %(day)s."),
        action=_("Read the request and decide"),
    ),
    "coach_goal_agreed": _to_team(
        _("The goal is agreed: %(public_id)s"),
        _("Those who asked have said yes to the goal of case %(public_id)s. The work can begin."),
    ),
    "coach_goal_open": _to_team(
        _("The goal should be different: %(public_id)s"),
        _(
            "Those who asked want to talk about the goal of case %(public_id)s. Please write a new one by %(day)s."
        ),
    ),
    "coach_released": _to_team(
        _("You no longer have this case: %(public_id)s"),
        _("Case %(public_id)s goes on without you. You need not do anything more."),
    ),
    "coach_rated": _to_team(
        _("There is feedback: %(public_id)s"),
        _("Those who asked have said whether the result of case %(public_id)s helps."),
    ),
    "coach_news": _to_team(
        _("Something is new in case %(public_id)s"),
        _("Those who asked have written or done something in case %(public_id)s."),
    ),
    "coach_late": _to_team(
        _("Late: case %(public_id)s"),
        _(
            "In case %(public_id)s something was due on %(day)s. Please see to it, or say until when."
        ),
    ),
    "coach_withdrawn": _to_team(
        _("Withdrawn: case %(public_id)s"),
        _("Case %(public_id)s was withdrawn. You need not do anything more."),
    ),
}

_TO_OFFICE = {
    "office_request": _to_team(
        _("A new request for advice: %(public_id)s"),
        _("Please read request %(public_id)s and answer by %(day)s."),
    ),
    "office_back": _to_team(
        _("Case %(public_id)s is with you again"),
        _("Case %(public_id)s needs somebody of the service office by %(day)s."),
    ),
    "office_late": _to_team(
        _("Late: case %(public_id)s"),
        _("In case %(public_id)s something was due on %(day)s."),
    ),
    "office_rated": _to_team(
        _("There is feedback: %(public_id)s"),
        _("Those who asked have said whether the result of case %(public_id)s helps."),
    ),
    "office_consent": _to_team(
        _("An answer about a practice case: %(public_id)s"),
        _("A body that was asked has decided about the text made of case %(public_id)s."),
    ),
    "office_taken_back": _to_team(
        _("A practice case had to be taken back: %(public_id)s"),
        _("The text made of case %(public_id)s is no longer approved. On its page you read why."),
    ),
}

EVENTS: Mapping[str, Event] = {**_TO_REQUESTER, **_TO_COACH, **_TO_OFFICE}


def make_words(context: Context) -> Words:
    """Return the words of a stored context, in the active language."""
    event = EVENTS[context["event"]]
    due_on = context.get("due_on")
    values = {**context, "day": day(date.fromisoformat(due_on)) if due_on else ""}
    texts = (_fill(paragraph, values) for paragraph in event.paragraphs)
    return Words(
        subject=str(event.subject) % values,
        text="\n\n".join(text for text in texts if text),
        path=reverse(event.page, args=[context[event.key]]),
        action=str(event.action),
        is_outcome=event.is_outcome,
    )


def _fill(paragraph: Text, values: Context) -> str:
    text = str(paragraph)
    return text % values if all(values.get(name) for name in _NAMES.findall(text)) else ""


def register_kinds() -> None:
    """Announce what people are told; called from ``AppConfig.ready``."""
    for name, label, urgency in (
        ("advisory.my_case", _("What becomes of my requests for advice"), Urgency.AT_ONCE),
        ("advisory.coach_work", _("Cases that I advise"), Urgency.AT_ONCE),
        ("advisory.office_work", _("Advisory cases for the service office"), Urgency.DIGEST),
    ):
        register_kind(NotificationKind(name, label, make_words, urgency))
