"""What public pages may ask the database, with one thing to show and with three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.tests.factories import make_answered, make_house
from drehscheibe.core.outbox.epoch import advance_epoch
from drehscheibe.core.search import api as search
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

#: What the hub reads once after a change and remembers: facets, names, counts, foot and head.
ONCE_AFTER_A_CHANGE = 8

PAGES = {
    "home": ("/de/", 10),
    "list": ("/de/initiativen/", 8),
    "list, filtered": ("/de/initiativen/?land=NW&topic=skills&sort=members", 8),
    "list, by words": ("/de/initiativen/?q=initiative", 8),
    "profile": ("/de/initiativen/{slug}/", 10),
    "map": ("/de/initiativen/karte/?land=NW", 8),
    "region": ("/de/regionen/kreis/05515/", 10),
    "search": ("/de/suche/?q=initiative", 8),
    "concerns": ("/de/anliegen/", 8),
    "concern": ("/de/anliegen/{concern}/", 10),
}


def fill(number: int) -> dict[str, str]:
    """Make some of everything that the pages show; return what their addresses need."""
    load_pages()
    kreise = make_kreise("05515", "05512")
    kreise[0].neighbours.add(kreise[1])
    initiatives: list[Initiative] = [
        InitiativeFactory.create(
            name=f"Initiative {n}",
            types=["masterplan"],
            topics=["skills", "digital"],
            benches={"companies": 3, "union": None},
            kreise=kreise,
            land_id="NW",
        )
        for n in range(number + 1)
    ]
    house = make_house()
    concerns = []
    for n in range(number):
        concern = make_answered(house, title=f"Anliegen {n}")
        concern.kreise.set(kreise)
        concerns.append(concern)
    assert search.find("initiative", actor=house.author, language="de").total >= number
    return {"slug": initiatives[0].slug, "concern": concerns[0].public_id}


def count(address: str) -> int:
    """Count the queries of a page that nobody has asked for since the last change."""
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_page_costs_no_more_for_three_than_for_one_and_keeps_its_budget(name: str) -> None:
    pattern, budget = PAGES[name]
    costs: list[tuple[int, int]] = []
    for number in (1, 2):
        words = fill(number)
        address = pattern.format(**words)
        mark = "&" if "?" in address else "?"
        count(f"{address}{mark}_=process")  # what libraries read once and keep for ever
        advance_epoch()
        costs.append((count(f"{address}{mark}_=first"), count(f"{address}{mark}_=second")))

    (first_of_one, of_one), (first_of_three, of_three) = costs
    # Fewer is possible: where three concerns moved, nobody looks for older ones to fill the row.
    assert of_three <= of_one <= budget
    assert first_of_three <= first_of_one <= budget + ONCE_AFTER_A_CHANGE
