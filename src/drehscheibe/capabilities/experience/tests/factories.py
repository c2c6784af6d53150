"""Requests for contact in every state, brought there by the services themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.experience.choices import Helped
from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.services import contacts
from drehscheibe.capabilities.experience.services.clocks import look_after_requests
from drehscheibe.capabilities.experience.services.contacts import Contact
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import make_actor

QUESTION = "Wie kam die Nachbarschaft an den Tisch? Fragegeheimnis"
SECRET = "Fragegeheimnis"
ASKING = Contact("Frau Anfrage", "anfrage@example.org", "030 111")
ASKED = Contact("Herr Antwort", "antwort@example.org", "030 222")


@dataclass(frozen=True, slots=True)
class House:
    """Everybody whom a request may meet."""

    asking: Actor
    asking_lead: Actor
    asking_colleague: Actor
    asked: Actor
    asked_staff: Actor
    office: Actor
    outsider: Actor
    initiative: Initiative


def make_house() -> House:
    """Make an office, a member organisation that asks, an initiative that is asked, and others."""
    office = make_actor(OrganisationKind.OFFICE)
    asking = make_actor(OrganisationKind.MEMBER, role=MandateRole.EDITOR)
    own = Organisation.objects.get(pk=asking.organisation_id or 0)
    asked = make_actor(OrganisationKind.INITIATIVE)
    theirs = Organisation.objects.get(pk=asked.organisation_id or 0)
    initiative = InitiativeFactory.create(
        organisation=theirs,
        name="Runder Tisch Hafen",
        slug="runder-tisch-hafen",
        topics=["acceptance"],
        verified_at=timezone.now(),
        verified_by=User.objects.get(pk=asked.person_id or 0),
    )
    return House(
        asking=asking,
        asking_lead=make_actor(organisation=own),
        asking_colleague=make_actor(organisation=own, role=MandateRole.STAFF),
        asked=asked,
        asked_staff=make_actor(organisation=theirs, role=MandateRole.STAFF),
        office=office,
        outsider=make_actor(OrganisationKind.INITIATIVE),
        initiative=initiative,
    )


def make_request(house: House, **words: str) -> ContactRequest:
    """Ask the initiative of the house."""
    return contacts.ask_for_contact(
        house.asking,
        house.initiative.slug,
        question=words.get("question", QUESTION),
        contact=ASKING,
    )


def make_unverified(house: House, slug: str = "niemand-da") -> Initiative:
    """Make an initiative after which nobody looks."""
    made: Initiative = InitiativeFactory.create(slug=slug, name="Niemand da")
    index_profiles([made])
    return made


def accept(house: House, request: ContactRequest) -> ContactRequest:
    return contacts.accept_request(house.asked, request.uuid, contact=ASKED, answer="Gern morgens.")


def let_pass(days: int) -> None:
    """Let the daily job run so many days later."""
    look_after_requests(timezone.now() + timedelta(days=days))


def bring_to(house: House, state: str) -> ContactRequest:
    """Return a request that has reached a state."""
    request = make_request(house)
    steps: dict[str, tuple[Callable[[], object], ...]] = {
        S.ASKED: (),
        S.WITH_OFFICE: (lambda: contacts.suggest_office(house.asked, request.uuid),),
        S.CONNECTED: (lambda: accept(house, request),),
        S.LOOKING_BACK: (lambda: accept(house, request), lambda: let_pass(33)),
        S.CLOSED: (
            lambda: accept(house, request),
            lambda: contacts.tell_help(house.asking, request.uuid, helped=Helped.YES),
        ),
        S.DECLINED: (lambda: contacts.decline_request(house.asked, request.uuid),),
        S.WITHDRAWN: (lambda: contacts.withdraw_request(house.asking, request.uuid),),
        S.EXPIRED: (lambda: let_pass(25),),
        S.ENDED: (
            lambda: accept(house, request),
            lambda: contacts.end_consent(house.asked, request.uuid),
        ),
    }
    for step in steps[state]:
        step()
    request.refresh_from_db()
    assert request.state == state
    return request
