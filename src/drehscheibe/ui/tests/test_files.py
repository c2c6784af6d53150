"""The stylesheet bundle, the sprite, the weight of a first visit, and what templates may not contain."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from drehscheibe.ui import icons, specimens
from tools import bundle_css

PACKAGE = Path(__file__).parents[2]
STATIC = icons.SPRITE.parent
TEMPLATES = sorted(
    path
    for path in PACKAGE.rglob("templates/**/*")
    if path.suffix in {".html", ".svg"}
    and "templates_wagtail" not in path.parts
    # Mail programs know no stylesheets; mails are not served and carry their styles with them.
    and "notify" not in path.parts
)
CONTROLLERS = sorted(path.stem for path in (STATIC / "js" / "controllers").glob("*.js"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_bundle_is_up_to_date() -> None:
    assert _text(bundle_css.BUNDLE) == bundle_css.bundle(), "run python tools/bundle_css.py"


def test_every_component_has_a_stylesheet_or_shares_one() -> None:
    shared = {"bar_chart", "example_mark", "interval_chart", "stacked_chart"}
    styled = {path.stem for path in (STATIC / "css" / "components").glob("*.css")}

    assert set(specimens.component_names()) - styled == shared


def test_only_tokens_hold_colours() -> None:
    css = {path: _text(path) for path in (STATIC / "css").rglob("*.css") if path.name != "ui.css"}
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(", re.IGNORECASE)

    found = {
        path.name: raw.findall(re.sub(r"@media print \{.*", "", text, flags=re.DOTALL))
        for path, text in css.items()
        # The map is also embedded in foreign pages, where our tokens are not; it brings fallbacks.
        if path.name not in {"tokens.css", "tile-map.css"}
    }

    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_that_is_used_exists() -> None:
    css = "".join(_text(path) for path in (STATIC / "css").rglob("*.css"))

    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", css))
    defined = set(re.findall(r"(--[a-z0-9-]+):", css))

    assert used - defined == set()


def test_first_visit_is_light() -> None:
    fonts = [
        "barlow-semi-condensed-500",
        "barlow-semi-condensed-600",
        "source-sans-3-400",
        "source-sans-3-600",
    ]
    packed = {
        path: len(gzip.compress(path.read_bytes()))
        for path in [
            STATIC / "css" / "ui.css",
            STATIC / "icons.svg",
            STATIC / "js" / "theme.js",
            STATIC / "js" / "main.js",
            STATIC / "js" / "texts.js",
            *(STATIC / "js" / "controllers").glob("*.js"),
        ]
    }
    letters = sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in fonts)

    assert packed[STATIC / "css" / "ui.css"] <= 20_000
    assert sum(size for path, size in packed.items() if path.suffix == ".js") <= 10_000
    assert sum(packed.values()) + letters <= 100_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_have_no_inline_style_or_script(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", _text(path), flags=re.DOTALL)
    forbidden = {
        "style attribute": r"<[^>]*\sstyle\s*=",
        "style element": r"<style\b",
        "event handler": r"<[^>]*\son[a-z]+\s*=",
        "script in the page": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")",
        "javascript address": r"javascript:",
    }

    assert [name for name, pattern in forbidden.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_page_hides_its_origin_from_its_own_forms(path: Path) -> None:
    """Under "no-referrer" a browser sends ``Origin: null`` with a form, which is refused as forged."""
    assert "no-referrer" not in _text(path)


def test_every_icon_in_templates_is_in_the_sprite() -> None:
    sources = "".join(_text(path) for path in TEMPLATES)
    named = set(re.findall(r"ui\.icon\(\s*\"([^\"]+)\"", sources))
    named |= set(re.findall(r"\bicon=\"([^\"]+)\"", sources))

    assert named - icons.icon_names() == set()
    assert len(named) > 20


def test_sprite_draws_in_the_colour_of_the_text() -> None:
    symbols = re.findall(r"<symbol (.*?)>", _text(icons.SPRITE))

    assert len(symbols) == len(icons.icon_names()) >= 45
    assert all(
        'stroke="currentColor"' in symbol and 'viewBox="0 0 24 24"' in symbol for symbol in symbols
    )


def test_every_illustration_of_the_contract_is_drawn_in_few_colours() -> None:
    folder = PACKAGE / "ui" / "templates" / "ui" / "illustrations"

    drawings = {path.stem: _text(path) for path in folder.glob("*.svg")}

    assert set(drawings) == {
        "turntable",
        "works",
        "harbour",
        "hall",
        "table",
        "track",
        "letter",
        "empty",
        "lost",
        "skyline",
    }
    assert all(
        "#" not in drawing and 'aria-hidden="true"' in drawing for drawing in drawings.values()
    )


def test_every_behaviour_is_known_to_the_loader_and_the_other_way_round() -> None:
    loader = _text(STATIC / "js" / "main.js")

    known = re.findall(r'"([a-z-]+)": \(\) => import\("\./controllers/([a-z-]+)\.js"\)', loader)

    assert sorted(name for name, _file in known) == CONTROLLERS
    assert all(name == file for name, file in known)


def test_every_sentence_of_the_behaviours_is_provided() -> None:
    scripts = "".join(_text(path) for path in (STATIC / "js").rglob("*.js"))
    page = _text(PACKAGE / "ui" / "templates" / "ui" / "parts" / "texts.html")

    wanted = set(re.findall(r"\btext\(\"([a-zA-Z]+)\"", scripts))
    given = {
        re.sub(r"-(\w)", lambda match: match[1].upper(), name)
        for name in re.findall(r"data-([a-z-]+)=", page)
    }

    assert wanted - given == set()


def test_fonts_come_with_their_licences() -> None:
    names = {path.name for path in (STATIC / "fonts").iterdir()}

    assert {"OFL-Barlow.txt", "OFL-Source-Sans-3.txt"} <= names
    assert "SIL OPEN FONT LICENSE" in _text(STATIC / "fonts" / "OFL-Source-Sans-3.txt")
