"""What people hear about webinars for which they registered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind
from drehscheibe.ui.formats import moment

__all__ = ["register_kinds"]

Values = dict[str, Any]


def register_kinds() -> None:
    """Announce them; called from ``AppConfig.ready``."""
    register_kind(
        NotificationKind(
            "library.my_webinar",
            gettext_lazy("Webinars for which I registered"),
            _words,
            Urgency.AT_ONCE,
            about=lambda context: str(context["token"]),
        )
    )


def _words(context: Values) -> Words:
    reads_english = (get_language() or "de").startswith("en")
    values = {
        **context,
        "title": (reads_english and context.get("title_en")) or context["title"],
        "when": moment(datetime.fromisoformat(context["starts_at"])),
    }
    return _EVENTS[context["event"]](values)


def _own(values: Values) -> str:
    return reverse("webinar_own", args=[values["token"]])


def _confirm(values: Values) -> Words:
    return Words(
        subject=_("Please confirm: %(title)s") % values,
        text=_(
            "Somebody, probably you, registered this address for the webinar on %(when)s. Only when"
            " you confirm do you get a place. If it was not you, you need not do anything."
        )
        % values,
        path=reverse("webinar_confirm", args=[values["confirm_token"]]),
        action=_("Confirm the registration"),
    )


def _already(values: Values) -> Words:
    return Words(
        subject=_("You are registered already: %(title)s") % values,
        text=_(
            "Somebody, probably you, registered this address once more. Nothing has changed. On your"
            " page you see your place and can unregister."
        ),
        path=_own(values),
        action=_("Open my registration"),
    )


def _registered(values: Values) -> Words:
    return Words(
        subject=_("You have a place: %(title)s") % values,
        text=_(
            "The webinar begins on %(when)s. On your page you find the date for your calendar and,"
            " from half an hour before the start, the link to join. We remind you one day and one"
            " hour before.\n\nIf you cannot come, please unregister there: then somebody else gets"
            " the place."
        )
        % values,
        path=_own(values),
        action=_("Open my registration"),
        is_outcome=True,
    )


def _waiting(values: Values) -> Words:
    return Words(
        subject=_("You are on the waiting list: %(title)s") % values,
        text=_(
            "All places of the webinar on %(when)s are taken. As soon as one becomes free and it is"
            " your turn, we write to you."
        )
        % values,
        path=_own(values),
        action=_("Open my registration"),
        is_outcome=True,
    )


def _moved_up(values: Values) -> Words:
    return Words(
        subject=_("You have a place now: %(title)s") % values,
        text=_(
            "A place became free, and it was your turn. The webinar begins on %(when)s. If you"
            " cannot come any more, please unregister."
        )
        % values,
        path=_own(values),
        action=_("Open my registration"),
        is_outcome=True,
    )


def _unregistered(values: Values) -> Words:
    return Words(
        subject=_("You are no longer registered: %(title)s") % values,
        text=_("We have taken you off the list. You get no reminders."),
        path=_own(values),
        action=_("Register again"),
    )


def _moved(values: Values) -> Words:
    old = moment(datetime.fromisoformat(values["before"]))
    return Words(
        subject=_("New date: %(title)s") % values,
        text=_(
            "The webinar was moved from %(old)s. It now begins on %(when)s. Your registration stays."
            " If the new date does not suit you, please unregister."
        )
        % {**values, "old": old},
        path=_own(values),
        action=_("Open my registration"),
        is_outcome=True,
    )


def _cancelled(values: Values) -> Words:
    text = _("The webinar on %(when)s does not take place. We are sorry.") % values
    if values.get("reason"):
        text += f"\n\n{values['reason']}"
    return Words(
        subject=_("Cancelled: %(title)s") % values,
        text=text,
        path=_own(values),
        action=_("Read more"),
        is_outcome=True,
    )


def _day_before(values: Values) -> Words:
    return Words(
        subject=_("Tomorrow: %(title)s") % values,
        text=_(
            "The webinar begins on %(when)s. From half an hour before you find the link to join on"
            " your page. If you cannot come, please unregister there."
        )
        % values,
        path=_own(values),
        action=_("Open my registration"),
    )


def _hour_before(values: Values) -> Words:
    return Words(
        subject=_("In one hour: %(title)s") % values,
        text=_("The webinar begins on %(when)s. The link to join is on your page.") % values,
        path=_own(values),
        action=_("Join the webinar"),
    )


def _thanks(values: Values) -> Words:
    return Words(
        subject=_("Thank you: %(title)s") % values,
        text=_(
            "Was the webinar of use to you? One click is enough, and nobody sees whose answer it is."
            " On the same page you find the recording and the materials as soon as they are there."
        ),
        path=_own(values) + "#feedback",
        action=_("Give feedback"),
    )


def _recording(values: Values) -> Words:
    return Words(
        subject=_("The recording is there: %(title)s") % values,
        text=_("You can watch the webinar now, read what was said, and jump to what you need."),
        path=_own(values),
        action=_("Watch the recording"),
    )


_EVENTS: dict[str, Callable[[Values], Words]] = {
    "confirm": _confirm,
    "already": _already,
    "registered": _registered,
    "waiting": _waiting,
    "moved_up": _moved_up,
    "unregistered": _unregistered,
    "moved": _moved,
    "cancelled": _cancelled,
    "day": _day_before,
    "hour": _hour_before,
    "thanks": _thanks,
    "recording": _recording,
}
