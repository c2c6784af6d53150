"""Why something was found, and what may already help somebody who describes a problem."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drehscheibe.core.search.models import Entry
from drehscheibe.core.search.shelf import Wanted, shelf
from drehscheibe_engines.matching import How
from drehscheibe_engines.matching import Reason as EngineReason

#: What scores below this share of the best does not help.
_CUT = 0.35
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was found: a word that was asked, the word that was met, and how."""

    asked: str
    met: str
    how: How

    @property
    def label(self) -> str:
        """Return the reason as a few words in the reader's language."""
        if self.how is How.SAME:
            return _("Contains “%(met)s”") % {"met": self.met}
        texts = {
            How.INFLECTION: _("“%(met)s”, a form of “%(asked)s”"),
            How.PART: _("“%(met)s” shares a part with “%(asked)s”"),
            How.SYNONYM: _("“%(met)s” means “%(asked)s”"),
            How.RELATED: _("“%(met)s” is close to “%(asked)s”"),
            How.SPELLING: _("“%(met)s” is spelled like “%(asked)s”"),
        }
        return texts[self.how] % {"met": self.met, "asked": self.asked}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing that may help, and why; the first reason is the strongest."""

    kind: str
    key: str
    title: str
    summary: str
    path: str
    score: float
    why: tuple[Reason, ...]
    topics: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    is_example: bool = False


def suggest(text: str, wanted: Wanted, *, language: str, limit: int) -> list[Suggestion]:
    """Return what answers the text, best first."""
    found = shelf(language).find(text[:4000], wanted, every_word=0.0, cut=_CUT)
    entries = found.entries[:limit]
    rows = Entry.objects.filter(audience__in=wanted.audiences).in_bulk(entries)
    return [
        Suggestion(
            row.kind,
            row.key,
            row.title,
            row.summary,
            row.path,
            score,
            reasons_of(shelf(language).explain(found, row.pk)),
            tuple(row.topics.split()),
            tuple(row.lands.split()),
            row.is_example,
        )
        for pk, score in zip(entries, found.scores, strict=False)
        if (row := rows.get(pk))
    ]


def reasons_of(why: tuple[EngineReason, ...]) -> tuple[Reason, ...]:
    """Return the strongest reasons, one for each word of the text."""
    first: dict[str, Reason] = {}
    for one in why:
        first.setdefault(one.met.lower(), Reason(one.asked, one.met, one.how))
    return tuple(first.values())[:_MOST_REASONS]
