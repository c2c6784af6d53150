"""Figure: equal to the peer ``svy`` on random designs, and how much faster.

The peer is installed into an environment of its own beside the system's temporary files (or the
one named by ``--python``), so that it never becomes a dependency of the product.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

import numpy as np

from drehscheibe_engines import survey_stats as stats

PEER = Path(__file__).parent / "peer" / "run_svy.py"


def peer_python() -> Path:
    """Return the interpreter of the peer's environment, made on first use."""
    folder = Path(tempfile.gettempdir()) / "drehscheibe-benchmark-svy"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "svy"], check=True)
    return python


def random_case(seed: int, n: int, *, is_mixed: bool = False) -> dict:
    """Draw a design: with or without margins, clusters, strata, finite population.

    Raked designs start from equal base weights unless ``is_mixed``: there the peer regresses on
    the margins without weights, this engine with the weights before raking.
    """
    rng = np.random.default_rng(seed)
    has_margins, has_clusters, has_strata, has_fpc = (
        is_mixed or bool(seed >> bit & 1) for bit in range(4)
    )
    columns = {"weight": rng.uniform(0.5, 3, n).round(3).tolist()}
    if has_margins and not is_mixed:
        columns["weight"] = [2.0] * n
    margins = {}
    if has_margins:
        for name, size in (("age", 5), ("schooling", 3), ("sex", 2)):
            codes = np.r_[np.arange(size), rng.choice(size, n - size, p=rng.dirichlet([6] * size))]
            columns[name] = rng.permutation(codes).tolist()
            totals = 1e6 * rng.dirichlet([12] * size)
            margins[name] = {str(k): float(t) for k, t in enumerate(totals)}
    stratum = np.arange(n) % 4 if has_strata else np.zeros(n, dtype=int)
    cluster = rng.integers(0, 12, n) if has_clusters else np.arange(n)
    columns["stratum"], columns["cluster"] = stratum.tolist(), (stratum * 100000 + cluster).tolist()
    sampled = {h: len(set(cluster[stratum == h])) for h in set(stratum.tolist())}
    columns["size"] = [float(3 * sampled[h]) for h in stratum.tolist()]
    tilt = np.array(columns.get("age", [0] * n)) * 0.2
    for k in range(20):
        columns[f"q{k}"] = (
            (rng.random(n) < 1 / (1 + np.exp(1 - tilt - k / 10))).astype(float).tolist()
        )
    return {
        "columns": columns,
        "margins": margins,
        "questions": [f"q{k}" for k in range(20)],
        "psu": "cluster" if has_clusters else None,
        "stratum": "stratum" if has_strata else None,
        "pop_size": "size" if has_fpc else None,
    }


def run(case: dict) -> dict:
    columns = case["columns"]
    n = len(columns["weight"])
    answers = np.array([columns[q] for q in case["questions"]]).T
    coded = {name: np.array(columns[name]) for name in case["margins"]}
    start = perf_counter()
    weights: np.ndarray | stats.CalibratedWeights = np.array(columns["weight"])
    if coded:
        margins = [stats.Margin.from_mapping(m, totals) for m, totals in case["margins"].items()]
        weights = stats.rake(margins, list(coded.values()), weights, tolerance=1e-13)
    design = stats.describe_design(
        n,
        psu=columns["cluster"] if case["psu"] else None,
        strata=columns["stratum"] if case["stratum"] else None,
        fpc=columns["size"] if case["pop_size"] else None,
    )
    sample = stats.WeightedSample.from_weights(weights, design)
    found = stats.estimate_means(answers, sample)
    seconds = perf_counter() - start
    return {
        "weights": sample.weights,
        "shares": np.array([e.value for e in found]),
        "errors": np.array([e.se for e in found]),
        "seconds": seconds,
    }


def relative(ours: np.ndarray, theirs: list[float]) -> float:
    other = np.array(theirs)
    return float(np.abs(ours / other - 1).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, help="interpreter that has svy installed")
    parser.add_argument("--cases", type=int, default=32)
    parser.add_argument("--n", type=int, default=1000)
    options = parser.parse_args()
    cases = [random_case(seed, options.n) for seed in range(options.cases)]
    cases += [random_case(seed, options.n, is_mixed=True) for seed in (1000, 1001)]
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder, "cases.json"), Path(folder, "results.json")
        given.write_text(json.dumps(cases), encoding="utf-8")
        python = options.python or peer_python()
        subprocess.run([python, PEER, given, answer], check=True, stdout=sys.stderr)
        peer = json.loads(answer.read_text(encoding="utf-8"))
    run(cases[0])
    rows = []
    for number, (case, theirs) in enumerate(zip(cases, peer["cases"], strict=True)):
        ours = run(case)
        rows.append(
            {
                "case": number,
                "design": " ".join(k for k in ("margins", "psu", "stratum", "pop_size") if case[k])
                + (" unequal base weights" if number >= options.cases else ""),
                "weights": relative(ours["weights"], theirs["weights"]),
                "shares": float(np.abs(ours["shares"] - np.array(theirs["shares"])).max()),
                "errors": relative(ours["errors"], theirs["errors"]),
                "ms": 1000 * ours["seconds"],
                "peer_ms": 1000 * theirs["seconds"],
            }
        )
    report(
        "cross_check",
        f"Largest differences from svy {peer['version']}, n = {options.n}, 20 questions",
        rows,
        worst_weight=max(r["weights"] for r in rows),
        worst_share=max(r["shares"] for r in rows),
        worst_error=max(r["errors"] for r in rows[: options.cases]),
        worst_error_with_unequal_base_weights=max(r["errors"] for r in rows[options.cases :]),
        times_faster=float(np.median([r["peer_ms"] / r["ms"] for r in rows])),
    )


if __name__ == "__main__":
    main()
