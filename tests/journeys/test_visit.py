"""A visitor finds an initiative: by the list, and by the map."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.models import Initiative
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize("width", [WIDE, NARROW]),
    pytest.mark.parametrize("language", ["de", "en"]),
]

SLUG, KREIS = "industrie-nordwestfalen", "05515"


def test_visitor_finds_an_initiative_in_the_list(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words, name = visitor.words, Initiative.objects.get(slug=SLUG).name

    visitor.opens(visitor.start)
    visitor.looks("home")
    visitor.navigates(words("Initiatives"), words("All initiatives"))
    visitor.looks("list")
    visitor.writes(words("Words"), "Münsterland Nord-Westfalen")
    visitor.presses_enter()
    visitor.looks("list-filtered", at=visitor.page.get_by_role("search").last)
    visitor.follows("link", name)
    visitor.looks("profile")

    assert visitor.page.get_by_role("heading", level=1).inner_text() == name
    visitor.sees(words("from public sources, not yet confirmed by the initiative"))
    visitor.sees("http://www.ihre-industrie.de/")


def test_visitor_finds_an_initiative_on_the_map(
    hub: Hub, make_person: MakePerson, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words, name = visitor.words, Initiative.objects.get(slug=SLUG).name

    visitor.opens(visitor.start)
    visitor.navigates(words("Initiatives"), words("Map"))
    visitor.looks("map", at=visitor.page.locator(".map-figure"))
    visitor.walks_to_tile(KREIS)
    assert "Münster" in visitor.page.locator("[data-part=status]").inner_text()
    visitor.presses_enter()
    visitor.looks()
    visitor.follows("link", name)

    assert visitor.page.get_by_role("heading", level=1).inner_text() == name
