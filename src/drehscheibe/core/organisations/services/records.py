"""Locks, audit lines and facts that all services of organisations share."""

from __future__ import annotations

from typing import Any

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_fact_read
from drehscheibe.core.organisations.facts import MandateFact
from drehscheibe.core.organisations.models import Mandate, Organisation


def lock_organisation(pk: int) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=pk)


def lock_mandate(pk: int) -> Mandate:
    organisation_id = Mandate.objects.values_list("organisation_id", flat=True).get(pk=pk)
    lock_organisation(organisation_id)
    rows = Mandate.objects.select_related("organisation", "person", "successor_of")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def make_fact(kind: type[MandateFact], actor: Actor, mandate: Mandate, **more: Any) -> MandateFact:
    return kind(
        mandate_id=mandate.pk,
        organisation_id=mandate.organisation_id,
        person_id=mandate.person_id,
        role=mandate.role,
        by_person_id=actor.person_id,
        **more,
    )


def record(actor: Actor, verb: str, organisation: Organisation, changes: dict[str, Any]) -> None:
    audit.record(
        actor,
        f"organisations.{verb}",
        item_kind="organisation",
        item_key=str(organisation.uuid),
        changes=changes,
    )


def record_mandate(actor: Actor, verb: str, mandate: Mandate, changes: dict[str, Any]) -> None:
    """Write mandates into the history of their organisation, where they are looked for."""
    about = {"mandate": str(mandate.uuid), "person": mandate.person_id, "role": mandate.role}
    record(actor, verb, mandate.organisation, {**about, **changes})
    mark_fact_read(actor.person_id, f"mandate-requested:{mandate.pk}:")
