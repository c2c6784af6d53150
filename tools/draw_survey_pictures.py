"""Draw the pictures of the survey engine's README from the engine's own numbers.

Run from the repository: ``python tools/draw_survey_pictures.py``. The same engine gives the same
pictures; a test of the engine compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import numpy as np  # noqa: E402 -- the path must be set first

from drehscheibe_engines import survey_stats as stats  # noqa: E402 -- the path must be set first

TARGET = ROOT / "src" / "drehscheibe_engines" / "survey_stats" / "pictures"
WIDTH = 720
BLUE, ORANGE, INK, PALE, GREY = "#1f5f99", "#b8500f", "#1d2733", "#c9d3dd", "#6b7885"


class Picture:
    """A small SVG with a title, a description and text in the reader's own font."""

    def __init__(self, height: int, title: str, description: str) -> None:
        self.height = height
        self.parts = [
            f"<title>{title}</title>",
            f"<desc>{description}</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        ]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 14,
        anchor: str = "start",
        colour: str = INK,
        weight: int = 400,
    ) -> None:
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}" font-weight="{weight}">{words}</text>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 1
    ) -> None:
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>'
        )

    def dot(self, x: float, y: float, radius: float, *, colour: str = BLUE) -> None:
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>')

    def box(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{colour}" stroke="{INK}" stroke-width="0.5"/>'
        )

    def __str__(self) -> str:
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" '
            f'role="img" font-family="system-ui, sans-serif">\n{body}\n</svg>\n'
        )


def percent_axis(picture: Picture, y: float, left: float, width: float) -> None:
    """Draw an axis from 0 to 100 %."""
    picture.line(left, y, left + width, y, colour=PALE)
    for share in (0, 25, 50, 75, 100):
        x = left + width * share / 100
        picture.line(x, y - 4, x, y + 4, colour=INK)
        picture.text(x, y + 20, f"{share} %", size=12, anchor="middle")


def draw_interval(
    picture: Picture,
    y: float,
    place: tuple[float, float],
    share: float,
    ends: stats.Interval,
    *,
    colour: str,
) -> None:
    left, width = place
    picture.line(left + width * ends.low, y, left + width * ends.high, y, colour=colour, width=4)
    picture.dot(left + width * share, y, 6, colour=colour)


def draw_150_people() -> Picture:
    """Draw the same 42 % from 150 people: unweighted, weighted, and in half the group."""
    picture = Picture(
        300,
        "42 von 100: was 150 Antworten wissen",
        "Dieselbe Zahl mit ihrem Bereich: aus 1.500, aus 150, aus 150 gewichteten und aus "
        "75 gewichteten Antworten. Je weniger Antworten, desto breiter der Bereich.",
    )
    picture.text(20, 32, "42 von 100 – wie genau?", size=18, weight=600)
    place = (300.0, 380.0)
    rows = [
        ("1.500 Antworten, ungewichtet", 1500.0, PALE),
        ("150 Antworten, ungewichtet", 150.0, BLUE),
        ("150 Antworten, gewichtet (zählen wie 94)", 150 / 1.6, ORANGE),
        ("75 von ihnen, gewichtet (zählen wie 47)", 75 / 1.6, ORANGE),
    ]
    for k, (label, n_eff, colour) in enumerate(rows):
        y = 80 + 44 * k
        ends = stats.share_interval(0.42, n_eff)
        draw_interval(picture, y, place, 0.42, ends, colour=colour if colour != PALE else INK)
        picture.text(20, y + 5, label)
        picture.text(
            690, y - 10, f"{100 * ends.low:.0f} bis {100 * ends.high:.0f}", size=12, anchor="end"
        )
    percent_axis(picture, 256, *place)
    return picture


def draw_weights() -> Picture:
    """Draw how raking turns an open invitation into the population's mix, and what it costs."""
    shares = {
        "16–29": (0.10, 0.17),
        "30–44": (0.20, 0.22),
        "45–59": (0.36, 0.24),
        "60–74": (0.28, 0.24),
        "75+": (0.06, 0.13),
    }
    counts = [round(150 * sample) for sample, _ in shares.values()]
    codes = np.repeat(np.arange(5), counts)
    margin = stats.Margin("age", tuple(shares), 84e6 * np.array([p for _, p in shares.values()]))
    raked = stats.rake([margin], [codes])
    summary = stats.summarise_weights(raked.weights)
    picture = Picture(
        330,
        "Wer geantwortet hat und wer in der Bevölkerung lebt",
        "Balken je Altersgruppe: Anteil unter 150 Antworten, Anteil in der Bevölkerung und das "
        "Gewicht, das daraus folgt.",
    )
    picture.text(20, 32, "Gewichten: Wer selten antwortet, zählt mehr", size=18, weight=600)
    for k, (label, (sample, population)) in enumerate(shares.items()):
        y = 62 + 46 * k
        weight = raked.weights[codes == k][0] / raked.weights.mean()
        picture.text(20, y + 20, label)
        picture.box(110, y, 900 * sample, 14, colour=PALE)
        picture.box(110, y + 17, 900 * population, 14, colour=BLUE)
        picture.text(700, y + 20, f"Gewicht {weight:.1f}".replace(".", ","), anchor="end")
    picture.text(20, 300, "hell: unter den 150 Antworten · dunkel: in der Bevölkerung", size=12)
    picture.text(
        20,
        320,
        f"Preis: Die {summary.n} Antworten zählen wie {summary.n_eff:.0f}; jedes weitere "
        "Merkmal kostet mehr.",
        size=12,
    )
    return picture


def draw_change() -> Picture:
    """Draw which changes between two waves can be seen."""
    picture = Picture(
        330,
        "Kleinste sichtbare Veränderung",
        "Kurve: Bei 100 gewichteten Antworten werden meist erst 20 Punkte Unterschied sichtbar, "
        "bei 2.000 etwa 4.",
    )
    picture.text(20, 32, "Welche Veränderung kann man sehen?", size=18, weight=600)
    sizes = np.geomspace(50, 2000, 60)
    left, top, width, height = 80.0, 60.0, 600.0, 210.0

    def place(n_eff: float, change: float) -> tuple[float, float]:
        across = np.log(n_eff / 50) / np.log(40)
        return left + width * float(across), top + height * (1 - change / 0.32)

    points = [place(float(m), stats.smallest_detectable_change(float(m))) for m in sizes]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    picture.parts.append(
        f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="3"/>'
    )
    for change in (0, 0.1, 0.2, 0.3):
        y = place(50, change)[1]
        picture.line(left, y, left + width, y, colour=PALE)
        picture.text(left - 8, y + 4, f"{100 * change:.0f}", size=12, anchor="end")
    for n_eff in (50, 100, 200, 400, 1000, 2000):
        change = stats.smallest_detectable_change(n_eff)
        x, y = place(n_eff, change)
        picture.dot(x, y, 5)
        picture.text(x + 6, y - 10, f"{100 * change:.0f}", weight=600)
        picture.text(x, top + height + 20, f"{n_eff:,}".replace(",", "."), size=12, anchor="middle")
    picture.text(left, 312, "Antworten je Befragung (nach Gewichtung) · links: Punkte", size=12)
    return picture


def draw_protection() -> Picture:
    """Draw a table with its protected cells."""
    table = np.array([[42, 31, 27], [38, 4, 25], [51, 36, 12]])
    unsafe = stats.too_small(stats.add_totals(table), stats.ProtectionRule())
    hidden = stats.protect_table(table, unsafe).hidden
    picture = Picture(
        250,
        "Schutz kleiner Gruppen",
        "Tabelle mit drei Orten und drei Antworten. Die Zelle mit vier Menschen ist geschützt, "
        "und drei weitere, aus denen man sie ausrechnen könnte.",
    )
    picture.text(20, 32, "Eine Zelle ist zu klein – vier werden geschützt", size=18, weight=600)
    picture.text(20, 236, "Wer nur die 4 verdeckt, verrät sie: Summe minus Rest.", size=12)
    values = stats.add_totals(table)
    names = ("Ort A", "Ort B", "Ort C", "Summe")
    for j, label in enumerate(("dafür", "dagegen", "weiß nicht", "Summe")):
        picture.text(200 + 130 * j, 66, label, anchor="middle", weight=600)
    for i, name in enumerate(names):
        y = 76 + 36 * i
        picture.text(40, y + 22, name, weight=600)
        for j in range(4):
            mark = bool(hidden[i, j])
            picture.box(140 + 130 * j, y, 120, 32, colour=PALE if mark else "#ffffff")
            words = stats.HIDDEN_DE if mark else f"{values[i, j]:.0f}"
            picture.text(200 + 130 * j, y + 21, words, anchor="middle")
    return picture


def draw_small_areas() -> Picture:
    """Draw direct and model estimates of areas with few answers, with the planted truth."""
    rng = np.random.default_rng(4)
    areas = 8
    area, age = (a.ravel() for a in np.meshgrid(np.arange(areas), np.arange(4), indexing="ij"))
    facts = np.linspace(-1, 1, areas)[:, None]
    persons = np.geomspace(1, 12, areas)[area] * 1000
    chance = 1 / (
        1 + np.exp(-(0.7 * facts[area, 0] + rng.normal(0, 0.15, areas)[area] + 0.2 * age - 0.3))
    )
    truth = np.bincount(area, persons * chance) / np.bincount(area, persons)
    answers = rng.multinomial(500, persons / persons.sum()).astype(float)
    yes = rng.binomial(answers.astype(int), chance).astype(float)
    cells = stats.PopulationCells(area, {"age": age}, persons, facts)
    model = stats.estimate_small_areas(yes, answers, cells, seed=1)
    picture = Picture(
        430,
        "Gebiete mit wenigen Antworten",
        "Acht Gebiete: direkte Zahl mit breitem Bereich, Modellschätzung mit schmalerem Bereich "
        "und die wahre Zahl der Simulation als senkrechter Strich.",
    )
    picture.text(20, 32, "Wenige Antworten: direkt und als Modellschätzung", size=18, weight=600)
    place = (230.0, 450.0)
    for k, estimate in enumerate(model.areas):
        y = 70 + 38 * k
        direct = float(yes[area == k].sum() / estimate.n)
        picture.text(20, y + 8, f"Gebiet {k + 1}: {estimate.n} Antworten")
        draw_interval(
            picture, y, place, direct, stats.share_interval(direct, estimate.n), colour=GREY
        )
        draw_interval(
            picture,
            y + 12,
            place,
            estimate.share,
            stats.Interval(estimate.low, estimate.high),
            colour=ORANGE,
        )
        x = place[0] + place[1] * float(truth[k])
        picture.line(x, y - 8, x, y + 20, width=2)
    percent_axis(picture, 380, *place)
    picture.text(
        20,
        424,
        "grau: direkt · orange: Modellschätzung · Strich: wahrer Wert der Simulation",
        size=12,
    )
    return picture


def draw_all() -> Sequence[tuple[str, str]]:
    """Return file names and SVG texts."""
    return [
        ("150-people.svg", str(draw_150_people())),
        ("weights.svg", str(draw_weights())),
        ("change.svg", str(draw_change())),
        ("protection.svg", str(draw_protection())),
        ("small-areas.svg", str(draw_small_areas())),
    ]


def main() -> None:
    """Write all pictures."""
    TARGET.mkdir(exist_ok=True)
    for name, text in draw_all():
        (TARGET / name).write_text(text, encoding="utf-8")
        print(TARGET / name)


if __name__ == "__main__":
    main()
