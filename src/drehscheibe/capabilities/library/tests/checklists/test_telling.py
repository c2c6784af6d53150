from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from drehscheibe.capabilities.library.models import Checklist
from drehscheibe.capabilities.library.queries import checklists as master_queries
from drehscheibe.capabilities.library.queries import copies as queries
from drehscheibe.capabilities.library.services.checklists import copies, items, masters
from drehscheibe.capabilities.library.services.checklists.items import ItemWork
from drehscheibe.capabilities.library.services.checklists.masters import ItemContent
from drehscheibe.capabilities.library.services.checklists.reminding import look_after_checklists
from drehscheibe.capabilities.library.tests.factories import (
    make_checklist,
    make_team,
    publish_next,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.outbox.tests.delivering import deliver_all

pytestmark = pytest.mark.django_db


def tell_everybody() -> list[str]:
    """Do the worker's round and return what people were told, in German."""
    deliver_all()
    with translation.override("de"):
        notes = Notification.objects.order_by("pk")
        return [get_kind(note.kind).words(note.context).subject for note in notes]


def test_whoever_does_an_item_is_told_before_and_when_it_is_late() -> None:
    actor, colleague = make_team()
    target = timezone.localdate() + timedelta(days=10)
    copy = copies.make_copy(actor, make_checklist("Raum buchen").pk, title="Tag", target_on=target)
    item = copy.items.get()
    access = queries.find_access(actor, copy.uuid, ())
    work = ItemWork("open", owner_id=colleague.mandate_id, due_on=item.due_on)
    items.work_on_item(access, item.pk, work, version=1)
    now = timezone.now()

    for _round in range(2):
        look_after_checklists(now)
    soon = tell_everybody()
    look_after_checklists(now + timedelta(days=5))
    late = tell_everybody()

    assert [subject[:10] for subject in soon] == ["Fällig bis"]
    assert [subject[:16] for subject in late[1:]] == ["Überfällig seit "]
    assert set(Notification.objects.values_list("person_id", flat=True)) == {colleague.person_id}


def test_nobody_is_reminded_of_what_is_done_or_put_away() -> None:
    actor, _other = make_team()
    today = timezone.localdate()
    checklist = make_checklist("Raum buchen")
    done = copies.make_copy(actor, checklist.pk, title="Fertig", target_on=today)
    away = copies.make_copy(actor, checklist.pk, title="Abgelegt", target_on=today)
    access = queries.find_access(actor, done.uuid, ())
    items.move_item(access, done.items.get().pk, state="done", version=1)
    copies.archive_copy(actor, away.pk)

    look_after_checklists(timezone.now())

    assert tell_everybody() == []


def test_teams_hear_of_a_new_version_that_concerns_them() -> None:
    actor, colleague = make_team()
    checklist = make_checklist("Raum buchen")
    copies.make_copy(actor, checklist.pk, title="Unser Tag", target_on=None)

    def add(office: Actor, one: Checklist) -> None:
        draft = master_queries.draft_of(one)
        assert draft is not None
        section = draft.sections.get()
        masters.save_item(office, one.pk, ItemContent("Danken"), section_pk=section.pk)

    publish_next(checklist, add)

    assert tell_everybody() == ["Die Checkliste hat sich geändert: Unser Tag"] * 2
    told = set(Notification.objects.values_list("person_id", flat=True))
    assert told == {actor.person_id, colleague.person_id}
