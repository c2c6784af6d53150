"""What can be told, as data: a subject, paragraphs, and the page where it goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import Decision, Helped, Rejection
from drehscheibe.core.notify.api import Words
from drehscheibe.ui.formats import day

__all__ = ["Event", "make_words_from"]

Context = dict[str, Any]
Text = str | Promise

_NAMES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Event:
    """Something people are told.

    Attributes
    ----------
    subject : str
        With the names of stored values as ``%(title)s``; so are the paragraphs.
    paragraphs : tuple of str
        One that names a value which is not there is left out.
    page : str
        Name of the address where it goes on.
    action : str
        Words of the button that leads there.
    key : str
        Which stored value the address takes.
    is_outcome : bool
        Something came to its end; a summary names it first.
    """

    subject: Text
    paragraphs: tuple[Text, ...]
    page: str
    action: Text
    key: str = "public_id"
    is_outcome: bool = False


def make_words_from(events: Mapping[str, Event]) -> Callable[[Context], Words]:
    """Return what makes words of a stored context, whose ``event`` names one of these."""

    def make_words(context: Context) -> Words:
        event = events[context["event"]]
        values = _in_words(context)
        texts = (_fill(paragraph, values) for paragraph in event.paragraphs)
        return Words(
            subject=str(event.subject) % values,
            text="\n\n".join(text for text in texts if text),
            path=reverse(event.page, args=[context[event.key]]),
            action=str(event.action),
            is_outcome=event.is_outcome,
        )

    return make_words


def _in_words(context: Context) -> Context:
    """Return the stored values as people read them: labels for codes, a date as a date."""
    values = {**context, "title": context.get("title") or _("no title yet")}
    due_on = context.get("due_on")
    values["day"] = day(date.fromisoformat(due_on)) if due_on else ""
    for name, vocabulary in (("decision", Decision), ("helped", Helped), ("reason", Rejection)):
        if name in context:
            values[name] = vocabulary(context[name]).label
    if "concerns" in context:
        values["count"] = len(context["concerns"])
        values["list"] = "\n".join(
            f"{public_id} {title}: {Decision(decision).label}"
            for public_id, title, decision in context["concerns"]
        )
    return values


def _fill(paragraph: Text, values: Context) -> str:
    text = str(paragraph)
    if all(values.get(name) for name in _NAMES.findall(text)):
        return text % values
    return ""
