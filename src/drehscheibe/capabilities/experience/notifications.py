"""What people are told: number, organisation, date; never a word of a request, never a contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.api import NotificationKind, Urgency, Words
from drehscheibe.ui.formats import day

__all__ = ["register"]

Context = dict[str, Any]


def register() -> None:
    """Announce the kinds; called once from ``AppConfig.ready``."""
    for kind in _KINDS:
        notify.register_kind(kind)


def _words(subject: object, text: object, action: object) -> Callable[[Context], Words]:
    """Return the maker of words; lazy texts are filled in the reader's language."""

    def make(context: Context) -> Words:
        due_on = context.get("due_on")
        values = {
            **context,
            "day": day(date.fromisoformat(due_on)) if due_on else "",
            "state": RequestState(context["state"]).label,
        }
        return Words(
            subject=str(subject) % values,
            text=str(text) % values,
            path=_path(context),
            action=str(action),
            is_outcome=context.get("is_outcome", False),
        )

    return make


def _path(context: Context) -> str:
    return reverse("contact_detail", args=[context["uuid"]])


def _office_words(context: Context) -> Words:
    return Words(
        subject=pgettext("experience", "Please ask for contact: %(public_id)s") % context,
        text=pgettext(
            "experience",
            "Somebody would like to learn from %(asked)s. Please ask there whether contact is welcome, by"
            " %(day)s.",
        )
        % {**context, "day": day(date.fromisoformat(context["due_on"]))},
        path=_path(context),
        action=pgettext("experience", "Read and ask"),
    )


_READ = pgettext_lazy("experience", "Look at the request")
_OURS = pgettext_lazy("experience", "Others want to learn from us")
_MINE = pgettext_lazy("experience", "What becomes of my requests for contact")
_OFFICE = pgettext_lazy("experience", "Requests for contact through the service office")

_KINDS = (
    NotificationKind(
        "experience.asked",
        _OURS,
        _words(
            pgettext_lazy("experience", "%(asking)s would like to learn from you"),
            pgettext_lazy(
                "experience",
                "Please say by %(day)s whether you want to be in contact. A no is fine, too. Your contact"
                " is shown only if you agree.",
            ),
            pgettext_lazy("experience", "Read and answer"),
        ),
        Urgency.AT_ONCE,
    ),
    NotificationKind(
        "experience.reminded",
        _OURS,
        _words(
            pgettext_lazy("experience", "Somebody waits for your answer: %(public_id)s"),
            pgettext_lazy(
                "experience",
                "The request of %(asking)s expires on %(day)s. Yes, no or through the office: two clicks"
                " are enough.",
            ),
            pgettext_lazy("experience", "Read and answer"),
        ),
    ),
    NotificationKind(
        "experience.taken_back",
        _OURS,
        _words(
            pgettext_lazy("experience", "Settled: request %(public_id)s"),
            pgettext_lazy("experience", "You need not do anything more: %(state)s."),
            _READ,
        ),
    ),
    NotificationKind(
        "experience.answered",
        _MINE,
        _words(
            pgettext_lazy("experience", "%(asked)s: there is an answer to your request"),
            pgettext_lazy("experience", "Your request %(public_id)s has moved on: %(state)s."),
            _READ,
        ),
        Urgency.AT_ONCE,
    ),
    NotificationKind(
        "experience.ended",
        pgettext_lazy("experience", "Contact that has ended"),
        _words(
            pgettext_lazy("experience", "A contact has ended: %(public_id)s"),
            pgettext_lazy(
                "experience",
                "A consent was withdrawn. The contact is no longer shown to either side; please do not use"
                " it any more.",
            ),
            _READ,
        ),
        Urgency.AT_ONCE,
    ),
    NotificationKind(
        "experience.did_it_help",
        _MINE,
        _words(
            pgettext_lazy("experience", "Did the contact help? %(public_id)s"),
            pgettext_lazy(
                "experience",
                "Two clicks are enough. By %(day)s at the latest the contact is erased here.",
            ),
            pgettext_lazy("experience", "Say whether it helped"),
        ),
    ),
    NotificationKind("experience.office_asked", _OFFICE, _office_words),
)
