"""Keep the search in step with which cases are public."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label

__all__ = ["make_text", "refresh"]


def refresh(case: PracticeCase) -> None:
    """Make a published case findable in every language, others not at all."""
    if not case.is_public:
        search.remove(practice_cases.SEARCH_KIND, case.slug)
        return
    search.put(_document(case, language) for language, _name in settings.LANGUAGES)


def make_text(case: PracticeCase) -> str:
    """Return the German text of a case as it is read: for measuring."""
    with translation.override("de"):
        return _shown_text(case)


def _shown_text(case: PracticeCase) -> str:
    """Return the text of a case as it is read in the active language."""
    names = ("challenge", "measures", "result", "lessons", "contrary", "not_transferable")
    return "\n".join(case.shown(name) for name in names if case.shown(name))


def _benches(case: PracticeCase) -> tuple[str, ...]:
    """Return who took part, as far as it is known: the benches of the initiative that did it."""
    initiative = directory.find_active(case.organisation_id)
    return tuple(sorted(initiative.benches)) if initiative else ()


def _document(case: PracticeCase, language: str) -> search.Document:
    with translation.override(language):
        topics = " ".join(label(Topic, code) for code in case.topics)
        return search.Document(
            kind=practice_cases.SEARCH_KIND,
            key=case.slug,
            language=language,
            title=case.shown_title.plain,
            summary=case.shown_summary[:280],
            body=f"{case.title} {case.initiative_name} {case.region_text} {topics}"
            f" {_shown_text(case)}",
            path=reverse("practice_case_detail", args=[case.slug]),
            topics=tuple(case.topics),
            lands=(case.land_id,) if case.land_id else (),
            benches=_benches(case),
        )
