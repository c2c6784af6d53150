"""Draw the README's picture and fill its table of figures from the results of the other scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
ENGINE = ROOT / "src" / "drehscheibe_engines" / "allocation"
START, END = "<!-- figures: written by show_figures.py -->", "<!-- end of figures -->"

NAMES = {
    "serial": "One order (the rule)",
    "size-compensated": "One order, lots by group size",
    "first-choice-rounds": "First wishes first",
    "optimum": "Solver's optimum",
}
WISHES = ("1", "2", "3", "4", "5", "none")
WISH_LABELS = ("1st wish", "2nd", "3rd", "4th", "5th", "no place")
SHADES = ("#0b4f6c", "#2f7f9f", "#6aaac2", "#a3cbda", "#d3e6ed", "#f4f1ea")
WIDTH, LEFT, SCALE = 860, 240, 5.9


def text(x: float, y: float, words: str, *, kind: str = "") -> str:
    """Return a line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{words}</text>'


def bars_by_wish(rules: list[dict[str, Any]], top: float) -> list[str]:
    """Draw one stacked bar per rule: people by what they got."""
    parts = [text(20, top, "People by what they got, per cent", kind="head")]
    for number, (label, shade) in enumerate(zip(WISH_LABELS, SHADES, strict=True)):
        left = LEFT + 98 * number
        parts.append(f'<rect x="{left}" y="{top + 12}" width="12" height="12" fill="{shade}"/>')
        parts.append(text(left + 17, top + 23, label))
    for row, rule in enumerate(rules):
        y, x = top + 38 + 34 * row, float(LEFT)
        parts.append(text(20, y + 17, NAMES[rule["rule"]]))
        for wish, shade in zip(WISHES, SHADES, strict=True):
            share = 100 * rule["people_by_wish"].get(wish, 0.0)
            width = share * SCALE
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="24" fill="{shade}"/>'
            )
            if share >= 4:
                dark = "light" if shade in SHADES[:2] else ""
                parts.append(text(x + 5, y + 17, f"{share:.0f}", kind=dark))
            x += width
    return parts


def dots_by_size(rules: list[dict[str, Any]], top: float) -> list[str]:
    """Draw one row per rule: share of groups seated, one numbered dot per group size."""
    scale, start = 16.0, 20
    parts = [
        text(
            20,
            top,
            "Groups with a place, per cent; the number in the dot is the group's size",
            kind="head",
        )
    ]
    for tick in range(start, 56, 5):
        x = LEFT + (tick - start) * scale
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{top + 14}" y2="{top + 14 + 34 * len(rules)}" class="grid"/>'
        )
        parts.append(text(x - 7, top + 32 + 34 * len(rules), str(tick)))
    for row, rule in enumerate(rules):
        y = top + 32 + 34 * row
        parts.append(text(20, y + 4, NAMES[rule["rule"]]))
        for size, share in sorted(rule["groups_seated_by_size"].items(), reverse=True):
            x = LEFT + (100 * share - start) * scale
            parts.append(f'<circle cx="{x:.1f}" cy="{y}" r="9" class="dot"/>')
            parts.append(text(x - 4, y + 4, size, kind="light"))
    return parts


def load(name: str) -> dict[str, Any]:
    """Return the results of one script."""
    results: dict[str, Any] = json.loads((RESULTS / f"allocation_{name}.json").read_text("utf-8"))
    return results


def draw_picture() -> None:
    rules = load("rule_effects")["rules"]
    height = 450
    description = " ".join(
        f"{NAMES[rule['rule']]}: {100 * rule['people_by_wish']['1']:.0f} per cent of people get their first wish, "
        f"{100 * rule['people_by_wish']['none']:.0f} per cent no place."
        for rule in rules
    )
    style = (
        "text{font:14px system-ui,sans-serif;fill:#1d2730}.head{font-weight:600}"
        ".light{fill:#fff}.grid{stroke:#cfd6da}.dot{fill:#0b4f6c;stroke:#fff}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">Four rules on the same applications</title>',
        f'<desc id="d">{description}</desc>',
        f"<style>{style}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *bars_by_wish(rules, 30),
        *dots_by_size(rules, 250),
        "</svg>",
    ]
    target = ENGINE / "effects.svg"
    target.write_text("\n".join(parts) + "\n", "utf-8")
    print(f"written: {target.relative_to(ROOT)}")


def figure_rows() -> list[tuple[str, str, str]]:
    """Return what was measured, the figure and the target."""
    night, million = load("draw_night"), load("draw_million")
    rehearsal, peers = load("rehearsal_speed"), load("peers")
    stages = million["stages"][str(million["groups"])]
    engine = stages["engine, CPU"]
    command = million["command"]
    small, large = (list(million["unit_ns"].values())[at] for at in (0, -1))
    draws = rehearsal["rules"]["serial"]
    rules = peers["rules"]
    ours, solver, library = (
        rules[name]
        for name in ("this engine", "solver's optimum (HiGHS)", "matching, people alone")
    )
    return [
        (
            "2,700 groups, 50 tours: list, hash, Merkle root, order, places",
            f"{1000 * night['cpu_median_s']:.0f} ms CPU, {1000 * night['wall_median_s']:.0f} ms",
            "≤ 40 ms",
        ),
        ("faults found by the audit", str(night["faults"]), "0"),
        (
            "people seated, share of what the solver can seat, least of 200 draws",
            f"{night['least_share_of_optimum']:.1%}",
            "≥ 99.5 %",
        ),
        (
            "1,000,000 groups, 5,000 tours: engine with hash, tree, proofs, waiting lists",
            f"{engine:.1f} s CPU, {stages['engine, wall']:.1f} s",
            "≤ 6 s",
        ),
        (
            "the same, whole command, 136 MB in, 67 MB out",
            f"{command['cpu_s']:.1f} s CPU, {command['wall_s']:.1f} s, {command['peak_gb']:.2f} GB",
            "≤ 25 s, ≤ 2 GB",
        ),
        (
            "time per n log n, 1,000,000 groups against 10,000",
            f"{large / small:.2f} times",
            "≤ 1",
        ),
        (
            "10,000 rehearsal draws of 5,900 people",
            f"{draws['cpu_median_s']:.1f} s CPU, {draws['wall_median_s']:.1f} s",
            "≤ 5 s",
        ),
        (
            "against the library `matching` (resident-optimal, people alone), CPU",
            f"{peers['times_faster']:.0f} times faster",
            "≥ 100",
        ),
        *(
            (
                f"first wish / seated / seated with the whole group: {name}",
                f"{one['first_wish']:.0%} / {one['seated']:.0%} / {one['seated_with_group_whole']:.0%}",
                "side by side",
            )
            for name, one in (("this engine", ours), ("solver", solver), ("`matching`", library))
        ),
    ]


def fill_table() -> None:
    """Write the table between the two marks in the README."""
    readme = ENGINE / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(START)
    after = rest.partition(END)[2]
    loads = [load(name)["machine"]["load_average"] for name in ("draw_night", "draw_million")]
    rows = ["| what | measured | target |", "|---|---|---|"]
    rows += [f"| {' | '.join(row)} |" for row in figure_rows()]
    note = f"Two shared cores, Python 3.11; other work on the machine meanwhile: load {min(loads):.1f} to {max(loads):.1f}."
    table = "\n".join([START, "", *rows, "", note, "", END])
    readme.write_text(before + table + after, "utf-8")
    print(f"written: {readme.relative_to(ROOT)}")


def main() -> None:
    draw_picture()
    fill_table()


if __name__ == "__main__":
    main()
