"""The page that says how long addressees take."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import HandOver, Signal
from drehscheibe.capabilities.exchange.queries.ageing import Addressee, list_addressees
from drehscheibe.capabilities.exchange.services.signals import answer_times
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    hand_over_to_desk,
    make_answered,
    make_handed_over,
    make_house,
    make_overdue,
    make_submitted,
)
from drehscheibe.core.outbox.epoch import advance_epoch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


def began(signal: Signal, days_ago: int) -> Signal:
    """Let a concern have come to its addressee some days ago, at noon: clocks may have changed."""
    day = timezone.localdate() - timedelta(days=days_ago)
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    HandOver.objects.filter(signal=signal).update(handed_over_at=noon)
    answer_times.settle(signal)
    return signal


def found() -> tuple[Addressee, ...]:
    advance_epoch()
    return list_addressees(timezone.localdate())


@pytest.mark.parametrize(
    ("days_ago", "waiting"),
    [
        (0, (1, 0, 0, 0)),
        (14, (1, 0, 0, 0)),
        (15, (0, 1, 0, 0)),
        (28, (0, 1, 0, 0)),
        (29, (0, 0, 1, 0)),
        (56, (0, 0, 1, 0)),
        (57, (0, 0, 0, 1)),
        (900, (0, 0, 0, 1)),
    ],
)
def test_what_waits_falls_into_one_class_of_age(
    house: House, days_ago: int, waiting: tuple[int, ...]
) -> None:
    began(make_handed_over(house), days_ago)

    (desk,) = found()
    assert (desk.name, desk.waiting, desk.longest_days) == ("Bundesressort", waiting, days_ago)


def test_overdue_and_answered_are_counted(house: House) -> None:
    make_overdue(house)
    make_answered(house)
    late = make_answered(house)
    HandOver.objects.filter(signal=late).update(
        handed_over_at=timezone.now() - timedelta(days=60),
        due_on=timezone.localdate() - timedelta(days=1),
    )
    answer_times.settle(late)

    (desk,) = found()
    assert (desk.all_waiting, desk.overdue) == (1, 1)
    assert (desk.answered, desk.in_time, desk.mean_days) == (2, 1, 30)
    assert desk.percent_in_time == 50


def test_answers_of_long_ago_do_not_count(house: House) -> None:
    old = make_answered(house)
    HandOver.objects.filter(signal=old).update(ended_at=timezone.now() - timedelta(days=400))
    answer_times.settle(old)

    assert found() == ()


def test_what_is_not_public_is_not_counted(house: House) -> None:
    hand_over_to_desk(house, make_submitted(house, visibility=Visibility.NETWORK))
    hand_over_to_desk(house, make_submitted(house, visibility=Visibility.PRIVATE))

    assert found() == ()


def test_page_shows_chart_and_table(client: Client, house: House) -> None:
    began(make_overdue(house), 40)
    make_answered(house)

    page = client.get(reverse("signal_ageing")).content.decode()

    assert "Bundesressort" in page
    assert "1 überfällig" in page
    assert page.count("<table") == 2


def test_page_without_anything_says_so(client: Client) -> None:
    assert (
        "Noch wurde keine Stelle gefragt" in client.get(reverse("signal_ageing")).content.decode()
    )


def test_page_is_found_from_the_list(client: Client) -> None:
    assert reverse("signal_ageing") in client.get(reverse("signal_list")).content.decode()


def test_cost_does_not_grow(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        make_overdue(house)
    advance_epoch()

    with django_assert_num_queries(3):
        list_addressees(timezone.localdate())
    with django_assert_num_queries(0):
        list_addressees(timezone.localdate())
