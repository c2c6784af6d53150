"""Named reads of copies; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistCopy,
    ChecklistItem,
    CopyFile,
    CopyItem,
    CopyItemQuerySet,
    CopyLink,
    ReleasedNote,
)
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import StoredFile
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Mandate

__all__ = [
    "FILE_OWNER",
    "REMIND_BEFORE",
    "Access",
    "Difference",
    "Progress",
    "copies_to_tell",
    "copies_visible_to",
    "differences_of",
    "due_next",
    "existing_file_owners",
    "find_access",
    "find_link",
    "items_of",
    "items_to_remind",
    "list_members",
    "lock_copy",
    "lock_item",
    "may_see_file",
    "notes_of_others",
    "progress_by_copy",
    "progress_of",
]

#: Under which items of copies own files; the key is the UUID of the item.
FILE_OWNER = "library.copy_item"
#: So long before it is due, whoever does an item is told.
REMIND_BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Access:
    """What one reader may do with one copy: under a mandate of its organisation, or by a link.

    Attributes
    ----------
    link : CopyLink or None
        The personal link by which somebody comes who has no mandate.
    """

    actor: Actor
    copy: ChecklistCopy
    link: CopyLink | None = None

    @property
    def is_team(self) -> bool:
        return rules.is_of_team(self.actor, self.copy)

    @property
    def may_manage(self) -> bool:
        return rules.may_manage(self.actor, self.copy)

    @property
    def may_work(self) -> bool:
        """An archived copy is only read."""
        return (self.is_team or rules.may_work_by(self.link)) and not self.copy.is_archived


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a copy is; what does not apply counts neither as done nor as to do."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values()) - self.counts.get(ItemState.NOT_APPLICABLE, 0)

    @property
    def done(self) -> int:
        return self.counts.get(ItemState.DONE, 0)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def copies_visible_to(actor: Actor) -> QuerySet[ChecklistCopy]:
    """Return the copies of the organisation for which the actor acts."""
    if not rules.may_see_copies(actor):
        return ChecklistCopy.objects.none()
    own = ChecklistCopy.objects.filter(organisation_id=actor.organisation_id or 0)
    return own.select_related("checklist__current", "version", "organisation")


def find_access(actor: Actor, uuid: UUID, tokens: Collection[str]) -> Access:
    """Return how the actor may see a copy.

    Parameters
    ----------
    tokens : collection of str
        Personal links that this browser has opened.

    Raises
    ------
    ChecklistCopy.DoesNotExist
        For whoever may not see it, and where there is none.
    """
    rows = ChecklistCopy.objects.select_related("checklist__current", "version", "organisation")
    copy = rows.get(uuid=uuid)
    if rules.is_of_team(actor, copy):
        return Access(actor, copy)
    links = copy.links.filter(token__in=list(tokens), revoked_at__isnull=True)
    # The wider of several links counts.
    link = max(links, key=lambda one: one.may_work, default=None)
    if link is None:
        raise ChecklistCopy.DoesNotExist
    return Access(actor, copy, link)


def find_link(token: UUID | str) -> CopyLink | None:
    """Return a personal link that still holds."""
    valid = CopyLink.objects.filter(token=token, revoked_at__isnull=True)
    return valid.select_related("copy").first()


def items_of(copy: ChecklistCopy) -> list[CopyItem]:
    """Return the items of a copy in their order, with who does them and their files."""
    files = Prefetch("files", CopyFile.objects.select_related("file"))
    rows = copy.items.select_related("owner__person").prefetch_related(files)
    return list(rows.order_by("position", "pk"))


def progress_of(items: Iterable[CopyItem]) -> Progress:
    """Return how far these items are."""
    counts: dict[str, int] = dict.fromkeys(ItemState.values, 0)
    for item in items:
        counts[item.state] += 1
    return Progress(counts)


def progress_by_copy(copy_ids: Collection[int]) -> dict[int, Progress]:
    """Return how far each of the copies is; one query."""
    found: dict[int, dict[str, int]] = {pk: dict.fromkeys(ItemState.values, 0) for pk in copy_ids}
    rows = CopyItem.objects.filter(copy_id__in=copy_ids).order_by()
    for pk, state in rows.values_list("copy_id", "state"):
        found[pk][state] += 1
    return {pk: Progress(counts) for pk, counts in found.items()}


def due_next(items: Iterable[CopyItem], limit: int) -> list[CopyItem]:
    """Return what is to be done next, the longest overdue first."""
    dated = [item for item in items if item.due_on is not None and not item.is_finished]
    return sorted(dated, key=lambda item: (str(item.due_on), item.position))[:limit]


def lock_copy(pk: int) -> ChecklistCopy:
    """Lock a copy until the end of the transaction; always before any of its items."""
    rows = ChecklistCopy.objects.select_for_update(of=("self",))
    return rows.select_related("checklist__current", "version").get(pk=pk)


def lock_item(pk: int) -> CopyItem:
    """Lock an item until the end of the transaction."""
    rows = CopyItem.objects.select_for_update(of=("self",))
    return rows.select_related("copy", "owner__person").get(pk=pk)


def list_members(copy: ChecklistCopy) -> list[Mandate]:
    """Return the people who act for the organisation now, by name."""
    mandates = organisations.mandates_of(copy.organisation_id).select_related("person")
    return sorted(mandates, key=lambda mandate: str(mandate.person).casefold())


@dataclass(frozen=True, slots=True)
class Difference:
    """What the newest version says otherwise than a copy.

    Attributes
    ----------
    kind : str
        ``new``, ``changed`` or ``removed``.
    item : CopyItem or None
        In the copy; None if it is new.
    master : ChecklistItem or None
        In the newest version; None if it was removed.
    changes : tuple
        ``(field, own value, new value)`` of what changed.
    """

    kind: str
    key: UUID
    item: CopyItem | None
    master: ChecklistItem | None
    changes: tuple[tuple[str, str | int | None, str | int | None], ...] = ()


def differences_of(copy: ChecklistCopy, items: Iterable[CopyItem]) -> list[Difference]:
    """Return where a copy and the newest version differ and the team has not decided yet."""
    newest = copy.checklist.current
    if newest is None or newest.pk == copy.version_id:
        return []
    own = {item.key: item for item in items if item.key is not None}
    masters = {item.key: item for item in checklists.items_of(newest)}
    found: list[Difference] = []
    for key, master in masters.items():
        item = own.get(key)
        if item is None:
            found.append(Difference("new", key, None, master))
        elif item.kept_version < newest.number and item.words != master.words:
            found.append(Difference("changed", key, item, master, _changes(item, master)))
    found += [
        Difference("removed", key, item, None)
        for key, item in own.items()
        if key not in masters and item.kept_version < newest.number
    ]
    return found


def _changes(
    item: CopyItem, master: ChecklistItem
) -> tuple[tuple[str, str | int | None, str | int | None], ...]:
    new = master.words
    return tuple((name, was, new[name]) for name, was in item.words.items() if was != new[name])


def copies_to_tell(checklist: Checklist) -> list[ChecklistCopy]:
    """Return running copies that are not made of the newest version."""
    running = checklist.copies.filter(archived_at__isnull=True)
    return list(running.exclude(version_id=checklist.current_id or 0).order_by("pk"))


def items_to_remind(today: date) -> CopyItemQuerySet:
    """Return what is due soon or late in running copies."""
    running = CopyItem.objects.filter(copy__archived_at__isnull=True)
    due = running.due_by(today + REMIND_BEFORE)
    return due.select_related("copy", "owner").order_by("pk")


def notes_of_others(copy: ChecklistCopy) -> dict[UUID, list[ReleasedNote]]:
    """Return what other teams released about the items of this copy; one query."""
    found: dict[UUID, list[ReleasedNote]] = {}
    shown = checklists.released_notes().filter(checklist_id=copy.checklist_id)
    for note in shown.exclude(organisation_id=copy.organisation_id):
        found.setdefault(note.key, []).append(note)
    return found


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may open a file at an item: the organisation itself."""
    item = CopyItem.objects.select_related("copy").filter(files__file=file).first()
    return item is not None and rules.is_of_team(actor, item.copy)


def existing_file_owners(keys: list[str]) -> set[str]:
    """Return which items are still there, by UUID."""
    rows = CopyItem.objects.filter(uuid__in=[UUID(key) for key in keys])
    return {str(uuid) for uuid in rows.values_list("uuid", flat=True)}
