"""Who sent which file: announced to ``core.privacy``."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.services import erase_file
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    of_person,
    register_source,
)


def register() -> None:
    """Announce the source; called once from ``AppConfig.ready``."""
    register_source(_FILES)


def _find(subject: Subject) -> QuerySet[StoredFile]:
    return of_person(StoredFile.objects.order_by("pk"), subject, "uploaded_by")


def _erase(subject: Subject) -> int:
    """Erase what hangs on nothing yet; what an organisation attached stays without the name."""
    files = _find(subject)
    number = files.count()
    for file in files.filter(attached_at=None):
        erase_file(SYSTEM, file)
    files.update(uploaded_by=None)
    return number


_FILES = Source(
    name="files.files",
    room=_("Files"),
    label=_("Files that were sent"),
    models=("files.StoredFile",),
    purpose=_("Show evidence for what somebody says"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE, Reader.DESK, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "What is attached to the organisation's words stays, without the name of who sent it. The rest is deleted."
    ),
    find=_find,
    fields={
        "name": (_("Name of the file"), "label"),
        "description": (_("Description"), "description"),
        "size": (_("Size in bytes"), "size"),
        "sent_at": (_("Sent on"), "created_at"),
    },
    erase=_erase,
)
