"""Organisations themselves: create them, ask for two keys."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries, rules
from drehscheibe.core.organisations.facts import (
    OrganisationCreated,
    TwoKeysChanged,
    TwoKeysProposed,
)
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.services.records import lock_organisation, record
from drehscheibe.core.outbox.api import publish


@transaction.atomic
def create_organisation(actor: Actor, *, kind: str, name: str, **fields: Any) -> Organisation:
    """Create an organisation; the office and imports may.

    Parameters
    ----------
    kind : str
        A value of ``OrganisationKind``.
    **fields
        Further fields of :class:`Organisation`, such as ``bench``, ``level``, ``land_id``.

    Raises
    ------
    NotAllowed
        For everybody else.
    ValidationError
        With the faulty fields.
    """
    if not rules.may_create_organisation(actor):
        raise NotAllowed(_("Only the service office creates organisations."))
    organisation = Organisation(kind=kind, name=name.strip(), **fields)
    organisation.full_clean()
    organisation.save()
    record(actor, "organisation_created", organisation, {"kind": kind, "name": organisation.name})
    publish(OrganisationCreated(organisation.pk, organisation.kind, organisation.name))
    return organisation


@transaction.atomic
def propose_two_keys(actor: Actor, organisation_id: int, *, wanted: bool) -> Organisation:
    """Switch the two-key rule on or off; it takes two people, as everything under that rule does.

    The first call notes the proposal, the same call by another person carries it out.

    Raises
    ------
    Conflict
        If the rule is as wanted already, if the same person calls twice, or if the organisation
        has no two people who could give keys.
    """
    organisation = lock_organisation(organisation_id)
    if not rules.may_change_two_keys(actor, organisation):
        raise NotAllowed(_("Only people who lead the organisation, or the service office, may."))
    if organisation.requires_two_keys == wanted:
        raise Conflict(_("This is how it is already."))
    if wanted and len(queries.list_lead_person_ids(organisation.pk)) < 2:
        raise Conflict(
            _("Two keys need two people. Please invite a second coordinator or speaker first.")
        )
    if organisation.two_keys_proposal != wanted:
        return _note_proposal(actor, organisation, wanted=wanted)
    if organisation.two_keys_proposed_by_id == actor.person_id:
        raise Conflict(_("You have agreed already. A second person has to agree as well."))
    organisation.requires_two_keys = wanted
    _clear_proposal(organisation)
    record(actor, "two_keys_changed", organisation, {"requires_two_keys": [not wanted, wanted]})
    publish(TwoKeysChanged(organisation.pk, wanted, actor.person_id))
    return organisation


@transaction.atomic
def withdraw_two_keys(actor: Actor, organisation_id: int) -> Organisation:
    """Take a proposal about two keys off the table; each of those who may decide can."""
    organisation = lock_organisation(organisation_id)
    if not rules.may_change_two_keys(actor, organisation):
        raise NotAllowed(_("Only people who lead the organisation, or the service office, may."))
    if organisation.two_keys_proposal is None:
        raise Conflict(_("Nothing is proposed at the moment."))
    _clear_proposal(organisation)
    record(actor, "two_keys_withdrawn", organisation, {})
    return organisation


def _note_proposal(actor: Actor, organisation: Organisation, *, wanted: bool) -> Organisation:
    organisation.two_keys_proposal = wanted
    organisation.two_keys_proposed_by_id = actor.person_id
    organisation.save(update_fields=["two_keys_proposal", "two_keys_proposed_by"])
    record(actor, "two_keys_proposed", organisation, {"requires_two_keys": wanted})
    publish(TwoKeysProposed(organisation.pk, wanted, actor.person_id))
    return organisation


def _clear_proposal(organisation: Organisation) -> None:
    organisation.two_keys_proposal = None
    organisation.two_keys_proposed_by = None
    organisation.save(
        update_fields=["requires_two_keys", "two_keys_proposal", "two_keys_proposed_by"]
    )
