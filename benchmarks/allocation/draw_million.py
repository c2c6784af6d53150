"""A million groups and 5,000 tours: engine by stages, the whole command, memory, growth.

Targets: engine at most 6 s, whole command at most 25 s and 2 GB, growth no faster than n log n.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.allocation.harness import ROOT, as_document, make_night, print_table, save
from drehscheibe_engines.allocation import Commitment, draw_places, freeze_applications
from drehscheibe_engines.allocation.audit import audit_assignment
from drehscheibe_engines.allocation.canonical import canonical_lines, hash_lines
from drehscheibe_engines.allocation.merkle import MerkleTree

TOURS = 5000


def time_stages(groups: int) -> dict[str, float]:
    """Return CPU seconds per stage of one draw, and wall seconds for all of it."""
    tours, applications = make_night(groups, TOURS, places=max(1, groups * 9 // 10 // TOURS))
    gc.collect()
    gc.disable()
    stages: dict[str, float] = {}
    start = time.perf_counter()
    cpu = time.process_time()

    def lap(name: str) -> None:
        nonlocal cpu
        now = time.process_time()
        stages[name], cpu = now - cpu, now

    frozen = freeze_applications(tours, applications)
    lap("freeze: sort, check, arrays")
    commitment = Commitment(frozen)
    lap("canonical list, SHA-256, Merkle tree")
    result = draw_places(commitment, "3 14 15 22 31 44")
    lap("order and places")
    count = sum(map(len, result.waiting))
    lap("waiting lists")
    proofs = [commitment.tree.prove(number) for number in range(0, groups, max(1, groups // 1000))]
    lap("1,000 proofs")
    stages["engine, CPU"] = sum(stages.values())
    stages["engine, wall"] = time.perf_counter() - start
    gc.enable()
    assert count > 0
    assert proofs
    assert audit_assignment(frozen, result.assignments) == []
    lines = canonical_lines(frozen)
    assert MerkleTree(lines).root == commitment.merkle_root
    assert hash_lines(lines) == commitment.list_sha256
    return stages


def time_command(groups: int) -> dict[str, float]:
    """Return wall and CPU seconds and the peak memory of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "a.json"), Path(folder, "r.json")
        night = make_night(groups, TOURS, places=max(1, groups * 9 // 10 // TOURS))
        given.write_text(json.dumps(as_document(*night)), "utf-8")
        del night
        command = [sys.executable, "-m", "drehscheibe_engines", "draw", "--applications"]
        start = time.perf_counter()
        subprocess.run(
            [*command, str(given), "--randomness", "3 14 15", "--out", str(out)],
            check=True,
            cwd=ROOT / "src",
            stdout=subprocess.DEVNULL,
        )
        wall = time.perf_counter() - start
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {
            "wall_s": wall,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_gb": usage.ru_maxrss * 1024 / 1e9,
            "input_mb": given.stat().st_size / 1e6,
            "result_mb": out.stat().st_size / 1e6,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=1_000_000)
    groups = parser.parse_args().groups
    command = time_command(groups)
    sizes = [size for size in (10_000, 100_000) if size < groups] + [groups]
    stages = {size: time_stages(size) for size in sizes}

    print_table(
        ["stage, CPU s", *map(str, sizes)],
        [[name, *(stages[size][name] for size in sizes)] for name in stages[groups]],
    )
    units = {size: stages[size]["engine, CPU"] / (size * math.log2(size)) * 1e9 for size in sizes}
    print_table(["nanoseconds per n log2 n", *map(str, sizes)], [["engine", *units.values()]])
    print_table(list(command), [list(command.values())])
    save("draw_million", {"groups": groups, "command": command, "stages": stages, "unit_ns": units})


if __name__ == "__main__":
    main()
