"""Beside the nearest rule of the library "matching" and a solver's optimum, on the same input.

"matching" knows residents with ranked hospitals; with one random order as every hospital's
preference its resident-optimal solution is a serial dictatorship of single people. Groups
cannot be told to it, so it gets everybody alone, and the table counts groups torn apart.
It is installed in an environment of its own. Target: at least 100 times faster.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from numpy.typing import NDArray

from benchmarks.allocation.harness import as_document, make_night, measure, print_table, save
from drehscheibe_engines.allocation import ApplicationList, draw_places, freeze_applications
from drehscheibe_engines.allocation.rehearsal import find_optimum

PEER = """
import json, random, sys, time, warnings
warnings.simplefilter("ignore")
from matching.games import HospitalResident
document = json.load(open(sys.argv[1]))
random.seed(1)
people = {}
for one in document["applications"]:
    for number in range(one["people"]):
        people[f'{one["id"]}#{number}'] = one["wishes"]
order = list(people); random.shuffle(order)
capacities = {tour["id"]: tour["capacity"] for tour in document["tours"]}
wanted = {tour: [] for tour in capacities}
for person in order:
    for tour in people[person]:
        wanted[tour].append(person)
start, cpu = time.perf_counter(), time.process_time()
game = HospitalResident.create_from_dictionaries(people, wanted, capacities)
matching = game.solve(optimal="resident")
wall, cpu = time.perf_counter() - start, time.process_time() - cpu
seated = {str(person): str(tour) for tour, members in matching.items() for person in members}
json.dump({"wall_median_s": wall, "cpu_median_s": cpu, "seated": seated}, sys.stdout)
"""


def run_peer(document: dict[str, Any]) -> dict[str, Any]:
    """Install the library into a new environment and let it solve the document."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "-q", "matching"], check=True)
        given = Path(folder, "a.json")
        given.write_text(json.dumps(document), "utf-8")
        done = subprocess.run(
            [python, "-c", PEER, str(given)], check=True, capture_output=True, text=True
        )
        figures: dict[str, Any] = json.loads(done.stdout)
        return figures


def describe(frozen: ApplicationList, tours: list[list[str | None]]) -> dict[str, Any]:
    """Describe who got what, given the tour of every single person per group."""
    people = int(frozen.people.sum())
    first = seated = whole = 0
    by_size: dict[int, list[int]] = {size: [] for size in range(1, 7)}
    for one, given in zip(frozen.applications, tours, strict=True):
        seated += sum(tour is not None for tour in given)
        first += sum(tour == one.wishes[0] for tour in given)
        is_whole = given[0] is not None and len(set(given)) == 1
        whole += one.people * is_whole
        by_size[one.people].append(is_whole)
    return {
        "first_wish": first / people,
        "seated": seated / people,
        "seated_with_group_whole": whole / people,
        "groups_seated_by_size": {size: fmean(hits) for size, hits in by_size.items()},
    }


def main() -> None:
    night = make_night(2700, 50, places=50)
    frozen = freeze_applications(*night)
    names: list[str | None] = [tour.id for tour in frozen.tours] + [None]

    result, ours = measure(lambda: draw_places(freeze_applications(*night), "3 14 15"), rounds=20)
    optimum, solver = measure(lambda: find_optimum(frozen), rounds=1)
    assert optimum is not None
    peer = run_peer(as_document(*night))
    seated = peer.pop("seated")

    def together(assigned: NDArray[Any]) -> list[list[str | None]]:
        pairs = zip(frozen.applications, assigned.tolist(), strict=True)
        return [[names[tour]] * one.people for one, tour in pairs]

    alone = [
        [seated.get(f"{one.id}#{number}") for number in range(one.people)]
        for one in frozen.applications
    ]
    rules = {
        "this engine": {**ours, **describe(frozen, together(result.assigned))},
        "solver's optimum (HiGHS)": {**solver, **describe(frozen, together(optimum.assigned))},
        "matching, people alone": {**peer, **describe(frozen, alone)},
    }
    print_table(
        [
            "rule",
            "wall s",
            "CPU s",
            "first wish",
            "seated",
            "group whole",
            "groups of 1 … 6 seated whole",
        ],
        [
            [
                name,
                one["wall_median_s"],
                one["cpu_median_s"],
                one["first_wish"],
                one["seated"],
                one["seated_with_group_whole"],
                " ".join(f"{share:.0%}" for share in one["groups_seated_by_size"].values()),
            ]
            for name, one in rules.items()
        ],
    )
    factor = peer["cpu_median_s"] / ours["cpu_median_s"]
    print(f"CPU of matching / CPU of this engine: {factor:.0f} (target at least 100)")
    save("peers", {"python": sys.version.split()[0], "rules": rules, "times_faster": factor})


if __name__ == "__main__":
    main()
