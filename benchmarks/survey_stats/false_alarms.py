"""Figure: false alarms between two waves without a true change, while the respondents change."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.survey_stats.measuring import report  # noqa: I001 -- pins threads first

import numpy as np

from benchmarks.survey_stats import coverage
from drehscheibe_engines import survey_stats as stats


def draw_wave(
    rng: np.random.Generator, n: int, drift: float
) -> tuple[stats.WeightedSample, np.ndarray]:
    """Draw a self-selected wave; drift tilts who answers towards the well-schooled."""
    turnout = (
        coverage.PERSONS
        * coverage.TURNOUT
        * np.exp(drift * np.array([-0.5, 0.0, 0.5])[coverage.CODES[1]])
    )
    chance = coverage.answer_chances(0.45)
    while True:
        cell = rng.choice(len(turnout), n, p=turnout / turnout.sum())
        codes = [code[cell] for code in coverage.CODES]
        agrees = (rng.random(n) < chance[cell]).astype(float)
        try:
            return stats.WeightedSample.from_weights(stats.rake(coverage.MARGINS, codes)), agrees
        except stats.SurveyInputError:
            continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--n", type=int, default=500)
    options = parser.parse_args()
    rows = []
    for drift in (0.0, 0.6):
        rng = np.random.default_rng(round(10 * drift))
        alarms = []
        for _ in range(options.runs):
            waves = [draw_wave(rng, options.n, d) for d in (0.0, drift)]
            found = [stats.estimate_mean(y, sample) for sample, y in waves]
            plain = [stats.WaveShare(float(y.mean()), options.n) for _, y in waves]
            with_n = [stats.WaveShare(e.value, options.n) for e in found]
            kish = [stats.WaveShare(e.value, e.n_eff) for e in found]
            own = [
                stats.WaveShare(
                    e.value, float(stats.effective_n_of_share(e.value, e.se, e.n_eff, options.n))
                )
                for e in found
            ]
            alarms.append(
                [
                    stats.compare_waves(*pair).verdict is not stats.Verdict.NOT_DISTINGUISHABLE
                    for pair in (plain, with_n, kish, own)
                ]
            )
        rates = np.mean(np.array(alarms, dtype=float), axis=0).tolist()
        names = ("unweighted", "weighted_with_n", "kish_only", "engine")
        rows.append({"drift": drift, **dict(zip(names, rates, strict=True))})
    report(
        "false_alarms",
        f"False alarms at 5 %, n = {options.n} per wave, {options.runs} pairs (target 4-6 %)",
        rows,
    )


if __name__ == "__main__":
    main()
