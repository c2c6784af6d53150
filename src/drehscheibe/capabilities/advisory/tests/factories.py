"""Cases in every state, brought there by the services themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import (
    CaseState,
    CoachReason,
    Confidentiality,
    Helped,
    Refusal,
    SessionState,
    Side,
    Urgency,
)
from drehscheibe.capabilities.advisory.models import Case, Coach, Session
from drehscheibe.capabilities.advisory.services import (
    asking,
    coaches,
    coaching,
    links,
    looking_back,
    requester,
    talks,
    triage,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.text.topics import Topic

ASKER = "asker@example.org"
SITUATION = "Zwei Betriebe streiten über Lärm am Hafen."
WISH = "Ein erstes Gespräch mit allen Seiten."
GOAL = "Alle Seiten kommen zu drei Gesprächen."
RESULT = "Es gibt eine Vereinbarung über die Nächte."
SECRET = "Nachtschichtgeheimnis"


@dataclass(frozen=True, slots=True)
class House:
    """Everybody whom a case may meet."""

    office: Actor
    second_office: Actor
    expert: Actor
    other_expert: Actor
    member: Actor
    requester: Actor
    coach: Coach
    other_coach: Coach
    office_coach: Coach


def make_house() -> House:
    """Make an office of two people, two experts from outside, and an initiative that asks."""
    land = Land.objects.get_or_create(
        code="NI", defaults={"key": "03", "name": "Niedersachsen", "name_en": "Lower Saxony"}
    )[0]
    Kreis.objects.get_or_create(
        ags5="03151",
        defaults={
            "name": "Gifhorn",
            "kind": "Landkreis",
            "land": land,
            "nuts3": "DE914",
            "longitude": 10.5,
            "latitude": 52.5,
        },
    )
    office = make_actor(OrganisationKind.OFFICE)
    service_office = Organisation.objects.get(pk=office.organisation_id or 0)
    expert, other = make_actor(OrganisationKind.MEMBER), make_actor(OrganisationKind.MEMBER)
    return House(
        office=office,
        second_office=make_actor(organisation=service_office),
        expert=expert,
        other_expert=other,
        member=make_actor(OrganisationKind.MEMBER),
        requester=make_actor(OrganisationKind.INITIATIVE),
        coach=make_coach(office, expert),
        other_coach=make_coach(office, other, topics=()),
        office_coach=make_coach(office, office),
    )


def make_coach(
    office: Actor, actor: Actor, *, topics: tuple[str, ...] = (Topic.PARTICIPATION,), limit: int = 3
) -> Coach:
    """Put somebody on the list."""
    profile = coaches.CoachProfile(topics, ("NI",), "03151", limit, "Moderiert Gespräche.")
    return coaches.add_coach(office, email=actor.email, profile=profile)


def content_of(**changes: object) -> asking.RequestContent:
    """Return a request as somebody would write it."""
    values: dict[str, object] = {
        "topic": Topic.PARTICIPATION,
        "land": "NI",
        "kreis": "03151",
        "situation": SITUATION,
        "wish": WISH,
        "urgency": Urgency.WEEKS,
        "confidentiality": Confidentiality.COACHES,
        "name": "Kim Beispiel",
        "email": ASKER,
        **changes,
    }
    return asking.RequestContent(**values)  # type: ignore[arg-type]


def make_unconfirmed(**changes: object) -> Case:
    """Make a request whose address was not confirmed."""
    return asking.ask_for_advice(ANONYMOUS, content_of(**changes), language="de")


def make_case(**changes: object) -> Case:
    """Make a request without an account that is with the office."""
    return asking.confirm_request(links.confirm_token(make_unconfirmed(**changes)))


def make_case_of(actor: Actor, **changes: object) -> Case:
    """Make a request by mandate."""
    content = content_of(email="", in_name_of_organisation=True, **changes)
    return asking.ask_for_advice(actor, content, language="de")


def coach_for(house: House, case: Case) -> tuple[Actor, Coach]:
    """Return who advises: somebody from outside, unless it stays in the office."""
    if case.confidentiality == Confidentiality.OFFICE:
        return house.office, house.office_coach
    return house.expert, house.coach


def bring_to(house: House, case: Case, state: str) -> Case:
    """Bring a fresh case to a state."""
    actor, coach = coach_for(house, case)
    asker = ANONYMOUS if case.email else house.requester
    pk, token = case.pk, case.token
    aside: dict[str, Callable[[], object]] = {
        CaseState.RECEIVED: lambda: None,
        CaseState.WITHDRAWN: lambda: requester.withdraw_case(asker, token),
        CaseState.ASKED_BACK: lambda: triage.ask_back(house.office, pk, text="Wer ist dabei?"),
        CaseState.DECLINED: lambda: triage.decline_case(
            house.office, pk, reason=Refusal.NOT_OURS, note="Die Stadt hilft."
        ),
    }
    forwards: dict[str, Callable[[], object]] = {
        CaseState.COACH_PROPOSED: lambda: triage.propose_coach(house.office, pk, coach_id=coach.pk),
        CaseState.AGREEING: lambda: coaching.accept_case(actor, pk),
        CaseState.GOAL_PROPOSED: lambda: coaching.propose_goal(actor, pk, goal=GOAL),
        CaseState.RUNNING: lambda: requester.agree_goal(asker, token, seen=GOAL),
        CaseState.RESULT_GIVEN: lambda: coaching.finish_case(actor, pk, result=RESULT),
        CaseState.LATER_3: lambda: requester.rate_result(asker, token, helped=Helped.YES),
        CaseState.ASKED_3: lambda: _ask_again(case),
        CaseState.LATER_12: lambda: _tell_later(case, 3),
        CaseState.ASKED_12: lambda: _ask_again(case),
        CaseState.CLOSED: lambda: _tell_later(case, 12),
    }
    if state in aside:
        aside[state]()
        return _fresh(case)
    for reached, act in forwards.items():
        act()
        if reached == state:
            break
    return _fresh(case)


def _ask_again(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate())
    assert looking_back.ask_again(case.pk)


def _tell_later(case: Case, months: int) -> None:
    looking_back.tell_later(links.later_token(case, months), helped=Helped.PARTLY, note="Meist.")


def fill_case(house: House, case: Case) -> Session:
    """Give a running case everything that could leak; return its talk."""
    actor, _coach = coach_for(house, case)
    soon = timezone.now() + timedelta(days=3)
    session = talks.plan_talk(
        actor,
        case.pk,
        talks.TalkContent(
            starts_at=soon,
            minutes=60,
            place=f"{SECRET} Ort",
            notes=f"{SECRET} Notiz",
            people=SECRET,
        ),
    )
    talks.save_private_note(actor, case.pk, session.pk, text=f"{SECRET} privat")
    coaching.write_message(actor, case.pk, text=f"{SECRET} Nachricht", circle="both")
    coaching.write_message(actor, case.pk, text=f"{SECRET} intern", circle="team")
    coaching.add_step(
        actor,
        case.pk,
        text=f"{SECRET} Schritt",
        side=Side.REQUESTER,
        due_on=timezone.localdate() + timedelta(days=7),
    )
    return session


def hold_talk(house: House, case: Case, hours: str = "2.5") -> Session:
    """Note a talk that took place."""
    actor, _coach = coach_for(house, case)
    content = talks.TalkContent(
        starts_at=timezone.now() - timedelta(hours=2),
        minutes=60,
        hours=Decimal(hours),
        state=SessionState.HELD,
    )
    return talks.plan_talk(actor, case.pk, content)


def decline_proposal(actor: Actor, case: Case) -> Case:
    """Let a coach say no."""
    return coaching.decline_proposal(actor, case.pk, reason=CoachReason.BUSY, note="Keine Zeit.")


def make_lead_of(actor: Actor) -> Actor:
    """Make somebody else who leads the same organisation."""
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    return make_actor(organisation=organisation, role=MandateRole.SPEAKER)


def make_stranger() -> Organisation:
    """Make a body that has nothing to do with any case."""
    return OrganisationFactory.create()


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("item").get(pk=case.pk)
