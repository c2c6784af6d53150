"""The tile map in a real browser, under the strictest content policy."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from drehscheibe.ui.tile_map import (
    FrameLabels,
    Tile,
    draw_tile_map,
    frame_tile_map,
    load_tile_map,
)

pytestmark = pytest.mark.e2e

ORIGIN = "http://map.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
STATIC = files("drehscheibe.ui").joinpath("static/ui")
LABELS = FrameLabels("Karte", "Vergrößern", "Verkleinern", "Ganzes Land", "Pfeiltasten: …")
BERLIN, POTSDAM = "11000", "12054"


def page_with(tiles: dict[str, Tile]) -> str:
    svg = draw_tile_map(tiles, title="Deutschland", description="Ein Sechseck je Kreis")
    return (
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>Karte</title>'
        '<link rel="stylesheet" href="/css/tile-map.css">'
        '<script type="module" src="/js/tile-map.js"></script>'
        f'<a href="#before">davor</a>{frame_tile_map(svg, LABELS)}<a href="#after">danach</a>'
    )


def named_tiles(*, linked: bool) -> dict[str, Tile]:
    return {
        key: Tile(f"Kreis {key}", value="2 Initiativen", href=f"/kreis/{key}/" if linked else "")
        for key in load_tile_map().positions
    }


def serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    headers = {"Content-Security-Policy": POLICY}
    if path in {"/linked", "/plain"}:
        body = page_with(named_tiles(linked=path == "/linked"))
        route.fulfill(body=body, content_type="text/html", headers=headers)
    elif path.startswith(("/css/", "/js/")):
        kind = "text/css" if path.startswith("/css/") else "text/javascript"
        body = STATIC.joinpath(path.removeprefix("/")).read_text(encoding="utf-8")
        route.fulfill(body=body, content_type=kind, headers=headers)
    else:
        route.fulfill(body=f"<title>{path}</title>", content_type="text/html", headers=headers)


@pytest.fixture
def desk(page: Page) -> Iterator[Page]:
    """Return a page that fails the test on any error or breach of the policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.route("**/*", serve)
    yield page
    assert complaints == []


def tile(page: Page, key: str) -> Locator:
    return page.locator(f'path[data-ags="{key}"]')


def focused(page: Page) -> str:
    """Return the key of the tile under focus."""
    script = """() => {
      const element = document.activeElement;
      return (element.closest('a')?.querySelector('path') ?? element).dataset.ags ?? '';
    }"""
    key = page.evaluate(script)
    assert isinstance(key, str)
    return key


def focus_tile(page: Page, key: str) -> None:
    page.evaluate("key => document.querySelector(`path[data-ags='${key}']`).focus()", key)


def zoom(page: Page) -> float:
    box = page.locator("svg").get_attribute("viewBox")
    assert box is not None
    return load_tile_map().viewbox[2] / float(box.split()[2])


def position(key: str) -> tuple[int, int]:
    return load_tile_map().positions[key]


def test_the_map_is_one_stop_of_the_tab_key(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    desk.get_by_text("davor").focus()

    stops = []
    for _ in range(5):
        desk.keyboard.press("Tab")
        stops.append(
            desk.evaluate(
                "document.activeElement.dataset.action ?? document.activeElement.textContent"
            )
        )

    assert stops == ["zoom-in", "zoom-out", "reset", "Kreis 01001: 2 Initiativen", "danach"]


@pytest.mark.parametrize(
    ("key", "step"),
    [("ArrowLeft", (-1, 0)), ("ArrowRight", (1, 0)), ("ArrowUp", (0, -1)), ("ArrowDown", (0, 1))],
)
def test_arrow_keys_go_to_the_tile_that_lies_there(
    desk: Page, key: str, step: tuple[int, int]
) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    desk.keyboard.press(key)

    column, row = position(BERLIN)
    new_column, new_row = position(focused(desk))
    assert new_row - row == step[1]
    assert abs(new_column + new_row % 2 / 2 - column - row % 2 / 2 - step[0]) <= 0.5


def test_up_and_down_again_comes_home(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    for key in ["ArrowDown"] * 3 + ["ArrowUp"] * 3:
        desk.keyboard.press(key)

    assert focused(desk) == BERLIN


def test_home_and_end_go_to_the_ends_of_the_row(desk: Page) -> None:
    row = sorted(
        (c, k) for k, (c, r) in load_tile_map().positions.items() if r == position(BERLIN)[1]
    )
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    desk.keyboard.press("Home")
    first = focused(desk)
    desk.keyboard.press("End")

    assert (first, focused(desk)) == (row[0][1], row[-1][1])


def test_an_arrow_at_the_edge_stays(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)
    desk.keyboard.press("End")
    edge = focused(desk)

    desk.keyboard.press("ArrowRight")

    assert focused(desk) == edge


def test_the_status_line_speaks_the_tile_under_focus(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")

    focus_tile(desk, BERLIN)

    expect(desk.get_by_role("status")).to_have_text("Kreis 11000: 2 Initiativen")
    expect(desk.get_by_role("img", name="Kreis 11000: 2 Initiativen", exact=True)).to_be_focused()
    expect(desk.locator(".tile-map__cursor")).to_be_visible()


def test_leaving_the_map_empties_the_status_line(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    desk.keyboard.press("Tab")

    expect(desk.get_by_role("status")).to_have_text("")
    expect(desk.locator(".tile-map__cursor")).to_be_hidden()


def test_plus_minus_and_nought_zoom(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    seen = []
    for key in ("+", "+", "-", "0"):
        desk.keyboard.press(key)
        seen.append(round(zoom(desk), 2))

    assert seen == [1.5, 2.25, 1.5, 1.0]


def test_escape_shows_the_whole_country_and_keeps_the_focus(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)
    desk.keyboard.press("+")

    desk.keyboard.press("Escape")

    assert (zoom(desk), focused(desk)) == (1.0, BERLIN)


def test_focus_stays_in_sight_of_an_enlarged_map(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)
    for _ in range(5):
        desk.keyboard.press("+")

    desk.keyboard.press("Control+Home")

    picture, found = desk.locator("svg").bounding_box(), tile(desk, "01001").bounding_box()
    assert picture is not None
    assert found is not None
    assert picture["x"] <= found["x"] < picture["x"] + picture["width"]
    assert picture["y"] <= found["y"] < picture["y"] + picture["height"]


def test_buttons_zoom_and_say_when_they_cannot(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    smaller = desk.get_by_role("button", name="Verkleinern")
    expect(smaller).to_have_attribute("aria-disabled", "true")

    desk.get_by_role("button", name="Vergrößern").click()
    expect(smaller).to_have_attribute("aria-disabled", "false")
    enlarged = zoom(desk)
    desk.get_by_role("button", name="Ganzes Land").click()

    assert (round(enlarged, 2), zoom(desk)) == (1.5, 1.0)


def test_a_plain_wheel_scrolls_the_page_and_a_wheel_with_ctrl_zooms(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    tile(desk, BERLIN).hover()

    desk.mouse.wheel(0, -200)
    untouched = zoom(desk)
    desk.keyboard.down("Control")
    desk.mouse.wheel(0, -100)

    assert untouched == 1.0
    desk.wait_for_function("document.querySelector('[data-zoomed]')")
    assert zoom(desk) == pytest.approx(2.718, abs=0.01)


def test_dragging_moves_an_enlarged_map_and_follows_no_link(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/linked")
    desk.get_by_role("button", name="Vergrößern").click()
    before = desk.locator("svg").get_attribute("viewBox")
    middle = tile(desk, "06633").bounding_box()
    assert middle is not None

    desk.mouse.move(middle["x"] + 5, middle["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(middle["x"] - 40, middle["y"] - 60, steps=4)
    desk.mouse.up()

    assert desk.url == f"{ORIGIN}/linked"
    assert desk.locator("svg").get_attribute("viewBox") != before


def test_a_click_after_a_drag_is_a_click_again(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/linked")
    desk.get_by_role("button", name="Vergrößern").click()
    desk.mouse.move(640, 400)
    desk.mouse.down()
    desk.mouse.move(600, 350, steps=4)
    desk.mouse.up()

    tile(desk, "06633").click()

    desk.wait_for_url(f"{ORIGIN}/kreis/06633/")


def test_enter_follows_the_link_of_the_tile(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/linked")
    link = desk.get_by_role("link", name="Kreis 12054: 2 Initiativen")
    link.focus()
    expect(desk.get_by_role("status")).to_have_text("Kreis 12054: 2 Initiativen")

    desk.keyboard.press("Enter")

    desk.wait_for_url(f"{ORIGIN}/kreis/{POTSDAM}/")


def test_two_fingers_zoom(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")

    desk.evaluate(
        """() => {
          const svg = document.querySelector('svg');
          const send = (type, pointerId, clientX) => svg.dispatchEvent(new PointerEvent(
            type, { pointerId, clientX, clientY: 300, bubbles: true, pointerType: 'touch' }));
          send('pointerdown', 1, 600); send('pointerdown', 2, 700);
          send('pointermove', 2, 800); send('pointerup', 1, 600); send('pointerup', 2, 800);
        }"""
    )

    assert zoom(desk) == pytest.approx(2.0, abs=0.01)


def test_a_map_that_arrives_later_comes_to_life_once(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    svg = draw_tile_map({}, title="Später", description="Ohne Werte", element_id="late")

    desk.evaluate(
        """html => {
          document.body.insertAdjacentHTML('beforeend', html);
          const late = document.body.lastElementChild;
          for (const _ of [1, 2])
            late.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true }));
        }""",
        frame_tile_map(svg, LABELS),
    )

    late = desk.locator(".tile-map").nth(1)
    expect(late.get_by_role("button")).to_have_count(3)
    expect(late.locator(".tile-map__cursor")).to_have_count(1)


def test_labels_shrink_in_tiles_as_the_map_grows(desk: Page) -> None:
    desk.goto(f"{ORIGIN}/plain")
    focus_tile(desk, BERLIN)

    seen = []
    for _ in range(6):
        desk.keyboard.press("+")
        seen.append(desk.locator(".tile-map").get_attribute("data-zoomed"))

    assert seen == ["1", "2", "2", "3", "3", "3"]


def test_without_script_the_map_is_a_still_picture_with_links(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.route("**/*", serve)
    page.goto(f"{ORIGIN}/linked")

    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("^Kreis"))).to_have_count(400)
    page.get_by_role("link", name="Kreis 11000: 2 Initiativen").click()
    page.wait_for_url(f"{ORIGIN}/kreis/{BERLIN}/")
