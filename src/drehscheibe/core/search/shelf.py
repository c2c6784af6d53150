"""The entries of one language in the memory of this process, brought up to date by every question.

A process is behind when number or sum of the versions differ from those of the database: one query on an index,
right in every transaction and after every rollback, with any number of processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from drehscheibe.core.search.models import Entry
from drehscheibe.core.search.words import make_analyser
from drehscheibe_engines.matching import MatchIndex, Ranking, Reason

_FINGERPRINT = """
SELECT (SELECT COUNT(*) FROM search_entry WHERE language = %s),
 (SELECT COALESCE(SUM(version), 0) FROM search_entry WHERE language = %s),
 (SELECT COALESCE(SUM(version), 0) FROM search_wordgroup),
 (SELECT COALESCE(SUM(version), 0) FROM search_split)
"""
_AT_ONCE = 500
_MOST_MASKS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries may be found: of these audiences, and narrowed if anything else is given."""

    audiences: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    topic: str = ""
    land: str = ""
    bench: str = ""
    only_answered: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    audience: str
    kind: str
    key: str
    topics: tuple[str, ...]
    lands: tuple[str, ...]
    benches: tuple[str, ...]
    is_answered: bool

    def fits(self, wanted: Wanted) -> bool:
        return (
            self.audience in wanted.audiences
            and (not wanted.kinds or self.kind in wanted.kinds)
            and (not wanted.topic or wanted.topic in self.topics)
            and (not wanted.land or wanted.land in self.lands)
            and (not wanted.bench or wanted.bench in self.benches)
            and (not wanted.only_answered or self.is_answered)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Primary keys of entries, best first, their scores, keys and kinds; `Shelf.explain` says why."""

    entries: tuple[int, ...]
    scores: tuple[float, ...]
    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    ranking: Ranking

    def list_entries(self, kinds: frozenset[str]) -> tuple[int, ...]:
        """Return the entries of these kinds, best first; of all kinds if none is named."""
        if not kinds:
            return self.entries
        pairs = zip(self.entries, self.kinds, strict=True)
        return tuple(entry for entry, kind in pairs if kind in kinds)


class Shelf:
    """All entries of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lock = Lock()
        self._fingerprint: tuple[int, ...] = ()
        self._index = MatchIndex(make_analyser(language, has_groups=False, has_splits=False))
        self._known: dict[int, _Known] = {}
        self._masks: dict[Wanted, NDArray[np.bool_]] = {}
        self._kinds: dict[Wanted, frozenset[str]] = {}

    def find(self, text: str, wanted: Wanted, *, every_word: float, cut: float) -> Found:
        """Return the wanted entries that answer the text, see `MatchIndex.rank`."""
        with self._up_to_date() as index:
            ranking = index.rank(
                text, cut=cut, allowed=self._mask(index, wanted), every_word=every_word
            )
            entries = tuple(int(name) for name in ranking.ids)
            known = [self._known[entry] for entry in entries]
        keys, kinds = tuple(one.key for one in known), tuple(one.kind for one in known)
        return Found(entries, ranking.scores, keys, kinds, ranking)

    def prepare(self) -> None:
        """Read what changed and build what the first question would wait for."""
        with self._up_to_date() as index:
            index.rank("Industrie", cut=0.0)

    def list_kinds(self, wanted: Wanted) -> frozenset[str]:
        """Return the kinds of which at least one entry is wanted, as the last question found them."""
        if not self._fingerprint:
            self.prepare()
        with self._lock:
            kinds = self._kinds.get(wanted)
            if kinds is None:
                kinds = frozenset(each.kind for each in self._known.values() if each.fits(wanted))
                self._kinds[wanted] = kinds
            return kinds

    def explain(self, found: Found, entry: int) -> tuple[Reason, ...]:
        """Return why an entry was found."""
        with self._lock:
            return self._index.explain(found.ranking, _name(entry))

    @contextmanager
    def _up_to_date(self) -> Iterator[MatchIndex]:
        fingerprint = self._read_fingerprint()
        with self._lock:
            if fingerprint != self._fingerprint:
                self._catch_up(fingerprint)
            yield self._index

    def _read_fingerprint(self) -> tuple[int, ...]:
        with connection.cursor() as cursor:
            cursor.execute(_FINGERPRINT, [self._language, self._language])
            return tuple(int(number) for number in cursor.fetchone())

    def _catch_up(self, fingerprint: tuple[int, ...]) -> None:
        if fingerprint[2:] != self._fingerprint[2:]:
            groups, splits = (number > 0 for number in fingerprint[2:])
            self._index = MatchIndex(
                make_analyser(self._language, has_groups=groups, has_splits=splits)
            )
            self._known = {}
        entries = Entry.objects.filter(language=self._language)
        versions = dict(entries.values_list("pk", "version"))
        for gone in self._known.keys() - versions.keys():
            self._index.remove(_name(gone))
            del self._known[gone]
        changed = sorted(
            pk
            for pk, version in versions.items()
            if pk not in self._known or self._known[pk].version != version
        )
        for start in range(0, len(changed), _AT_ONCE):
            self._take(entries.filter(pk__in=changed[start : start + _AT_ONCE]).order_by("pk"))
        self._masks.clear()
        self._kinds.clear()
        self._fingerprint = fingerprint

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._index.put(_name(entry.pk), entry.title, f"{entry.summary} {entry.body}")
            self._known[entry.pk] = _Known(
                entry.version,
                entry.audience,
                entry.kind,
                entry.key,
                tuple(entry.topics.split()),
                tuple(entry.lands.split()),
                tuple(entry.benches.split()),
                entry.is_answered,
            )

    def _mask(self, index: MatchIndex, wanted: Wanted) -> NDArray[np.bool_]:
        mask = self._masks.get(wanted)
        if mask is None:
            if len(self._masks) >= _MOST_MASKS:
                self._masks.clear()
            fitting = (_name(pk) for pk, known in self._known.items() if known.fits(wanted))
            mask = self._masks[wanted] = index.slots(fitting)
        return mask


@lru_cache(maxsize=4)
def shelf(language: str) -> Shelf:
    """Return the shelf of a language in this process."""
    return Shelf(language)


def _name(pk: int) -> str:
    """Return the name of an entry in the index: equal scores come in the order of entry."""
    return f"{pk:012d}"
