"""Write what can be found into the database; every process reads it from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from drehscheibe.core.search.models import Entry, make_version


@dataclass(frozen=True, slots=True)
class Document:
    """What a room gives to be found.

    Attributes
    ----------
    kind, key : str
        Registered kind and stable identifier; together with ``language`` they name the entry.
    audience : str
        ``public``, ``network`` (people under a mandate), ``office``, ``org:<id>`` or ``person:<id>``: who may find it.
    path : str
        Address of its page with locale.
    topics, lands, benches : tuple of str
        Codes of its topics, Länder and benches (who carries it or took part), by which results can
        be narrowed; empty where nothing is known.
    is_example : bool
        Made up for demonstrations: marked wherever it is shown.
    is_answered : bool
        An answer to it stands.
    """

    kind: str
    key: str
    language: str
    title: str
    summary: str
    body: str
    path: str
    audience: str = "public"
    topics: tuple[str, ...] = ()
    lands: tuple[str, ...] = ()
    benches: tuple[str, ...] = ()
    is_example: bool = False
    is_answered: bool = False


@transaction.atomic
def put(documents: Iterable[Document]) -> None:
    """Write or replace entries."""
    Entry.objects.bulk_create(
        [_entry(document) for document in documents],
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=[
            "audience",
            "title",
            "summary",
            "body",
            "path",
            "topics",
            "lands",
            "benches",
            "is_example",
            "is_answered",
            "version",
            "changed_at",
        ],
        batch_size=200,
    )


def remove(kind: str, key: str) -> None:
    """Delete the entries of one thing."""
    Entry.objects.filter(kind=kind, key=key).delete()


def _entry(document: Document) -> Entry:
    return Entry(
        kind=document.kind,
        key=document.key,
        language=document.language,
        audience=document.audience,
        title=document.title[:300],
        summary=document.summary,
        body=document.body,
        path=document.path,
        topics=" ".join(document.topics)[:400],
        lands=" ".join(document.lands)[:100],
        benches=" ".join(document.benches)[:200],
        is_example=document.is_example,
        is_answered=document.is_answered,
        version=make_version(),
    )
