"""What the service office is told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event, Text

__all__ = ["EVENTS"]


def _event(subject: Text) -> Event:
    return Event(
        subject,
        ("%(public_id)s: %(title)s", _("Due by %(day)s.")),
        "signal_office",
        _("Open the concern"),
    )


EVENTS = {
    "office_new": _event(_("New concern: %(title)s")),
    "office_clarified": _event(_("Your question is answered: %(title)s")),
    "office_back": _event(_("Sent back by %(desk)s: %(title)s")),
    "office_answered": _event(_("Answered by %(desk)s: %(title)s")),
    "office_answered_together": Event(
        _("%(count)s concerns answered by %(desk)s"),
        ("%(list)s",),
        "common_answer",
        _("Read the answers"),
        key="common",
    ),
    "office_answer_withdrawn": _event(_("Answer withdrawn by %(desk)s: %(title)s")),
    "office_forwarded": _event(_("Passed on from %(from_desk)s to %(desk)s: %(title)s")),
    "office_left_behind": _event(_("%(desk)s no longer exists: %(title)s")),
    "office_postponed": _event(_("Postponed by %(desk)s: %(title)s")),
    "office_in_effect": _event(_("In effect: %(title)s")),
    "office_rated": _event(_("Feedback on an answer: %(title)s")),
    "office_withdrawn": _event(_("Withdrawn by its authors: %(title)s")),
    "office_late": _event(_("Overdue: %(title)s")),
}
