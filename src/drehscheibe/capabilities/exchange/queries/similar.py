"""Find concerns that somebody may be about to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.exchange.queries.support import keep_joinable
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import api as search
from drehscheibe.core.text.stems import stems

#: Words that say nothing about a topic, as stems; longer ones only, short ones are left out anyway.
_EMPTY = frozenset(
    stem
    for word in [
        "nicht",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "sind",
        "wird",
        "werden",
        "wurde",
        "haben",
        "unser",
        "unsere",
        "unseren",
        "mehr",
        "sehr",
        "viel",
        "viele",
        "noch",
        "auch",
        "oder",
        "aber",
        "weil",
        "dass",
        "damit",
        "durch",
        "gegen",
        "ohne",
        "unter",
        "über",
        "zwischen",
        "kein",
        "keine",
        "keinen",
        "müssen",
        "können",
        "sollen",
        "lange",
        "unternehmen",
        "betrieb",
        "betriebe",
    ]
    for stem in stems(word, "de")
)
MIN_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Similar:
    """A concern with words in common; ``may_join``: whether the reader could support it now."""

    public_id: str
    title: str
    path: str
    may_join: bool


def list_similar(
    title: str, *, actor: Actor, language: str, besides: str = "", limit: int = 5
) -> list[Similar]:
    """Return concerns open to the actor whose titles share words with this one, closest first.

    At least two of its telling words must be shared, or the only one there is.
    """
    words = telling_words(title)
    if not words:
        return []
    found = search.find(
        " ".join(sorted(words)),
        actor=actor,
        language=language,
        kinds=["signal"],
        limit=20,
        any_word=True,
    )
    scored = [
        (len(words & telling_words(hit.title)), hit) for hit in found.hits if hit.key != besides
    ]
    close = [(score, hit) for score, hit in scored if score >= min(2, len(words))]
    close.sort(key=lambda pair: -pair[0])
    nearest = [hit for _score, hit in close[:limit]]
    joinable = keep_joinable(actor, [hit.key for hit in nearest]) if nearest else set()
    return [Similar(hit.key, hit.title, hit.path, hit.key in joinable) for hit in nearest]


def telling_words(title: str) -> set[str]:
    """Return the stems of a title that say what it is about."""
    return {stem for stem in stems(title[:200], "de") if len(stem) >= MIN_LETTERS} - _EMPTY
