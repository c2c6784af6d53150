"""The map of real boundaries: the same picture in other shapes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, Route

from drehscheibe.core.places.geo.shapes import Boundaries, Shape
from drehscheibe.ui.boundary_map import draw_boundary_map
from drehscheibe.ui.tile_map import FrameLabels, Tile, frame_tile_map, load_tile_map

HOSTILE = "<script>alert('x')</script>\"&amp;</title></svg>"


def square(x: int, y: int, size: int = 100) -> Shape:
    return Shape(
        f"M{x} {y}l0 {size} {size} 0 0-{size}z",
        (x + size // 2, y + size // 2),
        (x, y, x + size, y + size),
    )


#: Three by three squares, numbered like lines of text: 05001 05002 05003 / 05004 …
NINE = Boundaries(
    kreise={f"0500{1 + n}": square(1000 + n % 3 * 100, 2000 + n // 3 * 100) for n in range(9)},
    laender={"NW": square(1000, 2000, 300)},
    sources=(),
)


def draw(tiles: dict[str, Tile], *, land_labels: bool = True) -> ET.Element:
    svg = draw_boundary_map(
        tiles, NINE, title="Land", description="Neun Kreise", land_labels=land_labels
    )
    return ET.fromstring(svg)  # noqa: S314 -- our own output


def test_every_kreis_is_drawn_with_its_outline_and_the_laender_above() -> None:
    svg = draw({})

    paths = svg.findall(".//g[@class='tile-map__tiles']//path")
    assert {path.get("data-ags"): path.get("d") for path in paths} == {
        key: shape.path for key, shape in NINE.kreise.items()
    }
    outlines = svg.findall("./g[@class='tile-map__outlines']/path")
    assert [path.get("d") for path in outlines] == [NINE.laender["NW"].path]
    assert [text.text for text in svg.iter("text")] == ["NW"]
    assert svg.get("role") == "img"
    assert not list(draw({}, land_labels=False).iter("text"))


def test_a_tile_with_a_link_is_called_by_its_name_and_value() -> None:
    svg = draw({"05005": Tile("Mitte", "2 Initiativen", 2, "is-selected", "/kreis/05005/")})

    (link,) = svg.iter("a")
    title, path = link
    assert link.get("href") == "/kreis/05005/"
    assert title.text == "Mitte: 2 Initiativen"
    assert path.get("class") == "level-2 is-selected"
    assert path.get("data-at") == "1150 2150"
    assert svg.get("role") == "group"


def test_the_whole_country_lies_in_the_view_at_the_height_of_the_tile_map() -> None:
    svg = draw({})

    x, y, width, height = (float(n) for n in (svg.get("viewBox") or "").split())
    scale = float((svg.find("g").get("transform") or "")[6:].split()[0])  # type: ignore[union-attr]
    assert x < 1000 * scale < 1300 * scale < x + width
    assert y < 2000 * scale < 2300 * scale < y + height
    assert height == pytest.approx(load_tile_map().viewbox[3], abs=0.1)


def test_hostile_names_stay_text() -> None:
    svg = draw({"05001": Tile(HOSTILE, HOSTILE, href="/?a=1&b=\"'<")})

    assert [title.text for title in svg.iter("title")] == ["Land", f"{HOSTILE}: {HOSTILE}"]
    assert [link.get("href") for link in svg.iter("a")] == ["/?a=1&b=\"'<"]


def test_a_kreis_without_a_boundary_is_left_out_and_nothing_at_all_is_an_error() -> None:
    assert [title.text for title in draw({"99999": Tile("Nirgends")}).iter("title")] == ["Land"]
    with pytest.raises(ValueError, match="no boundaries"):
        draw_boundary_map({}, Boundaries({}, {}, ()), title="", description="")


# -- In a browser --------------------------------------------------------------------------------------

LABELS = FrameLabels("Karte", "Vergrößern", "Verkleinern", "Ganzes Land", "Pfeiltasten: …")
STATIC = files("drehscheibe.ui").joinpath("static/ui")
ORIGIN = "http://map.test"


def serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}
    if path.startswith(("/css/", "/js/")):
        kind = "text/css" if path.startswith("/css/") else "text/javascript"
        body = STATIC.joinpath(path.removeprefix("/")).read_text(encoding="utf-8")
        route.fulfill(body=body, content_type=kind, headers=policy)
        return
    tiles = {key: Tile(f"Kreis {key}", href=f"/kreis/{key}/") for key in NINE.kreise}
    svg = draw_boundary_map(tiles, NINE, title="Land", description="Neun Kreise")
    body = (
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>Karte</title>'
        '<link rel="stylesheet" href="/css/tile-map.css">'
        f'<script type="module" src="/js/tile-map.js"></script>{frame_tile_map(svg, LABELS)}'
    )
    route.fulfill(body=body, content_type="text/html", headers=policy)


@pytest.fixture
def desk(page: Page) -> Iterator[Page]:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.route("**/*", serve)
    page.goto(f"{ORIGIN}/map")
    yield page
    assert complaints == []


@pytest.mark.e2e
def test_arrow_keys_go_to_the_kreis_that_lies_there(desk: Page) -> None:
    desk.locator("a").first.focus()

    way = []
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "End", "Home"):
        desk.keyboard.press(key)
        way.append(desk.evaluate("document.activeElement.querySelector('path').dataset.ags"))

    assert way == ["05002", "05005", "05006", "05006", "05003", "05009", "05001"]
    assert desk.locator('[data-part="status"]').text_content() == "Kreis 05001"


@pytest.mark.e2e
def test_an_enlarged_map_follows_the_focus(desk: Page) -> None:
    desk.locator("a").first.focus()
    for key in ("+", "+", "+", "ArrowDown", "ArrowDown"):
        desk.keyboard.press(key)

    box = desk.locator("svg").bounding_box()
    tile = desk.locator('path[data-ags="05007"]').bounding_box()
    assert box is not None
    assert tile is not None
    assert box["y"] < tile["y"] + tile["height"] / 2 < box["y"] + box["height"]

    desk.keyboard.press("Enter")
    desk.wait_for_url("**/kreis/05007/")


def test_a_selected_kreis_bears_its_name_at_its_label() -> None:
    svg = draw({"05005": Tile("Mitte <b>", state="is-selected")})

    (name,) = [text for text in svg.iter("text") if text.get("class") == "tile-map__name"]
    assert (name.text, name.get("aria-hidden")) == ("Mitte <b>", "true")
