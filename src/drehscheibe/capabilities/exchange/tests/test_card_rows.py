"""A card says the same whether its concern was loaded as a whole or read as a row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange import api
from drehscheibe.capabilities.exchange.choices.signal import Scope, SignalState
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.card_rows import load_rows
from drehscheibe.capabilities.exchange.queries.signals import with_card_data
from drehscheibe.capabilities.exchange.services.signals.withdrawing_answers import withdraw_answer
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_handed_over,
    make_house,
    make_in_state,
    make_overdue,
)
from drehscheibe.core.places.models import Land

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def place_in(signal: Signal, *codes: str) -> None:
    signal.scope = Scope.LAENDER
    signal.save()
    for code in codes:
        land, _is_new = Land.objects.get_or_create(
            code=code, defaults={"key": code, "name": f"Land {code}", "name_en": f"State {code}"}
        )
        signal.laender.add(land)


def make_all(house: House) -> list[int]:
    """Make a concern of every kind that a card tells apart; return their keys, newest first."""
    states = (SignalState.ANSWERED, SignalState.PROMISED, SignalState.CLOSED, SignalState.REJECTED)
    made = [make_in_state(house, state) for state in states]
    withdrawn = make_answered(house)
    later = timezone.localdate() + timedelta(days=28)
    withdraw_answer(house.desk, withdrawn.pk, reason="Ein Irrtum.", due_on=later)
    regional, described = make_handed_over(house), make_handed_over(house)
    place_in(regional, "YB", "YA")
    Signal.objects.filter(pk=described.pk).update(scope=Scope.LAENDER, region_text="Am Hafen")
    said = make_overdue(house)
    Signal.objects.filter(pk=said.pk).update(
        organisation=None, mandate=None, raised_in_public_by="Ein Verband", is_example=True
    )
    return sorted((one.pk for one in (*made, withdrawn, regional, described, said)), reverse=True)


@pytest.mark.parametrize("language", ["de", "en"])
def test_rows_and_whole_concerns_make_the_same_cards(house: House, language: str) -> None:
    keys, today = make_all(house), timezone.localdate()
    whole = with_card_data(Signal.objects.filter(pk__in=keys)).in_bulk()

    with translation.override(language):
        cards = [api.draw_card(row, today) for row in load_rows(keys)]
        assert cards == [api.make_card(whole[key], today) for key in keys]

    lands = "State YA, State YB" if language == "en" else "Land YA, Land YB"
    assert {card.region for card in cards} >= {lands, "Am Hafen"}
    assert sum(bool(card.decision) for card in cards) == 3
    assert [card.raised_by for card in cards if card.is_from_public_source] == ["Ein Verband"]


def test_what_is_gone_is_left_out(house: House) -> None:
    signal = make_handed_over(house)

    assert [row.pk for row in load_rows([signal.pk + 1, signal.pk])] == [signal.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(
    house: House, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signals = [make_answered(house) for _number in range(number)]
    for signal in signals:
        place_in(signal, "YA")

    with django_assert_num_queries(3):
        load_rows([signal.pk for signal in signals])
