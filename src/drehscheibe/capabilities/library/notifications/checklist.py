"""What people are told of checklists."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drehscheibe.core.notify.api import NotificationKind, Words, register_kind
from drehscheibe.core.text.spoken import say
from drehscheibe.ui.formats import day

__all__ = ["register_kinds"]


def register_kinds() -> None:
    """Announce the kinds; called from ``AppConfig.ready``."""
    register_kind(
        NotificationKind(
            "library.item_due",
            gettext_lazy("What is due in our checklists"),
            _item_due,
            about=itemgetter("copy"),
        )
    )
    register_kind(
        NotificationKind(
            "library.checklist_changed",
            gettext_lazy("Changes of checklists with which we work"),
            _checklist_changed,
            about=itemgetter("copy"),
        )
    )
    register_kind(
        NotificationKind(
            "library.checklist_review",
            gettext_lazy("Checklists that are to be looked at again"),
            _checklist_review,
            about=itemgetter("slug"),
        )
    )


def _item_due(context: dict[str, Any]) -> Words:
    # Notifications of an earlier release have no English words.
    text = say(context["text"], context.get("text_en", ""))
    values = {**context, "text": text, "day": day(date.fromisoformat(context["due_on"]))}
    subject = _("Due by %(day)s: %(text)s")
    if context["is_late"]:
        subject = _("Overdue since %(day)s: %(text)s")
    return Words(
        subject=subject % values,
        text=_("It stands in your checklist “%(title)s”.") % values,
        path=reverse("copy_item", args=[context["copy"], context["item"]]),
        action=_("Open the item"),
    )


def _checklist_changed(context: dict[str, Any]) -> Words:
    number = context["changes"]
    return Words(
        subject=_("The checklist has changed: %(title)s") % context,
        text=ngettext(
            "%(n)s change concerns your copy. You decide whether you take it over. Your notes stay.",
            "%(n)s changes concern your copy. You decide one by one what you take over. Your notes stay.",
            number,
        )
        % {"n": number},
        path=reverse("copy_changes", args=[context["copy"]]),
        action=_("Look at the changes"),
    )


def _checklist_review(context: dict[str, Any]) -> Words:
    title = say(context["title"], context.get("title_en", ""))
    values = {**context, "title": title, "day": day(date.fromisoformat(context["review_on"]))}
    return Words(
        subject=_("Please look at it again: %(title)s") % values,
        text=_("The checklist was to be looked at again by %(day)s. Is everything still right?")
        % values,
        path=reverse("master_work", args=[context["slug"]]),
        action=_("Open the checklist"),
    )
