"""Find what a person may see by what is meant, the same way on every database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.search import index, misses, suggestions
from drehscheibe.core.search.index import Document
from drehscheibe.core.search.models import Entry
from drehscheibe.core.search.shelf import Wanted
from drehscheibe.core.search.shelf import shelf as shelf_of
from drehscheibe.core.search.sources import register_source
from drehscheibe.core.search.suggestions import Reason, Suggestion, reasons_of
from drehscheibe.core.text.marking import find_passage
from drehscheibe_engines.matching import How

__all__ = [
    "NETWORK",
    "Document",
    "Hit",
    "How",
    "Reason",
    "Results",
    "Suggestion",
    "audiences_of",
    "find",
    "find_at",
    "find_keys",
    "list_kinds",
    "list_known",
    "list_named",
    "note_miss",
    "note_missing_help",
    "put",
    "register_source",
    "remove",
    "suggest",
    "words_of_the_field",
]


#: Audience of what everybody may find who acts under a valid mandate.
NETWORK = "network"
#: Longer texts are asked by their beginning only.
LONGEST_TEXT = 200
#: How well each word must be answered: also by what is close to it, or by what means it.
_ANSWERED, _MEANT = 0.3, 0.5
#: What scores below this share of the best is not shown.
_CUT_EVERY, _CUT_ANY = 0.0, 0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing, and by which words it was found.

    ``passage`` is where such a word stands in the text, empty if title or summary show one.
    """

    kind: str
    key: str
    title: str
    summary: str
    path: str
    why: tuple[Reason, ...] = ()
    is_example: bool = False
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first, how many there are in all, and how many of each kind.

    ``counts`` does not heed the wanted kinds: it says what would be there with another one.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


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


def find_at(path: str, *, actor: Actor) -> tuple[str, str] | None:
    """Return kind and key of the thing whose page stands at a path, if the actor may see it."""
    rows = Entry.objects.filter(path=path, audience__in=audiences_of(actor))
    return rows.values_list("kind", "key").order_by("pk").first()


def list_named(names: Iterable[tuple[str, str]], *, actor: Actor, language: str) -> list[Hit]:
    """Return things by kind and key, in their order, without those that the actor may not see; one query."""
    wanted = list(names)
    rows = Entry.objects.filter(
        audience__in=audiences_of(actor),
        language=language,
        kind__in={kind for kind, _key in wanted},
        key__in={key for _kind, key in wanted},
    ).only("kind", "key", "title", "summary", "path")
    found = {(e.kind, e.key): Hit(e.kind, e.key, e.title, e.summary, e.path) for e in rows}
    return [found[name] for name in wanted if name in found]


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


def find(  # noqa: PLR0913 -- each narrows what is found
    text: str,
    *,
    actor: Actor,
    language: str,
    kinds: Iterable[str] = (),
    topic: str = "",
    land: str = "",
    bench: str = "",
    limit: int = 20,
    offset: int = 0,
    any_word: bool = False,
) -> Results:
    """Return what the words find among the things that the actor may see, best first.

    Every word must be answered: by itself in any form, in a compound, by a synonym or by what is close to it.
    With ``any_word`` one of the words is enough, for looking for similar things. ``topic``, ``land`` and
    ``bench`` narrow by codes.
    """
    wanted = Wanted(tuple(audiences_of(actor)), (), topic, land, bench)
    shelf = shelf_of(language)
    found = shelf.find(
        text[:LONGEST_TEXT],
        wanted,
        every_word=0.0 if any_word else _ANSWERED,
        cut=_CUT_ANY if any_word else _CUT_EVERY,
    )
    entries = found.list_entries(frozenset(kinds))
    page = entries[offset : offset + limit]
    # The shelf has sorted out what the actor may not see; the database is asked again all the same.
    rows = (
        Entry.objects.filter(audience__in=wanted.audiences)
        .only("kind", "key", "title", "summary", "body", "path", "is_example")
        .in_bulk(page)
    )
    hits = (_hit(row, reasons_of(shelf.explain(found, pk))) for pk in page if (row := rows.get(pk)))
    return Results(total=len(entries), hits=tuple(hits), counts=Counter(found.kinds))


def _hit(row: Entry, why: tuple[Reason, ...]) -> Hit:
    met = [reason.met for reason in why]
    is_shown = find_passage(f"{row.title} {row.summary}", met)
    passage = "" if is_shown else find_passage(row.body, met)
    return Hit(row.kind, row.key, row.title, row.summary, row.path, why, row.is_example, passage)


def find_keys(text: str, *, actor: Actor, language: str, kind: str, limit: int = 2000) -> list[str]:
    """Return the keys of everything of one kind that the words find, best first; one query.

    For rooms that narrow their own lists by words and show their own rows; what is only close to the
    words is left out.
    """
    wanted = Wanted(tuple(audiences_of(actor)), (kind,))
    found = shelf_of(language).find(text[:LONGEST_TEXT], wanted, every_word=_MEANT, cut=_CUT_EVERY)
    return list(found.keys[:limit])


def suggest(
    text: str,
    *,
    kinds: Iterable[str],
    actor: Actor,
    limit: int = 3,
    language: str | None = None,
    only_answered: bool = False,
) -> list[Suggestion]:
    """Return what may already help with a problem told in a few sentences, best first.

    Only what the actor may see, each with its reasons (``Reason.label`` is a short sentence to show).
    ``language`` is that of the page unless given; nothing is returned when nothing is close. With
    ``only_answered`` only what an answer was given to.
    """
    wanted = Wanted(tuple(audiences_of(actor)), tuple(kinds), only_answered=only_answered)
    used = language or (get_language() or "de")[:2]
    return suggestions.suggest(text, wanted, language=used, limit=limit)


def list_kinds(actor: Actor, language: str) -> frozenset[str]:
    """Return the kinds of which the actor may find at least one thing."""
    return shelf_of(language).list_kinds(Wanted(tuple(audiences_of(actor))))


def words_of_the_field(text: str) -> frozenset[str]:
    """Return the words of a text that are words of the field, as written; one query."""
    return frozenset(misses.words_of_the_field(text))


def note_missing_help(text: str, language: str) -> None:
    """Count that a situation found no help, by the words of the field in it and by no other word.

    What somebody writes about a situation may be confidential: neither the text nor words that
    stand beside each other in it are kept.
    """
    misses.note_words_of_the_field(text, language)


def note_miss(text: str, language: str) -> None:
    """Count words that found nothing, for the office; nothing that could name a person is kept."""
    misses.note(text, language)
