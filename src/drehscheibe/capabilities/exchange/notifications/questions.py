"""What people are told about questions: the asker, the initiative, the office.

Only the asker's own messages carry the words of the question: what was told cannot be called back
when the question is erased.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.question import Refusal
from drehscheibe.capabilities.exchange.notifications.event import Event, make_words_from
from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind

__all__ = ["EVENTS", "make_words", "register_kinds"]

_STATUS = "question_status"
_SEE = _("See where it stands")
_READ = _("Read the answer")
#: Stands in every message to an asker, because every link may be the last one that is kept.
_YOURS = _(
    "The link leads to your personal page. There you can also withdraw your question, or have it"
    " and your address erased. Please keep the link."
)


def _to_asker(subject: Any, *paragraphs: Any, action: Any = _SEE) -> Event:  # noqa: ANN401 -- lazy texts
    return Event(subject, (*paragraphs, _YOURS), _STATUS, action, "token")


def _to_workers(subject: Any, *paragraphs: Any, action: Any) -> Event:  # noqa: ANN401 -- lazy texts
    return Event(subject, paragraphs, "question_work", action)


_TO_ASKER = {
    # Nothing that was typed: it may go to somebody who has nothing to do with it.
    "confirm": Event(
        _("Please confirm: your question to %(organisation)s"),
        (
            _("Somebody, probably you, wants to ask %(organisation)s a question."),
            _(
                "If it was you, please confirm with the link below. Only then does the initiative"
                " get your question."
            ),
            _(
                "If it was not you, you need not do anything. We delete question and address after"
                " 14 days and do not write again."
            ),
        ),
        "question_confirm",
        _("Yes, ask this question"),
        "confirm_token",
    ),
    "received": _to_asker(
        _("Arrived: %(title)s"),
        _("Your question is with %(organisation)s. Its number is %(public_id)s."),
        _("You get an answer by %(day)s. We write to you at once."),
    ),
    "received_by_office": _to_asker(
        _("Arrived: %(title)s"),
        _(
            "Your question to %(organisation)s has the number %(public_id)s. Nobody of the"
            " initiative takes part here yet. That is why the service office looks after it."
        ),
        _("You get an answer by %(day)s. We write to you at once."),
    ),
    "with_office": _to_asker(
        _("The service office looks after it: %(title)s"),
        _("%(organisation)s has passed your question %(public_id)s on to the service office."),
        _("You hear from the service office by %(day)s."),
    ),
    "assigned": _to_asker(
        _("Now with %(organisation)s: %(title)s"),
        _("The service office has given your question %(public_id)s to %(organisation)s."),
        _("You get an answer by %(day)s. We write to you at once."),
    ),
    "answered": _to_asker(
        _("Answer: %(title)s"),
        _("Your question %(public_id)s is answered."),
        _("Please read the answer and tell us whether it helps you."),
        action=_READ,
    ),
    "declined": _to_asker(
        _("Not answered: %(title)s"),
        _("Your question %(public_id)s is not answered. Reason: %(refusal)s."),
        _("On your page you read what is said about it, and what you can do."),
        action=_("Read the reason"),
    ),
    "handed_on": _to_asker(
        _("Your question has become a concern: %(title)s"),
        _(
            "%(organisation)s has made a concern of your question %(public_id)s. It goes to those"
            " who can change something."
        ),
        _("We write to you when it is answered."),
    ),
    "came_back": _to_asker(
        _("Back with %(organisation)s: %(title)s"),
        _(
            "The concern made of your question %(public_id)s has ended without an answer. Your"
            " question is with %(organisation)s again."
        ),
        _("You get an answer by %(day)s. We write to you at once."),
    ),
    "late": _to_asker(
        _("Late: %(title)s"),
        _("Your question %(public_id)s should have been answered by %(day)s. It has not been."),
        _("We have reminded everybody concerned. The service office knows of it as well."),
    ),
    "concern_answered": _to_asker(
        _("Answer to what became of your question: %(title)s"),
        _("Concern %(concern)s goes back to your question %(public_id)s. It is answered now."),
        action=_READ,
    ),
    "concern_answer_withdrawn": _to_asker(
        _("An answer was withdrawn: %(title)s"),
        _(
            "The answer to a concern that goes back to your question %(public_id)s was withdrawn. We"
            " write to you when there is a new one."
        ),
    ),
    "concern_in_effect": _to_asker(
        _("Now in effect: %(title)s"),
        _(
            "Concern %(concern)s goes back to your question %(public_id)s. What was promised in the"
            " answer is in effect now."
        ),
    ),
    "concern_answered_privately": _to_asker(
        _("Answer to what became of your question: %(title)s"),
        _("A concern that goes back to your question %(public_id)s is answered now."),
        _("The answer is not public. Please ask %(organisation)s what it says."),
    ),
}

_TO_INITIATIVE = {
    "new": _to_workers(
        _("A question to you: %(public_id)s"),
        _("Somebody asks %(organisation)s a question. Please answer by %(day)s."),
        _("If it is not yours to answer, pass it on to the service office."),
        action=_("Read and answer"),
    ),
    "needs_release": _to_workers(
        _("Your agreement is needed: answer to %(public_id)s"),
        _(
            "Somebody of %(organisation)s has answered question %(public_id)s. The asker gets the"
            " answer as soon as a second person agrees."
        ),
        action=_("Read and decide"),
    ),
    "returned": _to_workers(
        _("Please change: answer to %(public_id)s"),
        _("The second person does not agree to the answer yet. The reason stands on the page."),
        action=_("Go on writing"),
    ),
    "came_back_to_you": _to_workers(
        _("With you again: %(public_id)s"),
        _(
            "The concern made of question %(public_id)s has ended without an answer. Please answer"
            " the question by %(day)s."
        ),
        action=_("Read and answer"),
    ),
    "withdrawn": _to_workers(
        _("Withdrawn: %(public_id)s"),
        _("Question %(public_id)s was withdrawn. Nobody has to answer it any more."),
        action=_("Open the question"),
    ),
    "rated": _to_workers(
        _("Does the answer help? %(helped)s: %(public_id)s"),
        _("The asker of question %(public_id)s says whether the answer helps: %(helped)s."),
        action=_("Open the question"),
    ),
    "late_initiative": _to_workers(
        _("Late: %(public_id)s"),
        _("The answer to question %(public_id)s was due on %(day)s. Please answer now."),
        action=_("Read and answer"),
    ),
}

_TO_OFFICE = {
    "office_new": _to_workers(
        _("A question for the service office: %(public_id)s"),
        _(
            "Question %(public_id)s to %(organisation)s is with the service office. Please answer"
            " it or give it to an initiative by %(day)s."
        ),
        action=_("Open the question"),
    ),
    "office_objection": _to_workers(
        _("Please look again: %(public_id)s"),
        _(
            "%(organisation)s has declined question %(public_id)s. The asker asks the service office"
            " to look at it again by %(day)s."
        ),
        action=_("Open the question"),
    ),
    "office_late": _to_workers(
        _("Late: %(public_id)s to %(organisation)s"),
        _("The answer to question %(public_id)s was due on %(day)s."),
        action=_("Open the question"),
    ),
}

EVENTS = {**_TO_ASKER, **_TO_INITIATIVE, **_TO_OFFICE}

_words_of = make_words_from(EVENTS)


def make_words(context: dict[str, Any]) -> Words:
    """Return the words of a stored context, in the active language."""
    if "refusal" not in context:
        return _words_of(context)
    return _words_of({**context, "refusal": str(Refusal(context["refusal"]).label)})


def register_kinds() -> None:
    """Announce what people are told; called from ``AppConfig.ready``."""
    for name, label, urgency in (
        ("exchange.my_question", _("What becomes of my questions"), Urgency.AT_ONCE),
        (
            "exchange.question_work",
            _("Questions of the public to my initiative"),
            Urgency.AT_ONCE,
        ),
        (
            "exchange.question_office",
            _("Questions of the public for the service office"),
            Urgency.DIGEST,
        ),
    ):
        register_kind(NotificationKind(name, label, make_words, urgency))
