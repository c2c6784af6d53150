"""The pictures of the README show what the engine computes today."""

from __future__ import annotations

import re
from pathlib import Path

from tools.draw_survey_pictures import TARGET, draw_all


def test_pictures_are_drawn_from_the_present_engine() -> None:
    for name, drawn in draw_all():
        stored = Path(TARGET, name).read_text(encoding="utf-8")

        assert re.findall(r">([^<]+)</text>", stored) == re.findall(r">([^<]+)</text>", drawn)


def test_every_picture_has_a_title_and_a_description() -> None:
    for _, drawn in draw_all():
        assert re.search(r"<title>[^<]+</title>", drawn)
        assert re.search(r"<desc>[^<]{20,}</desc>", drawn)
