"""My data, from the front door: see, take along, leave; with all rooms of the house."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from drehscheibe.capabilities.directory.models import Follow
from drehscheibe.capabilities.directory.tests.factories import ClaimFactory, InitiativeFactory
from drehscheibe.capabilities.exchange.queries.evidence import FILE_OWNER
from drehscheibe.capabilities.exchange.tests.factories import House, make_answered, make_house
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import PASSWORD, make_person
from drehscheibe.core.accounts.tests.pages import is_logged_in, link_in, log_in
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.files import api as files
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.models import Invitation, Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory, OrganisationFactory
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.trace.models import Participant
from drehscheibe.portal.models import BarrierReport

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Vorname Beispiel", "weggang@example.org"


def make_leaver(**fields: object) -> User:
    return make_person(EMAIL, **{"name": NAME, **fields})


def make_leaver_without_password() -> User:
    person = make_leaver()
    person.set_unusable_password()
    person.save()
    return person


def give_mandate(person: User, kind: str = "initiative", **mandate: object) -> Mandate:
    return MandateFactory.create(
        person=person, organisation=OrganisationFactory.create(kind=kind), **mandate
    )


def page_of(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def leave(client: Client, **fields: str) -> HttpResponse:
    data = {"password": PASSWORD, **fields}
    return client.post(reverse("privacy_erase"), data)  # type: ignore[return-value]


def deliver_all() -> None:
    while deliver_due():
        pass


# Who gets in


@pytest.mark.parametrize(
    ("name", "visitor", "member", "office"),
    [
        ("privacy_data", 302, 200, 200),
        ("privacy_erase", 302, 200, 200),
        ("privacy_download", 302, 405, 405),
        ("processing_register", 302, 404, 200),
    ],
)
def test_who_may_open_which_page(name: str, visitor: int, member: int, office: int) -> None:
    clients = [Client(), Client(), Client()]
    clients[1].force_login(make_person("member@example.org"))
    officer = make_person("office@example.org")
    give_mandate(officer, "office")
    clients[2].force_login(officer)

    answers = [client.get(reverse(name)).status_code for client in clients]

    assert answers == [visitor, member, office]


def test_a_page_shows_mine_and_nobody_elses(client: Client) -> None:
    person, other = make_leaver(), make_person("other@example.org", name="Andere Beispiel")
    Follow.objects.create(initiative=InitiativeFactory.create(name="Meine"), person=person)
    Follow.objects.create(initiative=InitiativeFactory.create(name="Fremde"), person=other)
    client.force_login(person)

    page = page_of(client, "privacy_data")

    assert ("Meine" in page, "Fremde" in page, "Andere" in page) == (True, False, False)


def test_an_address_that_was_only_typed_opens_nothing(client: Client) -> None:
    person = make_leaver()
    EmailAddress.objects.create(user=person, email="fremd@example.org", verified=False)
    BarrierReport.objects.create(
        text="Geheimer Text", email="fremd@example.org", due_on=timezone.localdate()
    )
    client.force_login(person)

    assert "Geheimer Text" not in page_of(client, "privacy_data")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_leaver()
    MandateFactory.create_batch(number, person=person)
    for _each in range(number):
        Follow.objects.create(initiative=InitiativeFactory.create(), person=person)
        ClaimFactory.create(person=person)
    client.force_login(person)
    client.get(reverse("privacy_data"))

    with django_assert_max_num_queries(70):
        client.get(reverse("privacy_data"))


# Take along


def test_the_file_holds_everything_to_read_and_for_programs(client: Client) -> None:
    person = make_leaver()
    give_mandate(person, request_note="Seit Mai dabei")
    log_in(client, EMAIL)
    BarrierReport.objects.create(text="Knopf fehlt", email=EMAIL, due_on=timezone.localdate())

    first = client.post(reverse("privacy_download"))
    assert first.status_code == 302  # logging in is not enough; the password is asked for again
    asked = client.post(first["Location"], {"password": PASSWORD})

    archive = zipfile.ZipFile(io.BytesIO(asked.content))
    document = json.loads(archive.read("data.json"))
    records = {source["name"]: source["records"] for source in document["sources"]}
    page = archive.read("overview.html").decode()
    assert sorted(archive.namelist()) == ["data.json", "overview.html", "style.css"]
    assert records["accounts.person"][0]["email"] == EMAIL
    assert records["organisations.mandates"][0]["note"] == "Seit Mai dabei"
    assert records["portal.barrier_reports"][0]["text"] == "Knopf fehlt"
    assert "127.0.0.1" in json.dumps(records["accounts.sessions"])
    assert ("Seit Mai dabei" in page, "Knopf fehlt" in page, "Mandate" in page) == (True,) * 3
    assert PASSWORD not in json.dumps(document)
    assert person.password not in json.dumps(document)


def test_the_file_speaks_english_to_who_reads_english(client: Client) -> None:
    make_leaver()
    log_in(client, EMAIL)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    archive = zipfile.ZipFile(io.BytesIO(client.post("/en/account/data/download/").content))

    page = archive.read("overview.html").decode()
    assert '<html lang="en">' in page
    assert "E-mail addresses" in page


# Leave


def test_the_dry_run_changes_nothing(client: Client) -> None:
    person = make_leaver()
    give_mandate(person)
    client.force_login(person)

    page = page_of(client, "privacy_erase")

    assert "Noch ist nichts gelöscht" in page
    assert "Mandate (1)" in page
    assert User.objects.get(pk=person.pk).name == NAME
    assert Mandate.objects.get().state == "valid"


def test_a_wrong_password_deletes_nothing(client: Client) -> None:
    person = make_leaver()
    client.force_login(person)

    response = leave(client, password="guessed")

    assert "Das Passwort stimmt nicht" in response.content.decode()
    assert User.objects.get(pk=person.pk).is_active


def test_passwords_cannot_be_guessed_without_end(client: Client) -> None:
    client.force_login(make_leaver())

    answers = [leave(client, password=f"guess {n}").status_code for n in range(12)]

    assert (answers[0], answers[-1]) == (200, 429)


def test_who_leaves_no_trace_is_gone_altogether(client: Client) -> None:
    person = make_leaver()
    Follow.objects.create(initiative=InitiativeFactory.create(), person=person)
    log_in(client, EMAIL)

    response = leave(client)
    outcome = client.get(response["Location"]).content.decode()

    assert not User.objects.filter(pk=person.pk).exists()
    assert (Follow.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert UserSession.objects.count() == 0
    assert not is_logged_in(client)
    assert "Verfolgte Initiativen (1)" in outcome
    assert log_in(Client(), EMAIL).status_code == 200


def test_leaving_twice_leaves_once(client: Client) -> None:
    make_leaver()
    client.force_login(User.objects.get(email=EMAIL))

    answers = [leave(client), leave(client)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert reverse("account_login") in answers[1]["Location"]
    assert Mail.objects.filter(key__startswith="privacy-erased:").count() == 1


def test_a_last_mail_says_what_happened_in_the_language_of_the_person(client: Client) -> None:
    client.force_login(make_leaver(language="en"))

    leave(client)

    assert [mail.subject for mail in Mail.objects.filter(to=EMAIL)] == ["Your account is deleted"]


@pytest.fixture
def house() -> House:
    return make_house()


def name_leaver(actor: Actor) -> User:
    """Give the person of an actor the name and address that must not be found afterwards."""
    person = User.objects.get(pk=actor.person_id or 0)
    person.name, person.email = NAME, EMAIL
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=EMAIL, primary=True, verified=True)
    return person


def traces_of(*needles: str) -> list[str]:
    """Return every column of every table that still holds one of these words."""
    from django.db import connection  # noqa: PLC0415 -- only here

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
            columns = [column[0] for column in cursor.description or ()]
            found += [
                f"{table}.{column}"
                for row in cursor.fetchall()
                for column, value in zip(columns, row, strict=True)
                if any(needle.lower() in str(value).lower() for needle in needles)
            ]
    return sorted(set(found))


def test_the_words_of_the_organisation_stay_and_the_person_goes(
    client: Client,
    house: House,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = name_leaver(house.author)
    house = replace(house, author=replace(house.author, name=NAME, email=EMAIL))
    mandate = Mandate.objects.get(person=person)
    mandate.is_listed, mandate.request_note = True, f"Ich bin {NAME}"
    mandate.save()
    profile = InitiativeFactory.create(
        organisation=mandate.organisation,
        slug="nord",
        contact_email=EMAIL,
        speaker_union=NAME,
        speaker_employer="Andere Beispiel",
    )
    colleague = MandateFactory.create(organisation=mandate.organisation)
    Invitation.objects.create(
        organisation=mandate.organisation, email=EMAIL, role="editor", expires_at=timezone.now()
    )
    BarrierReport.objects.create(text="Knopf fehlt", email=EMAIL, due_on=timezone.localdate())
    signal = make_answered(house)
    deliver_all()
    assert NAME in page_of(Client(), "initiative_detail", "nord")
    client.force_login(person)

    with django_capture_on_commit_callbacks(execute=True):
        response = leave(client)
    deliver_all()

    assert response.status_code == 302
    shell = User.objects.get(pk=person.pk)
    assert (shell.name, shell.is_active, str(shell)) == ("", False, "gelöschtes Konto")
    assert Participant.objects.filter(person=person).count() == 0
    assert set(Entry.objects.filter(person=person).values_list("actor_name", flat=True)) == {""}
    profile.refresh_from_db()
    assert (profile.contact_email, profile.speaker_union) == ("", "")
    assert profile.speaker_employer == "Andere Beispiel"
    for page in (
        page_of(Client(), "initiative_detail", "nord"),
        page_of(Client(), "signal_detail", signal.public_id),
    ):
        assert (NAME in page, EMAIL in page) == (False, False)
    assert "Genehmigungen für neue Hallen" in page_of(Client(), "signal_detail", signal.public_id)
    told = Notification.objects.filter(kind="organisations.mandate_left").values_list(
        "person_id", flat=True
    )
    assert list(told) == [colleague.person_id]
    # What is left: the last e-mail, which goes after a month.
    assert traces_of(EMAIL) == ["notify_mail.key", "notify_mail.to"]
    # Notes to others that name the person go after half a year.
    assert traces_of(NAME) == []


def test_an_open_request_is_withdrawn_when_its_person_leaves(client: Client) -> None:
    person = make_leaver()
    claim = ClaimFactory.create(person=person, message=f"Ich, {NAME}")
    client.force_login(person)

    leave(client)

    claim.refresh_from_db()
    assert (claim.state, claim.message) == ("withdrawn", "")
    assert str(claim.person) == "gelöschtes Konto"


# Those who are relied on


def test_the_last_lead_hands_over_or_confirms(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person)
    officer = give_mandate(make_person("office@example.org"), "office").person
    client.force_login(person)

    page = page_of(client, "privacy_erase")
    refused = leave(client)

    assert reverse("mandate_hand_over", args=[mandate.pk]) in page
    assert "Bitte setzen Sie hier ein Häkchen" in refused.content.decode()
    assert User.objects.get(pk=person.pk).is_active

    leave(client, **{f"confirm-last-lead-{mandate.pk}": "on"})
    deliver_all()

    mandate.refresh_from_db()
    assert mandate.state == "ended"
    note = Notification.objects.get(person=officer, kind="organisations.mandate_left")
    assert note.context["is_led"] is False
    officer_client = Client()
    officer_client.force_login(officer)
    notes = officer_client.get(reverse("notification_list")).content.decode()
    assert "Niemand leitet die Organisation mehr" in notes


def test_a_lead_who_is_not_the_last_just_leaves(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person)
    MandateFactory.create(organisation=mandate.organisation)
    client.force_login(person)

    assert "Jemand verlässt sich auf Sie" not in page_of(client, "privacy_erase")
    assert leave(client).status_code == 302


def test_the_last_one_of_the_office_cannot_leave(client: Client) -> None:
    person = make_leaver()
    mandate = give_mandate(person, "office")
    client.force_login(person)

    page = page_of(client, "privacy_erase")
    leave(client, **{f"confirm-last-lead-{mandate.pk}": "on"})

    assert "Mein Konto endgültig löschen" not in page
    assert User.objects.get(pk=person.pk).is_active
    assert Mandate.objects.get(pk=mandate.pk).state == "valid"


# Without a password


def test_who_has_no_password_confirms_by_e_mail(client: Client) -> None:
    person = make_leaver_without_password()
    client.force_login(person)
    page = page_of(client, "privacy_erase")
    assert 'name="password"' not in page

    client.post(reverse("privacy_erase"))
    link = link_in(Mail.objects.get(to=EMAIL))
    elsewhere = Client()
    seen = elsewhere.get(link).content.decode()
    assert User.objects.filter(pk=person.pk, is_active=True).exists()  # looking deletes nothing
    response = elsewhere.post(link)

    assert "Mein Konto endgültig löschen" in seen
    assert response.status_code == 302
    assert not User.objects.filter(email=EMAIL).exists()
    assert elsewhere.get(link).status_code == 410


def test_a_link_is_good_for_an_hour_and_cannot_be_forged(client: Client) -> None:
    client.force_login(make_leaver_without_password())
    client.post(reverse("privacy_erase"))
    link = link_in(Mail.objects.get(to=EMAIL))

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        late = Client().get(link).status_code
    forged = Client().post(re.sub(r".{3}/$", "xxx/", link)).status_code

    assert (late, forged) == (410, 410)
    assert User.objects.filter(email=EMAIL).exists()


def test_the_button_floods_no_mailbox(client: Client) -> None:
    client.force_login(make_leaver_without_password())

    with time_machine.travel(timezone.now().replace(second=5), tick=False):
        for _each in range(5):
            client.post(reverse("privacy_erase"))

    assert Mail.objects.filter(to=EMAIL).count() == 1


def test_an_outcome_cannot_be_made_up(client: Client) -> None:
    assert client.get(reverse("privacy_erased", args=["forged:x:y"])).status_code == 404


# The register


def test_the_register_lists_every_room_for_the_office(client: Client) -> None:
    officer = make_person("office@example.org")
    give_mandate(officer, "office")
    client.force_login(officer)

    page = page_of(client, "processing_register")

    for words in ("Mandate", "Adresse des Rechners (IP)", "14 Tage nach dem letzten Besuch"):
        assert words in page


# At the command line


def test_the_operator_answers_who_has_no_account(tmp_path_factory: pytest.TempPathFactory) -> None:
    Follow.objects.create(initiative=InitiativeFactory.create(), email="gast@example.org")
    file = tmp_path_factory.mktemp("export") / "gast.zip"

    call_command("privacy", "export", "Gast@example.org", str(file), stdout=StringIO())
    document = json.loads(zipfile.ZipFile(file).read("data.json"))
    assert [source["name"] for source in document["sources"]] == ["directory.follows"]

    dry = StringIO()
    call_command("privacy", "erase", "gast@example.org", "--dry-run", stdout=dry)
    assert ("directory.follows" in dry.getvalue(), Follow.objects.count()) == (True, 1)

    call_command("privacy", "erase", "gast@example.org", stdout=StringIO())
    assert Follow.objects.count() == 0


def test_the_operator_is_told_who_relies_on_somebody() -> None:
    mandate = give_mandate(make_leaver())

    with pytest.raises(CommandError, match="nobody will be able to decide"):
        call_command("privacy", "erase", EMAIL, stdout=StringIO())
    call_command(
        "privacy", "erase", EMAIL, "--confirm", f"last-lead-{mandate.pk}", stdout=StringIO()
    )

    assert User.objects.get(pk=mandate.person_id).erased_at is not None


def test_files_on_the_way_are_deleted_and_attached_ones_lose_their_sender(client: Client) -> None:
    person = make_leaver()
    actor = Actor(person_id=person.pk, name=person.name, email=person.email)
    _loose, attached = (
        files.store_file(actor, SimpleUploadedFile(name, b"Netzanschluss\n"), description="x")
        for name in ("loose.txt", "attached.txt")
    )
    files.attach_file(actor, attached, owner_kind=FILE_OWNER, owner_key="1")
    log_in(client, EMAIL)
    assert "Dateien, die gesendet wurden" in page_of(client, "privacy_data")

    assert leave(client).status_code == 302

    (left,) = StoredFile.objects.all()
    assert (left.uuid, left.uploaded_by) == (attached.uuid, None)
