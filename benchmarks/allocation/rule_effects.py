"""What each rule does to whom, and whether honesty pays; feeds the picture in the README."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dataclasses import asdict

from benchmarks.allocation.harness import make_night, print_table, save
from drehscheibe_engines.allocation import Application, freeze_applications
from drehscheibe_engines.allocation.rehearsal import Rule, estimate_chances, rehearse_rules

POPULAR = [f"T{number:05d}" for number in range(5)]
SAFE = "T00049"
#: One more person, who likes the five most popular tours best and the least popular one too.
LISTS = {
    "five popular tours": POPULAR,
    "four popular tours, safe tour last": [*POPULAR[:4], SAFE],
    "safe tour first, then four popular": [SAFE, *POPULAR[:4]],
}


def chances(wishes: list[str], rule: Rule) -> dict[str, float]:
    """Return one more person's chances of any place and of the favourite."""
    tours, applications = make_night(2700, 50, places=50)
    me = Application("me", 1, wishes=tuple(wishes))
    frozen = freeze_applications(tours, [*applications, me])
    row = estimate_chances(frozen, seed=2, draws=4000, rule=rule)[-1]
    favourite = row[wishes.index(POPULAR[0])]
    return {"any place": float(1 - row[-1]), "favourite": float(favourite)}


def main() -> None:
    frozen = freeze_applications(*make_night(2700, 50, places=50))
    effects = rehearse_rules(frozen, seed=1, draws=2000)
    honesty = {
        rule.value: {name: chances(wishes, rule) for name, wishes in LISTS.items()}
        for rule in (Rule.SERIAL, Rule.FIRST_CHOICE_ROUNDS)
    }

    print_table(
        ["rule", "people seated", "first wish", *(f"groups of {n}" for n in range(1, 7))],
        [
            [
                one.rule,
                one.people_seated,
                one.people_by_wish["1"],
                *one.groups_seated_by_size.values(),
            ]
            for one in effects
        ],
    )
    print_table(
        ["rule", "wishes stated", "any place", "favourite"],
        [
            [rule, name, *row.values()]
            for rule, rows in honesty.items()
            for name, row in rows.items()
        ],
    )
    save("rule_effects", {"rules": [asdict(one) for one in effects], "honesty": honesty})


if __name__ == "__main__":
    main()
