from __future__ import annotations

import csv

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.capabilities.exchange.services.signals import hand_over
from drehscheibe.capabilities.exchange.services.signals.public_concerns import FILE, Report
from drehscheibe.capabilities.exchange.tests.factories import hand_over_to_desk, make_house
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.places.reference import load_reference_places

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_sixty_are_loaded_once_with_their_sources() -> None:
    assert api.load_reference_data() == Report(created=60, updated=0, unchanged=0)
    assert api.load_reference_data() == Report(created=0, updated=0, unchanged=60)

    loaded = Signal.objects.order_by("pk").values_list("title", "raised_in_public_by", "source_url")
    assert list(loaded) == [(r["title"], r["raised_by"], r["source_url"]) for r in rows()]


def test_no_body_is_said_to_owe_anything() -> None:
    api.load_reference_data()

    claims = Signal.objects.exclude(
        state="recorded", owner=None, due_on=None, is_example=False, visibility="public"
    )
    assert not claims.exists()
    assert not Answer.objects.exists()


def test_places_are_those_of_the_file() -> None:
    load_reference_places()
    api.load_reference_data()

    counts = api.count_public_by_land()
    assert sum(counts.values()) == 50  # 48 with a Land, one of them naming two more
    assert Signal.objects.filter(scope="nationwide").count() == 12
    three = Signal.objects.get(region_text="Sachsen, Sachsen-Anhalt, Thüringen")
    assert sorted(land.code for land in three.laender.all()) == ["SN", "ST", "TH"]


def test_loading_again_keeps_what_people_did_with_it() -> None:
    house = make_house()
    api.load_reference_data()
    signal = Signal.objects.order_by("pk")[0]
    hand_over_to_desk(house, signal)

    assert api.load_reference_data() == Report(created=0, updated=0, unchanged=60)
    signal.refresh_from_db()
    assert signal.state == "handed_over"
    hand_over.call_back_signal(house.office, signal.pk, note="Doch nicht.")
    signal.refresh_from_db()
    assert signal.state == "submitted"


def test_corrected_row_is_renewed() -> None:
    api.load_reference_data()
    Signal.objects.filter(title=rows()[0]["title"]).update(what_happens="Veraltet")

    assert api.load_reference_data() == Report(created=0, updated=1, unchanged=59)


def test_examples_are_marked_and_name_no_real_body() -> None:
    load_reference_places()
    api.load_reference_data()

    assert api.load_example_data() == 17
    assert api.load_example_data() == 0

    examples = Signal.objects.filter(is_example=True)
    assert set(examples.values_list("item__is_example", flat=True)) == {True}
    names = {str(organisation) for organisation in Organisation.objects.all()}
    assert all("Beispiel" in name or "Demo" in name for name in names)


def test_examples_show_every_kind_of_clock() -> None:
    api.load_reference_data()
    api.load_example_data()
    while deliver_due():
        pass

    states = sorted(Signal.objects.filter(is_example=True).values_list("state", flat=True))
    assert states == [
        "answered",
        "answered",
        "asked_back",
        "awaiting_second_key",
        "closed",
        *["handed_over"] * 6,  # three of them with the dossier
        "in_effect",
        "in_review",
        "in_review",
        "needs_clarification",
        "promised",
        "submitted",
    ]
    counts = api.count_public()
    assert (counts.all, counts.recorded, counts.answered) == (74, 60, 5)
    assert counts.overdue == 1


def test_examples_do_not_stand_for_what_regions_say() -> None:
    api.load_reference_data()
    api.load_example_data()

    counts = api.count_public(with_examples=False)
    assert (counts.all, counts.recorded, counts.answered) == (60, 60, 0)
    cards = api.list_recent_cards(limit=3)
    assert [card.is_example for card in cards] == [True, False, False]
    assert cards[0].decision


def test_dates_of_examples_run_forwards() -> None:
    api.load_example_data()

    for signal in Signal.objects.filter(is_example=True).select_related("item"):
        assert signal.item is not None
        reached = [station.reached_at for station in signal.item.stations.all()]
        assert reached == sorted(reached)
        assert reached[-1] <= timezone.now()


def test_recorded_is_a_state_of_its_own_for_the_portal() -> None:
    api.load_reference_data()

    (card,) = api.list_recent_cards(limit=1)
    assert (card.state, card.is_from_public_source, card.owner) == (
        SignalState.RECORDED,
        True,
        "",
    )
