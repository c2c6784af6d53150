from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drehscheibe.core.notify.api import NotificationKind, Words, queue_mail, register_kind, tell
from drehscheibe.core.notify.kinds import _kinds
from drehscheibe.core.notify.models import Mail, Notification, Preference
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.notify.unsubscribing import make_token

pytestmark = pytest.mark.django_db

#: The model of people belongs to the room of accounts, which sends its e-mails through this one.
Person = Any


def make_person(email: str = "person@example.org") -> Person:
    return get_user_model().objects.create_user(email, "correct horse battery", name="Person")


def words(context: dict[str, str]) -> Words:
    return Words(
        f"Antwort auf {context['title']}", "Erster Absatz.\n\nZweiter & Ende.", "/de/", "Lesen"
    )


@pytest.fixture(autouse=True)
def _kinds_of_the_test() -> object:
    register_kind(NotificationKind("test.answered", "Antworten", words))
    register_kind(NotificationKind("test.essential", "Eigene Sachen", words, is_essential=True))
    register_kind(NotificationKind("test.quiet", "Leises", words, by_email=False))
    yield
    for name in ("test.answered", "test.essential", "test.quiet"):
        del _kinds[name]


@pytest.fixture
def person(db: None) -> Person:
    return make_person()


def say(person: Person, n: int = 1, kind: str = "test.answered") -> None:
    for number in range(n):
        tell([person.pk], kind, fact_key=f"{kind}:{number}", context={"title": f"Nr. {number}"})


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


# Which of them come by mail


def test_a_fact_is_told_once_in_the_app_and_by_mail(person: Person) -> None:
    say(person)
    say(person)

    assert Notification.objects.count() == 1
    assert Mail.objects.count() == 1


def test_what_is_switched_off_comes_in_the_app_only(client: Client, person: Person) -> None:
    client.force_login(person)
    page = client.get(reverse("notification_settings")).content.decode()

    client.post(reverse("notification_settings"), {"kinds": ["test.quiet"]})
    say(person)
    say(person, kind="test.quiet")
    say(person, kind="test.essential")

    assert ("Antworten" in page, "Eigene Sachen" in page) == (True, False)
    assert Notification.objects.count() == 3
    assert sorted(Mail.objects.values_list("key", flat=True)) == [
        f"test.essential:0:{person.pk}",
        f"test.quiet:0:{person.pk}",
    ]


def test_saving_what_is_default_writes_nothing(client: Client, person: Person) -> None:
    client.force_login(person)
    page = client.get(reverse("notification_settings")).content.decode()
    wanted = [part.partition('"')[0] for part in page.split('name="kinds" value="')[1:]]
    checked = [w for w in wanted if w != "test.quiet" and f'value="{w}"' in page]
    defaults = [k.name for k in _kinds.values() if k.by_email and not k.is_essential]
    assert set(defaults) <= set(checked) | set(wanted)

    client.post(reverse("notification_settings"), {"kinds": defaults})

    assert Preference.objects.count() == 0


def test_unknown_kinds_are_ignored(client: Client, person: Person) -> None:
    client.force_login(person)

    client.post(reverse("notification_settings"), {"kinds": ["nonsense", "test.essential"]})

    assert not Preference.objects.filter(kind__in=["nonsense", "test.essential"]).exists()


# One click


def stop_address(mail: Mail) -> str:
    return str(mail.headers["List-Unsubscribe"]).strip("<>").removeprefix("http://testserver")


def test_mail_programs_unsubscribe_with_one_click(person: Person) -> None:
    say(person)
    mail = Mail.objects.get()
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        stop_address(mail), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    )

    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert response.status_code == 200
    assert not response.cookies.get("sessionid")
    say(person, 2)
    assert Mail.objects.count() == 1


def test_looking_at_the_address_changes_nothing(client: Client, person: Person) -> None:
    say(person)

    page = client.get(stop_address(Mail.objects.get()))

    assert "person@example.org" in page.content.decode()
    assert Preference.objects.count() == 0


def test_unsubscribing_can_be_undone(client: Client, person: Person) -> None:
    say(person)
    address = stop_address(Mail.objects.get())
    client.post(address)

    page = client.post(address, {"act": "resume"}).content.decode()

    assert "Die E-Mails kommen wieder" in page
    assert Preference.objects.get().by_email is True


@pytest.mark.parametrize("fault", ["x", "", "a:b", "0" * 500])
def test_forged_addresses_change_nothing(client: Client, person: Person, fault: str) -> None:
    token = make_token(person.pk, "test.answered")

    for forged in (fault, token[:-2] + fault, token.replace(":", "")):
        response = client.post(f"/de/mitteilungen/nicht-mehr/{forged}/")
        assert response.status_code == 404
    assert Preference.objects.count() == 0


def test_essential_mails_carry_no_way_out(client: Client, person: Person) -> None:
    say(person, kind="test.essential")
    token = make_token(person.pk, "test.essential")

    assert "List-Unsubscribe" not in Mail.objects.get().headers
    assert client.post(reverse("notification_unsubscribe", args=[token])).status_code == 404


# The mail itself


def test_the_mail_says_what_where_and_why(person: Person) -> None:
    say(person)
    send_due()
    mail = Mail.objects.get()

    assert mail.state == "sent"
    for part in (mail.text, mail.html):
        assert "Erster Absatz." in part
        assert "http://testserver/de/" in part
        assert stop_address(mail) in part
    assert "Zweiter & Ende." in mail.text
    assert "Zweiter &amp; Ende." in mail.html
    assert '<html lang="de">' in mail.html


def test_markup_in_a_mail_is_text() -> None:
    queue_mail("a@example.org", Words("<b>X</b>", "<script>", "/de/", "Lesen"), key="k")
    mail = Mail.objects.get()

    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert mail.subject == "<b>X</b>"
    assert mail.text.startswith("<script>")


def test_a_subject_carries_no_second_header() -> None:
    queue_mail("a@example.org", Words("Eins\r\nBcc: evil@example.org", "T", "/", "L"), key="k")
    send_due()

    assert Mail.objects.get().subject == "Eins Bcc: evil@example.org"


def test_the_mail_is_queued_once(person: Person) -> None:
    for _ in range(2):
        queue_mail("a@example.org", words({"title": "x"}), key="the same")

    assert Mail.objects.count() == 1
