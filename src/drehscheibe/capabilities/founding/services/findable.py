"""Keep the search in step with what is public."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.texts import region_of
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels

__all__ = ["KIND", "refresh"]

KIND = "founding"


def refresh(project: Project) -> None:
    """Make a public plan findable in every language, and everything else not."""
    if project.item is None:
        return
    if not project.is_public:
        search.remove(KIND, project.public_id)
        return
    search.put(_document(project, language) for language, _name in settings.LANGUAGES)


def _document(project: Project, language: str) -> search.Document:
    with translation.override(language):
        names = labels(Topic)
        region = region_of(project)
        return search.Document(
            kind=KIND,
            key=project.public_id,
            language=language,
            title=project.name,
            summary=pgettext("founding", "An initiative is being founded for %(region)s.")
            % {"region": region},
            body=" ".join(
                [
                    project.public_id,
                    region,
                    project.reason,
                    project.goal,
                    *(str(names.get(code, "")) for code in project.topics),
                ]
            ),
            path=reverse("plan_detail", args=[project.public_id]),
            topics=tuple(project.topics),
            lands=tuple(sorted({kreis.land_id for kreis in project.kreise.all()})),
            is_example=project.is_example,
        )
