from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.advisory.choices import CaseState, Confidentiality
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.queries.regions import find_region
from drehscheibe.capabilities.advisory.services import asking, links, requester
from drehscheibe.capabilities.advisory.tests.factories import (
    ASKER,
    SITUATION,
    WISH,
    content_of,
    make_case,
    make_house,
    make_unconfirmed,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.privacy.retention import all_rules, find_due
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

FORM = {
    "topic": "participation",
    "region": "Landkreis Gifhorn",
    "situation": SITUATION,
    "wish": WISH,
    "urgency": "weeks",
    "confidentiality": "coaches",
    "name": "Kim Beispiel",
    "email": ASKER,
    "consent": "on",
    "form_token": "t" * 32,
}


def test_a_request_counts_once_its_address_is_confirmed(client: Client) -> None:
    make_house()
    address = reverse("advisory_request")

    check = client.post(address, FORM)
    sent = [client.post(address, {**FORM, "send": "yes"}) for _ in range(2)]
    case = Case.objects.get()
    before = (case.item, case.state)
    confirmed = [
        client.post(reverse("advisory_confirm", args=[links.confirm_token(case)])) for _ in range(2)
    ]

    assert check.status_code == 200
    assert SITUATION in check.content.decode()
    assert [one.status_code for one in sent] == [302, 302]
    assert before == (None, "")
    assert {one.headers["Location"] for one in confirmed} == {
        reverse("advisory_status", args=[case.token])
    }
    case.refresh_from_db()
    assert case.public_id.startswith("B-")
    assert case.state == CaseState.RECEIVED
    assert Mail.objects.filter(to=ASKER).count() == 1


def test_only_a_button_confirms(client: Client) -> None:
    make_house()
    case = make_unconfirmed()

    page = client.get(reverse("advisory_confirm", args=[links.confirm_token(case)]))

    assert page.status_code == 200
    case.refresh_from_db()
    assert case.confirmed_at is None


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("region", "Gifhon", "Landkreis Gifhorn"),
        ("region", "Atlantis", "kennen wir nicht"),
        ("wanted_on", "2020-01-01", "vorbei"),
        ("email", "kein-at", "E-Mail-Adresse"),
        ("consent", "", "Häkchen"),
    ],
)
def test_a_fault_is_named_and_nothing_typed_is_lost(
    client: Client, field: str, value: str, answer: str
) -> None:
    make_house()

    page = client.post(reverse("advisory_request"), {**FORM, field: value, "send": "yes"})

    text = page.content.decode()
    assert page.status_code == 422
    assert answer in text
    assert SITUATION in text
    assert not Case.objects.exists()


def test_change_brings_everything_back(client: Client) -> None:
    make_house()

    page = client.post(reverse("advisory_request"), {**FORM, "change": "yes"}).content.decode()

    assert WISH in page
    assert not Case.objects.exists()


def test_what_may_help_already_stands_there_with_its_reason(client: Client) -> None:
    make_house()
    document = search.Document(
        kind="signal",
        key="S-2026-0001",
        language="de",
        title="Lärm am Hafen",
        summary="Was Betriebe gegen Lärm tun",
        body="Lärm Hafen",
        path="/de/anliegen/S-2026-0001/",
    )
    search.put([document])

    page = client.post(reverse("advisory_request"), FORM).content.decode()

    assert "Das hilft Ihnen vielleicht schon" in page
    assert 'href="/de/anliegen/S-2026-0001/"' in page
    assert "Enthält „Lärm“" in page


@pytest.mark.parametrize(
    "typed", ["Gifhorn", "landkreis gifhorn", "Kreis Gifhorn", "03151", "  Landkreis  Gifhorn "]
)
def test_a_kreis_is_known_by_every_name_people_use(typed: str) -> None:
    make_house()

    region = find_region(typed)

    assert region is not None
    assert (region.kreis, region.land) == ("03151", "NI")


def test_a_town_and_the_district_around_it_are_kept_apart() -> None:
    make_house()
    Kreis.objects.create(
        ags5="03103", name="Gifhorn, Stadt", kind="Kreisfreie Stadt", land_id="NI",
        nuts3="DE913", longitude=10.7, latitude=52.4,
    )  # fmt: skip

    assert getattr(find_region("Landkreis Gifhorn"), "kreis", "") == "03151"
    assert getattr(find_region("Stadt Gifhorn"), "kreis", "") == "03103"


def test_a_whole_land_is_a_region() -> None:
    make_house()

    region = find_region("Niedersachsen")

    assert region is not None
    assert (region.kreis, region.land) == ("", "NI")


def test_with_a_mandate_it_is_asked_at_once_and_those_who_lead_see_it(client: Client) -> None:
    house = make_house()
    client.force_login(User.objects.get(pk=house.requester.person_id or 0))

    answer = client.post(reverse("advisory_request"), {**FORM, "in_name": "on", "send": "yes"})

    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("advisory_status", args=[case.token])
    assert (case.organisation_id, case.email) == (house.requester.organisation_id, "")
    assert case.confirmed_at is not None


def test_a_day_that_has_passed_is_refused_by_the_service_too() -> None:
    make_house()
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(ValidationError):
        asking.ask_for_advice(ANONYMOUS, content_of(wanted_on=yesterday), language="de")


def test_forged_and_forgotten_links_say_so(client: Client) -> None:
    case = make_unconfirmed()
    token = links.confirm_token(case)
    case.delete()

    pages = [client.get(reverse("advisory_confirm", args=[one])) for one in (token, "forged")]

    assert [page.status_code for page in pages] == [410, 410]
    with pytest.raises(Conflict):
        asking.confirm_request(token)


def test_mails_end_by_one_post_and_erasing_leaves_number_and_dates() -> None:
    make_house()
    case = make_case(confidentiality=Confidentiality.NETWORK)

    requester.stop_mails(links.stop_token(case))
    case.refresh_from_db()
    wants_mail = case.wants_mail
    requester.erase_case(case.pk)

    case.refresh_from_db()
    assert wants_mail is False
    assert (case.name, case.email, case.goal) == ("", "", "")
    assert SITUATION not in case.situation
    assert case.state == CaseState.WITHDRAWN
    assert search.find(WISH, actor=make_house().member, language="de", any_word=True).total == 0


def days_ago(days: int) -> None:
    """Let the link of the only request be older than it is."""
    Case.objects.update(created_at=timezone.now() - timedelta(days=days))


def aged_token(days: int) -> str:
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        return links.confirm_token(Case.objects.get())


def test_an_aged_link_says_so_and_sends_a_new_one(client: Client) -> None:
    make_house()
    make_unconfirmed()
    Mail.objects.all().delete()
    address = reverse("advisory_confirm", args=[aged_token(15)])
    days_ago(15)

    page = client.get(address)
    assert page.status_code == 410
    assert "älter als 14 Tage" in page.text
    assert "Neuen Link schicken" in page.text
    assert client.post(address).status_code == 410
    assert Case.objects.get().confirmed_at is None
    for _pressed_twice in range(2):
        assert client.post(address, {"again": "yes"})["Location"] == reverse("advisory_sent")
    mail = Mail.objects.get()
    assert mail.to == ASKER

    new = reverse("advisory_confirm", args=[links.confirm_token(Case.objects.get())])
    assert client.post(new).status_code == 302
    assert Case.objects.get().confirmed_at is not None
    assert client.post(address, {"again": "yes"}).status_code == 410


def test_a_renewed_request_is_not_deleted_at_once(client: Client) -> None:
    make_house()
    make_unconfirmed()
    address = reverse("advisory_confirm", args=[aged_token(15)])
    days_ago(15)
    rule = next(rule for rule in all_rules() if rule.name == "advisory.unconfirmed_requests")

    assert find_due(rule, timezone.now()).count() == 1
    client.post(address, {"again": "yes"})
    assert find_due(rule, timezone.now()).count() == 0


@pytest.mark.parametrize("token", ["forged", "abc:def:ghi"])
def test_a_forged_or_forgotten_link_offers_to_ask_again_only(client: Client, token: str) -> None:
    make_house()
    make_unconfirmed()
    gone = aged_token(15)
    Case.objects.all().delete()

    for each in (token, gone):
        address = reverse("advisory_confirm", args=[each])
        page = client.get(address)
        assert page.status_code == 410
        assert "Neuen Link schicken" not in page.text
        assert reverse("advisory_request") in page.text
        assert client.post(address, {"again": "yes"}).status_code == 410
