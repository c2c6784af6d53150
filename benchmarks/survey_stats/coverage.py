"""Figure: coverage of nominal 95 % intervals in simulated self-selected, raked samples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

import numpy as np

from drehscheibe_engines import survey_stats as stats

#: Shares of the groups in the population, by age, schooling and sex (independent).
AGE = np.array([0.24, 0.26, 0.27, 0.23])
SCHOOLING = np.array([0.33, 0.32, 0.35])
SEX = np.array([0.51, 0.49])
MARGINS = [
    stats.Margin("age", ("18-34", "35-49", "50-64", "65+"), AGE * 1e6),
    stats.Margin("schooling", ("low", "middle", "high"), SCHOOLING * 1e6),
    stats.Margin("sex", ("f", "m"), SEX * 1e6),
]
CODES = [a.ravel() for a in np.meshgrid(np.arange(4), np.arange(3), np.arange(2), indexing="ij")]
PERSONS = AGE[CODES[0]] * SCHOOLING[CODES[1]] * SEX[CODES[2]]
#: Who answers an open invitation: middle-aged, well-schooled men more often.
TURNOUT = np.exp(
    np.array([-0.4, 0.1, 0.5, -0.2])[CODES[0]]
    + np.array([-0.7, 0.0, 0.5])[CODES[1]]
    + np.array([-0.2, 0.2])[CODES[2]]
)


def answer_chances(share: float) -> np.ndarray:
    """Return chances of agreement per cell that average to ``share`` in the population."""
    tilt = np.array([-0.3, -0.1, 0.1, 0.3])[CODES[0]] + np.array([0.4, 0.0, -0.4])[CODES[1]]
    low, high = -12.0, 12.0
    for _ in range(80):
        middle = (low + high) / 2
        chance = 1 / (1 + np.exp(-(middle + tilt)))
        low, high = (middle, high) if PERSONS @ chance < share else (low, middle)
    return chance


def draw_samples(
    n: int, share: float, runs: int, seed: int
) -> Iterator[tuple[stats.WeightedSample, np.ndarray]]:
    """Yield raked samples with their answers; samples that cannot be raked are drawn again."""
    rng = np.random.default_rng(seed)
    chance = answer_chances(share)
    done = 0
    while done < runs:
        cell = rng.choice(len(PERSONS), n, p=PERSONS * TURNOUT / (PERSONS @ TURNOUT))
        codes = [code[cell] for code in CODES]
        if any(len(np.unique(c)) < len(m.categories) for c, m in zip(codes, MARGINS, strict=True)):
            continue
        agrees = (rng.random(n) < chance[cell]).astype(float)
        try:
            raked = stats.rake(MARGINS, codes)
        except stats.SurveyInputError:
            # All respondents of one group share another: an editor would merge groups here.
            continue
        done += 1
        yield stats.WeightedSample.from_weights(raked), agrees


def measure(n: int, share: float, runs: int) -> dict[str, float]:
    rows = []
    for sample, agrees in draw_samples(n, share, runs, seed=n + round(1000 * share)):
        found = stats.estimate_mean(agrees, sample)
        size = stats.effective_n_of_share(found.value, found.se, found.n_eff, n)
        own = stats.share_interval(found.value, float(size))
        kish = stats.share_interval(found.value, found.n_eff)
        linearised = stats.mean_interval(found)
        plain = float(agrees.mean())
        half = 1.96 * np.sqrt(plain * (1 - plain) / n)
        wald = 1.96 * np.sqrt(found.value * (1 - found.value) / found.n_eff)
        rows.append(
            [
                n / found.n_eff,
                own.low <= share <= own.high,
                own.width,
                kish.low <= share <= kish.high,
                linearised.low <= share <= linearised.high,
                abs(found.value - share) <= wald,
                abs(plain - share) <= half,
            ]
        )
    mean = np.mean(np.array(rows, dtype=float), axis=0).tolist()
    names = ("deff", "engine", "width", "kish_only", "linearised_t", "wald", "unweighted")
    return {"n": n, "share": share, **dict(zip(names, mean, strict=True))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2500)
    options = parser.parse_args()
    rows = [
        measure(n, share, options.runs)
        for n in (60, 100, 300, 1000)
        for share in (0.08, 0.1, 0.25, 0.5)
    ]
    report(
        "coverage",
        f"Coverage of nominal 95 %, {options.runs} raked samples each (target 94-96.5 %)",
        rows,
        lowest=min(row["engine"] for row in rows),
        highest=max(row["engine"] for row in rows),
    )


if __name__ == "__main__":
    main()
