"""Changing a profile: by one person, or with a second key where the organisation asks for it.

Lock order: the initiative first, then the revision.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import RevisionState
from drehscheibe.capabilities.directory.facts import (
    ProfileChanged,
    RevisionProposed,
    RevisionRejected,
)
from drehscheibe.capabilities.directory.models import Initiative, ProfileRevision
from drehscheibe.capabilities.directory.queries.locks import lock_initiative, lock_revision
from drehscheibe.capabilities.directory.queries.values import differences, plain
from drehscheibe.capabilities.directory.services.profile_index import index_profiles, make_sort_key
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.places.models import Kreis


@transaction.atomic
def propose_revision(
    actor: Actor, initiative_id: int, values: Mapping[str, Any], *, note: str = ""
) -> ProfileRevision | None:
    """Change profile fields; None if nothing differs.

    Where one key is enough the change is public at once. Otherwise it waits for a second person;
    further changes by the same person join the one that waits.

    Parameters
    ----------
    values : mapping
        Profile field → cleaned value.

    Raises
    ------
    NotAllowed
        For people without an editing mandate.
    Conflict
        If somebody else's change waits already.
    ValidationError
        With the faulty fields.
    """
    initiative = lock_initiative(initiative_id)
    if not rules.may_edit(actor, initiative) or actor.person_id is None or actor.mandate_id is None:
        raise NotAllowed(_("Only people of this initiative may change its entry."))
    waiting = initiative.revisions.filter(state=RevisionState.PROPOSED).first()
    if waiting is not None and waiting.proposed_by_id != actor.person_id:
        raise Conflict(
            _("A change by somebody else waits for the second key. Please decide it first.")
        )
    changes = differences(initiative, values)
    if waiting is not None:
        return _extend(actor, initiative, waiting, values, changes, note)
    if not changes:
        return None
    _ensure_valid(initiative, changes)
    revision = ProfileRevision(
        initiative=initiative,
        changes=changes,
        note=note.strip(),
        proposed_by_id=actor.person_id,
        proposed_mandate_id=actor.mandate_id,
    )
    if rules.needs_second_key(actor, initiative):
        return _let_wait(actor, revision)
    return _publish(actor, revision)


@transaction.atomic
def confirm_revision(actor: Actor, revision_id: int) -> ProfileRevision:
    """Turn the second key: the proposed change becomes public.

    Raises
    ------
    NotAllowed
        For the person who proposed it, for people of the same side, and for strangers.
    Conflict
        If it was decided already, or the profile has changed since.
    """
    revision = _lock_open_revision(revision_id)
    if not rules.may_decide_revision(actor, revision):
        raise NotAllowed(_("The second key belongs to another person of the initiative."))
    outdated = [
        field
        for field, (old, _new) in revision.changes.items()
        if plain(getattr(revision.initiative, field)) != old
    ]
    if outdated:
        raise Conflict(_("The entry has changed in the meantime. Please propose the change anew."))
    revision.decided_by_id = actor.person_id
    revision.decided_mandate_id = actor.mandate_id
    revision.decided_at = timezone.now()
    return _publish(actor, revision)


@transaction.atomic
def reject_revision(actor: Actor, revision_id: int, *, reason: str) -> ProfileRevision:
    """Refuse the second key, with a reason that stays in the history."""
    revision = _lock_open_revision(revision_id)
    if not rules.may_decide_revision(actor, revision):
        raise NotAllowed(_("The second key belongs to another person of the initiative."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason; the other person will read it.")})
    revision.state = RevisionState.REJECTED
    revision.decided_by_id = actor.person_id
    revision.decided_mandate_id = actor.mandate_id
    revision.decided_at = timezone.now()
    revision.reason = reason.strip()
    revision.save()
    _record(actor, "revision_rejected", revision)
    outbox.publish(RevisionRejected(revision.initiative.slug, revision.pk))
    return revision


@transaction.atomic
def withdraw_revision(actor: Actor, revision_id: int) -> ProfileRevision:
    """Take back one's own proposal."""
    revision = _lock_open_revision(revision_id)
    if not rules.may_withdraw_revision(actor, revision):
        raise NotAllowed(_("Only the person who proposed a change may withdraw it."))
    revision.state = RevisionState.WITHDRAWN
    revision.decided_at = timezone.now()
    revision.save(update_fields=["state", "decided_at"])
    _record(actor, "revision_withdrawn", revision)
    return revision


def _lock_open_revision(pk: int) -> ProfileRevision:
    revision = lock_revision(pk)
    if not revision.is_open:
        raise Conflict(
            _("This change is no longer open: %(state)s.") % {"state": revision.get_state_display()}
        )
    return revision


def _extend(
    actor: Actor,
    initiative: Initiative,
    revision: ProfileRevision,
    values: Mapping[str, Any],
    changes: dict[str, list[Any]],
    note: str,
) -> ProfileRevision:
    """Join further changes to the one that waits; what was set back to the profile drops out."""
    kept = {field: pair for field, pair in revision.changes.items() if field not in values}
    merged = {**kept, **changes}
    if not merged:
        return withdraw_revision(actor, revision.pk)
    _ensure_valid(initiative, merged)
    revision.changes = merged
    revision.note = note.strip() or revision.note
    revision.save(update_fields=["changes", "note"])
    _record(actor, "revision_extended", revision)
    return revision


def _let_wait(actor: Actor, revision: ProfileRevision) -> ProfileRevision:
    revision.state = RevisionState.PROPOSED
    revision.full_clean(exclude=["initiative"])
    revision.save()
    _record(actor, "revision_proposed", revision)
    outbox.publish(RevisionProposed(revision.initiative.slug, revision.pk))
    return revision


def _publish(actor: Actor, revision: ProfileRevision) -> ProfileRevision:
    initiative = revision.initiative
    now = timezone.now()
    _apply(initiative, revision.changes)
    if rules.is_own(actor, initiative):
        initiative.edited_at = now
    else:
        initiative.curated_at = now
    initiative.sort_key = make_sort_key(initiative.name)
    initiative.save()
    if "kreise" in revision.changes:
        initiative.kreise.set(revision.changes["kreise"][1])
    _rename_organisation(initiative)
    index_profiles([initiative])
    revision.state = RevisionState.PUBLISHED
    revision.published_at = now
    revision.save()
    _record(actor, "profile_changed", revision)
    outbox.publish(ProfileChanged(initiative.slug, revision.pk, tuple(sorted(revision.changes))))
    return revision


def _apply(initiative: Initiative, changes: Mapping[str, list[Any]]) -> None:
    """Set plain values on an initiative without saving; Kreise are set by the caller."""
    for field, (_old, new) in changes.items():
        match field:
            case "kreise":
                continue
            case "land":
                initiative.land_id = new
            case "members_as_of":
                initiative.members_as_of = date.fromisoformat(new) if new else None
            case _:
                setattr(initiative, field, new)


def _ensure_valid(initiative: Initiative, changes: Mapping[str, list[Any]]) -> None:
    candidate = copy.copy(initiative)
    _apply(candidate, changes)
    candidate.full_clean(validate_unique=False)
    keys = set(changes.get("kreise", ([], []))[1])
    if Kreis.objects.filter(pk__in=keys).count() != len(keys):
        raise ValidationError({"kreise": _("Please choose one of the options.")})


def _rename_organisation(initiative: Initiative) -> None:
    """Give the organisation the same name, wherever people act for it."""
    organisation = initiative.organisation
    organisation.name, organisation.short_name = initiative.name, initiative.short_name
    organisation.website, organisation.land_id = initiative.website, initiative.land_id
    organisation.save(update_fields=["name", "short_name", "website", "land"])


def _record(actor: Actor, verb: str, revision: ProfileRevision) -> None:
    audit.record(
        actor,
        f"directory.{verb}",
        item_kind="initiative",
        item_key=revision.initiative.slug,
        changes={"revision": str(revision.uuid), "fields": sorted(revision.changes)},
    )
    mark_read(actor.person_id, "directory", revision=str(revision.uuid))
