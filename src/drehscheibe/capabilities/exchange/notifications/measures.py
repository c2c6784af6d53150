"""What people are told of measures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event

__all__ = ["EVENTS"]

_OPEN = _("Open the measure")
_HALF_YEAR = _(
    "Twice a year we ask whether a measure in the public register is still right. If it is, one"
    " press is enough; you do not need to log in. If something has changed, the same page leads you"
    " to the place where you can change it."
)

EVENTS = {
    "measure_new": Event(
        _("It has become a measure: %(title)s"),
        (
            _(
                "%(lead)s is in the lead of measure %(public_id)s. It goes back to something in which you took part."
            ),
        ),
        "measure_detail",
        _OPEN,
    ),
    "measure_for_us": Event(
        _("You are in the lead: %(title)s"),
        (
            _("Measure %(public_id)s is in the public register with %(lead)s in the lead."),
            _("You can change it. By %(day)s we ask you whether everything is still right."),
        ),
        "measure_detail",
        _OPEN,
    ),
    "measure_taken_over": Event(
        _("You are in the lead now: %(title)s"),
        (
            _("Measure %(public_id)s was led by %(before)s until now."),
            _("Please look by %(day)s whether everything about it is still right."),
        ),
        "measure_edit",
        _("Look at the measure"),
    ),
    "measure_passed_on": Event(
        _("Another body is in the lead: %(title)s"),
        (
            _(
                "%(lead)s now leads measure %(public_id)s in the place of %(before)s. It goes back to something in which you took part."
            ),
        ),
        "measure_detail",
        _OPEN,
    ),
    "measure_left": Event(
        _("%(before)s no longer exists: %(title)s"),
        (
            _(
                "%(lead)s now leads measure %(public_id)s in the place of %(before)s. It goes back to something in which you took part."
            ),
        ),
        "measure_detail",
        _OPEN,
    ),
    "measure_done": Event(
        _("Done: %(title)s"),
        (_("Measure %(public_id)s is done. It goes back to something in which you took part."),),
        "measure_detail",
        _OPEN,
        is_outcome=True,
    ),
    "measure_dropped": Event(
        _("Given up: %(title)s"),
        (
            _(
                "Measure %(public_id)s was given up. It goes back to something in which you took part."
            ),
            _("Reason: %(note)s"),
        ),
        "measure_detail",
        _OPEN,
        is_outcome=True,
    ),
    "measure_review": Event(
        _("Still right? Please look by %(day)s: %(title)s"),
        (_HALF_YEAR,),
        "measure_review_link",
        _("Look at the measure and confirm it"),
        key="token",
    ),
    "measure_late": Event(
        _("Overdue since %(day)s: %(title)s"),
        (
            _("Nobody has looked at measure %(public_id)s in time. Everybody can see that."),
            _HALF_YEAR,
        ),
        "measure_review_link",
        _("Look at the measure and confirm it"),
        key="token",
    ),
}
