"""What may already help somebody who is about to ask, each with its reason: the one place for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import api as search

__all__ = ["Suggestion", "search_hub", "suggest_help"]

MOST = 3
#: What one can learn from, or join: the library first of all.
HELPFUL = ("practice_case", "checklist", "format", "question", "signal", "dossier")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something of the hub that may help already.

    Attributes
    ----------
    reason : str
        Why it stands here, in words.
    """

    title: str
    summary: str
    path: str
    kind: str
    reason: str


def suggest_help(text: str, *, actor: Actor, limit: int = MOST) -> list[Suggestion]:
    """Return up to three things that answer what somebody wrote, best first."""
    found = search.suggest(text, kinds=HELPFUL, actor=actor, limit=limit)
    return [
        Suggestion(one.title, one.summary, one.path, one.kind, _join(one.why))
        for one in found
        if one.why
    ]


def _join(why: tuple[search.Reason, ...]) -> str:
    return "; ".join(reason.label for reason in why)


def search_hub(text: str, *, actor: Actor, limit: int = 8) -> list[search.Hit]:
    """Return things of the hub that the office may hand over, found by words."""
    language = (get_language() or "de")[:2]
    return list(search.find(text, actor=actor, language=language, limit=limit).hits)
