"""Load the practice cases from public sources; run it as often as you like.

What the sources say is told in our own words. "What we would do differently", "did not work when"
and "not transferable, because" are conclusions of ours, and each page says so.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.library.choices.practice_case import CaseState, LessonsOrigin
from drehscheibe.capabilities.library.choices.shelf import Accessibility, Audience
from drehscheibe.capabilities.library.facts.practice_case import CasesLoaded
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.readability import reading_grade

__all__ = ["load_cases", "read_rows"]

FILE = files("drehscheibe.capabilities.library") / "data" / "practice_cases.csv"

#: How long a case counts as right before the office looks at it again.
REVIEW_AFTER = timedelta(days=365)


def read_rows() -> list[dict[str, str]]:
    """Return the rows of the file that ships with this room."""
    text = FILE.read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@transaction.atomic
def load_cases() -> int:
    """Create or renew what the file says and return how many cases were written."""
    known = {one.import_key: one for one in PracticeCase.objects.filter(import_key__isnull=False)}
    lands = frozenset(Land.objects.values_list("pk", flat=True))
    count = sum(_load(row, known.get(row["slug"]), lands) for row in read_rows())
    if count:
        publish(CasesLoaded(count))
    return count


def _load(row: Mapping[str, str], known: PracticeCase | None, lands: frozenset[str]) -> bool:
    digest = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    if known is not None and known.source_hash in ("", digest):
        return False
    case = known or PracticeCase(
        slug=row["slug"],
        import_key=row["slug"],
        state=CaseState.PUBLISHED,
        published_at=timezone.now(),
        review_on=timezone.localdate() + REVIEW_AFTER,
    )
    _describe(case, row, lands)
    case.source_hash = digest
    case.full_clean()
    case.save()
    findable.refresh(case)
    return True


def _describe(case: PracticeCase, row: Mapping[str, str], lands: frozenset[str]) -> None:
    for name in (
        *("title", "title_en", "summary_en", "challenge", "measures", "lessons"),
        *("contrary", "not_transferable", "phase", "source_url"),
        *("challenge_en", "measures_en", "lessons_en", "contrary_en", "not_transferable_en"),
    ):
        setattr(case, name, row[name])
    case.summary = row["challenge"]
    case.result = row["outcome"]
    case.result_en = row["outcome_en"]
    case.initiative_name = row["initiative_or_region"]
    case.topics = [row["topic"]]
    case.year = int(row["year"]) if row["year"] else None
    case.land_id = row["land"] if row["land"] in lands else None
    entry = directory.find_published(row["initiative_slug"]) if row["initiative_slug"] else None
    case.organisation_id = entry[1] if entry else None
    case.lessons_origin = LessonsOrigin.INFERENCE
    case.audience = Audience.INITIATIVES
    case.accessibility = Accessibility.CHECKED
    case.reading_grade = reading_grade(findable.make_text(case), "de")
