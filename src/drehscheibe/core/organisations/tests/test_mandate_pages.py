"""My mandates: asked for, switched, ended, handed over."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.accounts.tests.factories import UserFactory, make_person
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    OrganisationFactory,
    lead_of,
    make_actor,
)
from drehscheibe.core.organisations.tests.pages import enter, page_of

pytestmark = pytest.mark.django_db


def test_my_mandates_show_mine_and_nobody_elses(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))
    MandateFactory.create(organisation__name="Fremde Initiative")

    page = page_of(client, "mandate_list")

    assert ("Industrie am Fluss" in page, "Fremde Initiative" in page) == (True, False)


def test_without_a_mandate_the_next_step_is_offered(client: Client) -> None:
    client.force_login(UserFactory.create())

    page = page_of(client, "mandate_list")

    assert "Sie handeln noch für keine Organisation" in page
    assert reverse("mandate_request") in page


@pytest.mark.parametrize("n_mandates", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, n_mandates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_person()
    MandateFactory.create_batch(n_mandates, person=person)
    client.force_login(person)
    client.get(reverse("mandate_list"))

    with django_assert_num_queries(6):
        client.get(reverse("mandate_list"))


def test_a_mandate_is_asked_for_once(client: Client, initiative: Organisation) -> None:
    client.force_login(UserFactory.create())
    fields = {"organisation": initiative.pk, "role": "editor", "note": "Hallo", "form_token": "t1"}

    first = client.post(reverse("mandate_request"), fields)
    second = client.post(reverse("mandate_request"), fields)

    assert [first.status_code, second.status_code] == [302, 302]
    assert Mandate.objects.get().state == "requested"


def test_asking_again_is_answered_at_the_form(client: Client, initiative: Organisation) -> None:
    client.force_login(UserFactory.create())
    fields = {"organisation": initiative.pk, "role": "editor", "note": "<b>Hallo</b>"}
    client.post(reverse("mandate_request"), {**fields, "form_token": "t1"})

    page = client.post(reverse("mandate_request"), {**fields, "form_token": "t2"}).content.decode()

    assert "schon beantragt" in page
    assert "&lt;b&gt;Hallo&lt;/b&gt;" in page
    assert "<b>Hallo" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", ""),
        ("organisation", "999999"),
        ("organisation", "x' OR 1=1"),
        ("role", ""),
        ("role", "king"),
        ("side", "martians"),
        ("note", "x" * 1001),
    ],
)
def test_faulty_requests_are_explained(
    client: Client, initiative: Organisation, field: str, value: str
) -> None:
    client.force_login(UserFactory.create())
    fields = {"organisation": str(initiative.pk), "role": "editor", "note": "", field: value}

    response = client.post(reverse("mandate_request"), fields)

    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert Mandate.objects.count() == 0


def test_switching_changes_the_hat_and_stays_on_the_page(client: Client) -> None:
    person = make_person()
    MandateFactory.create(person=person, organisation__name="Erste")
    second = MandateFactory.create(person=person, organisation__name="Zweite")
    client.force_login(person)

    response = client.post(
        reverse("mandate_switch"), {"mandate": second.pk, "next": "/de/mitteilungen/"}
    )
    page = page_of(client, "notification_list")

    assert response.headers["Location"] == "/de/mitteilungen/"
    assert "Sie handeln für</" not in page
    assert "<strong>Zweite</strong>" in page


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_switching_leads_only_to_this_hub(client: Client, address: str) -> None:
    actor = enter(client, make_actor())

    response = client.post(
        reverse("mandate_switch"), {"mandate": actor.mandate_id or 0, "next": address}
    )

    assert response.headers["Location"] == reverse("mandate_list")


@pytest.mark.parametrize("value", ["-1", "x", "1 OR 1", "٣"])
def test_nonsense_hats_are_refused(client: Client, value: str) -> None:
    actor = enter(client, make_actor())

    client.post(reverse("mandate_switch"), {"mandate": value})

    assert client.session.get("mandate") in (None, actor.mandate_id)


def test_nobody_wears_a_foreign_hat(client: Client) -> None:
    enter(client, make_actor(organisation=OrganisationFactory.create(name="Meine")))
    foreign = make_actor("office")

    client.post(reverse("mandate_switch"), {"mandate": foreign.mandate_id or 0})

    assert client.get(reverse("organisation_list")).status_code == 403


def test_switching_needs_post_and_token() -> None:
    client = Client(enforce_csrf_checks=True)
    actor = enter(client, make_actor())

    assert client.get(reverse("mandate_switch")).status_code == 405
    answer = client.post(reverse("mandate_switch"), {"mandate": actor.mandate_id or 0})
    assert answer.status_code == 403


def test_acting_for_oneself_takes_the_rights_away(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))

    client.post(reverse("mandate_switch"), {"mandate": ""})

    page = client.get(reverse("organisation_people", args=[initiative.uuid])).content.decode()
    # The page offers to put the hat back on and shows nobody.
    assert "Mit diesem Mandat handeln" in page
    assert "<title>Personen und Mandate" not in page
    assert "Sie handeln für sich selbst" in page_of(client, "mandate_list")


def test_a_mandate_is_ended_after_a_question(client: Client, initiative: Organisation) -> None:
    actor = enter(client, lead_of(initiative, role="editor"))
    address = reverse("mandate_end", args=[actor.mandate_id])
    asked = client.get(address)
    assert Mandate.objects.get().state == "valid"

    client.post(address, {"reason": "Elternzeit"})

    assert "Mandat beenden" in asked.content.decode()
    assert (Mandate.objects.get().state, Mandate.objects.get().decision_reason) == (
        "ended",
        "Elternzeit",
    )


def test_the_last_lead_is_told_what_to_do_instead(client: Client, initiative: Organisation) -> None:
    actor = enter(client, lead_of(initiative))

    page = client.post(reverse("mandate_end", args=[actor.mandate_id]), {}).content.decode()

    assert "bitten Sie die Servicestelle um Hilfe" in page
    assert Mandate.objects.get().state == "valid"


def test_a_mandate_is_handed_over_to_a_colleague(client: Client, initiative: Organisation) -> None:
    actor = enter(client, lead_of(initiative))
    colleague = lead_of(initiative, role="editor")

    client.post(
        reverse("mandate_hand_over", args=[actor.mandate_id]), {"person": colleague.person_id or 0}
    )

    mandate = Mandate.objects.get(person_id=colleague.person_id or 0, role="coordinator")
    assert (mandate.state, mandate.successor_of_id) == ("valid", actor.mandate_id)


def test_a_mandate_is_handed_over_by_mail(client: Client, initiative: Organisation) -> None:
    actor = enter(client, lead_of(initiative))
    address = reverse("mandate_hand_over", args=[actor.mandate_id])

    missing = client.post(address, {"person": "email", "email": ""})
    client.post(address, {"person": "email", "email": "next@example.org"})

    assert "geben Sie die E-Mail-Adresse ein" in missing.content.decode()
    assert Invitation.objects.get().email == "next@example.org"


@pytest.mark.parametrize("person", ["0", "999999", "x"])
def test_a_mandate_is_not_handed_over_to_just_anybody(
    client: Client, initiative: Organisation, person: str
) -> None:
    actor = enter(client, lead_of(initiative))
    stranger = UserFactory.create()
    address = reverse("mandate_hand_over", args=[actor.mandate_id])

    for value in (person, str(stranger.pk)):
        assert client.post(address, {"person": value}).status_code == 200
    assert Mandate.objects.count() == 1


def test_the_name_is_shown_and_hidden_by_its_bearer(
    client: Client, initiative: Organisation
) -> None:
    actor = enter(client, lead_of(initiative))
    address = reverse("mandate_show_name", args=[actor.mandate_id])

    client.post(address, {"show": "yes"})
    shown = Mandate.objects.get().is_listed
    client.post(address, {"show": "no"})

    assert (shown, Mandate.objects.get().is_listed) == (True, False)


PAGES_OF_ONE_MANDATE = [
    "mandate_end",
    "mandate_hand_over",
    "mandate_decline",
    "mandate_confirm",
    "mandate_show_name",
]


@pytest.mark.parametrize("name", PAGES_OF_ONE_MANDATE)
def test_foreign_mandates_are_not_there(
    client: Client, initiative: Organisation, name: str
) -> None:
    foreign = MandateFactory.create(organisation=initiative)
    enter(client, make_actor())

    assert client.post(reverse(name, args=[foreign.pk]), {}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "valid"


@pytest.mark.parametrize("name", PAGES_OF_ONE_MANDATE)
def test_strangers_are_asked_to_log_in(client: Client, name: str) -> None:
    mandate = MandateFactory.create()

    response = client.post(reverse(name, args=[mandate.pk]), {})

    assert response.headers["Location"].startswith(reverse("account_login"))
