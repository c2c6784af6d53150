"""The words of the field as the office keeps them, and the analysis that follows from them."""

from __future__ import annotations

from drehscheibe.core.search.models import Split, WordGroup
from drehscheibe_engines.matching import (
    Concept,
    EnglishAnalyser,
    GermanAnalyser,
    Thesaurus,
    default_thesaurus,
    drop_feminine,
    fold,
    part_table,
)

__all__ = ["load_words", "make_analyser"]


def load_words() -> int:
    """Bring in the words of the field that the hub ships with; return how many were new.

    Words that the office has changed or put out of use stay as they are.
    """
    known = set(WordGroup.objects.values_list("first_name", flat=True))
    new = {
        concept.names[0]: WordGroup(
            names=", ".join(concept.names)[:600],
            first_name=concept.names[0],
            narrower=", ".join(concept.narrower)[:600],
            related=", ".join(concept.related)[:600],
        )
        for concept in default_thesaurus().concepts
        if concept.names[0] not in known
    }
    WordGroup.objects.bulk_create(new.values(), batch_size=200)
    # Learned here, so that nobody who searches first has to wait for it.
    part_table()
    return len(new)


def make_analyser(
    language: str, *, has_groups: bool, has_splits: bool
) -> GermanAnalyser | EnglishAnalyser:
    """Return the analysis of a language; without groups of the office, with the words shipped."""
    if language != "de":
        return EnglishAnalyser()
    groups = WordGroup.objects.filter(is_used=True).order_by("first_name") if has_groups else ()
    splits = Split.objects.order_by("word") if has_splits else ()
    concepts = [
        Concept(_list(group.names), _list(group.narrower), _list(group.related)) for group in groups
    ]
    given = {
        drop_feminine(fold(split.word)): tuple(part.lower() for part in _list(split.parts))
        for split in splits
    }
    return GermanAnalyser(Thesaurus(concepts) if has_groups else None, given)


def _list(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
