"""Keep the search in step with what is published."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.library.models import Checklist, ChecklistItem
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.core.search import api as search

__all__ = ["refresh"]


def refresh(checklist: Checklist) -> None:
    """Make a published master findable in every language, others not at all."""
    if checklist.current is None:
        search.remove(checklists.SEARCH_KIND, checklist.slug)
        return
    items = checklists.items_of(checklist.current)
    search.put(_document(checklist, items, language) for language, _name in settings.LANGUAGES)


def _document(checklist: Checklist, items: list[ChecklistItem], language: str) -> search.Document:
    with translation.override(language):
        body = "\n".join(
            f"{i.section.shown_title} {i.shown_text} {i.shown_explanation} {i.shown_role}"
            for i in items
        )
        return search.Document(
            kind=checklists.SEARCH_KIND,
            key=checklist.slug,
            language=language,
            title=checklist.shown_title.plain,
            summary=checklist.shown_summary[:280],
            body=f"{checklist.title} {checklist.shown_summary} {body}",
            path=reverse("checklist_detail", args=[checklist.slug]),
        )
