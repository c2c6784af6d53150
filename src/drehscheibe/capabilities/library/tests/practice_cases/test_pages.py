from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.library.choices.practice_case import AnonymityCheck, CaseState
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.services.practice_cases.reference_data import (
    load_cases,
    read_rows,
)
from drehscheibe.capabilities.library.services.practice_cases.translating import translate_case
from drehscheibe.capabilities.library.services.reviews import remind_of_items
from drehscheibe.capabilities.library.tests.factories import (
    EventFormatFactory,
    PracticeCaseFactory,
    make_proposal,
)
from drehscheibe.capabilities.library.tests.practice_cases.test_proposals import act, propose
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory, make_actor
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.search import api as search
from drehscheibe.core.text.tests.pages import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> list[Mandate]:
    first = MandateFactory.create(organisation__kind=OrganisationKind.OFFICE)
    return [first, MandateFactory.create(organisation=first.organisation)]


def test_53_cases_are_loaded_with_source_and_land() -> None:
    load_reference_places()

    assert load_cases() == 53
    assert load_cases() == 0

    for case in PracticeCase.objects.all():
        assert case.source_url.startswith("http")
        assert case.title_en
        assert case.summary_en
        assert case.land_id
        assert case.contrary or case.not_transferable
    assert len(read_rows()) == PracticeCase.objects.filter(state=CaseState.PUBLISHED).count()
    found = search.find_keys("Fotowettbewerb", actor=ANONYMOUS, language="de", kind="practice_case")
    assert "fotowettbewerb-mit-der-hochschule" in found


def test_our_own_conclusions_are_never_shown_as_words_of_the_initiative(client: Client) -> None:
    inferred = PracticeCaseFactory.create(
        lessons="Früher beginnen.", lessons_origin="inference", import_key="x"
    )
    told = PracticeCaseFactory.create(lessons="Früher beginnen.")
    mark = "nicht Worte der Initiative"

    assert mark in client.get(reverse("practice_case_detail", args=[inferred.slug])).text
    assert mark not in client.get(reverse("practice_case_detail", args=[told.slug])).text


def test_a_case_leads_to_its_initiative_in_the_directory(client: Client) -> None:
    initiative = InitiativeFactory.create(slug="emscher")
    case = PracticeCaseFactory.create(
        organisation=initiative.organisation, initiative_name="Emscher"
    )

    page = client.get(reverse("practice_case_detail", args=[case.slug])).text

    assert reverse("initiative_detail", args=["emscher"]) in page


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    client: Client, cases: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    PracticeCaseFactory.create_batch(cases)
    client.get(reverse("practice_case_list"))

    with django_assert_max_num_queries(5):
        page = client.get(reverse("practice_case_list")).text

    assert page.count('class="card card--link"') == cases


def test_filters_narrow_the_list(client: Client) -> None:
    PracticeCaseFactory.create(title="Zum Bild", topics=["acceptance"])
    PracticeCaseFactory.create(title="Zu Flächen", topics=["sites-infrastructure"])

    page = client.get(reverse("practice_case_list"), {"topic": "acceptance", "land": "XX"}).text

    assert "Zum Bild" in page
    assert "Zu Flächen" not in page
    assert client.get(reverse("practice_case_list"), {"phase": "found"}).status_code == 200


@pytest.mark.parametrize("state", [s for s in CaseState if s != CaseState.PUBLISHED])
def test_only_what_is_published_has_a_page(client: Client, state: str) -> None:
    case = PracticeCaseFactory.create(state=state)

    assert client.get(reverse("practice_case_detail", args=[case.slug])).status_code == 404
    assert case.title not in client.get(reverse("practice_case_list")).text


def test_the_origin_is_seen_by_the_office_alone(client: Client, office: list[Mandate]) -> None:
    case = PracticeCaseFactory.create(origin_kind="advice", origin_key="B-2026-0007")
    address = reverse("practice_case_detail", args=[case.slug])

    assert "B-2026-0007" not in client.get(address).text
    client.force_login(MandateFactory.create().person)
    assert "B-2026-0007" not in client.get(address).text
    client.force_login(office[0].person)
    assert "B-2026-0007" in client.get(address).text


def test_the_office_checks_publishes_and_sends_back_on_its_page(
    client: Client, office: list[Mandate]
) -> None:
    case = propose(act(MandateFactory.create()))
    address = reverse("case_proposal", args=[case.uuid])
    client.force_login(office[0].person)

    half = client.post(address, {"decision": "check", "checks": ["fair"]})
    silent = client.post(address, {"decision": "return", "reason": " "})
    odd = client.post(address, {"decision": "burn"})
    done = client.post(address, {"decision": "check", "checks": AnonymityCheck.values})
    again = client.post(address, {"decision": "publish"})

    assert [answer.status_code for answer in (half, silent, odd, done, again)] == [
        422,
        422,
        422,
        302,
        422,
    ]
    client.force_login(office[1].person)
    assert case.title in client.get(reverse("case_proposals")).text
    assert client.post(address, {"decision": "publish"}).status_code == 302
    assert case.title in client.get(reverse("practice_case_list")).text
    assert case.title in client.get(reverse("case_proposals"), {"state": "decided"}).text


def test_strangers_see_no_proposal_and_no_list(client: Client) -> None:
    proposer = MandateFactory.create()
    case = propose(act(proposer))
    address = reverse("case_proposal", args=[case.uuid])

    assert client.get(address).status_code == 302
    client.force_login(MandateFactory.create().person)
    assert client.get(address).status_code == 404
    assert client.get(reverse("case_proposals")).status_code == 404
    assert client.get(reverse("library_reviews")).status_code == 404
    client.force_login(proposer.person)
    assert case.title in client.get(address).text
    assert client.post(address, {"decision": "check"}).status_code == 422


def test_somebody_shares_an_experience_once(client: Client) -> None:
    mandate = MandateFactory.create()
    client.force_login(mandate.person)
    given_on = (timezone.localdate() - timedelta(days=1)).isoformat()
    told = make_proposal()
    form = {
        "title": told.title,
        "challenge": told.challenge,
        "measures": told.measures,
        "result": told.result,
        "topic": "acceptance",
        "phase": "meet",
        "names_us": "on",
        "body_1": "Wir",
        "given_on_1": given_on,
        "how_1": "in der Sitzung",
        "form_token": "t" * 30,
    }

    answers = [client.post(reverse("practice_case_new"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    case = PracticeCase.objects.get()
    assert case.organisation_id == mandate.organisation_id
    assert case.consents.get().body == "Wir"


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client) -> None:
    client.force_login(MandateFactory.create().person)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    bare = client.post(reverse("practice_case_new"), {"title": "Nur ein Titel"})
    early = client.post(
        reverse("practice_case_new"), {"body_1": "Werk", "given_on_1": tomorrow, "year": "3000"}
    )

    assert bare.status_code == early.status_code == 422
    assert "Nur ein Titel" in bare.text
    assert "auch Ihre eigene" in bare.text
    assert "Dieser Tag liegt in der Zukunft" in early.text
    assert "Dieses Jahr liegt in der Zukunft" in early.text


def test_the_office_is_reminded_once_and_confirms(client: Client, office: list[Mandate]) -> None:
    today = timezone.localdate()
    case = PracticeCaseFactory.create(review_on=today)
    each = EventFormatFactory.create(review_on=today - timedelta(days=1))
    EventFormatFactory.create(review_on=today + timedelta(days=200))

    counts = [remind_of_items(timezone.now()) for _ in range(2)]
    client.force_login(office[0].person)
    page = client.get(reverse("library_reviews")).text
    done = client.post(reverse("library_reviews"), {"item": f"format:{each.uuid}"})

    assert counts == [2, 0]
    assert case.title in page
    assert each.title in page
    assert done.status_code == 302
    each.refresh_from_db()
    assert each.review_on > today
    for odd in ("", "format:x", "checklist:1", f"format:{case.uuid}"):
        assert client.post(reverse("library_reviews"), {"item": odd}).status_code == 404
    assert Message.objects.filter(topic="library.item_review_due").count() == 2


def test_a_hidden_case_is_gone_and_comes_back() -> None:
    case = PracticeCaseFactory.create(title="Seltsames Wort")
    kind = find_kind("practice_case")
    assert kind is not None

    was = kind.hide(case.slug)
    assert kind.find_public(case.slug) is None
    kind.write(case.slug, {"title": "Besser", "slug": "anders"})
    kind.restore(case.slug, was)

    thing = kind.find_public(case.slug)
    assert thing is not None
    assert thing.title == "Besser"


def test_the_office_tells_a_case_in_english_and_what_is_missing_stays_german(
    client: Client,
) -> None:
    case = PracticeCaseFactory.create(lessons="Wir würden früher fragen.")
    address = reverse("practice_case_english", args=[case.uuid])
    client.force_login(MandateFactory.create(organisation__kind=OrganisationKind.OFFICE).person)
    form = {"title_en": "An open works", "challenge_en": "Nobody knew the works."}

    empty = client.get(address).text
    answer = client.post(address, {**form, "form_token": "t" * 30})
    too_long = client.post(address, {"title_en": "x" * 121, "challenge_en": "Kept."})
    with translation.override("en"):
        page = client.get(reverse("practice_case_detail", args=[case.slug])).text

    assert case.measures in empty
    assert answer.status_code == 302
    assert (too_long.status_code, "Kept." in too_long.text) == (422, True)
    assert "Nobody knew the works." in words_in(page, "en")
    assert case.lessons in words_in(page, "de")
    assert case.lessons not in words_in(page, "en")
    assert "Not everything here is in English" in page
    keys = search.find_keys("works", actor=ANONYMOUS, language="en", kind="practice_case")
    assert keys == [case.slug]


def test_nobody_but_the_office_writes_the_english_of_a_case(client: Client) -> None:
    case = PracticeCaseFactory.create()
    actor = make_actor()
    client.force_login(Mandate.objects.get(pk=actor.mandate_id or 0).person)

    answer = client.post(
        reverse("practice_case_english", args=[case.uuid]), {"title_en": "Hijacked"}
    )

    assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        translate_case(actor, case.uuid, {})
    case.refresh_from_db()
    assert case.title_en == ""
