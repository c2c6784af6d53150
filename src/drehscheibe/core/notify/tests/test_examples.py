from __future__ import annotations

from django.utils import timezone

from drehscheibe.core.notify.examples import UNREAD, read_older_notes
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.notify.tests.factories import Person, make_person, say


def test_only_the_newest_notes_wait(person: Person) -> None:
    say(person, UNREAD + 3)

    marked = [read_older_notes([person.email]) for _ in range(2)]

    waiting = Notification.objects.filter(person=person, read_at__isnull=True)
    assert marked == [3, 0]
    assert [note.context["title"] for note in waiting.order_by("pk")] == [
        f"Nr. {number}" for number in range(3, UNREAD + 3)
    ]


def test_whoever_has_logged_in_reads_their_notes_themselves(person: Person) -> None:
    person.last_login = timezone.now()
    person.save()
    other = make_person()
    say(person, UNREAD + 1)
    say(other, UNREAD + 1)

    assert read_older_notes([person.email]) == 0
    assert not Notification.objects.filter(read_at__isnull=False).exists()
