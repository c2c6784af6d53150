from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.library import api
from drehscheibe.capabilities.library.choices.practice_case import AnonymityCheck, CaseState
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.services.practice_cases import proposals
from drehscheibe.capabilities.library.services.practice_cases.proposals import Consent
from drehscheibe.capabilities.library.tests.factories import PracticeCaseFactory, make_proposal
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.queries import make_actor
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

ALL = AnonymityCheck.values


def act(mandate: Mandate) -> Actor:
    return make_actor(mandate.person, mandate)


@pytest.fixture
def office() -> list[Actor]:
    """Return three people of one office."""
    first = MandateFactory.create(organisation__kind=OrganisationKind.OFFICE)
    others = MandateFactory.create_batch(2, organisation=first.organisation)
    return [act(mandate) for mandate in (first, *others)]


@pytest.fixture
def coach() -> Actor:
    return act(MandateFactory.create())


def propose(actor: Actor, **fields: object) -> PracticeCase:
    return PracticeCase.objects.get(uuid=api.propose_practice_case(actor, make_proposal(**fields)))


def is_findable() -> bool:
    return bool(search.find_keys("Werkstatt", actor=ANONYMOUS, language="de", kind="practice_case"))


def test_two_people_of_the_office_make_a_case_public(office: list[Actor], coach: Actor) -> None:
    case = propose(coach)
    assert not is_findable()
    assert api.list_practice_cases(ANONYMOUS) == []

    proposals.check_case(office[0], case.uuid, checks=ALL)
    assert not is_findable()
    proposals.publish_case(office[1], case.uuid)

    (card,) = api.list_practice_cases(ANONYMOUS, topic="acceptance")
    assert card.title == case.title
    assert is_findable()
    topics = list(Message.objects.order_by("pk").values_list("topic", flat=True))
    assert topics == [
        "library.practice_case_proposed",
        "library.practice_case_checked",
        "library.practice_case_published",
    ]


def test_one_person_is_not_four_eyes(office: list[Actor]) -> None:
    case = propose(office[0])

    with pytest.raises(NotAllowed):
        proposals.check_case(office[0], case.uuid, checks=ALL)
    proposals.check_case(office[1], case.uuid, checks=ALL)
    with pytest.raises(NotAllowed):
        proposals.publish_case(office[1], case.uuid)

    assert proposals.publish_case(office[0], case.uuid).state == CaseState.PUBLISHED


def test_nobody_else_may_decide(office: list[Actor], coach: Actor) -> None:
    case = propose(coach)
    stranger = act(MandateFactory.create())

    with pytest.raises(NotAllowed):
        api.propose_practice_case(ANONYMOUS, make_proposal())
    for actor in (coach, stranger, ANONYMOUS):
        with pytest.raises(NotAllowed):
            proposals.check_case(actor, case.uuid, checks=ALL)
        with pytest.raises(NotAllowed):
            proposals.return_case(actor, case.uuid, reason="nein")
    with pytest.raises(NotAllowed):
        proposals.withdraw_case(stranger, case.uuid)
    proposals.check_case(office[0], case.uuid, checks=ALL)
    with pytest.raises(NotAllowed):
        proposals.publish_case(coach, case.uuid)


def test_the_whole_list_is_gone_through(office: list[Actor], coach: Actor) -> None:
    case = propose(coach)

    with pytest.raises(ValidationError):
        proposals.check_case(office[0], case.uuid, checks=ALL[:-1])


def test_without_consent_or_with_one_taken_back_nothing_becomes_public(
    office: list[Actor], coach: Actor
) -> None:
    bare = propose(coach, consents=(), origin_key="")
    with pytest.raises(Conflict):
        proposals.check_case(office[0], bare.uuid, checks=ALL)

    case = propose(coach)
    proposals.check_case(office[0], case.uuid, checks=ALL)
    case.consents.update(withdrawn_at=timezone.now())
    with pytest.raises(Conflict):
        proposals.publish_case(office[1], case.uuid)


def test_a_consent_taken_back_takes_a_public_case_away_at_once(
    office: list[Actor], coach: Actor
) -> None:
    case = propose(coach)
    proposals.check_case(office[0], case.uuid, checks=ALL)
    proposals.publish_case(office[1], case.uuid)

    api.withdraw_practice_case_consent(coach, case.uuid, body="Werk Musterstadt")

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert not is_findable()
    assert api.find_practice_case(ANONYMOUS, case.slug) is None
    with pytest.raises(Conflict):
        api.withdraw_practice_case_consent(coach, case.uuid, body="Werk Musterstadt")


def test_a_case_sent_back_is_renewed_by_its_origin(office: list[Actor], coach: Actor) -> None:
    case = propose(coach)
    with pytest.raises(Conflict):
        propose(coach, title="Noch einmal")
    proposals.return_case(office[0], case.uuid, reason="Der Ort ist erkennbar.")

    told = api.find_proposal(coach, "advice", "B-2026-0007")
    assert told is not None
    assert (told.state, told.reason) == ("returned", "Der Ort ist erkennbar.")
    assert api.find_proposal(act(MandateFactory.create()), "advice", "B-2026-0007") is None

    PracticeCase.objects.filter(pk=case.pk).update(
        title_en="With a place", result_en="Twenty came."
    )

    again = propose(coach, title="Ohne Ort")
    assert again.pk == case.pk
    # The English of words that are gone goes with them.
    assert (again.title_en, again.result_en) == ("", "Twenty came.")
    assert again.state == CaseState.PROPOSED
    assert again.reason == ""
    assert api.find_proposal(office[1], "advice", "B-2026-0007") is not None


def test_a_consent_of_tomorrow_is_refused(coach: Actor) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError):
        propose(coach, consents=(Consent("Werk", tomorrow, "mündlich"),))

    assert not PracticeCase.objects.exists()


def test_two_cases_with_one_title_get_two_addresses(coach: Actor) -> None:
    PracticeCaseFactory.create(slug="offene-werkstatt-am-freitag")

    assert propose(coach).slug == "offene-werkstatt-am-freitag-2"
