"""Who took part in an item: announced to ``core.privacy``."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    delete_found,
    of_person,
    register_source,
)
from drehscheibe.core.trace.models import Participant


def register() -> None:
    """Announce the source; called once from ``AppConfig.ready``."""
    register_source(_PARTICIPANTS)


def _find(subject: Subject) -> QuerySet[Participant]:
    return of_person(Participant.objects.select_related("item").order_by("pk"), subject, "person")


_PARTICIPANTS = Source(
    name="trace.participants",
    room=_("Taking part"),
    label=_("Taking part in concerns"),
    models=("trace.Participant",),
    purpose=_("Tell everybody who took part what became of it"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted; nothing more is told about them."),
    find=_find,
    fields={
        "number": (_("Number"), "item.public_id"),
        "title": (_("Title"), "item.title"),
        "role": (_("Role"), "role"),
        "since": (_("Since"), "since"),
    },
    erase=delete_found(_find),
)
