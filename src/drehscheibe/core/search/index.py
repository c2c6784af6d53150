"""The full-text index: SQLite FTS5 or PostgreSQL ``tsvector``, filled with stems made in Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from drehscheibe.core.search.models import Entry
from drehscheibe.core.text.stems import stems


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
    """

    kind: str
    key: str
    language: str
    title: str
    summary: str
    body: str
    path: str
    audience: str = "public"


@dataclass(frozen=True, slots=True)
class Found:
    """Primary keys of a page of entries, best first, and the number of all."""

    total: int
    keys: list[int]


@transaction.atomic
def put(documents: Iterable[Document]) -> None:
    """Write or replace entries."""
    entries = [_entry(document) for document in documents]
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=[
            "audience",
            "title",
            "summary",
            "path",
            "title_stems",
            "body_stems",
            "changed_at",
        ],
        batch_size=200,
    )
    if connection.vendor == "sqlite":
        wanted = {(e.kind, e.key) for e in entries}
        for kind in {kind for kind, _key in wanted}:
            keys = [key for k, key in wanted if k == kind]
            _refresh_fts(list(Entry.objects.filter(kind=kind, key__in=keys)))


@transaction.atomic
def remove(kind: str, key: str) -> None:
    """Delete the entries of one thing."""
    rows = Entry.objects.filter(kind=kind, key=key)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pk in rows.values_list("pk", flat=True):
                cursor.execute("DELETE FROM search_fts WHERE rowid = %s", [pk])
    rows.delete()


def find(
    text: str,
    *,
    audiences: list[str],
    language: str,
    kinds: list[str],
    limit: int,
    offset: int,
    any_word: bool = False,
) -> Found:
    """Return the entries that contain every word of the text, or a word that begins with it.

    With ``any_word`` one of the words is enough.
    """
    select = _select(text, audiences=audiences, language=language, kinds=kinds, any_word=any_word)
    if select is None:
        return Found(0, [])
    statement, parameters = select
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, COUNT(*) OVER () {statement} LIMIT %s OFFSET %s",
            [*parameters, limit, offset],
        )
        rows = cursor.fetchall()
    return Found(total=rows[0][1] if rows else 0, keys=[row[0] for row in rows])


def find_keys(
    text: str, *, audiences: list[str], language: str, kind: str, limit: int
) -> list[str]:
    """Return the keys of all entries of one kind that the words find, best first."""
    select = _select(text, audiences=audiences, language=language, kinds=[kind])
    if select is None:
        return []
    statement, parameters = select
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.key {statement} LIMIT %s",
            [*parameters, limit],
        )
        return [str(row[0]) for row in cursor.fetchall()]


def _select(
    text: str, *, audiences: list[str], language: str, kinds: list[str], any_word: bool = False
) -> tuple[str, list[str]] | None:
    """Return the query from FROM to ORDER BY with its parameters; None if there are no words."""
    words = list(dict.fromkeys(stems(text[:200], language)))[:12]
    if not words:
        return None
    query = _sqlite_query if connection.vendor == "sqlite" else _postgresql_query
    statement, parameters = query(words, any_word=any_word)
    conditions = ["e.language = %s", f"e.audience IN ({_marks(audiences)})"]
    values: list[str] = [language, *audiences]
    if kinds:
        conditions.append(f"e.kind IN ({_marks(kinds)})")
        values.extend(kinds)
    where = " AND ".join(conditions)
    return f"FROM ({statement}) AS e WHERE {where} ORDER BY e.rank, e.title", [*parameters, *values]


def _marks(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


#: What conditions and order ask for; whole rows would be copied, texts and all, to be sorted.
_COLUMNS = "s.id, s.kind, s.key, s.language, s.audience, s.title"

_SQLITE_SELECT = (
    f"SELECT {_COLUMNS}, bm25(search_fts, 6.0, 1.0) AS rank FROM search_fts"  # noqa: S608 -- own constant
    # CROSS: words first, then their entries. Left to itself, SQLite begins with the audience and asks
    # the words once per entry, which takes a hundred times as long.
    " CROSS JOIN search_entry s ON s.id = search_fts.rowid WHERE search_fts MATCH %s"
)


def _sqlite_query(words: list[str], *, any_word: bool) -> tuple[str, list[str]]:
    match = (" OR " if any_word else " AND ").join(f'"{word}"*' for word in words)
    return (
        _SQLITE_SELECT,
        [match],
    )


#: Title counts more than body; must equal the expression of the index in the migration.
POSTGRESQL_VECTOR = (
    "(setweight(to_tsvector('simple', title_stems), 'A')"
    " || setweight(to_tsvector('simple', body_stems), 'C'))"
)


_POSTGRESQL_SELECT = (
    f"SELECT {_COLUMNS}, -ts_rank({POSTGRESQL_VECTOR}, to_tsquery('simple', %s)) AS rank"  # noqa: S608 -- own constant
    f" FROM search_entry s WHERE {POSTGRESQL_VECTOR} @@ to_tsquery('simple', %s)"
)


def _postgresql_query(words: list[str], *, any_word: bool) -> tuple[str, list[str]]:
    query = (" | " if any_word else " & ").join(f"'{word}':*" for word in words)
    return (
        _POSTGRESQL_SELECT,
        [query, query],
    )


def _entry(document: Document) -> Entry:
    return Entry(
        kind=document.kind,
        key=document.key,
        language=document.language,
        audience=document.audience,
        title=document.title[:300],
        summary=document.summary,
        path=document.path,
        title_stems=" ".join(stems(document.title, document.language)),
        body_stems=" ".join(stems(f"{document.summary} {document.body}", document.language)),
    )


def _refresh_fts(entries: list[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_fts WHERE rowid = %s", [(e.pk,) for e in entries])
        cursor.executemany(
            "INSERT INTO search_fts (rowid, title_stems, body_stems) VALUES (%s, %s, %s)",
            [(e.pk, e.title_stems, e.body_stems) for e in entries],
        )
