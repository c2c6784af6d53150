"""Write masters: metadata, a draft with its sections and items, publication, review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.checklist import VersionState
from drehscheibe.capabilities.library.facts.checklist import ChecklistChanged, ChecklistPublished
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    ChecklistSection,
    ChecklistVersion,
)
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.capabilities.library.services.checklists import findable
from drehscheibe.capabilities.library.services.checklists.translating import (
    ENGLISH_FIELDS,
    spread_english,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.text.readability import reading_grade

__all__ = [
    "ItemContent",
    "add_section",
    "begin_draft",
    "change_checklist",
    "confirm_review",
    "create_checklist",
    "discard_draft",
    "move_item",
    "publish_draft",
    "remove_item",
    "remove_section",
    "rename_section",
    "save_item",
]

#: The name under which audit log and search know masters.
KIND = checklists.SEARCH_KIND


@dataclass(frozen=True, slots=True)
class ItemContent:
    """What the office writes about an item; see ``models.ItemWords``."""

    text: str
    explanation: str = ""
    link: str = ""
    evidence: str = ""
    role: str = ""
    offset_days: int | None = None
    text_en: str = ""
    explanation_en: str = ""
    evidence_en: str = ""
    role_en: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*ChecklistItem.WORDS, *ENGLISH_FIELDS)}


@transaction.atomic
def create_checklist(actor: Actor, values: Mapping[str, Any]) -> Checklist:
    """Begin a new master with an empty draft; nobody but the office sees it yet.

    Parameters
    ----------
    values : mapping
        Fields of ``Checklist``.
    """
    _allow(actor)
    checklist = Checklist(**values, owner_id=actor.organisation_id)
    checklist.slug = _free_slug(checklist.title)
    checklist.full_clean()
    checklist.save()
    ChecklistVersion.objects.create(checklist=checklist, number=1, begun_under_id=actor.mandate_id)
    _note(actor, checklist, "begun")
    return checklist


@transaction.atomic
def change_checklist(actor: Actor, pk: int, values: Mapping[str, Any]) -> Checklist:
    """Change what stands above the items; it is true at once, without a new version."""
    _allow(actor)
    checklist = checklists.lock_checklist(pk)
    changed = {name: value for name, value in values.items() if getattr(checklist, name) != value}
    if not changed:
        return checklist
    changes = {name: [str(getattr(checklist, name)), str(changed[name])] for name in changed}
    for name, value in changed.items():
        setattr(checklist, name, value)
    checklist.source_hash = ""
    checklist.full_clean()
    checklist.save()
    findable.refresh(checklist)
    _note(actor, checklist, "changed", changes)
    publish(ChecklistChanged(checklist.slug))
    return checklist


@transaction.atomic
def confirm_review(actor: Actor, pk: int, *, review_on: date) -> Checklist:
    """Say that a master is still right, and until when.

    Raises
    ------
    ValidationError
        If the next date is not in the future.
    """
    _allow(actor)
    checklist = checklists.lock_checklist(pk)
    if review_on <= timezone.localdate():
        raise ValidationError({"review_on": _("Please choose a day in the future.")})
    before, checklist.review_on = checklist.review_on, review_on
    checklist.save(update_fields=["review_on", "changed_at"])
    _note(actor, checklist, "reviewed", {"review_on": [str(before), str(review_on)]})
    publish(ChecklistChanged(checklist.slug))
    return checklist


@transaction.atomic
def begin_draft(actor: Actor, pk: int) -> ChecklistVersion:
    """Return the draft of a master; if there is none, one with everything of the present version."""
    _allow(actor)
    checklist = checklists.lock_checklist(pk)
    known = checklists.draft_of(checklist)
    if known is not None:
        return known
    current = checklist.current
    draft = ChecklistVersion.objects.create(
        checklist=checklist,
        number=(current.number if current else 0) + 1,
        begun_under_id=actor.mandate_id,
    )
    if current is not None:
        _copy_items(current, draft)
    _note(actor, checklist, "draft_begun", {"version": draft.number})
    return draft


def _copy_items(origin: ChecklistVersion, draft: ChecklistVersion) -> None:
    for version in checklists.with_items(ChecklistVersion.objects.filter(pk=origin.pk)):
        for section in version.sections.all():
            made = ChecklistSection.objects.create(
                version=draft,
                title=section.title,
                title_en=section.title_en,
                position=section.position,
            )
            ChecklistItem.objects.bulk_create(
                ChecklistItem(section=made, key=item.key, position=item.position, **item.all_words)
                for item in section.items.all()
            )


@transaction.atomic
def discard_draft(actor: Actor, pk: int) -> None:
    """Throw the draft of a published master away; one that was never published goes altogether."""
    _allow(actor)
    checklist = checklists.lock_checklist(pk)
    draft = _draft(checklist)
    _note(actor, checklist, "draft_discarded", {"version": draft.number})
    draft.delete()
    if checklist.current_id is None:
        checklist.delete()


@transaction.atomic
def add_section(actor: Actor, pk: int, *, title: str, title_en: str = "") -> ChecklistSection:
    """Add a heading at the end of the draft."""
    draft = _lock_draft(actor, pk)
    last = draft.sections.order_by("-position").first()
    section = ChecklistSection(
        version=draft,
        title=title.strip(),
        title_en=title_en.strip(),
        position=(last.position if last else 0) + 1,
    )
    section.full_clean()
    section.save()
    _note(actor, draft.checklist, "section_added", {"title": section.title})
    return section


@transaction.atomic
def rename_section(
    actor: Actor, pk: int, section_pk: int, *, title: str, title_en: str = ""
) -> None:
    """Give a heading of the draft other words."""
    section = _section(_lock_draft(actor, pk), section_pk)
    before, section.title = section.title, title.strip()
    before_en, section.title_en = section.title_en, title_en.strip()
    section.full_clean()
    section.save()
    changes = {"title": [before, section.title], "title_en": [before_en, section.title_en]}
    _note(actor, section.version.checklist, "section_renamed", changes)


@transaction.atomic
def remove_section(actor: Actor, pk: int, section_pk: int) -> None:
    """Take an empty heading away.

    Raises
    ------
    Conflict
        If items stand below it.
    """
    section = _section(_lock_draft(actor, pk), section_pk)
    if section.items.exists():
        raise Conflict(_("There are still items below this heading. Remove or move them first."))
    _note(actor, section.version.checklist, "section_removed", {"title": section.title})
    section.delete()


@transaction.atomic
def save_item(
    actor: Actor, pk: int, content: ItemContent, *, section_pk: int, key: UUID | None = None
) -> ChecklistItem:
    """Write an item of the draft, or a new one at the end of its heading.

    Parameters
    ----------
    key : UUID, optional
        Of an item that is there; it keeps the key, whatever its words become.

    Raises
    ------
    Conflict
        If somebody removed the item or its heading meanwhile.
    """
    draft = _lock_draft(actor, pk)
    section = _section(draft, section_pk)
    item = _item(draft, key) if key else ChecklistItem(section=section, position=0)
    before = item.all_words if key else {}
    if not key or item.section_id != section.pk:
        last = section.items.order_by("-position").first()
        item.position = (last.position if last else 0) + 1
    item.section = section
    for name, value in content.fields.items():
        setattr(item, name, value)
    item.full_clean()
    item.save()
    changes = {n: [before.get(n), v] for n, v in item.all_words.items() if before.get(n) != v}
    _note(actor, draft.checklist, "item_saved", {"key": str(item.key), **changes})
    return item


@transaction.atomic
def remove_item(actor: Actor, pk: int, key: UUID) -> None:
    """Take an item out of the draft; running copies keep theirs and are told at publication."""
    draft = _lock_draft(actor, pk)
    item = _item(draft, key)
    _note(actor, draft.checklist, "item_removed", {"key": str(key), "text": item.text})
    item.delete()


@transaction.atomic
def move_item(actor: Actor, pk: int, key: UUID, *, up: bool) -> None:
    """Move an item one place; beyond the first or last place of its heading into the next one."""
    draft = _lock_draft(actor, pk)
    item = _item(draft, key)
    siblings = list(item.section.items.order_by("position", "pk"))
    place = siblings.index(item)
    target = place + (-1 if up else 1)
    if 0 <= target < len(siblings):
        siblings[place], siblings[target] = siblings[target], siblings[place]
        _renumber(siblings)
    else:
        _move_over(draft, item, up=up)
    _note(actor, draft.checklist, "item_moved", {"key": str(key), "up": up})


def _move_over(draft: ChecklistVersion, item: ChecklistItem, *, up: bool) -> None:
    sections = list(draft.sections.order_by("position", "pk"))
    target = sections.index(item.section) + (-1 if up else 1)
    if not 0 <= target < len(sections):
        return
    item.section = sections[target]
    others = list(item.section.items.order_by("position", "pk"))
    item.save(update_fields=["section"])
    _renumber([*others, item] if up else [item, *others])


def _renumber(items: list[ChecklistItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    ChecklistItem.objects.bulk_update(items, ["position"])


@transaction.atomic
def publish_draft(actor: Actor, pk: int, *, change_note: str = "") -> ChecklistVersion:
    """Make the draft the version that everybody sees; running copies are told what changed.

    Raises
    ------
    Conflict
        If there is no draft or nothing in it.
    """
    draft = _lock_draft(actor, pk)
    items = checklists.items_of(draft)
    if not items:
        raise Conflict(_("There is no item in this draft yet."))
    checklist = draft.checklist
    checklist.source_hash = ""
    return put_forward(actor, checklist, draft, change_note=change_note)


def put_forward(
    actor: Actor, checklist: Checklist, draft: ChecklistVersion, *, change_note: str
) -> ChecklistVersion:
    """Publish a version of a locked master: measure it, make it findable, tell the fact."""
    draft.state = VersionState.PUBLISHED
    draft.change_note = change_note.strip()
    draft.published_at = timezone.now()
    draft.save()
    draft.sections.filter(items__isnull=True).delete()
    items = checklists.items_of(draft)
    checklist.current = draft
    checklist.reading_grade = reading_grade(
        "\n".join(f"{item.text}.\n{item.explanation}" for item in items),
        checklist.content_language,
    )
    checklist.save()
    spread_english(checklist)
    findable.refresh(checklist)
    _note(actor, checklist, "published", {"version": draft.number})
    publish(ChecklistPublished(checklist.slug, draft.number))
    return draft


def _allow(actor: Actor) -> None:
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the service office keeps the checklists."))


def _lock_draft(actor: Actor, pk: int) -> ChecklistVersion:
    _allow(actor)
    return _draft(checklists.lock_checklist(pk))


def _draft(checklist: Checklist) -> ChecklistVersion:
    draft = checklist.versions.filter(state=VersionState.DRAFT).first()
    if draft is None:
        raise Conflict(_("There is no draft any more. It was published or discarded meanwhile."))
    return draft


def _section(draft: ChecklistVersion, pk: int) -> ChecklistSection:
    section = draft.sections.filter(pk=pk).first()
    if section is None:
        raise Conflict(_("This heading is gone. Somebody has removed it meanwhile."))
    return section


def _item(draft: ChecklistVersion, key: UUID) -> ChecklistItem:
    item = ChecklistItem.objects.select_related("section").filter(section__version=draft, key=key)
    found = item.first()
    if found is None:
        raise Conflict(_("This item is gone. Somebody has removed it meanwhile."))
    return found


_SPELLED_OUT = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def _free_slug(title: str) -> str:
    base = slugify(title.lower().translate(_SPELLED_OUT))[:70] or "checkliste"
    slug, number = base, 2
    while Checklist.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _note(
    actor: Actor, checklist: Checklist, verb: str, changes: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor,
        f"library.checklist_{verb}",
        item_kind=KIND,
        item_key=checklist.slug,
        changes=changes,
    )
