"""Model estimates for areas with few answers."""

from __future__ import annotations

import numpy as np
import pytest

from drehscheibe_engines import survey_stats as stats


def build_cells(areas: int = 8) -> stats.PopulationCells:
    area, age, sex = (
        a.ravel() for a in np.meshgrid(np.arange(areas), np.arange(4), np.arange(2), indexing="ij")
    )
    persons = np.asarray(1000.0 * (1 + area) * (1 + age), dtype=np.float64)
    facts = np.linspace(-1, 1, areas)[:, None]
    return stats.PopulationCells(area, {"age": age, "sex": sex}, persons, facts)


def simulate(
    cells: stats.PopulationCells, n: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return agreements and answers per cell, and the true share of each area."""
    rng = np.random.default_rng(seed)
    fact = cells.area_facts[cells.area, 0]
    chance = 1 / (1 + np.exp(-(0.6 * fact + 0.3 * (cells.groups["age"] - 1.5))))
    answers = rng.multinomial(n, cells.persons / cells.persons.sum()).astype(float)
    yes = rng.binomial(answers.astype(int), chance).astype(float)
    weight = np.bincount(cells.area, cells.persons)
    return yes, answers, np.bincount(cells.area, cells.persons * chance) / weight


def test_model_is_closer_to_the_truth_than_raw_shares_and_covers_it() -> None:
    cells = build_cells()
    raw_errors, model_errors, covered = [], [], []
    for seed in range(12):
        yes, answers, truth = simulate(cells, 300, seed)
        found = stats.estimate_small_areas(yes, answers, cells, seed=seed)
        total = np.maximum(np.bincount(cells.area, answers), 1)
        raw_errors.append(np.abs(np.bincount(cells.area, yes) / total - truth).mean())
        shares = np.array([a.share for a in found.areas])
        model_errors.append(np.abs(shares - truth).mean())
        covered += [a.low <= t <= a.high for a, t in zip(found.areas, truth, strict=True)]

    assert np.mean(model_errors) < 0.75 * np.mean(raw_errors)
    assert np.mean(covered) >= 0.88


def test_same_seed_gives_the_same_estimates_and_labels() -> None:
    cells = build_cells()
    yes, answers, _ = simulate(cells, 400, 1)

    first = stats.estimate_small_areas(yes, answers, cells, seed=5)
    second = stats.estimate_small_areas(yes, answers, cells, seed=5)

    assert first == second
    assert {(a.label_de, a.label_en) for a in first.areas} == {
        ("Modellschätzung", "Model estimate")
    }
    assert sum(a.n for a in first.areas) == 400
    assert set(first.spread) == {"area", "age"}


def test_area_without_answers_is_estimated_with_more_uncertainty() -> None:
    cells = build_cells()
    yes, answers, _ = simulate(cells, 800, 2)
    empty = cells.area == 4
    yes[empty] = answers[empty] = 0

    found = stats.estimate_small_areas(yes, answers, cells, seed=1)

    widths = [a.high - a.low for a in found.areas]
    assert found.areas[4].n == 0
    assert widths[4] == max(widths)


def test_many_answers_bring_the_model_to_the_direct_share() -> None:
    cells = build_cells(4)
    yes, answers, truth = simulate(cells, 400_000, 3)

    found = stats.estimate_small_areas(yes, answers, cells, seed=1)

    np.testing.assert_allclose([a.share for a in found.areas], truth, atol=0.01)


def test_everybody_agreeing_stays_within_0_and_1() -> None:
    cells = build_cells(3)
    answers = np.ones(len(cells.area))

    found = stats.estimate_small_areas(answers, answers, cells, seed=1)

    assert all(0.5 < a.low <= a.share <= a.high <= 1 for a in found.areas)


def test_districts_need_two_thousand_answers() -> None:
    cells = build_cells()
    yes, answers, _ = simulate(cells, 1999, 1)

    with pytest.raises(stats.SurveyInputError, match="too few for areas below a Land"):
        stats.estimate_small_areas(yes, answers, cells, seed=1, is_below_land=True)


def test_hostile_counts_are_refused() -> None:
    cells = build_cells()
    zero = np.zeros(len(cells.area))

    with pytest.raises(stats.SurveyInputError, match="nobody answered"):
        stats.estimate_small_areas(zero, zero, cells, seed=1)
    with pytest.raises(stats.SurveyInputError, match="more agreements"):
        stats.estimate_small_areas(zero + 2, zero + 1, cells, seed=1)
    with pytest.raises(stats.SurveyInputError, match="one number per population cell"):
        stats.estimate_small_areas(zero[1:], zero[1:], cells, seed=1)


def test_advice_shows_direct_numbers_only_where_they_suffice() -> None:
    few, enough = stats.advise_areas([40, 100])

    assert (few.use_model, enough.use_model) == (True, False)
    assert "Modellschätzung" in few.reason_de
    assert "100" in enough.reason_en
