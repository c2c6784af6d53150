"""Keep a filled package for the team, change it, begin anew with it, erase it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.facts.package import PackageFilled
from drehscheibe.capabilities.library.models import FilledPackage
from drehscheibe.capabilities.library.queries import packages
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.files import api as files
from drehscheibe.core.outbox.api import publish

__all__ = [
    "AUDIT_KIND",
    "change_filled",
    "duplicate_filled",
    "erase_filled",
    "keep_filled",
    "logo_text",
]

AUDIT_KIND = "filled-package"
#: A day of the same name a year later.
WEEKS_OF_A_YEAR = 52


@transaction.atomic
def keep_filled(
    actor: Actor, package_pk: int, *, values: Mapping[str, str], ends_on: date, logo: bytes = b""
) -> FilledPackage:
    """Keep what a team filled in, for the organisation of the actor.

    Parameters
    ----------
    values : mapping
        Words of the form by field.
    ends_on : date
        The last day of the occasion.
    logo : bytes
        A PNG that was made anew; empty for none.

    Raises
    ------
    NotAllowed
        Without a mandate: then nothing is stored.
    """
    if actor.mandate_id is None or not rules.may_save(actor):
        raise NotAllowed(_("Please choose for which organisation you act."))
    filled = FilledPackage(
        package_id=package_pk,
        organisation_id=actor.organisation_id or 0,
        begun_under_id=actor.mandate_id,
        values=dict(values),
        ends_on=ends_on,
    )
    filled.full_clean()
    filled.save()
    _put_logo(actor, filled, logo)
    _note(actor, filled, "kept")
    publish(PackageFilled(str(filled.uuid), filled.package.slug, filled.organisation_id))
    return filled


@transaction.atomic
def change_filled(
    actor: Actor,
    pk: int,
    *,
    values: Mapping[str, str],
    ends_on: date,
    logo: bytes = b"",
    seen_version: int | None,
) -> FilledPackage:
    """Keep new words.

    Raises
    ------
    NotAllowed
        For others than the organisation itself.
    Conflict
        If a colleague changed it since the actor saw it.
    """
    filled = _lock(actor, pk)
    if filled.version != seen_version:
        raise Conflict(
            _("A colleague has changed this package meanwhile. Compare below, then save again.")
        )
    filled.values, filled.ends_on = dict(values), ends_on
    filled.version += 1
    filled.full_clean()
    filled.save()
    _put_logo(actor, filled, logo)
    _note(actor, filled, "changed")
    return filled


@transaction.atomic
def duplicate_filled(actor: Actor, pk: int) -> FilledPackage:
    """Begin anew for next year: the same words, the same day of the week 52 weeks later."""
    origin = _lock(actor, pk)
    made = keep_filled(
        actor,
        origin.package_id,
        values={**origin.values, **_days_of_next_round(origin.values)},
        ends_on=origin.ends_on + _shift_of(origin.values),
        logo=_read_logo(origin),
    )
    made.made_from = origin
    made.save(update_fields=["made_from"])
    return made


def _shift_of(values: Mapping[str, str]) -> timedelta:
    """Return as many times 52 weeks as lead to a day that is not over."""
    shift = timedelta(weeks=WEEKS_OF_A_YEAR)
    first = date.fromisoformat(values["starts_on"])
    while first + shift < timezone.localdate():
        shift += timedelta(weeks=WEEKS_OF_A_YEAR)
    return shift


def _days_of_next_round(values: Mapping[str, str]) -> dict[str, str]:
    shift = _shift_of(values)
    days = {name: values.get(name, "") for name in ("starts_on", "ends_on")}
    return {
        name: (date.fromisoformat(day) + shift).isoformat() for name, day in days.items() if day
    }


@transaction.atomic
def erase_filled(actor: Actor, pk: int) -> None:
    """Erase a filled package and its logo for good."""
    filled = _lock(actor, pk)
    files.erase_files_of(actor, owner_kind=packages.FILE_OWNER, owner_keys=[str(filled.uuid)])
    _note(actor, filled, "erased")
    filled.delete()


def _lock(actor: Actor, pk: int) -> FilledPackage:
    filled = packages.lock_filled(pk)
    if not rules.is_of_team(actor, filled):
        raise NotAllowed(_("This package belongs to another organisation."))
    return filled


def _read_logo(filled: FilledPackage) -> bytes:
    if filled.logo is None:
        return b""
    with filled.logo.content.open("rb") as stream:
        return bytes(stream.read())


def logo_text(filled: FilledPackage) -> str:
    """Return the logo as a form carries it, in base64; empty without one."""
    return base64.b64encode(_read_logo(filled)).decode("ascii")


def _put_logo(actor: Actor, filled: FilledPackage, logo: bytes) -> None:
    """Hang the logo on the package unless it is there already."""
    if logo == _read_logo(filled):
        return
    before = filled.logo
    filled.logo = None
    if logo:
        filled.logo = files.store_file(actor, ContentFile(logo, name="logo.png"))
        files.attach_file(
            actor, filled.logo, owner_kind=packages.FILE_OWNER, owner_key=str(filled.uuid)
        )
    filled.save(update_fields=["logo"])
    if before is not None:
        files.erase_file(actor, before)


def _note(actor: Actor, filled: FilledPackage, verb: str) -> None:
    """Write an act into the audit log; never what a team wrote."""
    audit.record(
        actor,
        f"library.filled_package_{verb}",
        item_kind=AUDIT_KIND,
        item_key=str(filled.uuid),
        changes={"package": filled.package.slug},
    )
