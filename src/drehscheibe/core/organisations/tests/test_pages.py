from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import UserFactory, make_person
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    OrganisationFactory,
    make_actor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative() -> Organisation:
    return OrganisationFactory.create(name="Industrie am Fluss")


def enter(client: Client, actor: Actor) -> Actor:
    client.force_login(User.objects.get(pk=actor.person_id or 0))
    return actor


def lead_of(organisation: Organisation, role: str = "coordinator") -> Actor:
    return make_actor(organisation=organisation, role=role)


def page_of(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


# My mandates


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


# The people of an organisation


def test_who_leads_sees_people_requests_and_invitations(
    client: Client, initiative: Organisation
) -> None:
    actor = enter(client, lead_of(initiative))
    asker = MandateFactory.create(
        organisation=initiative, state="requested", valid_from=None, request_note="Bitte!"
    )
    services.invite_person(
        actor, organisation_id=initiative.pk, email="invited@example.org", role="editor"
    )

    page = page_of(client, "organisation_people", initiative.uuid)

    for text in (asker.person.name, "Bitte!", "invited@example.org", "Jemand eingeladen"):
        assert text in page


@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("same", "speaker", 200),
        ("same", "editor", 403),
        ("same", "staff", 403),
        ("initiative", "coordinator", 404),
        ("desk", "coordinator", 404),
        ("office", "staff", 200),
    ],
)
def test_who_sees_the_people_of_an_organisation(
    client: Client, initiative: Organisation, kind: str, role: str, status: int
) -> None:
    wanted = {"organisation": initiative} if kind == "same" else {}
    enter(client, make_actor(kind, role=role, **wanted))

    for name in ("organisation_people", "organisation_invite"):
        assert client.get(reverse(name, args=[initiative.uuid])).status_code == status


def test_a_link_from_a_mail_offers_the_right_hat(client: Client, initiative: Organisation) -> None:
    person = make_person()
    MandateFactory.create(person=person)
    needed = MandateFactory.create(person=person, organisation=initiative)
    client.force_login(person)
    address = reverse("organisation_people", args=[initiative.uuid])

    asked = client.get(address).content.decode()
    client.post(reverse("mandate_switch"), {"mandate": needed.pk, "next": address})

    assert "Für Industrie am Fluss handeln?" in asked
    assert "Handeln zurzeit" in client.get(address).content.decode()


@pytest.mark.parametrize("n_people", [1, 3])
def test_the_page_of_people_costs_the_same_for_one_and_for_three(
    client: Client,
    initiative: Organisation,
    n_people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    enter(client, lead_of(initiative))
    for _ in range(n_people):
        services.request_mandate(make_actor(), organisation_id=initiative.pk, role="editor")
    client.get(reverse("organisation_people", args=[initiative.uuid]))

    with django_assert_num_queries(8):
        client.get(reverse("organisation_people", args=[initiative.uuid]))


def test_a_request_is_confirmed_from_the_page(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))
    asked = MandateFactory.create(organisation=initiative, state="requested", valid_from=None)

    client.post(reverse("mandate_confirm", args=[asked.pk]))
    again = client.post(reverse("mandate_confirm", args=[asked.pk]), follow=True)

    asked.refresh_from_db()
    assert asked.state == "valid"
    assert "gilt schon" in again.content.decode()


def test_a_request_is_declined_with_a_reason(client: Client, initiative: Organisation) -> None:
    enter(client, lead_of(initiative))
    asked = MandateFactory.create(organisation=initiative, state="requested", valid_from=None)

    client.post(reverse("mandate_decline", args=[asked.pk]), {"reason": "Bitte später"})

    asked.refresh_from_db()
    assert (asked.state, asked.decision_reason) == ("declined", "Bitte später")


def test_inviting_says_the_same_for_known_and_unknown_addresses(
    client: Client, initiative: Organisation
) -> None:
    make_person("known@example.org")
    enter(client, lead_of(initiative))
    pages = []
    for n, email in enumerate(("known@example.org", "unknown@example.org")):
        fields = {"email": email, "role": "editor", "side": "", "form_token": str(n)}
        page = client.post(
            reverse("organisation_invite", args=[initiative.uuid]), fields, follow=True
        ).content.decode()
        pages.append("unterwegs an" in page)

    assert pages == [True, True]
    assert Mail.objects.count() == 2


def test_an_invitation_is_withdrawn_by_those_who_lead(
    client: Client, initiative: Organisation
) -> None:
    actor = lead_of(initiative)
    invitation = services.invite_person(
        actor, organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    enter(client, make_actor())
    foreign = client.post(reverse("invitation_withdraw", args=[invitation.pk]))
    enter(client, actor)
    client.post(reverse("invitation_withdraw", args=[invitation.pk]))

    invitation.refresh_from_db()
    assert foreign.status_code == 404
    assert invitation.settled_at is not None


def test_the_two_key_rule_is_switched_by_two_people(
    client: Client, initiative: Organisation
) -> None:
    first, second = lead_of(initiative), lead_of(initiative)
    address = reverse("organisation_two_keys", args=[initiative.uuid])
    enter(client, first)
    client.post(address, {"act": "on"})
    waiting = page_of(client, "organisation_people", initiative.uuid)
    enter(client, second)
    client.post(address, {"act": "on"})

    initiative.refresh_from_db()
    assert "Vorschlag: zwei Schlüssel einschalten" in waiting
    assert initiative.requires_two_keys is True


# Invitations


def test_an_invitation_is_read_without_log_in_and_leads_there(
    client: Client, initiative: Organisation
) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    invitation = Invitation.objects.get()

    page = page_of(client, "invitation", invitation.uuid)
    pressed = client.post(reverse("invitation", args=[invitation.uuid]), {"answer": "yes"})

    assert "Für Industrie am Fluss handeln?" in page
    assert f"{reverse('account_signup')}?next=" in page
    assert pressed.status_code == 403


@pytest.mark.parametrize(("answer", "state"), [("yes", ["valid"]), ("no", [])])
def test_an_invitation_is_answered(
    client: Client, initiative: Organisation, answer: str, state: list[str]
) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    person = make_person("new@example.org")
    client.force_login(person)
    listed = page_of(client, "mandate_list")

    client.post(reverse("invitation", args=[Invitation.objects.get().uuid]), {"answer": answer})

    assert "Sie sind eingeladen" in listed
    assert [m.state for m in Mandate.objects.filter(person=person)] == state


def test_the_wrong_account_is_told_so(client: Client, initiative: Organisation) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    client.force_login(make_person("other@example.org"))

    page = page_of(client, "invitation", Invitation.objects.get().uuid)

    assert "eine andere E-Mail-Adresse" in page
    assert "new@example.org" not in page


def test_an_unknown_invitation_is_not_there(client: Client) -> None:
    assert client.get(reverse("invitation", args=[uuid.uuid4()])).status_code == 404


# The office


def test_the_office_finds_organisations_and_open_requests(client: Client) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    waiting = OrganisationFactory.create(name="Mit Antrag")
    MandateFactory.create(organisation=waiting, state="requested", valid_from=None)
    OrganisationFactory.create(name="Ohne Antrag", kind="partner")

    def found(**query: str) -> tuple[bool, bool]:
        page = client.get(reverse("organisation_list"), query).content.decode()
        return "Mit Antrag</a>" in page, "Ohne Antrag</a>" in page

    assert found() == (True, True)
    assert found(q="ohne") == (False, True)
    assert found(kind="partner") == (False, True)
    assert found(waiting="on") == (True, False)
    assert found(q="gibt es nicht") == (False, False)
    assert found(kind="nonsense", page="x") == (True, True)


@pytest.mark.parametrize("n_organisations", [1, 3])
def test_the_list_of_organisations_costs_the_same(
    client: Client, n_organisations: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    OrganisationFactory.create_batch(n_organisations)
    client.get(reverse("organisation_list"))

    with django_assert_num_queries(5):
        client.get(reverse("organisation_list"))


@pytest.mark.parametrize("kind", ["initiative", "desk", "partner", "member"])
def test_the_office_pages_are_for_the_office(client: Client, kind: str) -> None:
    enter(client, make_actor(kind))

    for name in ("organisation_list", "organisation_new"):
        assert client.get(reverse(name)).status_code == 403


def test_the_office_creates_an_organisation_once(client: Client) -> None:
    enter(client, make_actor(OrganisationKind.OFFICE))
    fields = {"kind": "desk", "name": "Landesressort", "level": "land", "form_token": "once"}

    client.post(reverse("organisation_new"), fields)
    client.post(reverse("organisation_new"), fields)
    faulty = client.post(reverse("organisation_new"), {"kind": "", "name": "", "website": "x y"})

    assert Organisation.objects.filter(kind="desk").count() == 1
    assert "error-summary" in faulty.content.decode()


def test_the_office_reads_the_history(client: Client, initiative: Organisation) -> None:
    office = enter(client, make_actor(OrganisationKind.OFFICE))
    person = UserFactory.create(name="Neu Dabei")
    services.grant_mandate(
        office,
        person_id=person.pk,
        organisation_id=initiative.pk,
        role="coordinator",
        reason="Impressum geprüft",
    )

    page = page_of(client, "organisation_people", initiative.uuid)

    assert "Mandat bestätigt: Neu Dabei (Koordination)" in page
    assert "Impressum geprüft" in page
