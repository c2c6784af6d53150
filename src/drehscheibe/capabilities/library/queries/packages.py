"""Named reads of partner packages; what an actor may not see does not exist for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from drehscheibe.capabilities.library.models import FilledPackage, PartnerPackage
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.files.api import StoredFile

__all__ = [
    "FILE_OWNER",
    "SEARCH_KIND",
    "existing_file_owners",
    "filled_visible_to",
    "list_due",
    "lock_filled",
    "may_see_file",
    "packages_visible_to",
]

#: Of search entry, help votes and audit lines.
SEARCH_KIND = "package"
#: Under which filled packages own their logo; the key is the UUID.
FILE_OWNER = "library.filled_package"


def packages_visible_to(actor: Actor) -> QuerySet[PartnerPackage]:
    """Return the packages that the actor may read: what is public, for the office all."""
    rows = PartnerPackage.objects.select_related("owner")
    return rows if rules.may_keep(actor) else rows.filter(is_public=True)


def filled_visible_to(actor: Actor) -> QuerySet[FilledPackage]:
    """Return the filled packages of the organisation for which the actor acts."""
    if not rules.may_save(actor):
        return FilledPackage.objects.none()
    own = FilledPackage.objects.filter(organisation_id=actor.organisation_id or 0)
    return own.select_related("package", "logo")


def lock_filled(pk: int) -> FilledPackage:
    """Lock a filled package until the end of the transaction."""
    rows = FilledPackage.objects.select_for_update(of=("self",))
    return rows.select_related("package").get(pk=pk)


def list_due(until: date) -> list[PartnerPackage]:
    """Return public packages whose review date comes by then."""
    return list(PartnerPackage.objects.filter(is_public=True, review_on__lte=until))


def may_see_file(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may open the logo: the organisation itself."""
    filled = FilledPackage.objects.filter(logo=file).first()
    return filled is not None and rules.is_of_team(actor, filled)


def existing_file_owners(keys: list[str]) -> set[str]:
    """Return which filled packages are still there, by UUID."""
    rows = FilledPackage.objects.filter(uuid__in=[UUID(key) for key in keys])
    return {str(uuid) for uuid in rows.values_list("uuid", flat=True)}
