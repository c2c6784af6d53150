"""What filled partner packages keep of people: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.models import FilledPackage
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    register_rule,
    register_source,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_FILLED)
    register_rule(_OLD)


def _find(subject: Subject) -> QuerySet[FilledPackage]:
    """Find what somebody keeps, and where an address of theirs stands as a contact."""
    mine = Q(pk__in=())
    if subject.person_id is not None:
        mine |= Q(begun_under__person_id=subject.person_id)
    for email in subject.emails:
        mine |= Q(values__contact_email__iexact=email)
    rows = FilledPackage.objects.filter(mine)
    return rows.select_related("organisation", "package").order_by("pk")


def _erase(subject: Subject) -> int:
    """Take the person out where they stand as the contact; whose account it was loses its name anyway."""
    rows = list(_find(subject))
    for filled in rows:
        if str(filled.values.get("contact_email", "")).lower() in subject.emails:
            contact = dict.fromkeys(("contact_name", "contact_phone", "contact_email"), "")
            filled.values = {**filled.values, **contact}
            filled.save(update_fields=["values"])
    return len(rows)


_FILLED = Source(
    name="library.filled_packages",
    room=_("Partner packages"),
    label=_("Partner packages that were filled in and kept"),
    models=("library.FilledPackage",),
    purpose=_("Let a team find its invitation again and use it next year"),
    people=(People.REPRESENTATIVES, People.VISITORS),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION,),
    retention="package",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "The words belong to the organisation and stay until their term is over; name, telephone and"
        " address of the contact person are taken out."
    ),
    find=_find,
    fields={
        "package": (_("Partner package"), "package.title"),
        "organisation": (_("Organisation"), "organisation.name"),
        "ends_on": (_("Day"), "ends_on"),
        "values": (_("What was filled in"), "values"),
        "created_at": (_("Begun on"), "created_at"),
    },
    erase=_erase,
)


def _find_old(before: datetime) -> QuerySet[FilledPackage]:
    return FilledPackage.objects.filter(ends_on__lt=timezone.localdate(before))


_OLD = Rule(
    name="library.filled_package",
    retention="package",
    label=_("Partner packages whose day is long over"),
    find=_find_old,
)
