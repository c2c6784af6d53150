"""The page on which people choose what comes when."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.models import Digest, DigestSetting, Mail, Notification, Preference
from drehscheibe.core.notify.services import choose_rhythm, choose_urgency
from drehscheibe.core.notify.tests.factories import Person, make_person, morning_mail, news, say

pytestmark = pytest.mark.django_db

ADDRESS = "notification_settings"


def save(client: Client, **changes: str) -> Any:  # noqa: ANN401 -- Django's response of tests
    """Send the form as a browser does, with some fields changed."""
    page = client.get(reverse(ADDRESS)).content.decode()
    return client.post(reverse(ADDRESS), {**fields_of(page), **changes})


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send: checked options and selected ones."""
    fields = {}
    for name, options in re.findall(
        r'<select class="control" name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    for tag in re.findall(r'<input class="option__control" type="radio"[^>]*>', page):
        if " checked" in tag:
            fields[re.search(r'name="([^"]+)"', tag)[1]] = re.search(r'value="([^"]+)"', tag)[1]  # type: ignore[index]
    return fields


@pytest.fixture
def reader(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def test_the_page_shows_the_quiet_defaults(reader: Client) -> None:
    fields = fields_of(reader.get(reverse(ADDRESS)).content.decode())

    assert (fields["rhythm"], fields["hour"]) == ("daily", "7")
    assert fields["kind-test.answered"] == "at_once"
    assert fields["kind-test.news"] == "digest"
    assert fields["kind-test.quiet"] == "app"
    assert "kind-test.essential" not in fields


def test_answers_come_at_once_and_progress_in_the_summary(reader: Client) -> None:
    fields = fields_of(reader.get(reverse(ADDRESS)).content.decode())

    assert fields["kind-exchange.answer"] == "at_once"
    assert "kind-exchange.needs_you" not in fields
    loud = {name for name, value in fields.items() if value == "at_once"}
    assert loud == {
        "kind-advisory.coach_work",
        "kind-advisory.my_case",
        "kind-directory.revision_rejected",
        "kind-directory.second_key",
        "kind-exchange.answer",
        "kind-exchange.impulse_outcome",
        "kind-exchange.my_question",
        "kind-exchange.question_work",
        "kind-experience.answered",
        "kind-experience.asked",
        "kind-experience.ended",
        "kind-founding.help_answered",
        "kind-founding.help_asked",
        "kind-founding.mentor_answered",
        "kind-founding.mentor_asked",
        "kind-founding.profile_decided",
        "kind-library.case_returned",
        "kind-library.my_webinar",
        "kind-moderation.case_opened",
        "kind-moderation.second_person_missing",
        "kind-organisations.mandate_declined",
        "kind-organisations.mandate_ended",
        "kind-organisations.mandate_granted",
        "kind-organisations.mandate_handed_over",
        "kind-organisations.mandate_requested",
        "kind-organisations.two_keys_proposed",
        "kind-test.answered",
        "kind-test.later",
    }


def test_saving_the_defaults_writes_nothing(reader: Client) -> None:
    response = save(reader)

    assert response.headers["Location"] == reverse(ADDRESS)
    assert not Preference.objects.exists()
    assert not DigestSetting.objects.exists()


def test_choices_are_kept_shown_and_followed(reader: Client, person: Person) -> None:
    save(
        reader,
        **{
            "rhythm": "weekly",
            "hour": "18",
            "kind-test.answered": "digest",
            "kind-test.news": "app",
            "kind-test.quiet": "at_once",
        },
    )
    fields = fields_of(reader.get(reverse(ADDRESS)).content.decode())
    say(person)
    say(person, kind="test.quiet")
    news(person, "Bahn")

    assert (fields["rhythm"], fields["hour"]) == ("weekly", "18")
    assert [fields[f"kind-test.{name}"] for name in ("answered", "news", "quiet")] == [
        "digest",
        "app",
        "at_once",
    ]
    assert [mail.key for mail in Mail.objects.all()] == [f"test.quiet:0:{person.pk}"]
    waiting = Digest.objects.get().notes.all()
    assert [note.kind for note in waiting] == ["test.answered"]


def test_back_to_the_default_leaves_no_trace(reader: Client) -> None:
    save(reader, **{"rhythm": "weekly", "kind-test.news": "app"})
    save(reader, **{"rhythm": "daily", "kind-test.news": "digest"})

    assert not Preference.objects.exists()
    assert not DigestSetting.objects.exists()


def test_what_waits_leaves_the_summary_when_its_kind_is_switched_off(
    reader: Client, person: Person
) -> None:
    news(person, "Bahn")
    save(reader, **{"kind-test.news": "app"})

    assert morning_mail() is None
    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"hour": "24"}, {"hour": "x"}, {"rhythm": "hourly"}, {"kind-test.news": "loud"}],
    ids=str,
)
def test_what_is_no_choice_is_said_at_the_field(reader: Client, wrong: dict[str, str]) -> None:
    response = save(reader, **{"kind-test.answered": "app", **wrong})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Bitte wählen Sie eine der Möglichkeiten aus." in page
    assert fields_of(page)["kind-test.answered"] == "app"
    assert not Preference.objects.exists()
    assert not DigestSetting.objects.exists()


def test_unknown_and_essential_kinds_are_ignored(reader: Client) -> None:
    save(reader, **{"kind-nonsense": "app", "kind-test.essential": "app"})

    assert not Preference.objects.exists()


def test_essential_kinds_are_refused_by_the_use_case_too(person: Person) -> None:
    with pytest.raises(ValueError, match="essential"):
        choose_urgency(person.pk, "test.essential", Urgency.APP)


def test_kinds_of_which_there_was_news_stand_in_front(reader: Client, person: Person) -> None:
    before = reader.get(reverse(ADDRESS)).content.decode()
    news(person, "Bahn")
    page = reader.get(reverse(ADDRESS)).content.decode()

    assert '<details class="details" open>' in before
    assert '<details class="details">' in page
    assert (
        page.index("kind-test.news")
        < page.index('<details class="details"')
        < page.index("kind-test.answered")
    )


def test_others_keep_their_choice(reader: Client, person: Person) -> None:
    other = make_person()
    choose_rhythm(other.pk, Rhythm.WEEKLY, 9)
    save(reader, rhythm="never")

    assert DigestSetting.objects.get(person=other).rhythm == "weekly"
    assert DigestSetting.objects.get(person=person).rhythm == "never"
