from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drehscheibe.capabilities.directory.models import Follow, SavedSearch
from drehscheibe.capabilities.directory.services import revisions, subscriptions
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_person,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.privacy.services import apply_retention

pytestmark = pytest.mark.django_db


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/\S+)", text)
    assert found is not None
    return found[1]


def test_an_address_counts_only_after_its_owner_said_yes(client: Client) -> None:
    initiative = InitiativeFactory.create()
    subscriptions.follow_by_mail("Neighbour@example.org", initiative.pk, language="de")
    link = link_in(Mail.objects.get().text)

    looked = client.get(link)
    assert looked.status_code == 200
    assert Follow.objects.get().confirmed_at is None

    confirmed = client.post(link)

    row = Follow.objects.get()
    assert confirmed.status_code == 200
    assert (row.email, row.person_id, row.confirmed_at is not None) == (
        "neighbour@example.org",
        None,
        True,
    )


def test_asking_again_on_the_same_day_sends_one_question() -> None:
    initiative = InitiativeFactory.create()

    for _attempt in range(3):
        subscriptions.follow_by_mail("n@example.org", initiative.pk, language="en")

    assert (Follow.objects.count(), Mail.objects.count()) == (1, 1)


def test_mail_to_followers_carries_one_click_unsubscribing(client: Client) -> None:
    initiative = InitiativeFactory.create()
    subscriptions.follow_by_mail("n@example.org", initiative.pk, language="de")
    subscriptions.follow_by_mail("never@example.org", initiative.pk, language="de")
    client.post(link_in(Mail.objects.get(to="n@example.org").text))
    Mail.objects.all().delete()
    revisions.propose_revision(make_editor(initiative), initiative.pk, {"goals": "New"})
    deliver_due()

    letter = Mail.objects.get()
    assert letter.to == "n@example.org"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.headers["List-Unsubscribe"].strip("<>")
    assert address in letter.text

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert list(Follow.objects.values_list("email", flat=True)) == ["never@example.org"]


def test_looking_at_the_unsubscribe_page_ends_nothing(client: Client) -> None:
    row = Follow.objects.create(
        initiative=InitiativeFactory.create(), email="n@example.org", confirmed_at=timezone.now()
    )

    client.get(subscriptions.end_headers(row)["List-Unsubscribe"].strip("<>"))

    assert Follow.objects.count() == 1


def test_a_token_serves_one_purpose() -> None:
    row = Follow.objects.create(initiative=InitiativeFactory.create(), email="n@example.org")

    with pytest.raises(Conflict):
        subscriptions.confirm_subscription(subscriptions.end_token(row))
    assert subscriptions.find_subscription("forged", purpose="end") is None


def test_addresses_that_nobody_confirmed_are_deleted_after_two_weeks() -> None:
    now = timezone.now()
    initiative = InitiativeFactory.create()
    subscriptions.follow_by_mail("late@example.org", initiative.pk, language="de")
    subscriptions.save_search_by_mail(
        "late@example.org", "land=NW", frequency="weekly", language="de"
    )
    Follow.objects.create(initiative=initiative, email="kept@example.org", confirmed_at=now)

    rules = "directory.unconfirmed_follows", "directory.unconfirmed_searches"
    early = apply_retention(now + timedelta(days=13))
    late = apply_retention(now + timedelta(days=15))

    assert [early[rule] for rule in rules] == [0, 0]
    assert [late[rule] for rule in rules] == [1, 1]
    assert list(Follow.objects.values_list("email", flat=True)) == ["kept@example.org"]


def test_a_saved_search_tells_of_new_entries_once() -> None:
    person, now = make_person(), timezone.now()
    InitiativeFactory.create(topics=["skills"], name="Old")
    search = subscriptions.save_search(person, "topic=skills", frequency="daily")
    later = now + timedelta(days=1)
    InitiativeFactory.create(topics=["skills"], name="New", published_at=now + timedelta(hours=1))
    InitiativeFactory.create(topics=["digital"], name="Else", published_at=now + timedelta(hours=1))

    first = subscriptions.send_search_news(later)
    again = subscriptions.send_search_news(later)
    next_day = subscriptions.send_search_news(later + timedelta(days=1))

    assert (first, again, next_day) == (1, 0, 0)
    note = Notification.objects.get(person_id=person.person_id)
    assert (note.kind, note.context["names"]) == ("directory.search_found", ["New"])
    search.refresh_from_db()
    assert search.last_seen == later + timedelta(days=1)


def test_weekly_means_weekly() -> None:
    person, now = make_person(), timezone.now()
    subscriptions.save_search(person, "", frequency="weekly")
    InitiativeFactory.create(published_at=now + timedelta(hours=1))

    assert subscriptions.send_search_news(now + timedelta(days=3)) == 0
    assert subscriptions.send_search_news(now + timedelta(days=7)) == 1


def test_saving_a_search_twice_keeps_one() -> None:
    person = make_person()
    subscriptions.save_search(person, "land=NW", frequency="daily")
    subscriptions.save_search(person, "land=NW", frequency="weekly")

    assert SavedSearch.objects.get().frequency == "weekly"
    with pytest.raises(NotAllowed):
        subscriptions.save_search(ANONYMOUS, "land=NW", frequency="daily")


def test_only_the_owner_ends_a_search() -> None:
    row = subscriptions.save_search(make_person(), "", frequency="daily")

    assert subscriptions.end_search(make_person(), str(row.uuid)) is False
    assert subscriptions.end_search(ANONYMOUS, str(row.uuid)) is False
    assert SavedSearch.objects.count() == 1
