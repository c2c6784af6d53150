"""Load the checklists that come with the hub; run it as often as you like.

What people of the office changed is never overwritten. A file whose German changed becomes a new
version, so that running copies are told as with any other. A file that only has other English
changes no version: the English goes to where its German stands (``translating``).
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.choices.checklist import VersionState
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
)
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.capabilities.library.services.checklists import findable
from drehscheibe.capabilities.library.services.checklists.masters import put_forward
from drehscheibe.capabilities.library.services.checklists.translating import (
    ENGLISH_FIELDS,
    spread_english,
    translate_versions,
)
from drehscheibe.core.access.actor import SYSTEM

__all__ = ["load_checklists", "read_checklists"]

DATA = files("drehscheibe.capabilities.library") / "data" / "checklists"

#: How long a checklist counts as right before the office looks at it again.
REVIEW_AFTER = timedelta(days=365)

_DESCRIBING = (
    *("title", "title_en", "summary", "summary_en", "date_name", "date_name_en"),
    *("audience", "phase", "accessibility"),
)


def read_checklists() -> list[dict[str, Any]]:
    """Return the checklists that ship with this room, in the order of their names."""
    names = sorted(path.name for path in DATA.iterdir() if path.name.endswith(".json"))
    return [json.loads((DATA / name).read_text(encoding="utf-8")) for name in names]


@transaction.atomic
def load_checklists() -> int:
    """Create or renew what the files say and return how many checklists were written."""
    known = {one.slug: one for one in Checklist.objects.select_related("current")}
    return sum(_load(told, known.get(told["slug"])) for told in read_checklists())


def _load(told: dict[str, Any], known: Checklist | None) -> bool:
    told_hash = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    if known is not None and known.source_hash == told_hash:
        return False
    if known is not None and not known.source_hash:
        return _translate(known, told, only_empty=True)
    if known is not None and _says_the_same(known, told):
        _describe(known, told, told_hash)
        _translate(known, told, only_empty=False)
        findable.refresh(known)
        return True
    if known is not None and known.versions.filter(state=VersionState.DRAFT).exists():
        return False
    checklist = known or Checklist(slug=told["slug"], review_on=timezone.localdate() + REVIEW_AFTER)
    _describe(checklist, told, told_hash)
    number = (checklist.current.number if checklist.current else 0) + 1
    version = ChecklistVersion.objects.create(checklist=checklist, number=number)
    for position, section in enumerate(told["sections"], start=1):
        _write_section(version, position, section, told["slug"])
    put_forward(SYSTEM, checklist, version, change_note=told.get("change_note", ""))
    return True


def _describe(checklist: Checklist, told: dict[str, Any], told_hash: str) -> None:
    for name in _DESCRIBING:
        setattr(checklist, name, told[name])
    checklist.source_hash = told_hash
    checklist.full_clean()
    checklist.save()


def _says_the_same(known: Checklist, told: dict[str, Any]) -> bool:
    """Return whether the present version has the German words of the file, in the same order."""
    if known.current is None:
        return False
    written = [
        (one.section.title, one.key, one.words) for one in checklists.items_of(known.current)
    ]
    nothing = ChecklistItem().words
    return written == [
        (section["title"], _key(told["slug"], item), {**nothing, **_words(item)})
        for section in told["sections"]
        for item in section["items"]
    ]


def _translate(known: Checklist, told: dict[str, Any], *, only_empty: bool) -> bool:
    items = {
        _key(told["slug"], item): item for section in told["sections"] for item in section["items"]
    }
    headings = {section["title"]: section.get("title_en", "") for section in told["sections"]}
    if not translate_versions(known, items, headings, only_empty=only_empty):
        return False
    spread_english(known)
    findable.refresh(known)
    return True


def _key(slug: str, item: dict[str, Any]) -> UUID:
    return uuid5(NAMESPACE_URL, f"drehscheibe:checklist:{slug}:{item['id']}")


def _words(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ChecklistItem.WORDS if name in item}


def _write_section(
    version: ChecklistVersion, position: int, told: dict[str, Any], slug: str
) -> None:
    section = ChecklistSection.objects.create(
        version=version,
        title=told["title"],
        title_en=told.get("title_en", ""),
        position=position,
    )
    for place, item in enumerate(told["items"], start=1):
        words = _words(item) | {name: item[name] for name in ENGLISH_FIELDS if name in item}
        row = ChecklistItem(section=section, key=_key(slug, item), position=place, **words)
        row.full_clean()
        row.save()
