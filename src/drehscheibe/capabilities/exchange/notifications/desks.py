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
