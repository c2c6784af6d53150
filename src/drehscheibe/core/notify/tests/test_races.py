"""Two workers at once, on a database that really has two connections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.core.notify.api import tell
from drehscheibe.core.notify.digests import make_due_digests
from drehscheibe.core.notify.models import Digest, Mail, Notification
from drehscheibe.core.notify.tests.factories import make_person
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


def tell_all(ids: list[int], key: str) -> int:
    return tell(ids, "test.news", fact_key=key, context={"title": key, "item": key})


def test_two_workers_make_each_summary_once() -> None:
    ids = [make_person().pk for _number in range(150)]
    tell_all(ids, "first")
    Digest.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    made = run_at_once(*[lambda: make_due_digests(timezone.now())] * 3)

    assert sum(int(str(number)) for number in made) == len(ids)
    assert Mail.objects.count() == len(set(Mail.objects.values_list("to", flat=True))) == len(ids)
    assert not Digest.objects.filter(state="waiting").exists()


def test_news_while_summaries_are_made_is_in_this_one_or_in_the_next() -> None:
    ids = [make_person().pk for _number in range(60)]
    tell_all(ids, "first")
    Digest.objects.update(due_at=timezone.now() - timedelta(minutes=1))

    run_at_once(
        lambda: make_due_digests(timezone.now()),
        lambda: tell_all(ids, "second"),
        lambda: tell_all(list(reversed(ids)), "third"),
        lambda: make_due_digests(timezone.now()),
    )

    for pk in ids:
        notes = {note.context["title"]: note for note in Notification.objects.filter(person_id=pk)}
        assert set(notes) == {"first", "second", "third"}
        mail = Mail.objects.filter(key__startswith=f"digest:{pk}:").first()
        for title, note in notes.items():
            assert note.digest is not None
            is_in_mail = mail is not None and title in mail.text
            assert is_in_mail == (note.digest.state == "made"), (pk, title)
    assert max(Digest.objects.filter(person_id=pk, state="waiting").count() for pk in ids) <= 1


def test_the_same_fact_told_twice_at_once_is_one_note() -> None:
    ids = [make_person().pk for _number in range(20)]

    run_at_once(*[lambda: tell_all(ids, "first")] * 3)

    assert Notification.objects.count() == Digest.objects.count() == len(ids)
