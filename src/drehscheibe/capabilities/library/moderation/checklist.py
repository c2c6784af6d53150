"""Notes that teams released, as ``core.moderation`` sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.library.models import ReleasedNote
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)

__all__ = ["register"]


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="checklist-note",
            label=gettext_lazy("How a team solved an item"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _note(key: str) -> ReleasedNote | None:
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    return ReleasedNote.objects.select_related("checklist").filter(uuid=uuid).first()


def _lock(key: str) -> ReleasedNote:
    return ReleasedNote.objects.select_for_update().get(uuid=UUID(key))


def _thing_of(note: ReleasedNote) -> Thing:
    return Thing(
        title=_("Note at “%(title)s”") % {"title": note.checklist.shown_title},
        path=reverse("checklist_detail", args=[note.checklist.slug]),
        organisation_id=note.organisation_id,
        texts={"text": (label_of_field(note, "text"), note.text)},
    )


def _find_public(key: str) -> Thing | None:
    note = _note(key)
    is_shown = note is not None and note.withdrawn_at is None and note.hidden_at is None
    return _thing_of(note) if note is not None and is_shown else None


def _find(key: str) -> Thing | None:
    note = _note(key)
    return _thing_of(note) if note is not None else None


def _write(key: str, texts: Mapping[str, str]) -> None:
    note = _lock(key)
    if "text" in texts:
        note.text = texts["text"]
        note.save(update_fields=["text"])


def _hide(key: str) -> dict[str, Any]:
    note = _lock(key)
    note.hidden_at = timezone.now()
    note.save(update_fields=["hidden_at"])
    return {}


def _restore(key: str, _was: Mapping[str, Any]) -> None:
    note = _lock(key)
    note.hidden_at = None
    note.save(update_fields=["hidden_at"])
