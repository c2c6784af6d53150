from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.models import DigestSetting, Mail, Preference
from drehscheibe.core.notify.services import choose_rhythm, choose_urgency
from drehscheibe.core.notify.tests.factories import Person, morning_mail, news, say
from drehscheibe.core.notify.unsubscribing import make_token

pytestmark = pytest.mark.django_db


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
    assert Preference.objects.count() == 0


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


def test_the_undo_of_the_page_brings_back_what_was_chosen(client: Client, person: Person) -> None:
    choose_urgency(person.pk, "test.news", Urgency.AT_ONCE)
    news(person, "Bahn")
    address = stop_address(Mail.objects.get())

    page = client.post(address).content.decode()
    assert Preference.objects.get().urgency == "app"
    assert 'name="before" value="at_once"' in page
    client.post(address, {"act": "resume", "before": "at_once"})

    assert Preference.objects.get().urgency == "at_once"


@pytest.mark.parametrize("before", ["", "app", "nonsense"])
def test_an_undo_without_a_choice_leads_back_to_the_default(
    client: Client, person: Person, before: str
) -> None:
    say(person)
    address = stop_address(Mail.objects.get())
    client.post(address)

    client.post(address, {"act": "resume", "before": before})

    assert not Preference.objects.exists()


# The summary


def summary_of(person: Person) -> Mail:
    news(person, "Bahn")
    mail = morning_mail()
    assert mail is not None
    return mail


def test_mail_programs_end_the_summary_with_one_click(person: Person) -> None:
    mail = summary_of(person)
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        stop_address(mail), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    )
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        news(person, "Kai")
        assert morning_mail() is None
    say(person)

    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert response.status_code == 200
    assert DigestSetting.objects.get().rhythm == "never"
    # Outcomes still come at once.
    assert Mail.objects.count() == 2


def test_looking_at_the_address_of_a_summary_changes_nothing(
    client: Client, person: Person
) -> None:
    page = client.get(stop_address(summary_of(person))).content.decode()

    assert "Zusammenfassung der Neuigkeiten" in page
    assert not DigestSetting.objects.exists()


def test_ending_the_summary_can_be_undone_and_keeps_the_hour(
    client: Client, person: Person
) -> None:
    choose_rhythm(person.pk, Rhythm.WEEKLY, 18)
    address = f"/de/mitteilungen/nicht-mehr/{make_token(person.pk, 'summary')}/"

    page = client.post(address).content.decode()
    client.post(address, {"act": "resume", "before": "weekly"})

    assert 'name="before" value="weekly"' in page
    setting = DigestSetting.objects.get()
    assert (setting.rhythm, setting.hour) == ("weekly", 18)


def test_the_address_of_somebody_who_left_is_dead(client: Client, person: Person) -> None:
    address = stop_address(summary_of(person))
    person.is_active = False
    person.save()

    assert client.post(address).status_code == 404
