"""What people are told of practice cases, and of items that are to be looked at again."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind
from drehscheibe.ui.formats import day

__all__ = ["register_kinds"]


def register_kinds() -> None:
    """Announce the kinds; called from ``AppConfig.ready``."""
    for kind in _KINDS:
        register_kind(kind)


def _proposed(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("A practice case waits for the first check: %(title)s") % context,
        text=_("Somebody has handed it in. Please go through the list for anonymous cases."),
        path=reverse("case_proposal", args=[context["uuid"]]),
        action=_("Check the case"),
    )


def _checked(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("A practice case waits for a second person: %(title)s") % context,
        text=_("It was checked. Somebody else of the office publishes it or sends it back."),
        path=reverse("case_proposal", args=[context["uuid"]]),
        action=_("Look at the case"),
    )


def _returned(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Your practice case was sent back: %(title)s") % context,
        text=_("The service office gave this reason:") + f"\n\n{context['reason']}",
        path=reverse("case_proposal", args=[context["uuid"]]),
        action=_("Read what is missing"),
    )


def _published(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Your practice case is public: %(title)s") % context,
        text=_("Others can learn from it now. Thank you."),
        path=reverse("practice_case_detail", args=[context["slug"]]),
        action=_("Read the case"),
        is_outcome=True,
    )


def _review_due(context: dict[str, Any]) -> Words:
    values = {**context, "day": day(date.fromisoformat(context["review_on"]))}
    return Words(
        subject=_("Please look at it again: %(title)s") % values,
        text=_("It was to be looked at again by %(day)s. Is everything still right?") % values,
        path=reverse("library_reviews"),
        action=_("Open the list"),
    )


_KINDS = (
    NotificationKind(
        "library.case_proposed",
        gettext_lazy("Practice cases that wait for a check"),
        _proposed,
        about=itemgetter("uuid"),
    ),
    NotificationKind(
        "library.case_checked",
        gettext_lazy("Practice cases that wait for a second person"),
        _checked,
        about=itemgetter("uuid"),
    ),
    NotificationKind(
        "library.case_returned",
        gettext_lazy("Practice cases of mine that were sent back"),
        _returned,
        Urgency.AT_ONCE,
        about=itemgetter("uuid"),
    ),
    NotificationKind(
        "library.case_published",
        gettext_lazy("Practice cases of mine that are public now"),
        _published,
        about=itemgetter("uuid"),
    ),
    NotificationKind(
        "library.item_review",
        gettext_lazy(
            "Formats, practice cases, packages and guidelines that are to be looked at again"
        ),
        _review_due,
    ),
)
