"""Ticks for a dossier stay, whatever is filtered or turned over meanwhile, with and without script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.views.dossiers import office as dossier_office
from drehscheibe.core.accounts.tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


class _Ticks(HTMLParser):
    """The boxes of the page: public id, whether it is ticked, and to which form it belongs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: dict[str, bool] = {}
        self.forms: set[str | None] = set()
        self.buttons: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name") == "concern":
            self.boxes[str(found["value"])] = "checked" in found
            self.forms.add(found.get("form"))
        if tag == "button" and found.get("form") == "pick":
            self.buttons.append(found)


def test_ticks_stay_when_the_filter_changes(house: House) -> None:
    skills = make_submitted(house, title="Zimmer fehlen", topic="skills")
    energy = make_submitted(house, title="Strom ist teuer", topic="digital")
    address = reverse("dossier_pick", args=[made.begin(house).public_id])
    client = client_of(house.office)

    page = client.get(address, {"concern": [skills.public_id], "topic": "digital"})

    found = _Ticks(page.text)
    assert found.boxes == {skills.public_id: True, energy.public_id: False}
    assert found.forms == {"pick"}  # so that the filters take the ticks along without script
    assert "1 weiteres ist angekreuzt" in text(page)


def test_ticks_stay_when_the_page_is_turned(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_office, "PER_PAGE", 1)
    first, second = make_submitted(house, title="Eins"), make_submitted(house, title="Zwei")
    address = reverse("dossier_pick", args=[made.begin(house).public_id])
    client = client_of(house.office)

    turn = next(each for each in _Ticks(client.get(address).text).buttons if each["name"] == "page")
    page = client.get(address, {"concern": first.public_id, str(turn["name"]): str(turn["value"])})

    assert _Ticks(page.text).boxes == {first.public_id: True, second.public_id: False}


def test_everything_ticked_is_put_in_and_only_by_post(house: House) -> None:
    one, two = make_submitted(house, topic="skills"), make_submitted(house, topic="digital")
    dossier = made.begin(house)
    address = reverse("dossier_pick", args=[dossier.public_id])
    client = client_of(house.office, enforce_csrf_checks=True)
    ticked = {"concern": [one.public_id, two.public_id], "topic": "digital"}

    button = next(
        each for each in _Ticks(client.get(address, ticked).text).buttons if "formmethod" in each
    )
    assert client.post(address, ticked).status_code == 403
    answer = client.post(address, {**ticked, str(button["name"]): str(button["value"])})

    assert answer.status_code == 302
    assert Dossier.objects.get().entries.count() == 2


def test_nothing_ticked_keeps_the_filters(house: House) -> None:
    make_submitted(house, topic="skills")
    address = reverse("dossier_pick", args=[made.begin(house).public_id])

    answer = client_of(house.office).post(address, {"topic": "skills", "q": "Hallen"})

    assert answer["Location"] == f"{address}?q=Hallen&topic=skills"


def test_ticks_that_are_not_free_any_more_are_left_out(house: House) -> None:
    taken = make_submitted(house, title="Schon vergeben")
    made.begin(house, taken)
    dossier = made.begin(house)

    page = client_of(house.office).get(
        reverse("dossier_pick", args=[dossier.public_id]), {"concern": [taken.public_id, "'x"]}
    )

    assert re.findall(r'name="concern"', page.text) == []
