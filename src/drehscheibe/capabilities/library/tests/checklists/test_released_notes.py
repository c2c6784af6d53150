from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.library.models import ReleasedNote
from drehscheibe.capabilities.library.queries import checklists as master_queries
from drehscheibe.capabilities.library.queries import copies as queries
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists import copies, items, releasing
from drehscheibe.capabilities.library.tests.factories import make_checklist, make_team
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.moderation.kinds import find_kind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def access() -> Access:
    actor, _other = make_team()
    copy = copies.make_copy(actor, make_checklist("Raum buchen").pk, title="Tag", target_on=None)
    return queries.find_access(actor, copy.uuid, ())


def release(access: Access, text: str) -> ReleasedNote:
    return releasing.release_note(access, access.copy.items.all()[0].pk, text=text)


def shown(access: Access) -> list[str]:
    found = master_queries.released_notes_by_key(access.copy.checklist)
    return [note.text for notes in found.values() for note in notes]


def test_a_second_release_replaces_the_first(access: Access) -> None:
    release(access, "Wir haben gefragt.")

    release(access, "Wir haben zweimal gefragt.")

    assert shown(access) == ["Wir haben zweimal gefragt."]


def test_others_see_it_at_their_copy_and_oneself_does_not(access: Access) -> None:
    release(access, "Wir haben gefragt.")
    other = make_actor()
    theirs = copies.make_copy(other, access.copy.checklist_id, title="Tag", target_on=None)

    assert len(queries.notes_of_others(theirs)) == 1
    assert queries.notes_of_others(access.copy) == {}


def test_only_the_team_releases_and_withdraws(access: Access) -> None:
    link = copies.make_link(access.actor, access.copy.pk, name="Gast", level="work")
    guest = queries.find_access(ANONYMOUS, access.copy.uuid, [str(link.token)])
    note = release(access, "Wir haben gefragt.")

    with pytest.raises(NotAllowed):
        release(guest, "Ich war es.")
    with pytest.raises(NotAllowed):
        releasing.withdraw_note(guest, note.uuid)
    assert shown(access) == ["Wir haben gefragt."]


def test_an_empty_note_and_an_own_item_are_not_released(access: Access) -> None:
    own = items.add_item(access, section="Vorher", text="Kran", explanation="", due_on=None)

    with pytest.raises(ValidationError):
        release(access, "   ")
    with pytest.raises(Conflict):
        releasing.release_note(access, own.pk, text="Kran gemietet.")


def test_what_was_reported_can_be_hidden_and_shown_again(access: Access) -> None:
    note = release(access, "Wir haben gefragt.")
    kind, key = find_kind("checklist-note"), str(note.uuid)
    assert kind is not None

    was = kind.hide(key)
    assert shown(access) == []
    assert kind.find_public(key) is None
    kind.restore(key, was)
    kind.write(key, {"text": "[…]"})

    assert shown(access) == ["[…]"]
    assert kind.find_public("not-a-uuid") is None
