"""What the pages of the desk cost, however many cases there are, and that what is kept is never old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.models import Case, Coach
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.figures import list_periods, make_figures
from drehscheibe.capabilities.advisory.queries.queue_rows import RowsOf
from drehscheibe.capabilities.advisory.services import triage
from drehscheibe.capabilities.advisory.tests.factories import (
    House,
    bring_to,
    hold_talk,
    make_case,
    make_case_of,
    make_house,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.outbox.epoch import advance_epoch

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
VIEWS = ("", "coaches", "requesters", "late", "later", "all")


def _log_in(client: Client, actor: Actor) -> None:
    client.force_login(User.objects.get(pk=actor.person_id or 0))


def _count(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def _fill(house: House, number: int) -> None:
    Coach.objects.update(limit=20)
    for _number in range(number):
        make_case()
        make_case_of(house.requester)
        bring_to(house, make_case(), CaseState.GOAL_PROPOSED)
        bring_to(house, make_case(), CaseState.RUNNING)
        bring_to(house, make_case(), CaseState.LATER_3)


@pytest.mark.parametrize("who", ["office", "expert", "requester"])
def test_the_list_costs_the_same_for_one_case_and_for_three(client: Client, who: str) -> None:
    house = make_house()
    _log_in(client, getattr(house, who))
    addresses = [f"{reverse('advisory_work_list')}?view={view}" for view in VIEWS]
    addresses.append(f"{addresses[0]}&topic=participation&land=NI")

    def measure() -> list[int]:
        for address in addresses:
            assert client.get(address).status_code == 200
        return [_count(lambda address=address: client.get(address)) for address in addresses]  # type: ignore[misc]

    _fill(house, 1)
    one = measure()
    _fill(house, 2)
    three = measure()

    assert three == one
    assert max(three) <= MOST_QUERIES


def test_the_list_keeps_its_budget_when_something_has_just_changed(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    house = make_house()
    _fill(house, 1)
    _log_in(client, house.office)
    client.get(reverse("advisory_work_list"))
    advance_epoch()

    with django_assert_max_num_queries(MOST_QUERIES + 2):  # and the frame's own, once
        client.get(reverse("advisory_work_list"))


def test_figures_cost_five_queries_and_name_the_median(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _fill(make_house(), 2)
    period = list_periods(timezone.localdate())[0]
    make_figures(period)

    with django_assert_num_queries(5):
        figures = make_figures(period)

    assert figures.requests == 10


@pytest.mark.parametrize(
    ("waited", "expected"),
    [([0, 1, 1, 3, 9], 1), ([0, 0, 2, 3, 4, 4], 2.5), ([7] * 8, 7), ([1, 2, 3, 4], None)],
)
def test_the_median_lies_in_the_middle(waited: list[int], expected: float | None) -> None:
    make_house()
    for days in waited:
        case = make_case()
        Case.objects.filter(pk=case.pk).update(
            first_answer_at=timezone.now(), days_to_first_answer=days
        )

    figures = make_figures(list_periods(timezone.localdate())[0])

    assert figures.days_to_first_answer == expected


def test_the_first_answer_is_counted_in_working_days() -> None:
    house, case = make_house(), make_case()
    case.confirmed_at = timezone.now() - timedelta(days=7)
    case.save()

    triage.ask_back(house.office, case.pk, text="Seit wann?")

    case.refresh_from_db()
    assert case.days_to_first_answer is not None
    assert 3 <= case.days_to_first_answer <= 5


def test_kept_counts_of_the_office_follow_every_case_at_once(client: Client) -> None:
    house, today = make_house(), timezone.localdate()
    first = make_case()
    assert cases.count_views(house.office, today)[""] == 1

    make_case()
    assert cases.count_views(house.office, today)[""] == 2

    triage.ask_back(house.office, first.pk, text="Seit wann?")
    counts = cases.count_views(house.office, today)
    assert (counts[""], counts["requesters"], counts["all"]) == (1, 1, 2)

    _log_in(client, house.second_office)
    page = client.get(reverse("advisory_work_list")).content.decode()
    assert page.count('class="advice-work__task"') == 1


def test_counts_of_the_office_are_told_to_nobody_else() -> None:
    house, today = make_house(), timezone.localdate()
    bring_to(house, make_case(), CaseState.RUNNING)
    assert cases.count_views(house.office, today)["all"] == 1

    assert cases.count_views(house.expert, today)["all"] == 1
    assert cases.count_views(house.other_expert, today)["all"] == 0
    assert cases.count_views(house.member, today)["all"] == 0


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["office", "expert"])
def test_counts_are_as_many_as_the_queue_has(view: str, who: str) -> None:
    house, today = make_house(), timezone.localdate()
    _fill(house, 1)
    late = Case.objects.filter(state__in=[CaseState.RECEIVED, CaseState.RUNNING])
    late.update(due_on=today - timedelta(days=2))
    advance_epoch()
    actor = getattr(house, who)

    found = cases.queue(actor, cases.filters_of({"view": view}), today)

    assert cases.count_views(actor, today)[view] == found.count()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_a_narrowed_list_is_cut_into_whole_pages(number: int) -> None:
    house, today = make_house(), timezone.localdate()
    for _number in range(number):
        make_case()
    filters = cases.filters_of({"topic": "participation"})
    found = cases.queue(house.office, filters, today)
    expected = [case.public_id for case in found]

    rows = RowsOf(found, None, {}, per_page=2)

    assert len(rows) == number
    pages = [rows[start : min(start + 2, number)] for start in range(0, number, 2)]
    assert [row.public_id for page in pages for row in page] == expected


def test_a_case_takes_part_in_the_tasks_of_those_whose_turn_it_is() -> None:
    house = make_house()
    waiting = make_case()
    running = bring_to(house, make_case(), CaseState.RUNNING)
    Case.objects.filter(pk=running.pk).update(due_on=timezone.localdate() - timedelta(days=9))
    hold_talk(house, running)

    assert [case.pk for case in cases.list_open_tasks(house.office, 5)] == [waiting.pk]
    assert [case.pk for case in cases.list_open_tasks(house.expert, 5)] == [running.pk]
