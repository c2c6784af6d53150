"""What the bodies are told that have to answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event

__all__ = ["EVENTS"]

_OPEN = _("Open the concern")
_NOTHING_TO_DO = _("Nothing to do any more: %(title)s")
_READ_AND_ANSWER = _("Read and answer")

EVENTS = {
    "desk_new": Event(
        _("Please answer by %(day)s: %(title)s"),
        (
            _("The service office has handed concern %(public_id)s over to you."),
            "%(covering_note)s",
            _("Your answer goes to everybody who took part in it."),
        ),
        "signal_desk",
        _READ_AND_ANSWER,
    ),
    "desk_late": Event(
        _("Overdue since %(day)s: %(title)s"),
        (
            _(
                "An answer to concern %(public_id)s is still missing. If it is not yours to give,"
                " send it back to the service office."
            ),
        ),
        "signal_desk",
        _READ_AND_ANSWER,
    ),
    "desk_late_promise": Event(
        _("Overdue since %(day)s: %(title)s"),
        (
            _(
                "What you promised for concern %(public_id)s is due. Please say that it is in"
                " effect, or name a new day and the reason."
            ),
        ),
        "signal_desk",
        _OPEN,
    ),
    "desk_promised": Event(
        _("Please keep it by %(day)s: %(title)s"),
        (
            _(
                "Your answer to concern %(public_id)s is accepted. It promises something for"
                " %(day)s. Say here when that is in effect."
            ),
        ),
        "signal_desk",
        _OPEN,
    ),
    "desk_in_effect": Event(
        _("In effect: %(title)s"),
        (
            _("The service office has noted that your promise is in effect:"),
            "%(note)s",
        ),
        "signal_desk",
        _OPEN,
    ),
    "desk_clarified": Event(
        _("Your question is answered: %(title)s"),
        (
            _("The authors of concern %(public_id)s have answered."),
            _("Your date moves by the days that you waited: %(day)s."),
        ),
        "signal_desk",
        _READ_AND_ANSWER,
    ),
    "desk_forwarded": Event(
        _("Please answer by %(day)s: %(title)s"),
        (
            _("%(from_desk)s has passed concern %(public_id)s on to you."),
            "%(covering_note)s",
            _("Your answer goes to everybody who took part in it."),
        ),
        "signal_desk",
        _READ_AND_ANSWER,
    ),
    "desk_forwarded_answered": Event(
        _("What you passed on is answered: %(title)s"),
        (_("%(desk)s has answered concern %(public_id)s: %(decision)s."),),
        "signal_desk",
        _("Read the answer"),
    ),
    "desk_answered_together": Event(
        _("What you passed on is answered: %(count)s concerns"),
        (_("%(desk)s has answered them at once:"), "%(list)s"),
        "common_answer",
        _("Read the answers"),
        key="common",
    ),
    "desk_gone": Event(
        _NOTHING_TO_DO,
        (_("Concern %(public_id)s was withdrawn by its authors. You need not answer it."),),
        "signal_desk",
        _OPEN,
    ),
    "desk_called_back": Event(
        _NOTHING_TO_DO,
        (_("The service office has called concern %(public_id)s back. You need not answer it."),),
        "signal_desk",
        _OPEN,
    ),
    "desk_rated": Event(
        _("Did your answer help? %(helped)s: %(title)s"),
        (
            _("The authors of concern %(public_id)s have said whether your answer helps."),
            "%(note)s",
        ),
        "signal_desk",
        _OPEN,
    ),
}
