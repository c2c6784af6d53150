"""Reads of practice cases in the making and of the consent of those who could be recognised."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from drehscheibe.capabilities.advisory.choices import ConsentState, Softening
from drehscheibe.capabilities.advisory.models import Case, Consent, Practice
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES

__all__ = [
    "Missing",
    "consents_visible_to",
    "consents_waiting_for",
    "find_consent",
    "find_practice",
    "lock_practice",
    "what_is_missing",
]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a practice case still needs before a second person may agree to it."""

    checks: tuple[str, ...]
    consents: int

    @property
    def is_nothing(self) -> bool:
        """Whether it is complete."""
        return not (self.checks or self.consents)


def find_practice(case: Case) -> Practice | None:
    """Return the practice case in the making with those who wrote and approved it."""
    rows = Practice.objects.select_related("written_under__person", "approved_under__person")
    return rows.filter(case=case).first()


def lock_practice(case: Case) -> Practice:
    """Lock the practice case of a case that is locked already."""
    return Practice.objects.select_for_update().get(case=case)


def what_is_missing(practice: Practice) -> Missing:
    """Return what has to be done before a second person may agree."""
    consents = list(practice.consents.all())
    given = [
        one
        for one in consents
        if one.state == ConsentState.GIVEN and one.version == practice.version
    ]
    return Missing(
        checks=tuple(code for code in Softening.values if code not in practice.checked),
        # Nobody has agreed to a text of which nobody was asked.
        consents=max(1, len(consents)) - len(given),
    )


def find_consent(uuid: str) -> Consent | None:
    """Return what a link in a mail is about."""
    return Consent.objects.select_related("practice__case__item").filter(uuid=uuid).first()


def consents_waiting_for(actor: Actor) -> QuerySet[Consent]:
    """Return the consents that the actor may give or refuse for their organisation."""
    if actor.mandate_id is None or actor.role not in LEAD_ROLES:
        return Consent.objects.none()
    return Consent.objects.filter(
        organisation_id=actor.organisation_id or 0, state=ConsentState.ASKED
    ).select_related("practice")


def consents_visible_to(actor: Actor) -> QuerySet[Consent]:
    """Return every consent of the actor's organisation, also those that are decided."""
    if actor.mandate_id is None or actor.role not in LEAD_ROLES:
        return Consent.objects.none()
    own = Consent.objects.filter(organisation_id=actor.organisation_id or 0)
    return own.select_related("practice__case__item")
