"""Practice cases as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.practice_case import CaseState
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.queries.practice_cases import SEARCH_KIND
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)

__all__ = ["register"]

#: Words of a case that can be hidden.
_TEXTS = (
    *("title", "challenge", "measures", "result", "lessons", "contrary", "not_transferable"),
    *("initiative_name", "region_text"),
)


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind=SEARCH_KIND,
            label=_("Practice case"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _thing(case: PracticeCase) -> Thing:
    organisation_id = case.proposed_under.organisation_id if case.proposed_under else None
    return Thing(
        title=case.title,
        path=reverse("practice_case_detail", args=[case.slug]),
        organisation_id=organisation_id,
        texts={
            field: (label_of_field(case, field), getattr(case, field))
            for field in _TEXTS
            if getattr(case, field)
        },
    )


def _find_public(slug: str) -> Thing | None:
    case = PracticeCase.objects.filter(slug=slug, state=CaseState.PUBLISHED).first()
    return _thing(case) if case else None


def _find(slug: str) -> Thing | None:
    case = PracticeCase.objects.filter(slug=slug).first()
    return _thing(case) if case else None


def _lock(slug: str) -> PracticeCase:
    return PracticeCase.objects.select_for_update(of=("self",)).get(slug=slug)


def _write(slug: str, texts: Mapping[str, str]) -> None:
    case = _lock(slug)
    for field in set(texts) & set(_TEXTS):
        setattr(case, field, texts[field])
    # What moderation changed is not overwritten by the file from which it came.
    case.source_hash = ""
    case.save()
    findable.refresh(case)


def _hide(slug: str) -> dict[str, Any]:
    case = _lock(slug)
    was = {"state": case.state}
    case.state = CaseState.HIDDEN
    case.save()
    findable.refresh(case)
    return was


def _restore(slug: str, was: Mapping[str, Any]) -> None:
    case = _lock(slug)
    case.state = was["state"]
    case.save()
    findable.refresh(case)
