"""A night of the usual size: time, promises checked from scratch, distance to the optimum.

Targets: at most 40 ms with hash and Merkle root; no fault; at least 99.5 % of the people whom
the solver can seat.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.allocation.harness import make_night, measure, print_table, save
from drehscheibe_engines.allocation import audit_assignment, draw_places, freeze_applications
from drehscheibe_engines.allocation.rehearsal import find_optimum


def main() -> None:
    tours, applications = make_night(2700, 50, places=50)

    result, timing = measure(
        lambda: draw_places(freeze_applications(tours, applications), "3 14 15 22 31 44"), rounds=40
    )
    faults = audit_assignment(result.frozen, result.assignments)
    optimum = find_optimum(result.frozen, seats_only=True)
    assert optimum is not None
    best = int(result.frozen.people[optimum.assigned >= 0].sum())
    shares = [
        draw_places(result.commitment, f"night {number}").seated_people / best
        for number in range(200)
    ]

    rows = [
        [
            "freeze, hash, Merkle root, order, places; wall ms, median",
            1000 * timing["wall_median_s"],
            "≤ 40",
        ],
        ["the same, CPU ms, median", 1000 * timing["cpu_median_s"], "≤ 40"],
        ["faults found by the audit", len(faults), "0"],
        ["people seated / seated by the solver, least of 200 draws", min(shares), "≥ 0.995"],
    ]
    print_table(["what", "measured", "target"], rows)
    save(
        "draw_night",
        {
            "groups": len(applications),
            "people": int(result.frozen.people.sum()),
            **timing,
            "faults": len(faults),
            "optimum_people": best,
            "least_share_of_optimum": min(shares),
        },
    )


if __name__ == "__main__":
    main()
