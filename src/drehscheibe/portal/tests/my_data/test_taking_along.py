"""My data as a file to take along."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.accounts.tests.factories import PASSWORD
from drehscheibe.core.accounts.tests.pages import log_in
from drehscheibe.portal.models import BarrierReport
from drehscheibe.portal.tests.my_data.people import EMAIL, give_mandate, make_leaver

pytestmark = pytest.mark.django_db


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
