"""Keep the search in step with the catalogue of formats."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries import formats
from drehscheibe.core.search import api as search

__all__ = ["make_text", "refresh"]


def refresh(each: EventFormat) -> None:
    """Make a public format findable in every language, others not at all."""
    if not each.is_public:
        search.remove(formats.SEARCH_KIND, each.slug)
        return
    search.put(_document(each, language) for language, _name in settings.LANGUAGES)


def make_text(each: EventFormat) -> str:
    """Return the German text of a format as it is read: for measuring."""
    with translation.override("de"):
        return _shown_text(each)


def _shown_text(each: EventFormat) -> str:
    """Return the text of a format as it is read in the active language."""
    parts = [each.shown_summary, each.shown_purpose, each.shown_room, each.shown_hybrid_note]
    parts += [each.shown_yields, each.shown_not_when]
    parts += [step["text"] for step in each.shown_steps]
    return "\n".join([*parts, *each.shown_accessible_by, *each.shown_risks])


def _document(each: EventFormat, language: str) -> search.Document:
    with translation.override(language):
        return search.Document(
            kind=formats.SEARCH_KIND,
            key=each.slug,
            language=language,
            title=each.shown_title.plain,
            summary=each.shown_summary[:280],
            body=f"{each.title} {each.title_en} {_shown_text(each)}",
            path=reverse("format_detail", args=[each.slug]),
        )
