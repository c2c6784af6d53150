"""Fill in, look, take home, keep: as visitors and teams do."""

from __future__ import annotations

import base64
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library.models import FilledPackage, HelpVote, PartnerPackage
from drehscheibe.capabilities.library.services.packages.reference_data import load_packages
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.places.tests.factories import KreisFactory
from drehscheibe.core.privacy.api import Subject
from drehscheibe.core.privacy.retention import all_rules, apply_rule
from drehscheibe.core.privacy.sources import all_sources
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

SLUG = "offene-betriebe"


@pytest.fixture
def package() -> PartnerPackage:
    load_packages()
    return PartnerPackage.objects.get(slug=SLUG)


@pytest.fixture
def kreis() -> Kreis:
    return KreisFactory.create(name="Gifhorn", kind="Landkreis")


@pytest.fixture
def member() -> Mandate:
    return MandateFactory.create()


def filled(place: Kreis, /, **changes: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=200)
    return {
        "language": "de",
        "initiative": "Bündnis Straße",
        "kreis": place.pk,
        "figure": "none",
        "starts_on": day.isoformat(),
        "act": "look",
    } | changes


def send(client: Client, **fields: object) -> HttpResponse:
    response = client.post(reverse("package_fill", args=[SLUG]), fields)
    assert isinstance(response, HttpResponse)
    return response


def picture() -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (3000, 900), (120, 20, 20)).save(stream, "JPEG", comment=b"secret comment")
    return SimpleUploadedFile("logo.jpg", stream.getvalue(), "image/jpeg")


def test_pages_are_public_and_can_be_found(client: Client, package: PartnerPackage) -> None:
    for name, args in (("package_list", []), ("package_detail", [SLUG]), ("package_fill", [SLUG])):
        assert client.get(reverse(name, args=args)).status_code == 200
    keys = search.find_keys(
        "Plakat offene Betriebe", actor=ANONYMOUS, language="de", kind="package"
    )
    assert SLUG in keys


def test_hidden_package_is_not_there(client: Client, package: PartnerPackage) -> None:
    PartnerPackage.objects.update(is_public=False)

    assert SLUG not in client.get(reverse("package_list")).content.decode()
    assert client.get(reverse("package_detail", args=[SLUG])).status_code == 404
    assert client.get(reverse("package_fill", args=[SLUG])).status_code == 404


def test_preview_shows_what_was_typed_and_nothing_is_stored(
    client: Client, package: PartnerPackage, kreis: Kreis
) -> None:
    response = send(client, **filled(kreis, initiative='<script>alert("x")</script>'))

    text = response.content.decode()
    assert response.status_code == 200
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "im Landkreis Gifhorn" in text
    assert FilledPackage.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("starts_on", {"starts_on": "2020-01-01"}),
        ("starts_on", {"starts_on": "31.02.2027"}),
        ("ends_on", {"ends_on": "2020-01-01"}),
        ("ends_on", {"ends_on": "2090-01-01"}),
        ("to_time", {"from_time": "18:00", "to_time": "17:00"}),
        ("from_time", {"to_time": "17:00"}),
        ("from_time", {"from_time": "abends"}),
        ("kreis", {"kreis": ""}),
        ("kreis", {"kreis": "99999"}),
        ("figure", {"figure": "employees"}),
        ("own_source", {"figure": "own", "own_value": "25", "own_label": "Betriebe bilden aus"}),
        ("points", {"points": "x" * 91}),
        ("points", {"points": "\n".join("abcdef")}),
        ("quoted", {"quote": "Gut so."}),
        ("contact_email", {"contact_email": "kein"}),
        ("web", {"web": "keine Adresse"}),
        ("initiative", {"initiative": "x" * 81}),
        ("logo", {"logo": SimpleUploadedFile("logo.svg", b"<svg/>")}),
        ("logo", {"logo_kept": "!!!"}),
    ],
)
def test_wrong_input_answers_beside_the_field_and_keeps_what_was_typed(
    client: Client,
    package: PartnerPackage,
    kreis: Kreis,
    field: str,
    changes: dict[str, object],
) -> None:
    for act in ("look", "poster-a4", "all"):
        for file in changes.values():
            if isinstance(file, SimpleUploadedFile):
                file.seek(0)
        response = send(client, **filled(kreis, act=act, **changes))

        text = response.content.decode()
        assert response.status_code == 422
        assert f'id="id_{field}-error"' in text or f'id="id_{field}_0-error"' in text
        if field != "initiative":
            assert 'value="Bündnis Straße"' in text


@pytest.mark.parametrize("part", ["poster-a4", "tile", "press-docx", "letter-text", "all"])
def test_files_are_made_without_an_account(
    client: Client, package: PartnerPackage, kreis: Kreis, part: str
) -> None:
    response = send(client, **filled(kreis, act=part))

    starts = {"poster-a4": b"%PDF", "tile": b"\x89PNG", "letter-text": b"Einladung"}
    assert response.status_code == 200
    assert response.content.startswith(starts.get(part, b"PK"))
    assert response["Content-Disposition"].startswith("attachment")
    assert FilledPackage.objects.count() == StoredFile.objects.count() == 0


def test_texts_are_in_the_language_that_was_chosen(
    client: Client, package: PartnerPackage, kreis: Kreis
) -> None:
    response = send(client, **filled(kreis, act="letter-text", language="en"))

    text = response.content.decode()
    assert text.startswith("Invitation: open day at works and workshops on ")
    assert 'filename="invitation-' in response["Content-Disposition"]


def test_logo_is_made_anew_and_travels_along(
    client: Client, package: PartnerPackage, kreis: Kreis
) -> None:
    first = send(client, **filled(kreis, logo=picture()))
    kept = first.content.decode().split('name="logo_kept" value="')[1].split('"')[0]
    content = base64.b64decode(kept)

    assert content.startswith(b"\x89PNG")
    assert b"secret" not in content
    assert max(Image.open(io.BytesIO(content)).size) <= 800
    again = send(client, **filled(kreis, logo_kept=kept))
    assert f'name="logo_kept" value="{kept[:40]}' in again.content.decode()
    dropped = send(client, **filled(kreis, logo_kept=kept, drops_logo="on"))
    assert 'name="logo_kept" value=""' in dropped.content.decode()


def test_without_a_mandate_nothing_can_be_kept(
    client: Client, package: PartnerPackage, kreis: Kreis
) -> None:
    assert "Für unser Team aufheben" not in send(client, **filled(kreis)).content.decode()
    assert send(client, **filled(kreis, act="keep")).status_code == 404
    assert FilledPackage.objects.count() == 0


def keep(client: Client, member: Mandate, kreis: Kreis, **changes: object) -> FilledPackage:
    client.force_login(member.person)
    response = send(client, **filled(kreis, act="keep", **changes))
    assert response.status_code == 302, response.content.decode()
    return FilledPackage.objects.latest("pk")


def test_team_finds_it_again_and_others_do_not(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    kept = keep(client, member, kreis, logo=picture(), form_token="once")
    send(client, **filled(kreis, act="keep", form_token="once"))
    assert FilledPackage.objects.count() == 1
    colleague = MandateFactory.create(organisation=member.organisation)
    stranger = MandateFactory.create()
    page = reverse("filled_work", args=[kept.uuid])

    client.force_login(colleague.person)
    assert "Bündnis Straße" in client.get(page).content.decode()
    assert "Bündnis Straße" in client.get(reverse("filled_list")).content.decode()
    assert kept.logo is not None
    logo = reverse("file_content", args=[kept.logo.uuid])
    shown = client.get(logo)
    assert shown.status_code == 200
    assert b"".join(shown).startswith(b"\x89PNG")
    client.force_login(stranger.person)
    assert "Bündnis Straße" not in client.get(reverse("filled_list")).content.decode()
    for address in (page, logo):
        assert client.get(address).status_code == 404
    for name in ("filled_duplicate", "filled_erase"):
        assert client.post(reverse(name, args=[kept.uuid])).status_code == 404
    assert client.post(page, filled(kreis, act="keep")).status_code == 404
    client.logout()
    assert client.get(page).status_code == 302


def test_two_colleagues_at_once_lose_nothing(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    kept = keep(client, member, kreis)
    page = reverse("filled_work", args=[kept.uuid])
    mine = filled(kreis, act="keep", version=1, place="Halle 1")

    assert (
        client.post(page, filled(kreis, act="keep", version=1, place="Halle 2")).status_code == 302
    )
    response = client.post(page, mine)

    text = response.content.decode()
    assert response.status_code == 409
    assert "Halle 1" in text
    assert "Halle 2" in text
    assert client.post(page, {**mine, "version": 2}).status_code == 302
    kept.refresh_from_db()
    assert kept.values["place"] == "Halle 1"


def test_package_of_last_year_opens_and_begins_anew(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    kept = keep(client, member, kreis, logo=picture())
    past = timezone.localdate() - timedelta(days=400)
    kept.values = {**kept.values, "starts_on": past.isoformat()}
    kept.ends_on = past
    kept.save()

    page = client.get(reverse("filled_work", args=[kept.uuid]))
    assert "ist vorbei" not in page.content.decode()
    response = client.post(reverse("filled_duplicate", args=[kept.uuid]))

    made = FilledPackage.objects.latest("pk")
    assert response["Location"] == reverse("filled_work", args=[made.uuid])
    assert made.made_from == kept
    new_day = date.fromisoformat(made.values["starts_on"])
    assert new_day >= timezone.localdate()
    assert new_day.weekday() == past.weekday()
    assert made.logo is not None
    assert made.logo != kept.logo


def test_erased_package_takes_its_logo_along(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    kept = keep(client, member, kreis, logo=picture())

    assert client.post(reverse("filled_erase", args=[kept.uuid])).status_code == 302
    assert FilledPackage.objects.count() == StoredFile.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_long(
    client: Client,
    package: PartnerPackage,
    kreis: Kreis,
    member: Mandate,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for _each in range(number):
        keep(client, member, kreis)
    client.get(reverse("filled_list"))

    with django_assert_max_num_queries(9):
        client.get(reverse("filled_list"))


def test_packages_end_two_years_after_their_day(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    kept = keep(client, member, kreis)
    rule = next(rule for rule in all_rules() if rule.name == "library.filled_package")

    now = timezone.now()
    assert apply_rule(rule, now + timedelta(days=200 + 729)) == 0
    assert apply_rule(rule, now + timedelta(days=200 + 732)) == 1
    assert not FilledPackage.objects.filter(pk=kept.pk).exists()


def test_contact_person_is_taken_out_when_they_leave(
    client: Client, package: PartnerPackage, kreis: Kreis, member: Mandate
) -> None:
    contact = {"contact_name": "Toni Beispiel", "contact_email": "Toni@example.org"}
    kept = keep(client, member, kreis, **contact)
    source = next(one for one in all_sources() if one.name == "library.filled_packages")
    subject = Subject(None, "Toni", ("toni@example.org",))

    assert list(source.find(subject)) == [kept]
    assert source.erase is not None
    source.erase(subject)

    kept.refresh_from_db()
    assert (kept.values["contact_name"], kept.values["contact_email"]) == ("", "")
    assert kept.values["initiative"] == "Bündnis Straße"


def test_reader_says_whether_a_package_helped(client: Client, package: PartnerPackage) -> None:
    page = reverse("package_helped", args=[SLUG])

    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"help-helped": "yes"}).status_code == 302
    assert [(vote.kind, vote.key) for vote in HelpVote.objects.all()] == [("package", SLUG)]
