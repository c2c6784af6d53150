"""The office keeps a format right: its words, its sizes, whether everybody sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.facts.shelf import FormatChanged
from drehscheibe.capabilities.library.models import EventFormat
from drehscheibe.capabilities.library.queries import formats
from drehscheibe.capabilities.library.rules import format as rules
from drehscheibe.capabilities.library.services.formats import findable
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.text.readability import reading_grade

__all__ = ["FIELDS", "change_format"]

#: What the office may change.
FIELDS = (
    *("title", "title_en", "summary", "summary_en", "purpose", "purpose_en"),
    *("min_people", "max_people", "preparation_weeks", "room", "hybrid_note"),
    *("materials", "roles", "steps", "accessible_by", "risks", "yields", "not_when"),
    *("room_en", "hybrid_note_en", "materials_en", "roles_en", "steps_en", "accessible_by_en"),
    *("risks_en", "yields_en", "not_when_en"),
    *("review_on", "is_public"),
)


@transaction.atomic
def change_format(
    actor: Actor, uuid: UUID, changes: Mapping[str, Any], *, seen_at: str
) -> EventFormat:
    """Write what changed; the file with which the hub came leaves this format alone from now on.

    Parameters
    ----------
    changes : mapping
        New values by field; fields outside of ``FIELDS`` are an error.
    seen_at : str
        ``changed_at`` of what the person saw, in ISO form.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    Conflict
        If somebody else changed the format meanwhile.
    ValidationError
        If a value does not fit.
    """
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the service office looks after the library."))
    each = formats.lock_format(EventFormat.objects.only("pk").get(uuid=uuid).pk)
    if each.changed_at.isoformat() != seen_at:
        raise Conflict(
            _(
                "Somebody else has changed this format meanwhile. Your words are still here: compare and save again."
            )
        )
    before = {name: getattr(each, name) for name in FIELDS}
    for name, value in changes.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(each, name, value)
    changed = [name for name in FIELDS if getattr(each, name) != before[name]]
    if not changed:
        return each
    each.source_hash = ""
    each.reading_grade = reading_grade(findable.make_text(each), each.content_language)
    each.full_clean()
    each.save()
    findable.refresh(each)
    audit.record(
        actor,
        "library.format_changed",
        item_kind=formats.SEARCH_KIND,
        item_key=each.slug,
        changes={"fields": changed},
    )
    publish(FormatChanged(each.slug, each.changed_at.isoformat()))
    return each
