"""Somebody looks up their region: found by its name, readable by everybody, by day and by night."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("width", [WIDE, NARROW])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_visitor_goes_from_the_name_of_a_kreis_to_its_land(
    hub: Hub, make_person: MakePerson, width: int, scheme: str
) -> None:
    visitor = make_person("de", width)
    visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    visitor.opens(f"{visitor.start}regionen/")
    visitor.looks()
    visitor.writes("Kreis, Stadt oder Land", "muenster")
    visitor.presses_enter()
    visitor.looks()
    assert visitor.page.get_by_role("heading", level=1).inner_text() == "Münster"
    assert visitor.page.locator(".region-map .tile-map__name").text_content() == "Münster"
    visitor.sees("Stand 31. Dez. 2021")
    visitor.sees("Statistisches Bundesamt (Destatis)")

    visitor.follows("link", "Nordrhein-Westfalen")
    visitor.looks()
    assert visitor.page.get_by_role("heading", level=1).inner_text() == "Nordrhein-Westfalen"


def test_a_region_without_anything_says_so_in_words(
    hub: Hub, make_person: MakePerson, width: int
) -> None:
    visitor = make_person("de", width)

    visitor.opens(f"{visitor.start}regionen/kreis/09161/")
    visitor.looks()
    visitor.sees("geheim")
