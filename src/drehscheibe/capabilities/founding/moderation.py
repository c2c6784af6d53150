"""Public plans as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.projects import plans
from drehscheibe.capabilities.founding.services import findable
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)

KIND = "founding"
_TEXTS = ("name", "reason", "goal", "host")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind=KIND,
            label=pgettext_lazy("founding", "Plan of a founding"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _thing(project: Project) -> Thing:
    return Thing(
        title=project.name,
        path=reverse("plan_detail", args=[project.public_id]),
        organisation_id=project.organisation_id,
        texts={
            field: (label_of_field(project, field), getattr(project, field))
            for field in _TEXTS
            if getattr(project, field)
        },
    )


def _find_public(public_id: str) -> Thing | None:
    found = plans().filter(item__public_id=public_id).first()
    return _thing(found) if found else None


def _find(public_id: str) -> Thing | None:
    found = Project.objects.select_related("item").filter(item__public_id=public_id).first()
    return _thing(found) if found else None


def _lock(public_id: str) -> Project:
    return (
        Project.objects.select_for_update(of=("self",))
        .select_related("item")
        .get(item__public_id=public_id)
    )


def _write(public_id: str, texts: Mapping[str, str]) -> None:
    project = _lock(public_id)
    for field in set(texts) & set(_TEXTS):
        setattr(project, field, texts[field])
    project.version += 1
    project.save()
    findable.refresh(project)


def _hide(public_id: str) -> dict[str, Any]:
    project = _lock(public_id)
    project.is_hidden = True
    project.save(update_fields=["is_hidden"])
    findable.refresh(project)
    return {}


def _restore(public_id: str, was: Mapping[str, Any]) -> None:  # noqa: ARG001 -- nothing but the mark was changed
    project = _lock(public_id)
    project.is_hidden = False
    project.save(update_fields=["is_hidden"])
    findable.refresh(project)
