"""The words in which people are told; the outcome first, then what it means for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.exchange.choices import Decision, Helped, Rejection
from drehscheibe.core.notify.api import NotificationKind, Words, register_kind
from drehscheibe.ui.formats import day

__all__ = ["register_kinds"]

Context = dict[str, Any]


def register_kinds() -> None:
    """Announce what the exchange tells people; called from ``AppConfig.ready``."""
    for name, label, essential in (
        ("exchange.answer", gettext_lazy("Answers to concerns I take part in"), False),
        ("exchange.needs_you", gettext_lazy("Concerns that wait for me"), True),
        ("exchange.progress", gettext_lazy("How my concerns get on"), False),
        ("exchange.office_work", gettext_lazy("Concerns for the service office"), False),
        ("exchange.desk_work", gettext_lazy("Concerns for my desk"), False),
    ):
        register_kind(NotificationKind(name, label, make_words, is_essential=essential))


def make_words(context: Context) -> Words:
    """Return the words for a stored context; its ``event`` names the sentence."""
    return _EVENTS[context["event"]](context)


def _to(page: str, context: Context) -> str:
    return reverse(page, args=[context["public_id"]])


def _due(context: Context) -> str:
    return day(date.fromisoformat(context["due_on"])) if context.get("due_on") else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _answered(context: Context) -> Words:
    decision = Decision(context["decision"]).label
    return Words(
        subject=_("Answer – %(decision)s: %(title)s") % {**context, "decision": decision},
        text=_paragraphs(
            _("%(desk)s has answered concern %(public_id)s.") % context,
            _("Read what changes and by when. Then tell us whether the answer helps you."),
        ),
        path=_to("signal_own", context),
        action=_("Read the answer"),
    )


def _answered_upstream(context: Context) -> Words:
    decision = Decision(context["decision"]).label
    return Words(
        subject=_("Answer – %(decision)s: %(title)s") % {**context, "decision": decision},
        text=_(
            "%(desk)s has answered concern %(public_id)s. It goes back to something in which you"
            " took part."
        )
        % context,
        path=_to("signal_detail", context),
        action=_("Read the answer"),
    )


def _answered_supported(context: Context) -> Words:
    decision = Decision(context["decision"]).label
    return Words(
        subject=_("Answer – %(decision)s: %(title)s") % {**context, "decision": decision},
        text=_("%(desk)s has answered concern %(public_id)s, which you support.") % context,
        path=_to("signal_detail", context),
        action=_("Read the answer"),
    )


def _supported_withdrawn(context: Context) -> Words:
    return Words(
        subject=_("Withdrawn by its authors: %(title)s") % context,
        text=_(
            "Concern %(public_id)s, which you support, was withdrawn by its authors. Nobody has to"
            " answer it any more. You can raise it yourself."
        )
        % context,
        path=_to("signal_detail", context),
        action=_("Open the concern"),
    )


def _joined(context: Context) -> Words:
    return Words(
        subject=_("%(joined)s supports you: %(title)s") % context,
        text=_("%(joined)s has the same concern and has joined yours, %(public_id)s.") % context,
        path=_to("signal_detail", context),
        action=_("Read what they say"),
    )


def _support_needs_release(context: Context) -> Words:
    return Words(
        subject=_("Your agreement is needed to join: %(title)s") % context,
        text=_(
            "Somebody wants to support concern %(public_id)s in the name of %(joined)s. It counts"
            " as soon as a second person agrees."
        )
        % context,
        path=_to("signal_join", context),
        action=_("Read and decide"),
    )


def _received(context: Context) -> Words:
    return Words(
        subject=_("Arrived: %(title)s") % context,
        text=_paragraphs(
            _("Your concern is with the service office. Its number is %(public_id)s.") % context,
            _(
                "You will hear from the office by %(day)s. After that, your concern goes to the"
                " body in charge, with a date for the answer."
            )
            % {"day": _due(context)},
        ),
        path=_to("signal_own", context),
        action=_("See where it stands"),
    )


def _handed_over(context: Context) -> Words:
    return Words(
        subject=_("Handed over: %(title)s") % context,
        text=_paragraphs(
            _("Your concern %(public_id)s is now with %(desk)s.") % context,
            _("The answer is due by %(day)s. We will tell you at once.") % {"day": _due(context)},
        ),
        path=_to("signal_own", context),
        action=_("See where it stands"),
    )


def _taken_back(context: Context) -> Words:
    return Words(
        subject=_("Back with the service office: %(title)s") % context,
        text=_paragraphs(
            _("%(desk)s is not the right place for concern %(public_id)s.") % context,
            _("The service office looks for the right one. You will hear from it by %(day)s.")
            % {"day": _due(context)},
        ),
        path=_to("signal_own", context),
        action=_("See where it stands"),
    )


def _closed(context: Context) -> Words:
    return Words(
        subject=_("Closed: %(title)s") % context,
        text=_(
            "Concern %(public_id)s is closed. Its page with the answer stays. If something is"
            " still open, raise a new concern and refer to this one."
        )
        % context,
        path=_to("signal_own", context),
        action=_("Open the concern"),
    )


def _rejected(context: Context) -> Words:
    return Words(
        subject=_("Not passed on: %(title)s") % context,
        text=_paragraphs(
            _("The service office has not passed on concern %(public_id)s.") % context,
            _("Reason: %(reason)s.") % {"reason": Rejection(context["reason"]).label},
            _("On the page of your concern you find what the office says and what you can do."),
        ),
        path=_to("signal_own", context),
        action=_("Read the reason"),
    )


def _needs_release(context: Context) -> Words:
    return Words(
        subject=_("Your agreement is needed: %(title)s") % context,
        text=_paragraphs(
            _("%(author)s wants to send this concern in the name of %(organisation)s.") % context,
            _("It goes to the service office as soon as a second person agrees.")
            + " "
            + _("Please decide by %(day)s.") % {"day": _due(context)},
        ),
        path=_to("signal_own", context),
        action=_("Read and decide"),
    )


def _returned(context: Context) -> Words:
    return Words(
        subject=_("Not agreed yet: %(title)s") % context,
        text=_paragraphs(
            _("The second person of your organisation asks you to look at it once more:"),
            context["note"],
        ),
        path=_to("signal_own", context),
        action=_("Go on writing"),
    )


def _question(context: Context) -> Words:
    return Words(
        subject=_("A question about: %(title)s") % context,
        text=_paragraphs(
            _("The service office needs your answer before it hands the concern over:"),
            context["question"],
            _("Please answer by %(day)s.") % {"day": _due(context)},
        ),
        path=_to("signal_own", context),
        action=_("Answer the question"),
    )


def _late_author(context: Context) -> Words:
    return Words(
        subject=_("It waits for you: %(title)s") % context,
        text=_("Since %(day)s this concern has been waiting for you. Please look at it.")
        % {"day": _due(context)},
        path=_to("signal_own", context),
        action=_("Open the concern"),
    )


def _late_draft(context: Context) -> Words:
    return Words(
        subject=_("Your draft is still here: %(title)s")
        % {"title": context["title"] or _("no title yet")},
        text=_("Nobody has written on this draft since long ago. Send it, or throw it away."),
        path=reverse("signal_draft", args=[context["uuid"]]),
        action=_("Open the draft"),
    )


def _office(subject: Callable[[], str]) -> Callable[[Context], Words]:
    def words(context: Context) -> Words:
        until = _("Due by %(day)s.") % {"day": _due(context)} if context.get("due_on") else ""
        return Words(
            subject=subject() % context,
            text=_paragraphs(f"{context['public_id']}: {context['title']}", until),
            path=_to("signal_office", context),
            action=_("Open the concern"),
        )

    return words


def _desk_new(context: Context) -> Words:
    return Words(
        subject=_("Please answer by %(day)s: %(title)s") % {**context, "day": _due(context)},
        text=_paragraphs(
            _("The service office has handed concern %(public_id)s over to you.") % context,
            context.get("covering_note", ""),
            _("Your answer goes to everybody who took part in it."),
        ),
        path=_to("signal_desk", context),
        action=_("Read and answer"),
    )


def _desk_late(context: Context) -> Words:
    return Words(
        subject=_("Overdue since %(day)s: %(title)s") % {**context, "day": _due(context)},
        text=_(
            "An answer to concern %(public_id)s is still missing. If it is not yours to give, send it back to the service office."
        )
        % context,
        path=_to("signal_desk", context),
        action=_("Read and answer"),
    )


def _desk_gone(context: Context) -> Words:
    return Words(
        subject=_("Nothing to do any more: %(title)s") % context,
        text=_("Concern %(public_id)s was withdrawn by its authors. You need not answer it.")
        % context,
        path=_to("signal_desk", context),
        action=_("Open the concern"),
    )


def _desk_called_back(context: Context) -> Words:
    return Words(
        subject=_("Nothing to do any more: %(title)s") % context,
        text=_("The service office has called concern %(public_id)s back. You need not answer it.")
        % context,
        path=_to("signal_desk", context),
        action=_("Open the concern"),
    )


def _desk_rated(context: Context) -> Words:
    return Words(
        subject=_("Did your answer help? %(helped)s: %(title)s")
        % {**context, "helped": Helped(context["helped"]).label},
        text=_paragraphs(
            _("The authors of concern %(public_id)s have said whether your answer helps.")
            % context,
            context.get("note", ""),
        ),
        path=_to("signal_desk", context),
        action=_("Open the concern"),
    )


_EVENTS: dict[str, Callable[[Context], Words]] = {
    "answered": _answered,
    "answered_upstream": _answered_upstream,
    "answered_supported": _answered_supported,
    "supported_withdrawn": _supported_withdrawn,
    "joined": _joined,
    "support_needs_release": _support_needs_release,
    "received": _received,
    "handed_over": _handed_over,
    "taken_back": _taken_back,
    "closed": _closed,
    "rejected": _rejected,
    "needs_release": _needs_release,
    "returned": _returned,
    "question": _question,
    "late_author": _late_author,
    "late_draft": _late_draft,
    "office_new": _office(lambda: _("New concern: %(title)s")),
    "office_clarified": _office(lambda: _("Your question is answered: %(title)s")),
    "office_back": _office(lambda: _("Sent back by %(desk)s: %(title)s")),
    "office_answered": _office(lambda: _("Answered by %(desk)s: %(title)s")),
    "office_rated": _office(lambda: _("Feedback on an answer: %(title)s")),
    "office_withdrawn": _office(lambda: _("Withdrawn by its authors: %(title)s")),
    "office_late": _office(lambda: _("Overdue: %(title)s")),
    "desk_new": _desk_new,
    "desk_late": _desk_late,
    "desk_gone": _desk_gone,
    "desk_called_back": _desk_called_back,
    "desk_rated": _desk_rated,
}
