"""Keep the search in step: only what its requester opened to the network, and only its short card."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.core.search import api as search

__all__ = ["KIND", "refresh"]

KIND = "advice"


def refresh(case: Case) -> None:
    """Make the short card of a case findable for people under a mandate, or unfindable."""
    if case.item is None:
        return
    if case.is_open_to_network and case.state in ACTIVE_STATES and not case.is_example:
        search.put(_document(case, language) for language, _name in settings.LANGUAGES)
    else:
        search.remove(KIND, case.public_id)


def _document(case: Case, language: str) -> search.Document:
    with translation.override(language):
        topic, region = case.get_topic_display(), case.region
        path = reverse("advisory_case", args=[case.public_id])
    return search.Document(
        kind=KIND,
        key=case.public_id,
        language=language,
        title=f"{topic}: {region}",
        summary=case.goal or case.wish,
        body=f"{case.public_id} {case.wish} {case.goal}",
        path=path,
        audience=search.NETWORK,
    )
