"""My data for those who run the hub: the register, the command line."""

from __future__ import annotations

import json
import zipfile
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from drehscheibe.capabilities.directory.models import Follow
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.queries.evidence import FILE_OWNER
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.accounts.tests.pages import log_in
from drehscheibe.core.files import api as files
from drehscheibe.core.files.models import StoredFile
from drehscheibe.portal.tests.my_data.people import EMAIL, give_mandate, leave, make_leaver, page_of

pytestmark = pytest.mark.django_db


def test_the_register_lists_every_room_for_the_office(client: Client) -> None:
    officer = make_person("office@example.org")
    give_mandate(officer, "office")
    client.force_login(officer)

    page = page_of(client, "processing_register")

    for words in ("Mandate", "Adresse des Rechners (IP)", "14 Tage nach dem letzten Besuch"):
        assert words in page


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
