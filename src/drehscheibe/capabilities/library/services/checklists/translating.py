"""Bring the English of a master to where its German stands: no version, no notice, nothing to decide.

A translation says the same once more. It therefore follows its German words: whatever holds them
unchanged gets the English, and whoever changed the German keeps their own words and no foreign English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    CopyItem,
)
from drehscheibe.capabilities.library.models.checklist import ItemWords
from drehscheibe.capabilities.library.queries import checklists

__all__ = ["ENGLISH_FIELDS", "spread_english", "translate_versions"]

ENGLISH_FIELDS = tuple(f"{name}_en" for name in ItemWords.TRANSLATED)
_AT_ONCE = 200


def translate_versions(
    checklist: Checklist,
    items: Mapping[UUID, Mapping[str, Any]],
    headings: Mapping[str, str],
    *,
    only_empty: bool,
) -> int:
    """Write the English of a file into every version that has the same German words.

    Parameters
    ----------
    items : mapping
        By the key of an item its words in both languages.
    headings : mapping
        The English heading by the German one.
    only_empty : bool
        Whether English that stands there already is somebody's and stays.

    Returns
    -------
    int
        How many items and headings were translated.
    """
    rows = ChecklistItem.objects.filter(section__version__checklist=checklist, key__in=items)
    changed = [row for row in rows if _translate(row, items[row.key], only_empty=only_empty)]
    ChecklistItem.objects.bulk_update(changed, ENGLISH_FIELDS, batch_size=_AT_ONCE)
    titled = []
    for section in ChecklistSection.objects.filter(version__checklist=checklist):
        english = headings.get(section.title, section.title_en)
        if section.title_en != english and not (only_empty and section.title_en):
            section.title_en = english
            titled.append(section)
    ChecklistSection.objects.bulk_update(titled, ["title_en"], batch_size=_AT_ONCE)
    return len(changed) + len(titled)


def spread_english(checklist: Checklist) -> int:
    """Give the copies of a master the English of the German words that they hold; return how many items."""
    if checklist.current is None:
        return 0
    masters = checklists.items_of(checklist.current)
    words = {item.key: item.all_words for item in masters}
    headings = {item.section.title: item.section.title_en for item in masters}
    rows = CopyItem.objects.filter(copy__checklist=checklist)
    return _write(rows.iterator(chunk_size=_AT_ONCE), words, headings)


def _write(
    rows: Iterable[CopyItem], words: Mapping[UUID, Mapping[str, Any]], headings: Mapping[str, str]
) -> int:
    changed = []
    for row in rows:
        told = words.get(row.key) if row.key else None
        is_new = told is not None and _translate(row, told, only_empty=False)
        heading = headings.get(row.section, row.section_en)
        if is_new or row.section_en != heading:
            row.section_en = heading
            changed.append(row)
    # Only these fields: what a team writes at the same moment is theirs.
    fields = [*ENGLISH_FIELDS, "section_en"]
    CopyItem.objects.bulk_update(changed, fields, batch_size=_AT_ONCE)
    return len(changed)


def _translate(row: ItemWords, words: Mapping[str, Any], *, only_empty: bool) -> bool:
    """Take the English along where the German is the same; return whether anything changed."""
    is_changed = False
    for name in ItemWords.TRANSLATED:
        field = f"{name}_en"
        english, own = words.get(field, ""), getattr(row, field)
        if getattr(row, name) != words.get(name, "") or own == english or (only_empty and own):
            continue
        setattr(row, field, english)
        is_changed = True
    return is_changed
