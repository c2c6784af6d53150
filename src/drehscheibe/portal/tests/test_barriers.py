"""Anybody says what gets in the way, and hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Mail
from drehscheibe.portal.models import BarrierReport

pytestmark = pytest.mark.django_db

FORM, THANKS = "/de/barriere-melden/", "/de/barriere-melden/danke/"
REPORT = {
    "text": "Die Karte <b> ist zu klein.",
    "address": "/de/initiativen/karte/",
    "email": "wer@example.org",
    "form_token": "t" * 20,
}


def test_a_report_is_kept_confirmed_and_has_a_date(client: Client) -> None:
    answer = client.post(FORM, REPORT)

    report = BarrierReport.objects.get()
    due_on = timezone.localdate() + timedelta(days=30)
    assert answer.headers["Location"] == f"{THANKS}?due={due_on}"
    assert (report.text, report.address, report.due_on) == (
        REPORT["text"],
        REPORT["address"],
        due_on,
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.language) == ("wer@example.org", "de")
    assert REPORT["text"] in mail.text
    assert Entry.objects.get().verb == "portal.barrier_reported"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_form_sent_twice_makes_one_report(client: Client) -> None:
    first, second = client.post(FORM, REPORT), client.post(FORM, REPORT)

    assert first.headers["Location"] == second.headers["Location"]
    assert (BarrierReport.objects.count(), Mail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [({"email": "kein@"}, 1), ({"text": "  "}, 1), ({"text": "x" * 4001, "email": "@"}, 2)],
)
def test_errors_keep_what_was_typed(client: Client, wrong: dict[str, str], faults: int) -> None:
    typed = {**REPORT, "address": "Seite <i>Karte</i>", **wrong}

    page = client.post(FORM, typed).text

    assert page.count('class="field__error"') == faults
    assert 'class="error-summary' in page
    assert "Seite &lt;i&gt;Karte&lt;/i&gt;" in page
    if "text" not in wrong:
        assert "Die Karte &lt;b&gt; ist zu klein." in page
    assert typed["email"] in page
    assert BarrierReport.objects.count() == 0


def test_without_an_address_nobody_is_written_to(client: Client) -> None:
    client.post(FORM, {"text": "Kontrast", "form_token": "u" * 20})

    assert BarrierReport.objects.get().email == ""
    assert Mail.objects.count() == 0


def test_the_page_one_comes_from_is_filled_in(client: Client) -> None:
    page = client.get(f"{FORM}?from=/de/<b>/").text

    assert 'value="/de/&lt;b&gt;/"' in page


@pytest.mark.parametrize("due", ["", "?due=gestern", "?due=2026-13-45"])
def test_thanks_bear_nonsense(client: Client, due: str) -> None:
    assert "innerhalb eines Monats" in client.get(THANKS + due).text
