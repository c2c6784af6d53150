from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.directory.tests.factories import make_kreise
from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.exports.signal import COLUMNS
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import author
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.services.signals.public_concerns import load_reference_data
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.capabilities.exchange.services.signals.support import join_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as dossiers
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_overdue,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import body, cards, text
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.epoch import advance_epoch
from drehscheibe.core.places.tests.factories import LandFactory
from drehscheibe.core.search import api as search
from drehscheibe.core.text.tests.pages import words_in

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def page(client: Client, signal: Signal) -> str:
    response = client.get(reverse("signal_detail", args=[signal.public_id]))
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, query: str = "") -> list[str]:
    return cards(client.get(reverse("signal_list") + query))


def count_queries(client: Client, address: str) -> int:
    """Count the queries of a page that is not in the cache, in a process that has been asked before."""
    client.get(address)
    advance_epoch()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("query", ["", "?q=Anliegen", "?overdue=1", "?land=NW&topic=permitting"])
def test_list_takes_at_most_nine_queries_and_no_more_for_more(
    client: Client, house: House, query: str
) -> None:
    counts = []
    for number in range(3):
        make_answered(house, title=f"Anliegen {number}")
        counts.append(count_queries(client, reverse("signal_list") + query))

    assert counts[0] == counts[2] <= 9


def test_page_of_a_concern_takes_at_most_eight_queries_and_no_more_for_more(
    client: Client, house: House
) -> None:
    signal = make_answered(house)
    address = reverse("signal_detail", args=[signal.public_id])
    counts = [count_queries(client, address)]
    for _again in range(2):
        hand_over_to_desk(house, signal)
        publish_answer(house.desk, signal.pk, ANSWER)
        counts.append(count_queries(client, address))

    assert counts[0] == counts[2] <= 8
    assert text(client.get(address)).count("signal-answer__decision") == 3


def test_page_takes_at_most_ten_queries_with_supporters_dossier_and_answer(
    client: Client, house: House
) -> None:
    make_kreise("09161")
    signal = make_submitted(house)
    dossiers.hand_over(house, dossiers.begin(house, signal))
    joined = make_actor(organisation__name="Initiative Süd")
    join_signal(joined, signal.pk, words="Bei uns auch.", laender=["BY"])
    dossiers.answer(house, signal)
    address = reverse("signal_detail", args=[signal.public_id])

    assert count_queries(client, address) <= 10
    page = text(client.get(address))
    assert all(words in page for words in ("Initiative Süd", "D-", "Künftig gibt es eine Liste"))


def test_page_says_who_raised_it_where_it_is_and_until_when(client: Client, house: House) -> None:
    signal = make_handed_over(house)
    html = page(client, signal)

    assert "Eingebracht von Initiative Nord" in html
    assert "Übergeben an: Bundesressort" in html
    assert f'datetime="{signal.due_on:%Y-%m-%d}"' in html or f"{signal.due_on:%Y}" in html


def test_page_says_how_late_somebody_is(client: Client, house: House) -> None:
    signal = make_overdue(house, days=3)

    assert "3 Tage zu spät" in page(client, signal)
    assert "Seit 3 Tagen überfällig bei: Bundesressort" in text(client.get(reverse("signal_list")))


def test_page_shows_answer_with_reason_contact_and_rating(client: Client, house: House) -> None:
    signal = make_answered(house)
    author.rate_answer(house.author, signal.pk, helped="partly", note="Intern: der Termin fehlt.")
    html = page(client, signal)

    assert "Angenommen" in html
    assert "genehmigungen@example.org" in html
    assert "Hilft das? Der Absender sagt: Teilweise" in html
    assert "Intern: der Termin fehlt." not in html


def test_covering_note_is_not_public(client: Client, house: House) -> None:
    assert "Bitte prüfen." not in page(client, make_handed_over(house))


def test_example_is_marked_everywhere(client: Client, house: House) -> None:
    draft = make_draft(house.author)
    Signal.objects.filter(pk=draft.pk).update(is_example=True)
    signal = hand_over_to_desk(house, send_signal(house.author, draft.pk))

    assert "Das ist ein Beispiel" in page(client, signal)
    assert "noindex" in page(client, signal)
    assert "Beispiel: " in client.get(reverse("signal_feed")).content.decode()
    assert json.loads(_text(client, reverse("signal_json")))[0]["is_example"] is True


def test_hostile_html_is_text(client: Client, house: House) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    signal = make_answered(
        house, title=f"Titel {attack}"[:120], what_happens=attack, wish=attack, affected=attack
    )
    html = page(client, signal) + client.get(reverse("signal_list")).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_unknown_and_unpublished_look_alike(client: Client, house: House) -> None:
    hidden = make_submitted(house)

    answers = [
        client.get(reverse("signal_detail", args=[number]))
        for number in (hidden.public_id, "S-2026-9999")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [text(answer) for answer in answers]
    assert pages[0].replace(hidden.public_id, "") == pages[1].replace("S-2026-9999", "")


def test_private_concern_is_nowhere_in_public(client: Client, house: House) -> None:
    make_answered(house, title="Ganz geheimes Vorhaben", visibility=Visibility.PRIVATE)
    make_submitted(house, title="Noch geheimes Vorhaben")
    make_answered(house, title="Öffentliches Vorhaben")

    everything = "".join(
        _text(client, address)
        for address in (
            reverse("signal_list"),
            reverse("signal_list") + "?q=Vorhaben",
            reverse("signal_feed"),
            reverse("signal_csv"),
            reverse("signal_json"),
        )
    )

    assert "Öffentliches Vorhaben" in everything
    assert "geheimes Vorhaben" not in everything
    hits = search.find("Vorhaben", actor=ANONYMOUS, language="de").hits
    assert [hit.title for hit in hits] == ["Öffentliches Vorhaben"]


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return body(response)


def test_public_concern_is_found_in_both_languages(house: House) -> None:
    make_answered(house)

    for language in ("de", "en"):
        (hit,) = search.find("Genehmigungen", actor=ANONYMOUS, language=language).hits
        assert hit.path.startswith(f"/{language}/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=waiting", ["Spät", "Wartet"]),
        ("?status=answered", ["Beantwortet"]),
        ("?overdue=1", ["Spät"]),
        ("?topic=skills", ["Beantwortet"]),
        ("?level=eu", ["Wartet"]),
        ("?land=BY", ["Spät"]),
        ("?q=wartet", ["Wartet"]),
        ("?topic=nonsense&level=%00&land=zz", ["Spät", "Beantwortet", "Wartet"]),
        ("?organisation=not-a-uuid", ["Spät", "Beantwortet", "Wartet"]),
        ("?status=withdrawn", []),
        ("?page=99", ["Spät", "Beantwortet", "Wartet"]),
    ],
)
def test_filters(client: Client, house: House, query: str, expected: list[str]) -> None:
    make_handed_over(house, title="Wartet", level="eu")
    make_answered(house, title="Beantwortet", topic="skills")
    late = make_overdue(house, title="Spät")
    late.laender.add(LandFactory.create(code="BY", key="09", name="Bayern"))

    assert listed(client, query) == expected


def test_recorded_concerns_come_after_living_ones(client: Client, house: House) -> None:
    make_handed_over(house, title="Lebendig")
    load_reference_data()

    assert listed(client)[0] == "Lebendig"


def test_page_of_a_recorded_concern_names_its_source_and_claims_no_clock(client: Client) -> None:
    load_reference_data()
    signal = Signal.objects.order_by("pk")[0]
    html = page(client, signal)

    assert signal.source_url in html
    assert "Öffentlich erhoben von BDI" in html
    assert "clock__main" not in html


def test_csv_is_a_table_without_formulas(client: Client, house: House) -> None:
    make_answered(house, title="=HYPERLINK(1)", wish="@cmd")

    text = _text(client, reverse("signal_csv"))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))

    assert tuple(row) == COLUMNS
    assert (row["title"], row["wish"]) == ("'=HYPERLINK(1)", "'@cmd")
    assert (row["answer_decision"], row["raised_by"]) == ("accepted", "Initiative Nord")


def test_json_is_an_array_even_when_empty(client: Client, house: House) -> None:
    assert json.loads(_text(client, reverse("signal_json"))) == []

    make_answered(house)
    make_handed_over(house)
    rows = json.loads(_text(client, reverse("signal_json")))
    assert [row["state"] for row in rows] == ["handed_over", "answered"]


def test_feed_is_atom_with_one_entry_per_concern(client: Client, house: House) -> None:
    signal = make_answered(house)

    feed = ET.fromstring(client.get(reverse("signal_feed")).content)  # noqa: S314 -- our own

    (entry,) = feed.findall(f"{ATOM}entry")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(reverse("signal_detail", args=[signal.public_id]))
    assert entry.findtext(f"{ATOM}summary") == "Beantwortet: Angenommen."


def test_words_of_a_concern_say_on_the_english_page_that_they_are_german(
    client: Client, house: House
) -> None:
    signal = make_answered(house)

    with translation.override("en"):
        shown = client.get(reverse("signal_detail", args=[signal.public_id])).text
    german = page(client, signal)

    for words in (signal.title, signal.what_happens.splitlines()[0], ANSWER.text):
        assert words in words_in(shown, "de")
    assert signal.what_happens.splitlines()[0] not in words_in(shown, "en")
    assert "<span" not in shown.split("<title>")[1].split("</title>")[0]
    assert '<span lang="de">' not in german
