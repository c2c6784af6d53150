from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.library.models import Checklist, ChecklistItem, ChecklistVersion
from drehscheibe.capabilities.library.queries import checklists as queries
from drehscheibe.capabilities.library.services.checklists import masters
from drehscheibe.capabilities.library.services.checklists.masters import ItemContent
from drehscheibe.capabilities.library.services.checklists.reference_data import (
    load_checklists,
    read_checklists,
)
from drehscheibe.capabilities.library.services.checklists.reminding import look_after_checklists
from drehscheibe.capabilities.library.tests.factories import ChecklistFactory, make_checklist
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import MandateFactory, make_actor
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Mandate:
    return MandateFactory.create(organisation__kind=OrganisationKind.OFFICE)


def texts(version: ChecklistVersion | None) -> list[str]:
    return [item.text for item in queries.items_of(version)] if version else []


@pytest.mark.parametrize("kind", [OrganisationKind.INITIATIVE, OrganisationKind.DESK])
def test_only_the_office_writes_masters(kind: str) -> None:
    checklist = make_checklist()

    for actor in (make_actor(kind), ANONYMOUS):
        with pytest.raises(NotAllowed):
            masters.begin_draft(actor, checklist.pk)


def test_a_draft_changes_nothing_that_is_public_until_it_is_published() -> None:
    office = make_actor(OrganisationKind.OFFICE)
    checklist = make_checklist("Raum buchen", "Einladen")
    draft = masters.begin_draft(office, checklist.pk)
    assert masters.begin_draft(office, checklist.pk) == draft
    first, second = queries.items_of(draft)

    masters.move_item(office, checklist.pk, second.key, up=True)
    content = ItemContent("Danken")
    masters.save_item(office, checklist.pk, content, section_pk=first.section_id)
    assert texts(checklist.current) == ["Raum buchen", "Einladen"]
    masters.publish_draft(office, checklist.pk, change_note="Dank fehlte.")

    checklist.refresh_from_db()
    assert checklist.current is not None
    assert checklist.current.number == 2
    assert texts(checklist.current) == ["Einladen", "Raum buchen", "Danken"]
    old = checklist.versions.get(number=1)
    assert {i.key for i in queries.items_of(old)} < {i.key for i in queries.items_of(draft)}


def test_items_move_over_headings_and_full_headings_stay() -> None:
    office = make_actor(OrganisationKind.OFFICE)
    checklist = make_checklist("Raum buchen", "Einladen")
    draft = masters.begin_draft(office, checklist.pk)
    later = masters.add_section(office, checklist.pk, title="Nachher")
    first, second = queries.items_of(draft)

    masters.move_item(office, checklist.pk, second.key, up=False)
    with pytest.raises(Conflict):
        masters.remove_section(office, checklist.pk, later.pk)
    masters.move_item(office, checklist.pk, second.key, up=True)
    masters.remove_section(office, checklist.pk, later.pk)

    assert texts(draft) == [first.text, second.text]


def test_an_empty_draft_is_not_published_and_a_new_one_can_go(office: Mandate) -> None:
    actor = make_actor(OrganisationKind.OFFICE)
    values = {
        "title": "Größere Übung",
        "summary": "Kurz.",
        "audience": "companies",
        "phase": "plan",
        "date_name": "Tag der Übung",
        "review_on": timezone.localdate() + timedelta(days=99),
    }
    checklist = masters.create_checklist(actor, values)
    assert checklist.slug == "groessere-uebung"

    with pytest.raises(Conflict):
        masters.publish_draft(actor, checklist.pk)
    masters.discard_draft(actor, checklist.pk)
    assert not Checklist.objects.exists()


def test_the_office_writes_and_publishes_in_the_browser(client: Client, office: Mandate) -> None:
    client.force_login(office.person)
    front = {
        "title": "Rundgang",
        "summary": "Ein Rundgang im Werk.",
        "date_name": "Tag des Rundgangs",
        "audience": "companies",
        "phase": "meet",
        "licence": "cc-by-4.0",
        "accessibility": "unchecked",
        "review_on": str(timezone.localdate() + timedelta(days=200)),
    }
    client.post(reverse("master_new"), front)
    client.post(
        reverse("master_section", args=["rundgang", 0, "save"]), {"section-0-title": "Vorher"}
    )
    section = queries.draft_of(Checklist.objects.get()).sections.get()  # type: ignore[union-attr]
    item = {
        "section": str(section.pk),
        "text": "Weg ablaufen",
        "amount": "3",
        "unit": "1",
        "side": "before",
    }
    assert client.post(reverse("master_item_new", args=["rundgang"]), item).status_code == 302
    client.post(reverse("master_publish", args=["rundgang"]), {"publish-change_note": ""})

    page = Client().get(reverse("checklist_detail", args=["rundgang"])).content.decode()
    assert "Weg ablaufen" in page
    assert "3 Tage vorher" in page
    late = {"review-review_on": "2020-01-01"}
    assert client.post(reverse("master_review", args=["rundgang"]), late).status_code == 422
    for name in ("master_list", "master_work", "master_edit"):
        args = [] if name == "master_list" else ["rundgang"]
        assert client.get(reverse(name, args=args)).status_code == 200


def test_masters_are_out_of_reach_for_others(client: Client) -> None:
    checklist = make_checklist()
    client.force_login(MandateFactory.create().person)

    for name, args in (("master_list", []), ("master_work", [checklist.slug])):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_the_office_is_reminded_once_of_each_review_date(office: Mandate) -> None:
    checklist = make_checklist(review_on=timezone.localdate())
    ChecklistFactory.create(review_on=timezone.localdate())

    look_after_checklists(timezone.now())
    look_after_checklists(timezone.now())
    deliver_all()

    assert Notification.objects.get(person=office.person).context["slug"] == checklist.slug


def test_eight_checklists_come_with_the_hub_and_are_found() -> None:
    assert load_checklists() == 8
    assert load_checklists() == 0

    for told in read_checklists():
        items = [item for section in told["sections"] for item in section["items"]]
        assert 18 <= len(items) <= 35
        assert all(item["explanation"] and item["role"] and item["evidence"] for item in items)
        assert told["title_en"]
        assert told["summary_en"]
    grades = Checklist.objects.values_list("reading_grade", flat=True)
    assert all(grade is not None and grade < 9 for grade in grades)
    keys = search.find_keys("Notfallplan", actor=Actor(), language="de", kind="checklist")
    assert "tag-der-offenen-tuer" in keys


def test_what_the_office_changed_is_never_overwritten() -> None:
    load_checklists()
    checklist = Checklist.objects.get(slug="aktionswoche")
    office = make_actor(OrganisationKind.OFFICE)

    masters.change_checklist(office, checklist.pk, {"title": "Unsere Woche"})

    assert load_checklists() == 0
    checklist.refresh_from_db()
    assert checklist.title == "Unsere Woche"


def test_a_file_with_other_german_words_becomes_a_new_version() -> None:
    load_checklists()
    Checklist.objects.filter(slug="aktionswoche").update(source_hash="older")
    item = ChecklistItem.objects.filter(section__version__checklist__slug="aktionswoche").first()
    assert item is not None
    ChecklistItem.objects.filter(pk=item.pk).update(text="Worte eines früheren Standes")

    assert load_checklists() == 1

    checklist = Checklist.objects.select_related("current").get(slug="aktionswoche")
    assert checklist.current is not None
    assert checklist.current.number == 2
