from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.library.models import ChecklistCopy, CopyItem, ReleasedNote
from drehscheibe.capabilities.library.services.checklists import copies
from drehscheibe.capabilities.library.tests.factories import make_checklist
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.queries import make_actor
from drehscheibe.core.organisations.tests.factories import MandateFactory

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 12)


@pytest.fixture
def member() -> Mandate:
    return MandateFactory.create()


@pytest.fixture
def copy(member: Mandate) -> ChecklistCopy:
    """Return a copy of a checklist with two items."""
    checklist = make_checklist("Raum buchen", "Einladen")
    actor = make_actor(member.person, member)
    return copies.make_copy(actor, checklist.pk, title="Tag 2027", target_on=DAY)


def address(name: str, copy: ChecklistCopy, *more: object) -> str:
    return reverse(name, args=[copy.uuid, *more])


def first_of(copy: ChecklistCopy) -> CopyItem:
    return copy.items.all()[0]


def save(client: Client, item: CopyItem, **changes: object) -> int:
    form = {"version": item.version, "state": item.state, "note": "", "due_on": ""} | changes
    return client.post(address("copy_item", item.copy, item.uuid), form).status_code


def test_a_copy_sent_twice_is_made_once(client: Client, member: Mandate) -> None:
    checklist = make_checklist()
    client.force_login(member.person)
    form = {"title": "<b>Tag</b>", "target_on": "2027-06-12", "form_token": "t" * 32}

    page = reverse("copy_new", args=[checklist.slug])
    answers = [client.post(page, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    copy = ChecklistCopy.objects.get()
    assert "&lt;b&gt;Tag" in client.get(address("copy_detail", copy)).content.decode()


def test_a_date_that_is_none_keeps_what_was_typed(client: Client, member: Mandate) -> None:
    checklist = make_checklist()
    client.force_login(member.person)

    form = {"title": "Unser Tag", "target_on": "am Samstag"}
    page = client.post(reverse("copy_new", args=[checklist.slug]), form)

    assert page.status_code == 422
    assert "am Samstag" in page.content.decode()
    assert not ChecklistCopy.objects.exists()


@pytest.mark.parametrize("name", ["copy_detail", "copy_print", "copy_pdf", "copy_csv"])
def test_a_copy_does_not_exist_for_others(client: Client, copy: ChecklistCopy, name: str) -> None:
    assert client.get(address(name, copy)).status_code == 404
    client.force_login(MandateFactory.create().person)
    assert client.get(address(name, copy)).status_code == 404


def test_list_and_board_show_every_item(
    client: Client,
    copy: ChecklistCopy,
    member: Mandate,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(member.person)
    for view in ("list", "board"):
        client.get(address("copy_detail", copy), {"view": view})
        with django_assert_max_num_queries(12):
            page = client.get(address("copy_detail", copy), {"view": view}).content.decode()
        assert page.count('id="item-') == 2


def test_one_button_moves_an_item_without_script(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    item = first_of(copy)

    form = {"state": "in_work", "version": "1", "view": "board"}
    answer = client.post(address("copy_item_move", copy, item.uuid), form)

    assert answer.headers["Location"].endswith(f"?view=board#item-{item.uuid}")
    item.refresh_from_db()
    assert item.state == "in_work"
    late = client.post(address("copy_item_move", copy, item.uuid), {**form, "state": "done"})
    assert "Jemand war schneller" in client.get(late.headers["Location"]).content.decode()


def test_the_second_of_two_sees_both_versions_and_saves_theirs(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    item = first_of(copy)
    assert save(client, item, note="Halle 2 ist frei.") == 302

    form = {"version": "1", "state": "blocked", "note": "Warte auf Angebot.", "due_on": ""}
    page = client.post(address("copy_item", copy, item.uuid), form)

    text = page.content.decode()
    assert page.status_code == 409
    assert "Halle 2 ist frei." in text
    assert "Warte auf Angebot." in text
    assert 'name="version" value="2"' in text
    item.refresh_from_db()
    assert item.note == "Halle 2 ist frei."
    assert save(client, item, **{**form, "version": "2"}) == 302
    history = client.get(address("copy_item", copy, item.uuid)).content.decode()
    assert "Halle 2 ist frei." in history


def test_not_applicable_without_reason_keeps_the_note(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    item = first_of(copy)

    form = {"version": "1", "state": "not_applicable", "note": "Wir haben kein Zelt."}
    page = client.post(address("copy_item", copy, item.uuid), form)

    assert page.status_code == 422
    assert "Wir haben kein Zelt." in page.content.decode()


def test_a_personal_link_opens_the_copy_until_it_ends(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    actor = make_actor(member.person, member)
    link = copies.make_link(actor, copy.pk, name="Feuerwehr", level="read")

    opened = client.get(reverse("copy_link", args=[link.token]), follow=True)
    item = first_of(copy)

    assert "Feuerwehr" in opened.content.decode()
    assert client.get(address("copy_item", copy, item.uuid)).status_code == 200
    assert save(client, item, note="Ich war hier.") == 403
    assert client.get(address("copy_settings", copy)).status_code == 404
    assert client.get(address("copy_changes", copy)).status_code == 404
    copies.revoke_link(actor, copy.pk, link.pk)
    assert client.get(address("copy_detail", copy)).status_code == 404
    assert client.get(reverse("copy_link", args=[link.token])).status_code == 404


def test_a_file_is_for_the_organisation_only(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    item = first_of(copy)
    upload = SimpleUploadedFile("plan.txt", b"Raum 1 und Raum 2")

    done = client.post(address("copy_item_file", copy, item.uuid), {"file-file": upload})
    refused = client.post(
        address("copy_item_file", copy, item.uuid),
        {"file-file": SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")},
    )

    row = item.files.get()
    content = reverse("file_content", args=[row.file.uuid])
    assert (done.status_code, refused.status_code) == (302, 422)
    assert client.get(content).getvalue() == b"Raum 1 und Raum 2"
    client.force_login(MandateFactory.create().person)
    assert client.get(content).status_code == 404
    client.force_login(member.person)
    client.post(address("copy_item_file_remove", copy, item.uuid, row.pk))
    assert client.get(content).status_code == 404


def test_a_released_note_stands_at_the_master_without_names_until_taken_back(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    item = first_of(copy)
    text = "Wir haben den Saal mit der Feuerwehr besichtigt."
    client.post(address("copy_item_release", copy, item.uuid), {"release-text": text})
    master = reverse("checklist_detail", args=[copy.checklist.slug])

    shown = Client().get(master).content.decode()
    released = ReleasedNote.objects.get()
    assert text in shown
    assert member.person.name not in shown
    assert str(copy.organisation) not in shown

    client.post(address("copy_item_withdraw", copy, item.uuid, released.uuid))
    assert text not in Client().get(master).content.decode()


def test_sharing_page_changes_the_date_and_ends_links(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)
    act = reverse("copy_settings_act", args=[copy.uuid, "share"])
    client.post(act, {"share-name": "Catering", "share-level": "work"})
    link = copy.links.get()
    assert str(link.token) in client.get(address("copy_settings", copy)).content.decode()

    client.post(reverse("copy_settings_act", args=[copy.uuid, f"revoke-{link.pk}"]))
    change = reverse("copy_settings_act", args=[copy.uuid, "change"])
    client.post(change, {"change-title": "Neu", "change-target_on": "2027-06-19"})

    link.refresh_from_db()
    assert link.revoked_at is not None
    assert first_of(copy).due_on == date(2027, 6, 12)


def test_overdue_items_are_filtered(client: Client, copy: ChecklistCopy, member: Mandate) -> None:
    client.force_login(member.person)
    item = first_of(copy)
    CopyItem.objects.filter(pk=item.pk).update(due_on=timezone.localdate() - timedelta(days=1))

    page = client.get(address("copy_detail", copy), {"show": "late"}).content.decode()

    assert page.count('id="item-') == 1


def test_a_team_adds_an_item_of_its_own(
    client: Client, copy: ChecklistCopy, member: Mandate
) -> None:
    client.force_login(member.person)

    form = {"section": "Vorher", "text": "Kran anfragen", "due_on": "2027-05-01"}
    client.post(address("copy_add_item", copy), form)

    item = copy.items.get(key=None)
    assert (item.text, item.due_on, item.section) == ("Kran anfragen", date(2027, 5, 1), "Vorher")
    assert "release-text" not in client.get(address("copy_item", copy, item.uuid)).content.decode()
