"""Entries as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import PublicationState
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)

KIND = "initiative"
#: Words of an entry that can be hidden.
_TEXTS = (
    "name",
    "motto",
    "summary",
    "region_text",
    "lead_organisation",
    "office_host",
    "patronage",
    "speaker_employer",
    "speaker_union",
    "members_note",
    "goals",
    "fields_of_action",
    "offers_note",
    "seeks_note",
)


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind=KIND,
            label=_("Entry in the directory"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _thing(initiative: Initiative) -> Thing:
    return Thing(
        title=initiative.name,
        path=reverse("initiative_detail", args=[initiative.slug]),
        organisation_id=initiative.organisation_id,
        texts={
            field: (label_of_field(initiative, field), getattr(initiative, field))
            for field in _TEXTS
            if getattr(initiative, field)
        },
    )


def _find_public(slug: str) -> Thing | None:
    found = Initiative.objects.published().filter(slug=slug).first()
    return _thing(found) if found else None


def _find(slug: str) -> Thing | None:
    found = Initiative.objects.filter(slug=slug).first()
    return _thing(found) if found else None


def _write(slug: str, texts: Mapping[str, str]) -> None:
    initiative = Initiative.objects.select_for_update().get(slug=slug)
    for field in set(texts) & set(_TEXTS):
        setattr(initiative, field, texts[field])
    initiative.save()
    index_profiles([initiative])


def _hide(slug: str) -> dict[str, Any]:
    initiative = Initiative.objects.select_for_update().get(slug=slug)
    was = {"state": initiative.state}
    initiative.state = PublicationState.HIDDEN
    initiative.save(update_fields=["state", "changed_at"])
    index_profiles([initiative])
    return was


def _restore(slug: str, was: Mapping[str, Any]) -> None:
    initiative = Initiative.objects.select_for_update().get(slug=slug)
    initiative.state = was["state"]
    initiative.save(update_fields=["state", "changed_at"])
    index_profiles([initiative])
