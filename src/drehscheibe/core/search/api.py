"""Find what a person may see, by word stems, the same way on every database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import index
from drehscheibe.core.search.index import Document
from drehscheibe.core.search.models import Entry

__all__ = [
    "NETWORK",
    "Document",
    "Hit",
    "Results",
    "audiences_of",
    "find",
    "find_keys",
    "list_known",
    "put",
    "remove",
]


#: Audience of what everybody may find who acts under a valid mandate.
NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing."""

    kind: str
    key: str
    title: str
    summary: str
    path: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def put(documents: Iterable[Document]) -> None:
    """Make things findable, or change how they are found; in the transaction of their change."""
    index.put(documents)


def remove(kind: str, key: str) -> None:
    """Make a thing unfindable, in all languages."""
    index.remove(kind, key)


def list_known(kind: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return title and summary of everything findable of one kind, by key and language; one query.

    For rooms that bring the index up to date at every start, and mostly find it so.
    """
    rows = Entry.objects.filter(kind=kind).values_list("key", "language", "title", "summary")
    return {(key, language): (title, summary) for key, language, title, summary in rows}


def audiences_of(actor: Actor) -> list[str]:
    """Return the audiences to which the actor belongs."""
    audiences = ["public"]
    if actor.is_known:
        audiences.append(f"person:{actor.person_id}")
    if actor.organisation_id is not None:
        audiences.append(f"org:{actor.organisation_id}")
    if actor.mandate_id is not None:
        audiences.append(NETWORK)
    if actor.is_office:
        audiences.append("office")
    return audiences


def find(
    text: str,
    *,
    actor: Actor,
    language: str,
    kinds: Iterable[str] = (),
    limit: int = 20,
    offset: int = 0,
    any_word: bool = False,
) -> Results:
    """Return what the words find among the things that the actor may see, best first.

    With ``any_word`` one of the words is enough, for looking for similar things.
    """
    found = index.find(
        text,
        audiences=audiences_of(actor),
        language=language,
        kinds=list(kinds),
        limit=limit,
        offset=offset,
        any_word=any_word,
    )
    rows = Entry.objects.only("kind", "key", "title", "summary", "path").in_bulk(found.keys)
    hits = (rows[pk] for pk in found.keys if pk in rows)
    return Results(
        total=found.total,
        hits=tuple(Hit(e.kind, e.key, e.title, e.summary, e.path) for e in hits),
    )


def find_keys(text: str, *, actor: Actor, language: str, kind: str, limit: int = 2000) -> list[str]:
    """Return the keys of everything of one kind that the words find, best first; one query.

    For rooms that narrow their own lists by words and show their own rows.
    """
    return index.find_keys(
        text, audiences=audiences_of(actor), language=language, kind=kind, limit=limit
    )
