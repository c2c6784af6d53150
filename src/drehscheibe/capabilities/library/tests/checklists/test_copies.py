from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import ChecklistCopy, CopyChange
from drehscheibe.capabilities.library.queries import copies as queries
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists import copies, items
from drehscheibe.capabilities.library.services.checklists.items import ItemWork
from drehscheibe.capabilities.library.tests.factories import make_checklist, make_team
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 12)


def make_copy(actor: Actor, *texts: str, target_on: date | None = DAY) -> ChecklistCopy:
    checklist = make_checklist(*texts)
    return copies.make_copy(actor, checklist.pk, title="Tag 2027", target_on=target_on)


def access_of(actor: Actor, copy: ChecklistCopy) -> Access:
    return queries.find_access(actor, copy.uuid, ())


def test_a_copy_takes_items_roles_and_computes_dates() -> None:
    actor, _other = make_team()

    copy = make_copy(actor, "Raum buchen", "Einladen")

    found = [(item.text, item.due_on) for item in queries.items_of(copy)]
    assert found == [
        ("Raum buchen", DAY - timedelta(days=7)),
        ("Einladen", DAY - timedelta(days=14)),
    ]
    assert Entry.objects.filter(verb="library.copy_made", item_key=str(copy.uuid)).exists()
    assert Message.objects.filter(topic="library.copy_made").count() == 1


def test_without_a_date_nothing_is_due_until_one_is_set() -> None:
    actor, _other = make_team()
    copy = make_copy(actor, target_on=None)
    assert {item.due_on for item in copy.items.all()} == {None}

    copies.change_copy(actor, copy.pk, title="Neu", target_on=DAY)

    assert min(str(i.due_on) for i in copy.items.all()) == str(DAY - timedelta(days=14))


def test_a_date_of_ones_own_stays_when_the_day_moves() -> None:
    actor, _other = make_team()
    copy = make_copy(actor)
    item = copy.items.all()[0]
    own = DAY - timedelta(days=3)
    items.work_on_item(
        access_of(actor, copy), item.pk, ItemWork(state="open", due_on=own), version=1
    )

    copies.change_copy(actor, copy.pk, title="Neu", target_on=DAY + timedelta(days=7))

    dates = [item.due_on for item in queries.items_of(copy)]
    assert dates == [own, DAY - timedelta(days=7)]


def test_only_the_organisation_sees_its_copy() -> None:
    actor, colleague = make_team()
    copy = make_copy(actor)

    assert access_of(colleague, copy).may_manage
    for stranger in (make_actor(), ANONYMOUS, make_actor("office")):
        assert copy not in queries.copies_visible_to(stranger)
        with pytest.raises(ChecklistCopy.DoesNotExist):
            access_of(stranger, copy)


def test_a_link_reads_or_works_until_it_is_revoked() -> None:
    actor, _other = make_team()
    copy = make_copy(actor)
    item = copy.items.all()[0]
    reading = copies.make_link(actor, copy.pk, name="Feuerwehr", level="read")
    working = copies.make_link(actor, copy.pk, name="Catering", level="work")

    reader = queries.find_access(ANONYMOUS, copy.uuid, [str(reading.token)])
    with pytest.raises(NotAllowed):
        items.move_item(reader, item.pk, state="done", version=1)
    worker = queries.find_access(ANONYMOUS, copy.uuid, [str(working.token)])
    items.move_item(worker, item.pk, state="done", version=1)

    assert CopyChange.objects.get().name == "Catering"
    copies.revoke_link(actor, copy.pk, working.pk)
    with pytest.raises(ChecklistCopy.DoesNotExist):
        queries.find_access(ANONYMOUS, copy.uuid, [str(working.token)])
    worker.link.refresh_from_db()  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        items.move_item(worker, item.pk, state="open", version=2)


def test_two_people_at_once_lose_nothing() -> None:
    first, second = make_team()
    copy = make_copy(first)
    item = copy.items.all()[0]
    items.work_on_item(
        access_of(first, copy),
        item.pk,
        ItemWork(state="open", note="Saal ist zu klein."),
        version=1,
    )

    late = ItemWork(state="in_work", note="Saal angefragt.")
    with pytest.raises(items.SomebodyWasFaster) as faster:
        items.work_on_item(access_of(second, copy), item.pk, late, version=1)
    assert (faster.value.item.note, faster.value.item.version) == ("Saal ist zu klein.", 2)

    items.work_on_item(access_of(second, copy), item.pk, late, version=2)
    item.refresh_from_db()
    assert (item.note, item.state, item.version) == ("Saal angefragt.", "in_work", 3)
    kept = [change.changes["note"] for change in item.history.order_by("pk")]
    assert kept == [["", "Saal ist zu klein."], ["Saal ist zu klein.", "Saal angefragt."]]


def test_the_same_words_twice_are_no_conflict_and_no_change() -> None:
    actor, colleague = make_team()
    copy = make_copy(actor)
    item = copy.items.all()[0]
    work = ItemWork(state="done", due_on=item.due_on)

    items.work_on_item(access_of(actor, copy), item.pk, work, version=1)
    items.work_on_item(access_of(colleague, copy), item.pk, work, version=1)

    item.refresh_from_db()
    assert (item.version, item.history.count()) == (2, 1)


def test_a_move_ignores_a_new_note_but_not_a_new_state() -> None:
    actor, _other = make_team()
    copy = make_copy(actor)
    access, item = access_of(actor, copy), copy.items.all()[0]
    due_on = item.due_on
    items.work_on_item(access, item.pk, ItemWork("open", note="Neu", due_on=due_on), version=1)

    items.move_item(access, item.pk, state="in_work", version=1)
    with pytest.raises(items.SomebodyWasFaster):
        items.move_item(access, item.pk, state="done", version=1)

    item.refresh_from_db()
    assert (item.state, item.note) == ("in_work", "Neu")


def test_what_does_not_apply_needs_a_reason() -> None:
    actor, _other = make_team()
    copy = make_copy(actor)
    access, item = access_of(actor, copy), copy.items.all()[0]

    with pytest.raises(ValidationError, match=r"Please say in a few words|Bitte sagen Sie kurz"):
        items.work_on_item(access, item.pk, ItemWork("not_applicable", reason=" "), version=1)
    with pytest.raises(ValidationError):
        items.move_item(access, item.pk, state="not_applicable", version=1)

    work = ItemWork("not_applicable", reason="Kein Zelt.", due_on=item.due_on)
    items.work_on_item(access, item.pk, work, version=1)
    progress = queries.progress_of(queries.items_of(copy))
    assert (progress.total, progress.done, progress.percent) == (1, 0, 0)


def test_only_members_can_be_given_an_item() -> None:
    actor, colleague = make_team()
    stranger = make_actor()
    copy = make_copy(actor)
    access, item = access_of(actor, copy), copy.items.all()[0]

    with pytest.raises(ValidationError):
        items.work_on_item(
            access, item.pk, ItemWork("open", owner_id=stranger.mandate_id), version=1
        )
    items.work_on_item(access, item.pk, ItemWork("open", owner_id=colleague.mandate_id), version=1)

    item.refresh_from_db()
    assert item.owner_words == colleague.name


def test_a_new_round_begins_anew_with_people_and_moved_dates() -> None:
    actor, colleague = make_team()
    copy = make_copy(actor, "Raum buchen", "Zelt", "Einladen")
    access = access_of(actor, copy)
    first, second, _third = copy.items.all()
    own = DAY - timedelta(days=3)
    work = ItemWork("done", note="Halle 2", owner_id=colleague.mandate_id, due_on=own)
    items.work_on_item(access, first.pk, work, version=1)
    items.work_on_item(access, second.pk, ItemWork("not_applicable", reason="Drinnen"), version=1)
    next_day = date(2028, 6, 10)

    made = copies.duplicate_copy(
        actor, copy.pk, title="Tag 2028", target_on=next_day, keeps_notes=True
    )
    bare = copies.duplicate_copy(actor, copy.pk, title="Leer", target_on=None, keeps_notes=False)

    again, left_out, open_again = queries.items_of(made)
    assert (again.state, again.note, again.owner_id) == ("open", "Halle 2", colleague.mandate_id)
    assert again.due_on == next_day - timedelta(days=3)
    assert (left_out.state, left_out.reason) == (ItemState.NOT_APPLICABLE, "Drinnen")
    assert open_again.due_on == next_day - timedelta(days=21)
    assert {item.note for item in bare.items.all()} == {""}
    first.refresh_from_db()
    assert first.state == "done"


def test_what_is_put_away_is_only_read() -> None:
    actor, _other = make_team()
    copy = make_copy(actor)
    copies.archive_copy(actor, copy.pk)
    access, item = access_of(actor, copy), copy.items.all()[0]

    with pytest.raises(Conflict):
        items.move_item(access, item.pk, state="done", version=1)
    copies.restore_copy(actor, copy.pk)
    assert items.move_item(access_of(actor, copy), item.pk, state="done", version=1).is_finished


def test_due_next_names_the_longest_overdue_first() -> None:
    actor, _other = make_team()
    copy = make_copy(actor, "Raum", "Einladen", "Danken")
    last = copy.items.last()
    assert last is not None
    items.move_item(access_of(actor, copy), last.pk, state="done", version=1)

    found = queries.due_next(queries.items_of(copy), 5)

    assert [item.text for item in found] == ["Einladen", "Raum"]
