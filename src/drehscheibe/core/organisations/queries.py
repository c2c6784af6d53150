"""Reads of organisations and mandates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import (
    LEAD_ROLES,
    NO_MANDATE,
    MandateRole,
    MandateState,
    OrganisationKind,
)
from drehscheibe.core.organisations.models import (
    Invitation,
    Mandate,
    MandateQuerySet,
    Organisation,
)

if TYPE_CHECKING:
    from drehscheibe.core.accounts.models import User


def list_valid_mandates(person_id: int) -> list[Mandate]:
    """Return the mandates under which the person may act now, with their organisations."""
    mandates = Mandate.objects.valid_at(timezone.now()).filter(person_id=person_id)
    return list(mandates.select_related("organisation").order_by("valid_from", "pk"))


def list_acting_for(person_id: int) -> QuerySet[Mandate, int]:
    """Return the keys of the organisations for which the person may act now, to be asked among."""
    mandates = Mandate.objects.valid_at(timezone.now()).filter(person_id=person_id)
    return mandates.values_list("organisation_id", flat=True)


def actor_for_person(person: User, *, preferred_mandate: int | None = None) -> Actor:
    """Return the actor for a logged-in person; see :func:`choose_actor`."""
    mandates = list_valid_mandates(person.pk)
    return choose_actor(person, mandates, preferred_mandate=preferred_mandate)


def choose_actor(person: User, mandates: list[Mandate], *, preferred_mandate: int | None) -> Actor:
    """Return the actor for a person under one of their valid mandates.

    The preferred mandate is used if it is still valid, else the oldest valid one, else none.
    ``NO_MANDATE`` means that the person chose to act for themselves.
    """
    if preferred_mandate == NO_MANDATE:
        return make_actor(person, None)
    chosen = next(
        (m for m in mandates if m.pk == preferred_mandate), mandates[0] if mandates else None
    )
    return make_actor(person, chosen)


def make_actor(person: User, mandate: Mandate | None) -> Actor:
    """Return the actor for a person and one of their mandates (with its organisation loaded)."""
    plain = Actor(
        person_id=person.pk, name=str(person), email=person.email, language=person.language
    )
    if mandate is None:
        return plain
    return Actor(
        person_id=plain.person_id,
        name=plain.name,
        email=plain.email,
        language=plain.language,
        mandate_id=mandate.pk,
        organisation_id=mandate.organisation_id,
        organisation_uuid=mandate.organisation.uuid,
        organisation_name=str(mandate.organisation),
        organisation_kind=mandate.organisation.kind,
        role=mandate.role,
        side=mandate.side,
    )


def mandates_of(organisation_id: int) -> MandateQuerySet:
    """Return the mandates of an organisation that are valid now."""
    return Mandate.objects.valid_at(timezone.now()).filter(organisation_id=organisation_id)


def list_person_ids(organisation_id: int) -> list[int]:
    """Return the people who may act for the organisation now."""
    return list(mandates_of(organisation_id).values_list("person_id", flat=True).distinct())


def list_person_ids_by_organisation(organisation_ids: set[int]) -> dict[int, set[int]]:
    """Return the people who may act now for each of the organisations; one query."""
    valid = Mandate.objects.valid_at(timezone.now()).filter(organisation_id__in=organisation_ids)
    people: dict[int, set[int]] = {}
    for organisation_id, person_id in valid.values_list("organisation_id", "person_id"):
        people.setdefault(organisation_id, set()).add(person_id)
    return people


def list_answering_organisation_ids(organisation_ids: Collection[int]) -> set[int]:
    """Return those of the organisations for which somebody answers now: a lead or an editor; one query."""
    valid = Mandate.objects.valid_at(timezone.now()).filter(
        organisation_id__in=organisation_ids, role__in=(*LEAD_ROLES, MandateRole.EDITOR)
    )
    return set(valid.values_list("organisation_id", flat=True))


@dataclass(frozen=True, slots=True)
class ActingPerson:
    """Somebody who acts for an organisation now; the name only where they want it shown."""

    organisation_id: int
    role: str
    name: str


def list_acting_people(organisation_ids: Collection[int]) -> list[ActingPerson]:
    """Return who acts for the organisations now, those who lead first; one query.

    People who do not want to be named in the profile appear by their role alone.
    """
    valid = Mandate.objects.valid_at(timezone.now()).filter(organisation_id__in=organisation_ids)
    rows = valid.select_related("person").order_by("pk")
    found = [
        ActingPerson(row.organisation_id, row.role, str(row.person) if row.is_listed else "")
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.role not in LEAD_ROLES, not each.name))


def has_ended(mandate_id: int) -> bool:
    """Whether a mandate, under which somebody acted a moment ago, no longer holds."""
    goes_on = Q(valid_until__isnull=True) | Q(valid_until__gt=timezone.now())
    return not Mandate.objects.filter(goes_on, pk=mandate_id, state=MandateState.VALID).exists()


def lock_existing(organisation_id: int) -> Organisation | None:
    """Return an organisation that exists, and goes on to until this transaction ends; else None.

    Without this lock it could end between the question and the commit, and own something then.
    """
    rows = Organisation.objects.select_for_update(no_key=True)
    return rows.filter(pk=organisation_id, ended_at__isnull=True).first()


def keep_mandated(person_ids: set[int]) -> set[int]:
    """Return those of the people who may act for any organisation now."""
    valid = Mandate.objects.valid_at(timezone.now()).filter(person_id__in=person_ids)
    return set(valid.values_list("person_id", flat=True))


def list_office_person_ids() -> list[int]:
    """Return the people of the service office."""
    mandates = Mandate.objects.valid_at(timezone.now())
    of_office = mandates.filter(organisation__kind=OrganisationKind.OFFICE)
    return list(of_office.values_list("person_id", flat=True).distinct())


def list_lead_person_ids(organisation_id: int) -> list[int]:
    """Return the people who may confirm others for the organisation now."""
    leads = mandates_of(organisation_id).filter(role__in=LEAD_ROLES)
    return list(leads.values_list("person_id", flat=True).distinct())


def list_confirmer_person_ids(organisation_id: int, *, besides: int) -> list[int]:
    """Return who is asked to confirm somebody: the leads, and the office if there are none."""
    leads = [pk for pk in list_lead_person_ids(organisation_id) if pk != besides]
    return leads or [pk for pk in list_office_person_ids() if pk != besides]


def count_keys_needed(organisation: Organisation, *, besides: int) -> int:
    """Return how many people must agree before somebody acts for the organisation.

    Two where it asks for two keys, but never more than there are people who could agree, so that
    no organisation locks itself out.
    """
    if not organisation.requires_two_keys:
        return 1
    able = {*list_lead_person_ids(organisation.pk), *list_office_person_ids()} - {besides}
    return min(2, max(1, len(able)))


def find_deciding_actor(person: User, organisation: Organisation) -> Actor | None:
    """Return the person under the mandate that lets them decide about people, if they have one."""
    mandates = list_valid_mandates(person.pk)
    for mandate in mandates:
        actor = make_actor(person, mandate)
        is_lead = mandate.organisation_id == organisation.pk and mandate.role in LEAD_ROLES
        if is_lead or actor.is_office:
            return actor
    return None


def mandates_visible_to(actor: Actor) -> MandateQuerySet:
    """Return one's own mandates, those of an organisation one leads, for the office all."""
    rows = Mandate.objects.select_related("organisation", "person", "first_key_by")
    if actor.is_office or actor.is_system:
        return rows
    visible = Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=())
    if actor.role in LEAD_ROLES:
        visible |= Q(organisation_id=actor.organisation_id)
    return rows.filter(visible)


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations whose people the actor may see: one's own, for the office all."""
    if actor.is_office or actor.is_system:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=[actor.organisation_id or 0])


def list_open_invitations(organisation_id: int) -> list[Invitation]:
    """Return invitations of an organisation that wait for an answer."""
    rows = Invitation.objects.filter(
        organisation_id=organisation_id, settled_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(rows.select_related("invited_by"))


def list_invitations_for(emails: list[str]) -> list[Invitation]:
    """Return invitations to any of these addresses that wait for an answer."""
    rows = Invitation.objects.filter(
        email__in=emails, settled_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(rows.select_related("organisation", "invited_by"))


def has_other_lead(mandate: Mandate) -> bool:
    """Return whether somebody else could decide for the organisation if this mandate ended."""
    leads = mandates_of(mandate.organisation_id).filter(role__in=LEAD_ROLES)
    return leads.exclude(pk=mandate.pk).exists()


def roles_that_may_follow(mandate: Mandate) -> list[str]:
    """Return the roles in which somebody may take a mandate over without orphaning anybody."""
    needs_lead = mandate.role in LEAD_ROLES and not has_other_lead(mandate)
    return list(LEAD_ROLES if needs_lead else MandateRole.values)


def all_invitations() -> QuerySet[Invitation]:
    """Return all invitations with their organisations; the caller narrows them."""
    return Invitation.objects.select_related("organisation")


def search_organisations(
    *, text: str = "", kind: str = "", only_waiting: bool = False
) -> QuerySet[Organisation]:
    """Return organisations for the office's list, those with open requests first.

    Every row carries ``n_acting`` and ``n_waiting``.
    """
    now = timezone.now()
    is_valid = Q(mandates__state=MandateState.VALID, mandates__valid_from__lte=now) & (
        Q(mandates__valid_until__isnull=True) | Q(mandates__valid_until__gt=now)
    )
    rows = Organisation.objects.annotate(
        n_acting=Count("mandates__person", filter=is_valid, distinct=True),
        n_waiting=Count(
            "mandates", filter=Q(mandates__state=MandateState.REQUESTED), distinct=True
        ),
    )
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    if kind:
        rows = rows.filter(kind=kind)
    if only_waiting:
        rows = rows.filter(n_waiting__gt=0)
    return rows.order_by("-n_waiting", "name", "pk")
