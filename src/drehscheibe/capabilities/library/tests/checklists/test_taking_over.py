from __future__ import annotations

import pytest

from drehscheibe.capabilities.library.models import Checklist, ChecklistCopy, ChecklistItem
from drehscheibe.capabilities.library.queries import checklists as master_queries
from drehscheibe.capabilities.library.queries import copies as queries
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists import copies, items, masters, taking_over
from drehscheibe.capabilities.library.services.checklists.items import ItemWork
from drehscheibe.capabilities.library.services.checklists.masters import ItemContent
from drehscheibe.capabilities.library.tests.factories import (
    make_checklist,
    make_team,
    publish_next,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict

pytestmark = pytest.mark.django_db


def change_all_three(office: Actor, checklist: Checklist) -> None:
    """Change the first item, remove the second, add one."""
    draft = master_queries.draft_of(checklist)
    assert draft is not None
    section = draft.sections.get()
    first, second = section.items.order_by("position")
    content = ItemContent("Raum mit Rampe buchen", "Auch der Weg dorthin.", offset_days=-70)
    masters.save_item(office, checklist.pk, content, section_pk=section.pk, key=first.key)
    masters.remove_item(office, checklist.pk, second.key)
    new = ItemContent("Schriftdolmetschen bestellen", offset_days=-42, role="Organisation")
    masters.save_item(office, checklist.pk, new, section_pk=section.pk)


@pytest.fixture
def team() -> tuple[Access, ChecklistCopy]:
    """Return a team whose copy has notes, before the master changed."""
    actor, _other = make_team()
    copy = copies.make_copy(
        actor, make_checklist("Raum buchen", "Fax senden").pk, title="Tag", target_on=None
    )
    access = queries.find_access(actor, copy.uuid, ())
    for item in copy.items.all():
        work = ItemWork("in_work", note=f"Notiz zu {item.text}")
        items.work_on_item(access, item.pk, work, version=1)
    publish_next(copy.checklist, change_all_three)
    return queries.find_access(actor, copy.uuid, ()), copy


def kinds(access: Access) -> dict[str, str]:
    found = queries.differences_of(access.copy, queries.items_of(access.copy))
    return {one.kind: (one.item or one.master or ChecklistItem()).text for one in found}


def test_a_copy_sees_what_is_new_changed_and_removed(team: tuple[Access, ChecklistCopy]) -> None:
    access, _copy = team

    assert kinds(access) == {
        "changed": "Raum buchen",
        "new": "Schriftdolmetschen bestellen",
        "removed": "Fax senden",
    }


def test_taking_over_never_touches_notes(team: tuple[Access, ChecklistCopy]) -> None:
    access, copy = team

    assert taking_over.decide_all(access, takes=True) == 3

    found = {item.text: item for item in queries.items_of(copy)}
    assert list(found) == ["Raum mit Rampe buchen", "Schriftdolmetschen bestellen", "Fax senden"]
    assert found["Raum mit Rampe buchen"].note == "Notiz zu Raum buchen"
    assert found["Raum mit Rampe buchen"].state == "in_work"
    assert found["Fax senden"].note == "Notiz zu Fax senden"
    assert found["Fax senden"].state == "not_applicable"
    copy.refresh_from_db()
    assert copy.version.number == 2
    assert kinds(queries.find_access(access.actor, copy.uuid, ())) == {}


def test_a_team_keeps_its_own_item_by_item(team: tuple[Access, ChecklistCopy]) -> None:
    access, copy = team
    found = queries.differences_of(copy, queries.items_of(copy))

    for one in found:
        taking_over.decide_difference(access, one.key, takes=False)

    texts = {item.text: item.state for item in queries.items_of(copy)}
    assert texts == {
        "Raum buchen": "in_work",
        "Fax senden": "in_work",
        "Schriftdolmetschen bestellen": "not_applicable",
    }
    with pytest.raises(Conflict):
        taking_over.decide_difference(access, found[0].key, takes=True)


def test_what_was_kept_is_asked_again_only_when_the_master_changes_again(
    team: tuple[Access, ChecklistCopy],
) -> None:
    access, copy = team
    taking_over.decide_all(access, takes=False)

    def reword(office: Actor, checklist: Checklist) -> None:
        draft = master_queries.draft_of(checklist)
        assert draft is not None
        section = draft.sections.get()
        item = section.items.get(text="Raum mit Rampe buchen")
        content = ItemContent("Raum mit Lift buchen", offset_days=-70)
        masters.save_item(office, checklist.pk, content, section_pk=section.pk, key=item.key)

    publish_next(copy.checklist, reword)

    again = queries.find_access(access.actor, copy.uuid, ())
    assert kinds(again)["changed"] == "Raum buchen"
