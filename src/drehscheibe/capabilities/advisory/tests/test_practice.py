from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.advisory.choices import CaseState, ConsentState, Softening
from drehscheibe.capabilities.advisory.models import Case, Consent, Practice
from drehscheibe.capabilities.advisory.services import links, maturing, requester
from drehscheibe.capabilities.advisory.tests.factories import (
    House,
    bring_to,
    make_case,
    make_case_of,
    make_house,
)
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Mail

pytestmark = pytest.mark.django_db

TEXTS = {
    "title": "Ruhige Wochenenden",
    "challenge": "Lärm in der Nacht.",
    "measures": "Drei Gespräche.",
    "result": "Eine Vereinbarung.",
    "lessons": "Früher einladen.",
}


def make_written(house: House, case: Case) -> Practice:
    """Make a text of a case whose result is there, everything checked."""
    bring_to(house, case, CaseState.LATER_3)
    maturing.write_practice(house.expert, case.pk, TEXTS)
    return maturing.check_practice(house.expert, case.pk, Softening.values)


def agree(consent: Consent) -> None:
    token = links.consent_token(consent)
    maturing.decide_by_link(token, agrees=True, version=consent.practice.version)


def make_approved(house: House) -> Practice:
    case = make_case()
    practice = make_written(house, case)
    agree(practice.consents.get())
    return maturing.approve_practice(house.office, case.pk, version=practice.version)


def test_nobody_approves_before_everybody_named_has_agreed() -> None:
    house = make_house()
    case = make_case()
    practice = make_written(house, case)
    maturing.ask_consent(house.expert, case.pk, body="Werk Nord", email="werk@example.org")

    with pytest.raises(Conflict):
        maturing.approve_practice(house.office, case.pk, version=practice.version)
    for consent in practice.consents.all():
        agree(consent)
    approved = maturing.approve_practice(house.office, case.pk, version=practice.version)

    assert approved.approved_at is not None
    proposal = library.find_proposal(house.office, "advisory", str(practice.uuid))
    assert proposal is not None
    assert str(proposal.uuid) == approved.library_key


def test_whoever_wrote_it_cannot_be_the_second_pair_of_eyes() -> None:
    house = make_house()
    case = make_case()
    bring_to(house, case, CaseState.LATER_3)
    maturing.write_practice(house.office, case.pk, TEXTS)
    practice = maturing.check_practice(house.office, case.pk, Softening.values)
    agree(practice.consents.get())

    for actor in (house.office, house.expert):
        with pytest.raises(NotAllowed):
            maturing.approve_practice(actor, case.pk, version=practice.version)
    maturing.approve_practice(house.second_office, case.pk, version=practice.version)


def test_a_consent_taken_back_takes_the_case_back() -> None:
    house = make_house()
    practice = make_approved(house)
    consent = practice.consents.get()

    token = links.consent_token(consent)
    maturing.decide_by_link(token, agrees=False, version=practice.version, note="Doch nicht.")

    practice.refresh_from_db()
    consent.refresh_from_db()
    assert (practice.approved_at, practice.library_key) == (None, "")
    assert consent.state == ConsentState.WITHDRAWN
    proposal = library.find_proposal(house.office, "advisory", str(practice.uuid))
    assert proposal is not None
    assert proposal.state == "withdrawn"


def test_a_new_text_asks_everybody_again_and_counts_nothing_before() -> None:
    house = make_house()
    practice = make_approved(house)
    case = practice.case

    maturing.write_practice(
        house.expert, case.pk, {**TEXTS, "result": "Etwas anderes."}, version=practice.version
    )

    practice.refresh_from_db()
    consent = practice.consents.get()
    assert (practice.version, practice.checked, practice.approved_at) == (2, [], None)
    assert (consent.state, consent.version) == (ConsentState.ASKED, 2)
    with pytest.raises(Conflict):
        maturing.decide_by_link(links.consent_token(consent), agrees=True, version=1)
    with pytest.raises(Conflict):
        maturing.write_practice(house.office, case.pk, TEXTS, version=1)


def test_a_consent_page_shows_the_text_and_only_a_button_decides(client: Client) -> None:
    house = make_house()
    practice = make_written(house, make_case())
    consent = practice.consents.get()
    address = reverse("advisory_consent", args=[links.consent_token(consent)])

    page = client.get(address)
    consent.refresh_from_db()
    before = consent.state
    client.post(address, {"version": practice.version, "agrees": "yes"})

    consent.refresh_from_db()
    assert TEXTS["measures"] in page.content.decode()
    assert practice.case.public_id not in page.content.decode()
    assert (before, consent.state) == (ConsentState.ASKED, ConsentState.GIVEN)
    assert Mail.objects.filter(key__startswith="advisory.consent").count() == 1


def test_an_organisation_decides_by_mandate(client: Client) -> None:
    house = make_house()
    practice = make_written(house, make_case_of(house.requester))
    consent = practice.consents.get()
    client.force_login(User.objects.get(pk=house.requester.person_id or 0))
    address = reverse("advisory_consent_work", args=[consent.uuid])

    client.post(address, {"version": practice.version, "agrees": "yes"})

    consent.refresh_from_db()
    assert (consent.state, consent.decided_under_id) == (
        ConsentState.GIVEN,
        house.requester.mandate_id,
    )
    client.force_login(User.objects.get(pk=house.member.person_id or 0))
    assert client.get(address).status_code == 404


def test_erasing_a_case_erases_its_text_everywhere() -> None:
    house = make_house()
    practice = make_approved(house)

    requester.erase_case(practice.case_id, ANONYMOUS)

    assert not Practice.objects.exists()
    proposal = library.find_proposal(house.office, "advisory", str(practice.uuid))
    assert proposal is None or proposal.state == "withdrawn"


def test_the_text_leaves_as_a_file_without_a_trace_of_its_case(client: Client) -> None:
    house = make_house()
    practice = make_approved(house)
    number = Case.objects.select_related("item").get(pk=practice.case_id).public_id
    client.force_login(User.objects.get(pk=house.office.person_id or 0))

    text = client.get(reverse("advisory_practice_text", args=[number])).content.decode()

    assert TEXTS["title"] in text
    assert number not in text
    assert "Kim Beispiel" not in text
