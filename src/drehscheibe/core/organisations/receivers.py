"""Tell people what happened to mandates."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from drehscheibe.core.notify.api import tell
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.facts import (
    MandateDeclined,
    MandateEnded,
    MandateFact,
    MandateGranted,
    MandateHandedOver,
    MandateRequested,
    TwoKeysProposed,
)
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.outbox.api import subscribe


def register() -> None:
    """Listen; called from ``AppConfig.ready``."""
    subscribe(MandateRequested, "organisations.tell_confirmers", tell_confirmers)
    subscribe(MandateGranted, "organisations.tell_granted", tell_granted)
    subscribe(MandateDeclined, "organisations.tell_declined", tell_declined)
    subscribe(MandateEnded, "organisations.tell_ended", tell_ended)
    subscribe(MandateHandedOver, "organisations.tell_handed_over", tell_handed_over)
    subscribe(TwoKeysProposed, "organisations.tell_two_keys", tell_two_keys)


def tell_confirmers(fact: MandateRequested) -> None:
    """Ask those who can confirm; whoever turned the first key is not asked again."""
    mandate = Mandate.objects.get(pk=fact.mandate_id)
    asked = queries.list_confirmer_person_ids(fact.organisation_id, besides=fact.person_id)
    if fact.keys and asked == [mandate.first_key_by_id]:
        asked = queries.list_office_person_ids()
    people = [pk for pk in asked if pk not in (mandate.first_key_by_id, fact.person_id)]
    context = _context(fact, note=mandate.request_note, keys=fact.keys)
    key = f"mandate-requested:{mandate.pk}:{fact.keys}"
    tell(people, "organisations.mandate_requested", fact_key=key, context=context)


def tell_granted(fact: MandateGranted) -> None:
    key = f"mandate-granted:{fact.mandate_id}"
    tell([fact.person_id], "organisations.mandate_granted", fact_key=key, context=_context(fact))


def tell_declined(fact: MandateDeclined) -> None:
    key = f"mandate-declined:{fact.mandate_id}"
    context = _context(fact, reason=fact.reason)
    tell([fact.person_id], "organisations.mandate_declined", fact_key=key, context=context)


def tell_ended(fact: MandateEnded) -> None:
    """Tell the person, or, if they left by themselves, those who lead the organisation.

    Where the last one who led it deleted their account, the office is told.
    """
    key = f"mandate-ended:{fact.mandate_id}"
    context = _context(fact, reason=fact.reason)
    if not get_user_model().objects.filter(pk=fact.person_id, is_active=True).exists():
        people = queries.list_confirmer_person_ids(fact.organisation_id, besides=fact.person_id)
        is_led = bool(queries.list_lead_person_ids(fact.organisation_id))
        context = {**context, "is_gone": True, "is_led": is_led}
        if fact.was_valid:
            tell(people, "organisations.mandate_left", fact_key=key, context=context)
    elif fact.by_person_id != fact.person_id:
        tell([fact.person_id], "organisations.mandate_ended", fact_key=key, context=context)
    elif fact.was_valid:
        leads = queries.list_lead_person_ids(fact.organisation_id)
        people = [pk for pk in leads if pk != fact.person_id]
        tell(people, "organisations.mandate_left", fact_key=key, context=context)


def tell_handed_over(fact: MandateHandedOver) -> None:
    key = f"mandate-handed-over:{fact.mandate_id}"
    context = _context(fact, successor=_name(fact.successor_person_id))
    tell([fact.person_id], "organisations.mandate_handed_over", fact_key=key, context=context)


def tell_two_keys(fact: TwoKeysProposed) -> None:
    organisation = Organisation.objects.get(pk=fact.organisation_id)
    leads = queries.list_lead_person_ids(organisation.pk)
    people = [pk for pk in leads if pk != fact.by_person_id]
    context = {
        "person": _name(fact.by_person_id),
        "organisation": str(organisation),
        "organisation_uuid": str(organisation.uuid),
        "wanted": fact.requires_two_keys,
    }
    changes = organisation.pk, int(fact.requires_two_keys), fact.by_person_id
    key = "two-keys-proposed:" + ":".join(str(part) for part in changes)
    tell(people, "organisations.two_keys_proposed", fact_key=key, context=context)


def _context(fact: MandateFact, **more: Any) -> dict[str, Any]:
    organisation = Organisation.objects.get(pk=fact.organisation_id)
    return {
        "person": _name(fact.person_id),
        "organisation": str(organisation),
        "organisation_uuid": str(organisation.uuid),
        "role": fact.role,
        **more,
    }


def _name(person_id: int | None) -> str:
    person = get_user_model().objects.filter(pk__in=[person_id or 0]).first()
    return str(person) if person else ""
