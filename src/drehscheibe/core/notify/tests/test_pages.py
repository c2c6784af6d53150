from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.notify.models import Notification
from drehscheibe.core.notify.tests.factories import Person, make_person, say

pytestmark = pytest.mark.django_db

# The list


def test_the_list_shows_ones_own_notes_unread_first(client: Client, person: Person) -> None:
    say(person, 3)
    say(make_person("other@example.org"), 1, kind="test.quiet")
    middle = Notification.objects.get(person=person, fact_key="test.answered:1")
    client.force_login(person)

    client.get(reverse("notification_open", args=[middle.pk]))
    page = client.get(reverse("notification_list")).content.decode()

    order = [page.index(f"Antwort auf Nr. {n}") for n in (2, 0, 1)]
    assert order == sorted(order)
    assert page.count("Antwort auf") == 3


def test_opening_marks_as_read_and_leads_to_the_thing(client: Client, person: Person) -> None:
    say(person)
    client.force_login(person)
    note = Notification.objects.get()

    response = client.get(reverse("notification_open", args=[note.pk]))

    note.refresh_from_db()
    assert response.headers["Location"] == "/de/"
    assert note.read_at is not None


def test_the_notes_of_others_are_not_there(client: Client, person: Person) -> None:
    say(person)
    client.force_login(make_person("other@example.org"))

    response = client.get(reverse("notification_open", args=[Notification.objects.get().pk]))

    assert response.status_code == 404
    assert Notification.objects.get().read_at is None


def test_all_are_marked_as_read_but_not_those_of_others(client: Client, person: Person) -> None:
    other = make_person("other@example.org")
    say(person, 2)
    say(other)
    client.force_login(person)

    client.post(reverse("notification_read_all"))

    unread = Notification.objects.filter(read_at__isnull=True)
    assert [note.person for note in unread] == [other]
    assert client.get(reverse("notification_read_all")).status_code == 405


def test_the_filter_and_the_pages_work_together(client: Client, person: Person) -> None:
    say(person, 31)
    client.force_login(person)

    first = client.get(reverse("notification_list"), {"show": "unread"}).content.decode()
    second = client.get(
        reverse("notification_list"), {"show": "unread", "page": "2"}
    ).content.decode()
    beyond = client.get(reverse("notification_list"), {"page": "nonsense"})

    assert (first.count("Antwort auf"), second.count("Antwort auf")) == (30, 1)
    assert "?page=2&amp;show=unread" in first
    assert beyond.status_code == 200


def test_a_kind_that_nobody_owns_any_more_is_left_out(client: Client, person: Person) -> None:
    Notification.objects.create(person=person, kind="gone.kind", fact_key="x", context={})
    client.force_login(person)

    assert client.get(reverse("notification_list")).status_code == 200


@pytest.mark.parametrize("n_notes", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client,
    person: Person,
    n_notes: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    say(person, n_notes)
    client.force_login(person)
    client.get(reverse("notification_list"))

    with django_assert_num_queries(5):
        client.get(reverse("notification_list"))


def test_the_bell_counts_for_people_and_costs_strangers_nothing(
    client: Client, person: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(reverse("account_login"))
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))
    say(person, 2)
    client.force_login(person)

    page = client.get(reverse("mandate_list")).content.decode()

    assert "2 ungelesen" in page


def test_strangers_have_no_notes(client: Client) -> None:
    for name in ("notification_list", "notification_settings"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))
