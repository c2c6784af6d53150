"""A translation goes with its German words: no version, no notice, nothing for teams to decide."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistCopy,
    ChecklistItem,
    ChecklistSection,
    CopyItem,
)
from drehscheibe.capabilities.library.queries import checklists as master_queries
from drehscheibe.capabilities.library.queries import copies as queries
from drehscheibe.capabilities.library.services.checklists import copies, items, masters, taking_over
from drehscheibe.capabilities.library.services.checklists.items import ItemWork
from drehscheibe.capabilities.library.services.checklists.masters import ItemContent
from drehscheibe.capabilities.library.services.checklists.reference_data import load_checklists
from drehscheibe.capabilities.library.services.checklists.releasing import release_note
from drehscheibe.capabilities.library.tests.factories import make_checklist, make_team, publish_next
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.text.tests.pages import words_in

pytestmark = pytest.mark.django_db

SLUG = "aktionswoche"
ENGLISH = ("text_en", "explanation_en", "evidence_en", "role_en")


def forget_english(slug: str) -> None:
    """Bring a checklist and its copies back to a hub that knew no English items."""
    nothing = dict.fromkeys(ENGLISH, "")
    Checklist.objects.filter(slug=slug).update(source_hash="of an earlier release")
    ChecklistItem.objects.filter(section__version__checklist__slug=slug).update(**nothing)
    ChecklistSection.objects.filter(version__checklist__slug=slug).update(title_en="")
    CopyItem.objects.filter(copy__checklist__slug=slug).update(**nothing, section_en="")


def copy_of(slug: str, actor: Actor) -> ChecklistCopy:
    checklist = Checklist.objects.get(slug=slug)
    return copies.make_copy(actor, checklist.pk, title="Woche 2027", target_on=None)


def test_english_comes_to_published_versions_and_running_copies_without_a_new_version() -> None:
    load_checklists()
    actor, _other = make_team()
    copy = copy_of(SLUG, actor)
    forget_english(SLUG)
    deliver_all()
    told = Notification.objects.count()
    before = list(copy.items.values_list("text", "version", "changed_at", "state"))

    assert load_checklists() == 1
    deliver_all()

    checklist = Checklist.objects.select_related("current").get(slug=SLUG)
    assert checklist.current is not None
    assert checklist.current.number == 1
    assert checklist.versions.count() == 1
    copied = list(copy.items.all())
    assert all(item.text_en and item.explanation_en and item.section_en for item in copied)
    assert list(copy.items.values_list("text", "version", "changed_at", "state")) == before
    assert not any(item.history.exists() for item in copied)
    assert queries.differences_of(queries.find_access(actor, copy.uuid, ()).copy, copied) == []
    assert Notification.objects.count() == told
    assert load_checklists() == 0


def test_a_team_with_german_words_of_its_own_gets_no_english_of_others() -> None:
    load_checklists()
    actor, _other = make_team()
    copy = copy_of(SLUG, actor)
    forget_english(SLUG)
    own = copy.items.first()
    assert own is not None
    CopyItem.objects.filter(pk=own.pk).update(text="Unser eigenes Ziel")

    load_checklists()

    own.refresh_from_db()
    assert own.text_en == ""
    assert own.explanation_en


def test_what_the_office_changed_gets_english_only_where_none_stands() -> None:
    load_checklists()
    forget_english(SLUG)
    Checklist.objects.filter(slug=SLUG).update(source_hash="")
    first, second, third = ChecklistItem.objects.filter(section__version__checklist__slug=SLUG)[:3]
    ChecklistItem.objects.filter(pk=first.pk).update(text_en="Our own English")
    ChecklistItem.objects.filter(pk=second.pk).update(text="Neue deutsche Worte")

    assert load_checklists() == 1

    texts = [ChecklistItem.objects.get(pk=one.pk).text_en for one in (first, second, third)]
    assert texts[:2] == ["Our own English", ""]
    assert texts[2]
    assert load_checklists() == 0


def test_the_draft_of_an_unchanged_checklist_gets_the_english_too() -> None:
    load_checklists()
    office = make_actor(OrganisationKind.OFFICE)
    checklist = Checklist.objects.get(slug=SLUG)
    masters.begin_draft(office, checklist.pk)
    forget_english(SLUG)

    assert load_checklists() == 1

    draft = master_queries.draft_of(checklist)
    assert draft is not None
    assert all(item.text_en for item in master_queries.items_of(draft))


def translate_first(office: Actor, checklist: Checklist) -> None:
    """Give the first item of the draft English words and leave its German alone."""
    draft = master_queries.draft_of(checklist)
    assert draft is not None
    item = master_queries.items_of(draft)[0]
    content = ItemContent(**{**item.all_words, "text_en": "Book the room", "role_en": "Hosts"})
    masters.save_item(office, checklist.pk, content, section_pk=item.section_id, key=item.key)
    masters.rename_section(
        office, checklist.pk, item.section_id, title=item.section.title, title_en="Before"
    )


def test_a_version_with_nothing_but_english_asks_no_team_to_decide() -> None:
    actor, _other = make_team()
    checklist = make_checklist("Raum buchen", "Einladen")
    copy = copies.make_copy(actor, checklist.pk, title="Tag", target_on=None)
    deliver_all()

    publish_next(checklist, translate_first)
    deliver_all()

    first, second = queries.items_of(copy)
    assert (first.text_en, first.section_en) == ("Book the room", "Before")
    assert (second.text_en, second.section_en) == ("", "Before")
    assert queries.differences_of(queries.find_access(actor, copy.uuid, ()).copy, [first]) != []
    assert (
        queries.differences_of(queries.find_access(actor, copy.uuid, ()).copy, [first, second])
        == []
    )
    assert not Notification.objects.filter(kind="library.checklist_changed").exists()


def change_both(office: Actor, checklist: Checklist) -> None:
    draft = master_queries.draft_of(checklist)
    assert draft is not None
    item = master_queries.items_of(draft)[0]
    content = ItemContent("Raum mit Rampe buchen", text_en="Book a room with a ramp")
    masters.save_item(office, checklist.pk, content, section_pk=item.section_id, key=item.key)


def test_taking_over_brings_the_english_and_shows_the_difference_in_it(client: Client) -> None:
    actor, _other = make_team()
    checklist = make_checklist("Raum buchen", "Einladen")
    publish_next(checklist, translate_first)
    copy = copies.make_copy(actor, checklist.pk, title="Tag", target_on=None)
    publish_next(checklist, change_both)
    client.force_login(Mandate.objects.get(pk=actor.mandate_id or 0).person)
    access = queries.find_access(actor, copy.uuid, ())

    with translation.override("en"):
        page = client.get(reverse("copy_changes", args=[copy.uuid])).text
    taking_over.decide_all(access, takes=True)

    assert "Book the room" in words_in(page, "en")
    assert "Book a room with a ramp" in words_in(page, "en")
    assert "Raum mit Rampe" not in page
    taken = queries.items_of(copy)[0]
    assert (taken.text, taken.text_en) == ("Raum mit Rampe buchen", "Book a room with a ramp")


@pytest.fixture
def running(client: Client) -> ChecklistCopy:
    """Return a copy of which one item is translated, and log its team in."""
    actor, _other = make_team()
    checklist = make_checklist("Raum buchen", "Einladen")
    publish_next(checklist, translate_first)
    copy = copies.make_copy(actor, checklist.pk, title="Tag", target_on=None)
    client.force_login(Mandate.objects.get(pk=actor.mandate_id or 0).person)
    return copy


@pytest.mark.parametrize("tail", ["", "?view=board"])
def test_a_copy_speaks_the_readers_language_and_marks_what_it_cannot(
    client: Client, running: ChecklistCopy, tail: str
) -> None:
    with translation.override("en"):
        english = client.get(reverse("copy_detail", args=[running.uuid]) + tail).text
    german = client.get(reverse("copy_detail", args=[running.uuid]) + tail).text

    assert "Book the room" in words_in(english, "en")
    assert "Raum buchen" not in english
    assert "Einladen" in words_in(english, "de")
    assert "Einladen" not in words_in(english, "en")
    assert "Raum buchen" in words_in(german, "de")
    assert "Book the room" not in german
    assert "<span" not in english.split("<title>")[1].split("</title>")[0]


def test_the_page_of_an_item_keeps_the_role_that_it_shows_translated(
    client: Client, running: ChecklistCopy
) -> None:
    item = queries.items_of(running)[0]
    CopyItem.objects.filter(pk=item.pk).update(role="Gastgebende", owner_name="Gastgebende")
    with translation.override("en"):
        address = reverse("copy_item", args=[running.uuid, item.uuid])
        page = client.get(address).text
        sent = {"version": "1", "state": "in_work", "owner_name": "Hosts", "form_token": "t" * 30}
        answer = client.post(address, sent)

    assert 'value="Hosts"' in page
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.state, item.owner_name) == ("in_work", "Gastgebende")
    assert set(item.history.get().changes) == {"state"}


def test_files_are_in_the_language_of_who_asks(client: Client, running: ChecklistCopy) -> None:
    def fetch(name: str, language: str) -> bytes:
        with translation.override(language):
            return client.get(reverse(name, args=[running.uuid])).content

    for name in ("copy_csv", "copy_docx"):
        english, german = fetch(name, "en"), fetch(name, "de")
        if name == "copy_docx":
            english, german = (
                "\n".join(
                    cell.text
                    for table in Document(io.BytesIO(content)).tables
                    for row in table.rows
                    for cell in row.cells
                ).encode()
                for content in (english, german)
            )
        assert b"Book the room" in english
        assert b"Raum buchen" not in english
        assert b"Raum buchen" in german
        # What has no translation is there all the same.
        assert b"Einladen" in english
    queries.items_of(running)[0].__class__.objects.filter(copy=running).update(due_on="2027-01-04")
    assert b"SUMMARY:Book the room" in fetch("copy_ical", "en")
    assert b"SUMMARY:Raum buchen" in fetch("copy_ical", "de")


def test_a_new_round_and_an_item_of_ones_own_take_the_english_along(running: ChecklistCopy) -> None:
    actor = make_actor(organisation_id=running.organisation_id)
    access = queries.find_access(actor, running.uuid, ())
    items.add_item(access, section="Vorher", text="Blumen", explanation="", due_on=None)

    made = copies.duplicate_copy(actor, running.pk, title="Neu", target_on=None, keeps_notes=True)

    assert [(one.text_en, one.section_en) for one in queries.items_of(made)] == [
        ("Book the room", "Before"),
        ("", "Before"),
        ("", "Before"),
    ]


def test_a_reminder_names_the_item_in_the_readers_language() -> None:
    context = {
        "copy": str(uuid4()),
        "item": str(uuid4()),
        "title": "Tag",
        "due_on": "2027-01-04",
        "text": "Raum buchen",
        "text_en": "Book the room",
        "is_late": True,
    }

    for language, text in (("en", "Book the room"), ("de", "Raum buchen")):
        with translation.override(language):
            assert text in get_kind("library.item_due").words(context).subject


def test_notes_that_teams_released_stay_in_their_language(client: Client) -> None:
    actor, _other = make_team()
    checklist = make_checklist("Raum buchen")
    copy = copies.make_copy(actor, checklist.pk, title="Tag", target_on=None)
    access = queries.find_access(actor, copy.uuid, ())
    item = queries.items_of(copy)[0]
    items.work_on_item(access, item.pk, ItemWork("done"), version=1)
    release_note(access, item.pk, text="Wir haben die Aula genommen.")

    with translation.override("en"):
        page = client.get(reverse("checklist_detail", args=[checklist.slug])).text

    assert "Wir haben die Aula genommen." in words_in(page, "de")
    assert "Wir haben die Aula genommen." not in words_in(page, "en")


def test_the_title_of_a_copy_is_german_unless_it_is_the_english_one_of_the_checklist(
    client: Client,
) -> None:
    actor, _other = make_team()
    checklist = make_checklist(title="Rundgang", title_en="Tour")
    for title in ("Tour", "Unser Rundgang"):
        copies.make_copy(actor, checklist.pk, title=title, target_on=None)
    client.force_login(Mandate.objects.get(pk=actor.mandate_id or 0).person)

    with translation.override("en"):
        page = client.get(reverse("copy_list")).text

    assert "Unser Rundgang" in words_in(page, "de").split("\n")
    assert "Tour" in words_in(page, "en").split("\n")
    assert "Tour" not in words_in(page, "de").split("\n")
