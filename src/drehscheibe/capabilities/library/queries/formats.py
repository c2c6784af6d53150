"""Named reads of formats; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from drehscheibe.capabilities.library.choices.format import Goal, Guests, Hybrid, Situation
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.rules import format as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import api as search
from drehscheibe.core.text.one_line import one_line
from drehscheibe.core.text.spoken import quote

__all__ = [
    "SEARCH_KIND",
    "Filters",
    "formats_visible_to",
    "list_due",
    "list_in_order",
    "lock_format",
    "narrow",
]

#: Of search entry, help votes and audit lines.
SEARCH_KIND = "format"

_VOCABULARIES = {"goal": Goal, "situation": Situation, "guests": Guests, "hybrid": Hybrid}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader looks for; empty means everything."""

    text: str = ""
    goal: str = ""
    situation: str = ""
    guests: str = ""
    hybrid: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Filters:
        """Take what is known of an address; what is not is left out."""
        known = {
            name: values.get(name, "") if values.get(name, "") in vocabulary.values else ""
            for name, vocabulary in _VOCABULARIES.items()
        }
        return cls(text=one_line(values.get("q", ""), 200), **known)

    def as_values(self) -> dict[str, str]:
        """Return the filters as the address has them."""
        return {
            "q": self.text,
            "goal": self.goal,
            "situation": self.situation,
            "guests": self.guests,
            "hybrid": self.hybrid,
        }

    def labels(self) -> dict[str, str]:
        """Return what each filter in use says, by its name in the address."""
        values = self.as_values()
        return {
            name: quote(value) if name == "q" else str(_VOCABULARIES[name](value).label)
            for name, value in values.items()
            if value
        }


def formats_visible_to(actor: Actor) -> QuerySet[EventFormat]:
    """Return the formats that the actor may read: what is public, for the office all."""
    rows = EventFormat.objects.select_related("owner")
    return rows if rules.may_keep(actor) else rows.filter(is_public=True)


def narrow(
    rows: QuerySet[EventFormat], filters: Filters, *, actor: Actor, language: str
) -> list[EventFormat]:
    """Return what the filters leave, best hits of words first."""
    # A catalogue is small; two databases ask about JSON lists in two ways.
    fitting = [
        one
        for one in rows
        if (not filters.goal or filters.goal in one.goals)
        and (not filters.situation or filters.situation in one.situations)
        and (not filters.guests or filters.guests in one.guests)
        and (not filters.hybrid or filters.hybrid == one.hybrid)
    ]
    if not filters.text:
        return fitting
    keys = search.find_keys(filters.text, actor=actor, language=language, kind=SEARCH_KIND)
    found = {one.slug: one for one in fitting}
    return [found[key] for key in keys if key in found]


def list_in_order(rows: QuerySet[EventFormat], slugs: Iterable[str]) -> list[EventFormat]:
    """Return the formats of these slugs in this order; unknown ones are left out."""
    wanted = list(slugs)
    found = {one.slug: one for one in rows.filter(slug__in=wanted)}
    return [found[slug] for slug in wanted if slug in found]


def lock_format(pk: int) -> EventFormat:
    """Lock a format until the end of the transaction."""
    return EventFormat.objects.select_for_update(of=("self",)).get(pk=pk)


def list_due(until: date) -> list[EventFormat]:
    """Return public formats whose review date comes by then."""
    return list(EventFormat.objects.filter(is_public=True, review_on__lte=until))
