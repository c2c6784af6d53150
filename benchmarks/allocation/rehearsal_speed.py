"""Ten thousand rehearsal draws of some 6,000 people. Target: at most 5 s."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.allocation.harness import make_night, measure, print_table, save
from drehscheibe_engines.allocation import freeze_applications
from drehscheibe_engines.allocation.rehearsal import Rule, estimate_chances


def main() -> None:
    frozen = freeze_applications(*make_night(2700, 50, places=50))
    rows, figures = [], {}
    for rule in (Rule.SERIAL, Rule.SIZE_COMPENSATED, Rule.FIRST_CHOICE_ROUNDS):
        chances, timing = measure(
            partial(estimate_chances, frozen, seed=1, draws=10_000, rule=rule), rounds=2
        )
        assert abs(chances.sum(axis=1) - 1).max() < 1e-9
        target = "≤ 5" if rule is Rule.SERIAL else ""
        rows.append([rule.value, timing["wall_median_s"], timing["cpu_median_s"], target])
        figures[rule.value] = timing
    print_table(["10,000 draws by the rule", "wall s", "CPU s", "target"], rows)
    save("rehearsal_speed", {"people": int(frozen.people.sum()), "rules": figures})


if __name__ == "__main__":
    main()
