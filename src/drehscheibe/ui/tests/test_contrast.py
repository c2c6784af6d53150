"""Which colour may stand on which ground, measured in the stylesheet itself, by day and by night."""

from __future__ import annotations

import itertools

import pytest

from drehscheibe.ui import specimens

MODES = {"day": 0, "night": 1}
GROUNDS = ["paper", "paper-raised", "paper-sunken"]
TEXT = [
    *itertools.product(["ink", "ink-soft", "petrol", "danger", "success", "signal-text"], GROUNDS),
    *itertools.product(["on-deep", "on-deep-soft"], ["deep", "deep-raised"]),
    *itertools.product(["on-signal"], ["signal", "signal-hover"]),
    *itertools.product(["ink"], ["petrol-soft", "signal-soft", "success-soft", "danger-soft"]),
    ("petrol", "petrol-soft"),
    ("success", "success-soft"),
    ("danger", "danger-soft"),
    ("signal-text", "signal-soft"),
    ("paper", "ink"),
    ("map-label", "paper"),
    ("map-label", "map-tile"),
    *((f"on-step-{number}", f"step-{number}") for number in range(1, 5)),
    *((f"on-data-{number}", f"data-{number}") for number in range(1, 9)),
]
EDGES = [
    *itertools.product(["line-strong", "petrol", "focus"], GROUNDS),
    *itertools.product([f"data-{number}" for number in range(1, 9)], ["paper", "paper-raised"]),
    *itertools.product(["map-outline", "map-focus"], ["paper", "map-tile"]),
    ("signal", "deep"),
    ("signal-edge", "paper"),
    ("signal-text", "signal-soft"),
    ("deep-line", "deep"),
]


def _linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _luminance(rgb: list[float]) -> float:
    red, green, blue = rgb
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read(front: str, ground: str, mode: str) -> None:
    tokens = specimens.tokens()

    contrast = _contrast(tokens[front][MODES[mode]], tokens[ground][MODES[mode]])

    assert contrast >= 4.5, f"{front} on {ground}, {mode}: {contrast:.2f}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("front", "ground"), EDGES)
def test_edges_and_marks_can_be_seen(front: str, ground: str, mode: str) -> None:
    tokens = specimens.tokens()

    contrast = _contrast(tokens[front][MODES[mode]], tokens[ground][MODES[mode]])

    assert contrast >= 3, f"{front} on {ground}, {mode}: {contrast:.2f}"


def _grey(colour: str) -> float:
    """Return CIE L*, the lightness that remains in a grey print."""
    luminance = _luminance(_linear(colour))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("mode", MODES)
def test_data_colours_stay_apart_in_grey(mode: str) -> None:
    tokens = specimens.tokens()

    greys = sorted(_grey(tokens[f"data-{number}"][MODES[mode]]) for number in range(1, 9))

    assert min(b - a for a, b in itertools.pairwise(greys)) >= 4.5
    assert greys[-1] - greys[0] >= 35


@pytest.mark.parametrize("mode", MODES)
def test_neighbours_in_the_data_row_differ_clearly_in_grey(mode: str) -> None:
    tokens = specimens.tokens()

    greys = [_grey(tokens[f"data-{number}"][MODES[mode]]) for number in range(1, 9)]

    assert min(abs(b - a) for a, b in itertools.pairwise(greys)) >= 10


# Matrices for complete dichromacy: Machado, Oliveira, Fernandes (2009), A Physiologically-based Model
# for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), table 1, severity 1.0.
DICHROMACY = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def _lab(rgb: list[float]) -> list[float]:
    red, green, blue = (min(max(channel, 0), 1) for channel in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", DICHROMACY)
def test_data_colours_stay_apart_for_colour_blind_readers(sight: str, mode: str) -> None:
    tokens, matrix = specimens.tokens(), DICHROMACY[sight]

    seen = []
    for number in range(1, 9):
        rgb = _linear(tokens[f"data-{number}"][MODES[mode]])
        seen.append(_lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in matrix]))

    distances = [
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in itertools.combinations(seen, 2)
    ]
    assert min(distances) >= 18


@pytest.mark.parametrize("mode", MODES)
def test_map_steps_grow_evenly_in_one_direction(mode: str) -> None:
    tokens = specimens.tokens()

    greys = [_grey(tokens[f"map-tile-{number}"][MODES[mode]]) for number in range(1, 5)]

    steps = [b - a for a, b in itertools.pairwise(greys)]
    assert all(step < -10 for step in steps) or all(step > 10 for step in steps)
