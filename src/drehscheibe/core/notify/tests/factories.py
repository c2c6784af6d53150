"""People and kinds of notification for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone, translation

from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind, tell
from drehscheibe.core.notify.digests import make_due_digests
from drehscheibe.core.notify.kinds import _kinds
from drehscheibe.core.notify.models import Mail

#: The model of people belongs to the room of accounts, which sends its e-mails through this one.
Person = Any

_numbers = count()


def make_person(email: str = "", **fields: Any) -> Person:
    """Return a person whose address is confirmed."""
    address = email or f"person{next(_numbers)}@example.org"
    return get_user_model().objects.create_user(
        address, "correct horse battery", **{"name": "Person", **fields}
    )


def make_words(context: dict[str, Any]) -> Words:
    """Return German or English words about a title."""
    english = (translation.get_language() or "de").startswith("en")
    what = context.get("what") or ("Answer to" if english else "Antwort auf")
    return Words(
        f"{what} {context['title']}",
        "Erster Absatz.\n\nZweiter & Ende.",
        context.get("path", "/de/"),
        "Read" if english else "Lesen",
        is_outcome=context.get("is_outcome", False),
    )


def say(person: Person, n: int = 1, kind: str = "test.answered") -> None:
    """Tell a person facts that are numbered from 0."""
    for number in range(n):
        news(person, f"Nr. {number}", kind, key=f"{kind}:{number}")


def news(
    person: Person,
    title: str,
    kind: str = "test.news",
    *,
    key: str = "",
    **context: Any,
) -> None:
    """Tell a person one thing; ``item`` says what it is about."""
    values = {"title": title, "item": context.pop("item", title), **context}
    tell([person.pk], kind, fact_key=key or f"{kind}:{next(_numbers)}", context=values)


def _item(context: Mapping[str, Any]) -> str:
    return str(context["item"])


@contextmanager
def registered_kinds() -> Iterator[None]:
    """Have one kind of each sort: at once, in the summary, on the hub only, essential."""
    made = (
        NotificationKind("test.answered", "Antworten", make_words, Urgency.AT_ONCE),
        NotificationKind("test.news", "Neuigkeiten", make_words, about=_item),
        NotificationKind("test.later", "Ergebnisse", make_words, Urgency.AT_ONCE, about=_item),
        NotificationKind("test.quiet", "Leises", make_words, Urgency.APP),
        NotificationKind("test.essential", "Eigene Sachen", make_words, is_essential=True),
    )
    for kind in made:
        register_kind(kind)
    yield
    for kind in made:
        _kinds.pop(kind.name, None)


def berlin(day: str, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment in the hub's time zone; ``day`` like 2026-11-18, which is a Wednesday."""
    local = datetime.fromisoformat(day).replace(hour=hour, minute=minute)
    return timezone.make_aware(local)


def morning_mail(*, at: datetime | None = None) -> Mail | None:
    """Run the job at a moment, tomorrow at seven by default; return the newest e-mail if one was made."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    with time_machine.travel(at or tomorrow.replace(hour=7, minute=0, second=5), tick=False):
        made = make_due_digests(timezone.now())
    return Mail.objects.order_by("-pk").first() if made else None
