"""What authors and those who joined are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event

__all__ = ["EVENTS"]

_ANSWERED = _("Answer – %(decision)s: %(title)s")
_OPEN = _("Open the concern")
_READ_ANSWER = _("Read the answer")
_SEE = _("See where it stands")
_ANSWER_WITHDRAWN = _("Answer withdrawn: %(title)s")
_POSTPONED = _("Later, by %(day)s: %(title)s")
_IN_EFFECT = _("In effect: %(title)s")

EVENTS = {
    "answered": Event(
        _ANSWERED,
        (
            _("%(desk)s has answered concern %(public_id)s."),
            _("Read what changes and by when. Then tell us whether the answer helps you."),
        ),
        "signal_own",
        _READ_ANSWER,
    ),
    "answered_upstream": Event(
        _ANSWERED,
        (
            _(
                "%(desk)s has answered concern %(public_id)s. It goes back to something in which"
                " you took part."
            ),
        ),
        "signal_detail",
        _READ_ANSWER,
    ),
    "answered_supported": Event(
        _ANSWERED,
        (_("%(desk)s has answered concern %(public_id)s, which you support."),),
        "signal_detail",
        _READ_ANSWER,
    ),
    "answered_together": Event(
        _("Answers to %(count)s concerns you take part in: %(desk)s"),
        (
            _("%(desk)s has answered several concerns at once. You take part in these:"),
            "%(list)s",
        ),
        "common_answer",
        _("Read the answers"),
        key="common",
    ),
    "answer_withdrawn": Event(
        _ANSWER_WITHDRAWN,
        (
            _("%(desk)s has withdrawn its answer to concern %(public_id)s:"),
            "%(withdrawal_reason)s",
            _("It looks at your concern again and answers anew by %(day)s."),
        ),
        "signal_own",
        _SEE,
    ),
    "answer_withdrawn_elsewhere": Event(
        _ANSWER_WITHDRAWN,
        (
            _("%(desk)s has withdrawn its answer to concern %(public_id)s:"),
            "%(withdrawal_reason)s",
            _("A new answer is due by %(day)s."),
        ),
        "signal_detail",
        _SEE,
    ),
    "taken_up": Event(
        _("Taken up: %(title)s"),
        (
            _("%(desk)s has your concern %(public_id)s in review."),
            _("The answer is due by %(day)s. We will tell you at once."),
        ),
        "signal_own",
        _SEE,
    ),
    "question_back": Event(
        _("A question about: %(title)s"),
        (
            _("%(desk)s needs your answer before it can decide:"),
            "%(question)s",
            _("Please answer by %(day)s. Until then its own date stands still."),
        ),
        "signal_own",
        _("Answer the question"),
    ),
    "question_dropped": Event(
        _("No answer needed any more: %(title)s"),
        (
            _("%(desk)s goes on with concern %(public_id)s without your answer to its question."),
            _("Its answer is due by %(day)s."),
        ),
        "signal_own",
        _SEE,
    ),
    "forwarded": Event(
        _("Passed on to %(desk)s: %(title)s"),
        (
            _("%(from_desk)s has passed your concern %(public_id)s on to %(desk)s."),
            _("The answer is due by %(day)s. We will tell you at once."),
        ),
        "signal_own",
        _SEE,
    ),
    "left_behind": Event(
        _("Back with the service office: %(title)s"),
        (
            _("%(desk)s no longer exists. The service office takes care of concern %(public_id)s."),
            _("You will hear from it by %(day)s."),
        ),
        "signal_own",
        _SEE,
    ),
    "promised": Event(
        _("Promised by %(day)s: %(title)s"),
        (
            _("%(desk)s has promised something for concern %(public_id)s."),
            _("It says here when that is in effect. If it is late, everybody can see that."),
        ),
        "signal_own",
        _SEE,
    ),
    "postponed": Event(
        _POSTPONED,
        (_("%(desk)s keeps its promise for concern %(public_id)s later:"), "%(note)s"),
        "signal_own",
        _SEE,
    ),
    "postponed_elsewhere": Event(
        _POSTPONED,
        (_("%(desk)s keeps its promise for concern %(public_id)s later:"), "%(note)s"),
        "signal_detail",
        _SEE,
    ),
    "in_effect": Event(
        _IN_EFFECT,
        (
            _("What was promised for concern %(public_id)s is in effect:"),
            "%(note)s",
            _("Please tell us whether it helps you."),
        ),
        "signal_own",
        _("Say whether it helps"),
    ),
    "in_effect_elsewhere": Event(
        _IN_EFFECT,
        (_("What was promised for concern %(public_id)s is in effect:"), "%(note)s"),
        "signal_detail",
        _SEE,
    ),
    "supported_withdrawn": Event(
        _("Withdrawn by its authors: %(title)s"),
        (
            _(
                "Concern %(public_id)s, which you support, was withdrawn by its authors. Nobody"
                " has to answer it any more. You can raise it yourself."
            ),
        ),
        "signal_detail",
        _OPEN,
    ),
    "joined": Event(
        _("%(joined)s supports you: %(title)s"),
        (_("%(joined)s has the same concern and has joined yours, %(public_id)s."),),
        "signal_detail",
        _("Read what they say"),
    ),
    "support_needs_release": Event(
        _("Your agreement is needed to join: %(title)s"),
        (
            _(
                "Somebody wants to support concern %(public_id)s in the name of %(joined)s. It"
                " counts as soon as a second person agrees."
            ),
        ),
        "signal_join",
        _("Read and decide"),
    ),
    "received": Event(
        _("Arrived: %(title)s"),
        (
            _("Your concern is with the service office. Its number is %(public_id)s."),
            _(
                "You will hear from the office by %(day)s. After that, your concern goes to the"
                " body in charge, with a date for the answer."
            ),
        ),
        "signal_own",
        _SEE,
    ),
    "handed_over": Event(
        _("Handed over: %(title)s"),
        (
            _("Your concern %(public_id)s is now with %(desk)s."),
            _("The answer is due by %(day)s. We will tell you at once."),
        ),
        "signal_own",
        _SEE,
    ),
    "taken_back": Event(
        _("Back with the service office: %(title)s"),
        (
            _("%(desk)s is not the right place for concern %(public_id)s."),
            _("The service office looks for the right one. You will hear from it by %(day)s."),
        ),
        "signal_own",
        _SEE,
    ),
    "closed": Event(
        _("Closed: %(title)s"),
        (
            _(
                "Concern %(public_id)s is closed. Its page with the answer stays. If something is"
                " still open, raise a new concern and refer to this one."
            ),
        ),
        "signal_own",
        _OPEN,
        is_outcome=True,
    ),
    "rejected": Event(
        _("Not passed on: %(title)s"),
        (
            _("The service office has not passed on concern %(public_id)s."),
            _("Reason: %(reason)s."),
            _("On the page of your concern you find what the office says and what you can do."),
        ),
        "signal_own",
        _("Read the reason"),
        is_outcome=True,
    ),
    "needs_release": Event(
        _("Your agreement is needed: %(title)s"),
        (
            _("%(author)s wants to send this concern in the name of %(organisation)s."),
            _("It goes to the service office as soon as a second person agrees."),
            _("Please decide by %(day)s."),
        ),
        "signal_own",
        _("Read and decide"),
    ),
    "returned": Event(
        _("Not agreed yet: %(title)s"),
        (
            _("The second person of your organisation asks you to look at it once more:"),
            "%(note)s",
        ),
        "signal_own",
        _("Go on writing"),
    ),
    "question": Event(
        _("A question about: %(title)s"),
        (
            _("The service office needs your answer before it hands the concern over:"),
            "%(question)s",
            _("Please answer by %(day)s."),
        ),
        "signal_own",
        _("Answer the question"),
    ),
    "late_author": Event(
        _("It waits for you: %(title)s"),
        (_("Since %(day)s this concern has been waiting for you. Please look at it."),),
        "signal_own",
        _OPEN,
    ),
    "late_draft": Event(
        _("Your draft is still here: %(title)s"),
        (_("Nobody has written on this draft since long ago. Send it, or throw it away."),),
        "signal_draft",
        _("Open the draft"),
        key="uuid",
    ),
}
