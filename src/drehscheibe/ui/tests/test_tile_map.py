import csv
import gzip
import re
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.ui.tile_map import (
    FrameLabels,
    Tile,
    draw_tile_map,
    frame_tile_map,
    load_tile_map,
)

LABELS = FrameLabels(
    toolbar="Karte",
    zoom_in="Vergrößern",
    zoom_out="Verkleinern",
    reset="Ganzes Land",
    keys="Mit den Pfeiltasten von Kreis zu Kreis.",
)
HOSTILE = "<script>alert('x')</script>\"&amp;</title></svg>"
printable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own output


def draw(tiles: dict[str, Tile]) -> ET.Element:
    svg = draw_tile_map(tiles, title="Deutschland", description="Ein Sechseck je Kreis")
    return parse(svg)


def every_kreis(*, linked: bool) -> dict[str, Tile]:
    table = files("drehscheibe.core").joinpath("places/data/kreise.csv")
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["ags5"]: Tile(
            name=row["name"].split(",")[0],
            value=f"{number % 5} Initiativen",
            level=number % 5,
            href=f"/karte/{row['ags5']}/" if linked else "",
        )
        for number, row in enumerate(rows)
    }


def tile_of(svg: ET.Element, key: str) -> ET.Element:
    found = svg.findall(f".//path[@data-ags='{key}']")
    assert len(found) == 1
    return found[0]


def test_an_empty_map_has_all_tiles_outlines_and_labels() -> None:
    svg = draw({})

    tiles = svg.findall("g[@class='tile-map__tiles']/g/path")
    outlines = svg.findall("g[@class='tile-map__outlines']/path")
    labels = [text.text for text in svg.findall("g[@class='tile-map__labels']/text")]
    assert {tile.get("data-ags") for tile in tiles} == load_tile_map().positions.keys()
    assert len(tiles) == 400
    assert len(outlines) == 16
    assert labels == list(load_tile_map().laender)


def test_the_picture_is_named_and_described() -> None:
    svg = draw({})

    assert svg.get("role") == "img"
    title, description = svg.find("title"), svg.find("desc")
    assert title is not None
    assert description is not None
    assert (svg.get("aria-labelledby"), title.text) == (title.get("id"), "Deutschland")
    assert svg.get("aria-describedby") == description.get("id")
    assert description.text == "Ein Sechseck je Kreis"


def test_a_tile_shows_level_state_and_name() -> None:
    svg = draw({"05566": Tile("Steinfurt", value="3 Initiativen", level=3, state="is-selected")})

    tile = tile_of(svg, "05566")
    assert tile.get("class") == "level-3 is-selected"
    assert tile.findtext("title") == "Steinfurt: 3 Initiativen"


def test_a_tile_without_value_bears_its_name_alone() -> None:
    tile = tile_of(draw({"05566": Tile("Steinfurt")}), "05566")

    assert tile.get("class") is None
    assert tile.findtext("title") == "Steinfurt"


def test_a_linked_tile_is_a_link_with_the_same_name() -> None:
    svg = draw({"05566": Tile("Steinfurt", value="3 Initiativen", href="/karte/05566/?a=1&b=2")})

    (link,) = svg.findall(".//a")
    assert link.attrib == {"href": "/karte/05566/?a=1&b=2"}
    assert link.findtext("title") == "Steinfurt: 3 Initiativen"
    assert link.find("path[@data-ags='05566']") is not None
    assert svg.get("role") == "group"


@given(name=printable, value=printable, href=printable)
def test_any_text_is_escaped(name: str, value: str, href: str) -> None:
    svg = draw({"05566": Tile(name, value=value, href=href)})

    spoken = f"{name}: {value}" if value else name
    (holder,) = svg.findall(".//a") if href else [tile_of(svg, "05566")]
    assert holder.findtext("title") == spoken
    assert holder.get("href") == (href or None)


def test_hostile_texts_add_no_elements() -> None:
    harmless = draw_tile_map({"05566": Tile("x", href="x")}, title="x", description="x")

    svg = draw_tile_map(
        {"05566": Tile(HOSTILE, value=HOSTILE, href=HOSTILE)},
        title=HOSTILE,
        description=HOSTILE,
        element_id='"><script>',
    )

    assert [e.tag for e in parse(svg).iter()] == [e.tag for e in parse(harmless).iter()]


@pytest.mark.parametrize("linked", [False, True])
def test_no_style_and_no_colour_is_written_into_the_picture(linked: bool) -> None:
    svg = draw(every_kreis(linked=linked))

    names = {name for element in svg.iter() for name in element.attrib}
    assert names <= {
        "aria-describedby",
        "aria-hidden",
        "aria-labelledby",
        "class",
        "d",
        "data-ags",
        "data-land",
        "dy",
        "href",
        "id",
        "role",
        "transform",
        "viewBox",
        "x",
        "y",
    }


def test_an_unknown_kreis_is_refused() -> None:
    with pytest.raises(ValueError, match="Not a Kreis on the map: 00000, 99999"):
        draw({"99999": Tile("Nirgendwo"), "00000": Tile("Nirgends"), "05566": Tile("Steinfurt")})


@pytest.mark.parametrize("level", [-1, 5])
def test_an_unknown_level_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match=rf"Level {level} of Steinfurt is not one of 0 to 4"):
        draw({"05566": Tile("Steinfurt", level=level)})


@pytest.mark.parametrize("state", ['x" onload="y', " ", "a  b", "1a", "ü"])
def test_a_state_that_is_no_class_is_refused(state: str) -> None:
    with pytest.raises(ValueError, match="no list of class names"):
        draw({"05566": Tile("Steinfurt", state=state)})


def test_several_maps_on_a_page_have_distinct_ids() -> None:
    ids = [
        element.get("id")
        for name in ("one", "two")
        for element in parse(draw_tile_map({}, title="a", description="b", element_id=name)).iter()
        if element.get("id")
    ]

    assert ids == ["one-title", "one-description", "two-title", "two-description"]


def test_labels_of_the_laender_can_be_left_out() -> None:
    assert "<text" not in draw_tile_map({}, title="a", description="b", land_labels=False)


@pytest.mark.parametrize(("linked", "plain_kb", "packed_kb"), [(False, 52, 8), (True, 62, 9)])
def test_the_picture_stays_small(linked: bool, plain_kb: float, packed_kb: float) -> None:
    svg = draw_tile_map(every_kreis(linked=linked), title="a", description="b").encode()

    assert len(svg) < plain_kb * 1000
    assert len(gzip.compress(svg)) < packed_kb * 1000


def test_the_frame_hides_what_needs_the_script() -> None:
    # HTML allows a bare attribute, the parser of XML does not.
    frame = parse(re.sub(r" hidden\b", ' hidden=""', frame_tile_map("<svg/>", LABELS)))

    assert frame.get("data-controller") == "tile-map"
    buttons = frame.findall("div[@hidden]/button")
    assert [(b.get("data-action"), b.get("aria-label")) for b in buttons] == [
        ("zoom-in", "Vergrößern"),
        ("zoom-out", "Verkleinern"),
        ("reset", "Ganzes Land"),
    ]
    assert [p.text for p in frame.findall("p[@hidden]")] == [LABELS.keys]
    assert frame.find("p[@role='status']") is not None


def test_the_texts_of_the_frame_are_escaped() -> None:
    labels = FrameLabels(*[HOSTILE] * 5)

    assert "<script" not in frame_tile_map("", labels)


def test_a_selected_tile_bears_its_name_for_the_eye_alone() -> None:
    svg = draw({"05566": Tile("Steinfurt <b>", state="is-selected"), "05515": Tile("Münster")})

    (name,) = [text for text in svg.iter("text") if text.get("class") == "tile-map__name"]
    assert (name.text, name.get("aria-hidden")) == ("Steinfurt <b>", "true")


def test_signs_stand_on_their_tiles_for_the_eye_alone() -> None:
    svg = draw({"05566": Tile("Steinfurt", state="is-silent", sign="<"), "05515": Tile("Münster")})

    (group,) = [g for g in svg.iter("g") if g.get("class") == "tile-map__signs"]
    (sign,) = group
    assert (group.get("aria-hidden"), sign.get("class"), sign.text) == ("true", "is-silent", "<")
