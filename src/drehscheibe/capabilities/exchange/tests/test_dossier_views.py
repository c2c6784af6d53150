"""The pages of dossiers: the way of the office from beginning to hand-over, and what readers get."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Dossier, Signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.capabilities.exchange.tests.reading import body, faulty_fields, text
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def file_of(response: Any) -> bytes:  # noqa: ANN401 -- of the test client
    return b"".join(response.streaming_content)


def form_of(dossier: Dossier, **changes: str) -> dict[str, str]:
    return {**made.CORE, "ask_1": "Eine Liste zu Beginn.", "form_token": "", **changes}


def test_office_begins_picks_writes_and_hands_over(house: House) -> None:
    one, two = make_submitted(house), made.make_other(house, "Initiative Süd")
    client = client_of(house.office)

    begun = client.post(reverse("dossier_office_list"), {"title": "Listen", "form_token": "a"})
    pick = str(begun["Location"])
    assert one.title in text(client.get(pick))
    client.post(pick, {"concern": [one.public_id, two.public_id]})
    dossier = Dossier.objects.get()
    address = reverse("dossier_office", args=[dossier.public_id])
    page = client.post(address, form_of(dossier, rests_1=one.public_id), follow=True)
    assert "gespeichert" in text(page)
    handed = client.post(
        reverse("dossier_office_act", args=[dossier.public_id, "hand_over"]),
        {
            "hand_over-desk": house.desk_id,
            "hand_over-due_on": timezone.localdate() + timedelta(days=20),
            "hand_over-form_token": "b",
        },
        follow=True,
    )

    assert "Mit allen Anliegen übergeben" in text(handed)
    assert {signal.state for signal in Signal.objects.all()} == {"handed_over"}
    public = text(Client().get(reverse("dossier_detail", args=[dossier.public_id])))
    assert "Eine Liste zu Beginn." in public
    assert f'Stützt sich auf <a href="/de/anliegen/{one.public_id}/">' in public


def test_beginning_twice_with_one_form_makes_one_dossier(house: House) -> None:
    client = client_of(house.office)

    for _turn in range(2):
        client.post(reverse("dossier_office_list"), {"title": "Listen", "form_token": "same"})

    assert Dossier.objects.count() == 1


def test_autosave_keeps_what_is_not_valid_yet(house: House) -> None:
    dossier = made.begin(house, make_submitted(house))
    client = client_of(house.office)

    answer = client.post(
        reverse("dossier_save", args=[dossier.public_id]),
        form_of(dossier, pattern="x" * 1000, why_now=""),
    )

    assert answer.json()["saved"]
    page = text(client.get(reverse("dossier_office", args=[dossier.public_id])))
    assert "x" * 1000 in page
    assert "Eine Liste zu Beginn." in page
    assert Client().post(reverse("dossier_save", args=[dossier.public_id])).status_code == 401


def test_faults_are_named_at_their_fields_and_everything_typed_stays(house: House) -> None:
    dossier = made.begin(house, make_submitted(house))
    client = client_of(house.office)
    address = reverse("dossier_office", args=[dossier.public_id])

    response = client.post(address, form_of(dossier, pattern="x" * 901, ask_1="y" * 601))

    assert response.status_code == 422
    assert faulty_fields(response) == {"pattern", "ask_1"}
    assert "x" * 901 in body(response)
    assert "y" * 601 in body(response)


def test_words_of_a_dossier_that_was_handed_over_meanwhile_are_not_lost(house: House) -> None:
    dossier = made.begin(house, make_submitted(house))
    made.hand_over(house, dossier)
    words = "Das hatte ich gerade geschrieben."

    response = client_of(house.office).post(
        reverse("dossier_office", args=[dossier.public_id]), form_of(dossier, pattern=words)
    )

    assert response.status_code == 409
    assert words in text(response)


def test_what_misses_for_the_hand_over_is_said(house: House) -> None:
    dossier = made.begin(house, make_submitted(house))

    response = client_of(house.office).post(
        reverse("dossier_office_act", args=[dossier.public_id, "hand_over"]),
        {
            "hand_over-desk": house.desk_id,
            "hand_over-due_on": timezone.localdate() + timedelta(days=20),
        },
    )

    assert response.status_code == 422
    assert "Bitte schreiben Sie mindestens eine Bitte auf." in text(response)
    assert "Das Muster in drei Sätzen: Bitte füllen Sie dieses Feld aus." in text(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "skills"}, {"Zimmer"}),
        ({"level": "land"}, {"Hallen"}),
        ({"q": "zimmer"}, {"Zimmer"}),
        ({"q": "\0gibt es nicht"}, set()),
        ({"topic": "unsinn", "land": "ZZ", "level": "'"}, {"Zimmer", "Hallen"}),
    ],
)
def test_queue_is_narrowed(query: dict[str, str], found: set[str], house: House) -> None:
    make_submitted(house, title="Zimmer fehlen", topic="skills")
    make_submitted(house, title="Hallen warten", level="land")
    dossier = made.begin(house)

    page = text(
        client_of(house.office).get(reverse("dossier_pick", args=[dossier.public_id]), query)
    )

    assert {word for word in ("Zimmer", "Hallen") if word in page} == found


def test_what_waits_stands_before_what_was_only_recorded(house: House) -> None:
    recorded = make_submitted(house, title="Erhoben")
    Signal.objects.filter(pk=recorded.pk).update(state=SignalState.RECORDED, due_on=None)
    make_submitted(house, title="Wartet")
    dossier = made.begin(house)

    page = text(client_of(house.office).get(reverse("dossier_pick", args=[dossier.public_id])))

    assert page.index("Wartet") < page.index("Erhoben")


def test_what_is_proposed_can_be_told_from_the_same_in_the_list(house: House) -> None:
    one = make_submitted(house, title="Netzanschluss für Schmelzofen ohne Termin")
    make_submitted(house, title="Ohne Termin: Netzanschluss im Gewerbegebiet")
    dossier = made.begin(house, one)

    page = client_of(house.office).get(reverse("dossier_pick", args=[dossier.public_id]))

    ids = re.findall(r'<input[^>]*name="concern"[^>]*id="([^"]+)"', page.content.decode())
    assert len(ids) == len(set(ids)) == 2


def test_what_sounds_alike_is_proposed(house: House) -> None:
    one = make_submitted(house, title="Netzanschluss für Schmelzofen ohne Termin")
    other = make_submitted(house, title="Ohne Termin: Netzanschluss im Gewerbegebiet")
    dossier = made.begin(house, one)

    page = text(client_of(house.office).get(reverse("dossier_pick", args=[dossier.public_id])))

    proposed = page[page.index("Klingt ähnlich") :]
    assert other.title in proposed


def test_desk_is_led_from_the_dossier_to_all_answers(house: House) -> None:
    one = make_submitted(house)
    dossier = made.hand_over(house, made.begin(house, one))
    client = client_of(house.desk)

    assert dossier.title in text(client.get(reverse("signal_desk_list")))
    page = text(client.get(reverse("dossier_detail", args=[dossier.public_id])))
    assert "Alle gemeinsam beantworten" in page
    assert "Bitte gemeinsam beantworten." in page
    assert "Alle gemeinsam beantworten" not in text(
        Client().get(reverse("dossier_detail", args=[dossier.public_id]))
    )
    desk_page = text(client.get(reverse("signal_desk", args=[one.public_id])))
    assert dossier.public_id in desk_page


def test_authors_see_where_their_concern_waits_once_it_is_handed_over(house: House) -> None:
    one = make_submitted(house)
    dossier = made.begin(house, one)
    client, address = client_of(house.author), reverse("signal_own", args=[one.public_id])

    assert dossier.title not in text(client.get(address))
    made.hand_over(house, dossier)
    assert f"Teil von Dossier {dossier.public_id}" in text(client.get(address))


def test_queries_of_the_page_do_not_grow(house: House) -> None:
    counts = []
    for number in (1, 4):
        several = [
            make_submitted(house, title=f"Hallen warten {number}-{place}")
            for place in range(number)
        ]
        dossier = made.hand_over(house, made.begin(house, *several))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            Client().get(reverse("dossier_detail", args=[dossier.public_id]))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_file_of_fifty_concerns_takes_no_second(house: House) -> None:
    many = [
        make_submitted(house, title=f"Hallen warten seit Jahren auf Antwort {number}")
        for number in range(50)
    ]
    dossier = made.hand_over(house, made.begin(house, *many))
    Dossier.objects.filter(pk=dossier.pk).update(is_example=True)  # nothing kept of it yet
    client, address = Client(), reverse("dossier_pdf", args=[dossier.public_id])
    client.get(reverse("dossier_list"))

    start = time.perf_counter()
    response = client.get(address)
    content = file_of(response)
    taken = time.perf_counter() - start

    assert response.streaming
    assert response["Content-Type"] == "application/pdf"
    assert re.match(rb"%PDF-1\.7", content)
    assert f"Dossier-{dossier.public_id}.pdf" in response["Content-Disposition"]
    assert taken < 1.0


def test_hostile_words_are_words_on_page_and_in_the_file(house: House) -> None:
    hostile = '#panic("x") $a$ \\ <script>alert(1)</script> @x ] 😀 \u202eabc ' + "ü" * 300
    one = make_submitted(house, what_happens=made.QUOTE + hostile)
    dossier = made.begin(house, one)
    made.hand_over(house, dossier, pattern=hostile, why_now=hostile)

    page = body(Client().get(reverse("dossier_detail", args=[dossier.public_id])))
    assert "<script>alert(1)" not in page
    file = Client().get(reverse("dossier_pdf", args=[dossier.public_id]))
    assert file_of(file).startswith(b"%PDF")
