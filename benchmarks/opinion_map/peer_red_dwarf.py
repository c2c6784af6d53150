"""Run by the peer's own Python: time red-dwarf's pipeline on votes from a file."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from reddwarf.implementations.base import run_pipeline

stored = np.load(sys.argv[1])
votes = [
    {"participant_id": person, "statement_id": statement, "vote": vote}
    for person, statement, vote in zip(
        stored["rows"].tolist(), stored["columns"].tolist(), stored["values"].tolist(), strict=True
    )
]
walls, cpus = [], []
for _ in range(int(sys.argv[2])):
    wall, cpu = time.perf_counter(), time.process_time()
    run_pipeline(votes=votes)
    walls.append(time.perf_counter() - wall)
    cpus.append(time.process_time() - cpu)
print(json.dumps({"wall_s": min(walls), "cpu_s": min(cpus)}))
