"""Draw the pictures of the engine's README from planted conversations, as SVG.

``python benchmarks/opinion_map/draw_pictures.py``
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from drehscheibe_engines.opinion_map import MapResult, OpinionMap, plant_continuum, plant_groups

TARGET = (
    Path(__file__).resolve().parents[2]
    / "src"
    / "drehscheibe_engines"
    / "opinion_map"
    / "README.svg"
)
#: Told apart by shape as well, so that colour is not needed.
COLOURS = ("#1b6ca8", "#c2410c", "#3f7d20", "#7a3e9d")
WIDTH, HEIGHT, MARGIN = 300, 300, 24


def mark(shape: int, x: float, y: float, colour: str, opacity: float) -> str:
    style = f'fill="{colour}" fill-opacity="{opacity:.2f}"'
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" {style}/>'
    if shape == 1:
        return f'<rect x="{x - 2.6:.1f}" y="{y - 2.6:.1f}" width="5.2" height="5.2" {style}/>'
    points = f"{x:.1f},{y - 3.4:.1f} {x + 3.2:.1f},{y + 2.6:.1f} {x - 3.2:.1f},{y + 2.6:.1f}"
    return f'<polygon points="{points}" {style}/>'


def panel(result: MapResult, title: str, left: int) -> str:
    on_map = np.isfinite(result.positions[:, 0])
    places, labels = result.positions[on_map], result.labels[on_map]
    sure = np.nan_to_num(result.confidence[on_map], nan=0.5)
    limit = np.abs(places).max() * 1.05
    xs = left + MARGIN + (places[:, 0] / limit + 1) / 2 * (WIDTH - 2 * MARGIN)
    ys = 40 + MARGIN + (1 - places[:, 1] / limit) / 2 * (HEIGHT - 2 * MARGIN)
    parts = [
        f'<text x="{left + WIDTH / 2}" y="24" text-anchor="middle" fill="#333">{title}</text>',
        f'<rect x="{left + 8}" y="40" width="{WIDTH - 16}" height="{HEIGHT}" fill="none" stroke="#bbb"/>',
    ]
    for x, y, label, confidence in zip(xs, ys, labels.tolist(), sure, strict=True):
        colour = "#777" if label < 0 else COLOURS[label % len(COLOURS)]
        parts.append(mark(max(label, 0) % 3, x, y, colour, 0.15 + 0.7 * confidence))
    found = "no groups" if result.structure.k is None else f"{result.structure.k} groups"
    caption = f"found: {found}, {result.structure.dimensions} dimensions"
    parts.append(
        f'<text x="{left + WIDTH / 2}" y="{HEIGHT + 62}" text-anchor="middle" fill="#333">{caption}</text>'
    )
    return "\n".join(parts)


def main() -> None:
    size = {"n_people": 500, "n_statements": 80, "votes_per_person": 30}
    shown = (
        ("three planted groups", plant_groups(seed=4, n_groups=3, **size)),
        ("a continuum", plant_continuum(seed=4, n_dimensions=2, **size)),
        ("noise", plant_groups(seed=4, n_groups=1, **size)),
    )
    panels = [
        panel(OpinionMap().fit(planted.table).result_, title, index * WIDTH)
        for index, (title, planted) in enumerate(shown)
    ]
    view = f"0 0 {3 * WIDTH} {HEIGHT + 76}"
    text = "\n".join(panels)
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" '
        'aria-label="Maps of three planted groups, a continuum and noise" '
        f'font-family="sans-serif" font-size="14">\n<rect width="100%" height="100%" fill="#fff"/>\n{text}\n</svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
