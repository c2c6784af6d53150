from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.models import Coach
from drehscheibe.capabilities.advisory.queries.figures import (
    SMALLEST,
    list_periods,
    make_figures,
    protect,
)
from drehscheibe.capabilities.advisory.tests.factories import (
    bring_to,
    hold_talk,
    make_case,
    make_house,
)
from drehscheibe.core.accounts.models import User

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), min_size=1)


@given(COUNTS)
def test_no_small_count_is_shown_and_none_can_be_worked_out(counts: dict[str, int]) -> None:
    shown = protect(counts)

    hidden = {code: counts[code] for code, value in shown.items() if value is None}
    assert all(value is None or value == 0 or value >= SMALLEST for value in shown.values())
    assert all(counts[code] > 0 for code in hidden)
    everything_else_is_nought = all(
        number == 0 for code, number in counts.items() if code not in hidden
    )
    # Who knows the sum must not learn a single cell, nor a small group.
    if hidden and not everything_else_is_nought:
        assert len(hidden) >= 2
        assert sum(hidden.values()) >= SMALLEST


def test_nought_is_nobody_and_stays() -> None:
    assert protect({"a": 0, "b": 7}) == {"a": 0, "b": 7}
    assert protect({"a": 3, "b": 9, "c": 20}) == {"a": None, "b": None, "c": 20}


@pytest.mark.django_db
def test_a_few_cases_are_protected_in_every_output(client: Client) -> None:
    house = make_house()
    for _number in range(3):
        hold_talk(house, bring_to(house, make_case(), CaseState.RUNNING), "41.25")
    client.force_login(User.objects.get(pk=house.office.person_id or 0))

    figures = make_figures(list_periods(timezone.localdate())[0])
    page = client.get(reverse("advisory_figures")).content.decode()
    answer = client.get(reverse("advisory_figures_csv"))
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert (figures.requests, figures.hours, figures.days_to_first_answer) == (None, None, None)
    assert "123" not in page.split("<main")[1]
    assert "123" not in table
    assert ",requests,,protected" in table
    assert "geschützt" in page


@pytest.mark.django_db
def test_enough_cases_are_counted_by_land_topic_and_hours() -> None:
    house = make_house()
    Coach.objects.update(limit=20)
    for _number in range(5):
        hold_talk(house, bring_to(house, make_case(), CaseState.RUNNING))
    period = list_periods(timezone.localdate())[0]

    figures = make_figures(period)

    assert (figures.requests, figures.hours) == (5, Decimal("12.5"))
    assert figures.days_to_first_answer == 0
    assert {row.code: row.value for row in figures.by_land}["NI"] == 5
    assert make_figures(list_periods(date(2020, 1, 1))[0]).requests == 0
