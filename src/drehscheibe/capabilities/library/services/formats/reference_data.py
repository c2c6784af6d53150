"""Load the formats that come with the hub; run it as often as you like.

A format that people of the office changed is never overwritten: they take the fingerprint off it.
It only gets English that it lacks, where its German is still that of the file.
"""

from __future__ import annotations

import hashlib
import tomllib
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.choices.shelf import Accessibility, Audience, Phase
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.services.formats import findable
from drehscheibe.core.text.readability import reading_grade

__all__ = ["load_formats", "read_formats"]

DATA = files("drehscheibe.capabilities.library") / "data" / "formats"

#: How long a format counts as right before the office looks at it again.
REVIEW_AFTER = timedelta(days=365)

#: Names in the files, and the fields of the model that bear another name.
_SAME = (
    *("summary", "purpose", "purpose_en", "summary_en", "goals", "preparation_weeks", "effort"),
    *("moderation", "hybrid", "hybrid_note", "room", "roles", "risks", "yields", "not_when"),
    *("hybrid_note_en", "room_en", "roles_en", "risks_en", "yields_en", "not_when_en"),
    "related",
)
_RENAMED = {
    "name": "title",
    "name_en": "title_en",
    "order": "position",
    "phases": "situations",
    "audiences": "guests",
    "time": "durations",
    "accessibility": "accessible_by",
    "accessibility_en": "accessible_by_en",
    "material_en": "materials_en",
}


def read_formats() -> dict[str, str]:
    """Return the files that ship with this room, by slug."""
    names = sorted(path.name for path in DATA.iterdir() if path.name.endswith(".toml"))
    return {name.removesuffix(".toml"): (DATA / name).read_text(encoding="utf-8") for name in names}


@transaction.atomic
def load_formats() -> int:
    """Create or renew what the files say and return how many formats were written."""
    known = {one.slug: one for one in EventFormat.objects.all()}
    return sum(_load(slug, text, known.get(slug)) for slug, text in read_formats().items())


def _load(slug: str, text: str, known: EventFormat | None) -> bool:
    digest = hashlib.sha256(text.encode()).hexdigest()
    if known is not None and known.source_hash == digest:
        return False
    if known is not None and not known.source_hash:
        return _translate(known, text)
    each = known or EventFormat(slug=slug, review_on=timezone.localdate() + REVIEW_AFTER)
    _describe(each, text)
    each.source_hash = digest
    _keep(each)
    return True


def _describe(each: EventFormat, text: str) -> None:
    told = tomllib.loads(text)
    for name in _SAME:
        setattr(each, name, told[name])
    for name, field in _RENAMED.items():
        setattr(each, field, told[name])
    each.min_people, each.max_people = told["people"]
    each.materials = [_material(line) for line in told["material"]]
    each.steps = [_step(line) for line in told["steps"]]
    each.steps_en = [_step(line) for line in told["steps_en"]]
    each.cases = told.get("cases", [])
    each.audience = Audience.ORGANISERS
    each.phase = Phase.TALK if each.goals[0] == "agree" else Phase.MEET
    each.accessibility = Accessibility.CHECKED


def _translate(known: EventFormat, text: str) -> bool:
    """Fill English in that the office lacks, where it left the German as the file has it."""
    told = EventFormat()
    _describe(told, text)
    is_changed = False
    for name in (*EventFormat.TRANSLATED, *EventFormat.TRANSLATED_LISTS):
        field = f"{name}_en"
        if getattr(known, name) == getattr(told, name) and not getattr(known, field):
            setattr(known, field, getattr(told, field))
            is_changed = True
    if is_changed:
        _keep(known)
    return is_changed


def _keep(each: EventFormat) -> None:
    each.reading_grade = reading_grade(findable.make_text(each), "de")
    each.full_clean()
    each.save()
    findable.refresh(each)


def _material(line: str) -> dict[str, Any]:
    """Read ``amount|people for one lot, 0 for once|what it is``."""
    amount, per, name = line.split("|", 2)
    return {"amount": int(amount), "per": int(per), "name": name}


def _step(line: str) -> dict[str, str]:
    """Read ``when | title | text``."""
    when, title, text = line.split(" | ", 2)
    return {"when": when, "title": title, "text": text}
