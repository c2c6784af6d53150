"""Keep the search in step with the partner packages."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.library.models import PartnerPackage
from drehscheibe.capabilities.library.queries import packages
from drehscheibe.core.search import api as search

__all__ = ["make_text", "refresh"]

#: People look for a poster, whatever it is for.
_KINDS_OF_TEXT = gettext_lazy(
    "Partner package: poster, press release, tile, invitation, newsletter, template"
)
_MARKS = re.compile(r"\[\[|\]\]|\{\w+\}|^[#-] ", re.MULTILINE)


def refresh(each: PartnerPackage) -> None:
    """Make a public package findable in every language, others not at all."""
    if not each.is_public:
        search.remove(packages.SEARCH_KIND, each.slug)
        return
    search.put(_document(each, language) for language, _name in settings.LANGUAGES)


def make_text(each: PartnerPackage, language: str) -> str:
    """Return the text of a package as it is read, without its gaps: for search and measuring."""
    own = each.words[language]
    parts = [own["headline"], own["lead"], *own["press"], *own["letter"], own["newsletter"]]
    return _MARKS.sub("", "\n".join(parts))


def _document(each: PartnerPackage, language: str) -> search.Document:
    with translation.override(language):
        return search.Document(
            kind=packages.SEARCH_KIND,
            key=each.slug,
            language=language,
            title=each.shown_title.plain,
            summary=each.shown_summary[:280],
            body=f"{_KINDS_OF_TEXT} {make_text(each, language)}",
            path=reverse("package_detail", args=[each.slug]),
        )
