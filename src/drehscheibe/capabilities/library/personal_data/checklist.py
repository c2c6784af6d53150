"""What copies of checklists keep of people: announced to ``core.privacy``.

Everything is work of an organisation. A person stands behind it only through a mandate; for whom a
personal link was made is a label that the team chose.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.models import (
    ChecklistCopy,
    CopyChange,
    CopyItem,
    CopyLink,
    ReleasedNote,
)
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    leave_to_account,
    register_source,
)

__all__ = ["register"]

ROOM = _("Checklists")
NAMELESS = _("The words belong to the organisation and stay, without the name.")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_COPIES, _ITEMS, _CHANGES, _LINKS, _NOTES):
        register_source(source)


def _by(subject: Subject, mandate: str) -> Q:
    if subject.person_id is None:
        return Q(pk__in=())
    return Q(**{f"{mandate}__person_id": subject.person_id})


def _find_copies(subject: Subject) -> QuerySet[ChecklistCopy]:
    rows = ChecklistCopy.objects.filter(_by(subject, "begun_under"))
    return rows.select_related("organisation").order_by("pk")


def _find_items(subject: Subject) -> QuerySet[CopyItem]:
    rows = CopyItem.objects.filter(_by(subject, "owner"))
    return rows.select_related("copy__organisation").order_by("pk")


def _find_changes(subject: Subject) -> QuerySet[CopyChange]:
    rows = CopyChange.objects.filter(_by(subject, "mandate"))
    return rows.select_related("item__copy").order_by("pk")


def _find_links(subject: Subject) -> QuerySet[CopyLink]:
    rows = CopyLink.objects.filter(_by(subject, "made_under"))
    return rows.select_related("copy").order_by("pk")


def _find_notes(subject: Subject) -> QuerySet[ReleasedNote]:
    rows = ReleasedNote.objects.filter(_by(subject, "released_under"))
    return rows.select_related("checklist", "organisation").order_by("pk")


_COPIES = Source(
    name="library.copies",
    room=ROOM,
    label=_("Copies of checklists, begun"),
    models=("library.ChecklistCopy",),
    purpose=_("Let an organisation work through a checklist as a team"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_copies,
    fields={
        "title": (_("Title"), "title"),
        "organisation": (_("Organisation"), "organisation.name"),
        "created_at": (_("Begun on"), "created_at"),
    },
    erase=leave_to_account(_find_copies),
)
_ITEMS = Source(
    name="library.copy_items",
    room=ROOM,
    label=_("Items of checklists that somebody does"),
    models=("library.CopyItem",),
    purpose=_("Show who does what, and remind of it"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_items,
    fields={
        "copy": (_("Checklist"), "copy.title"),
        "text": (_("What is to be done"), "shown_text"),
        "state": (pgettext_lazy("checklist", "State"), "state"),
        "due_on": (_("Due by"), "due_on"),
    },
    erase=leave_to_account(_find_items),
)
_CHANGES = Source(
    name="library.copy_changes",
    room=ROOM,
    label=_("Changes of items of checklists"),
    models=("library.CopyChange",),
    purpose=_("Show who changed what, so that nothing is lost when two people write at once"),
    people=(People.REPRESENTATIVES, People.VISITORS),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_changes,
    fields={
        "copy": (_("Checklist"), "item.copy.title"),
        "item": (_("What is to be done"), "item.shown_text"),
        "changes": (_("Changes"), "changes"),
        "made_at": (_("Changed on"), "made_at"),
    },
    erase=leave_to_account(_find_changes),
)
_LINKS = Source(
    name="library.copy_links",
    room=ROOM,
    label=_("Personal links to copies, made"),
    models=("library.CopyLink",),
    purpose=_("Let people without an account read a copy or work on it"),
    people=(People.REPRESENTATIVES, People.VISITORS),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_links,
    fields={
        "copy": (_("Checklist"), "copy.title"),
        "name": (_("For whom the link is"), "name"),
        "created_at": (_("Begun on"), "created_at"),
        "revoked_at": (_("Ended on"), "revoked_at"),
    },
    erase=leave_to_account(_find_links),
)
_NOTES = Source(
    name="library.released_notes",
    room=ROOM,
    label=_("Notes on checklists, released for everybody"),
    models=("library.ReleasedNote",),
    purpose=_("Show others how a team solved something"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.CONSENT,
    readers=(Reader.PUBLIC,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=NAMELESS,
    find=_find_notes,
    fields={
        "checklist": (_("Checklist"), "checklist.shown_title"),
        "organisation": (_("Organisation"), "organisation.name"),
        "text": (_("How you solved it"), "text"),
        "released_at": (_("Released on"), "released_at"),
        "withdrawn_at": (_("Taken back on"), "withdrawn_at"),
    },
    erase=leave_to_account(_find_notes),
)
