"""What the search finds for one person alone: announced to ``core.privacy``."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Source,
    Subject,
    register_source,
)
from drehscheibe.core.search import api
from drehscheibe.core.search.models import Entry


def register() -> None:
    """Announce the source; called once from ``AppConfig.ready``."""
    register_source(_ENTRIES)


def _find(subject: Subject) -> QuerySet[Entry]:
    return Entry.objects.filter(audience=f"person:{subject.person_id}").order_by("pk")


def _remove(subject: Subject) -> int:
    found = list(_find(subject))
    for kind, key in dict.fromkeys((entry.kind, entry.key) for entry in found):
        api.remove(kind, key)
    return len(found)


_ENTRIES = Source(
    name="search.entries",
    room=pgettext_lazy("noun", "Search"),
    label=_("What the search finds for one person alone"),
    models=("search.Entry",),
    purpose=_("Find one's own things again"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find,
    fields={"title": (_("Title"), "title"), "summary": (_("In short"), "summary")},
    erase=_remove,
)
