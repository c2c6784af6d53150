"""The full report: what it says, and that no reader can compute what it hides."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.survey_stats.tests.attacks import (
    NamedCell,
    count_determined,
    lines_of_table,
)
from drehscheibe_engines.survey_stats.tests.builders import write_csv


def draw_columns(seed: int, n: int, questions: int = 2) -> dict[str, list[str]]:
    rng = np.random.default_rng(seed)
    columns = {
        "land": rng.choice(["A", "B", "C", "D", ""], n, p=[0.4, 0.3, 0.2, 0.07, 0.03]),
        "age": rng.choice(["1", "2", "3"], n, p=[0.5, 0.4, 0.1]),
    }
    for k in range(questions):
        columns[f"q{k}"] = rng.choice(["yes", "no", "rare", ""], n, p=[0.5, 0.35, 0.1, 0.05])
    return {name: column.tolist() for name, column in columns.items()}


def make_plan(**changes: object) -> dict[str, Any]:
    return {
        "sample": "open",
        "margins": {"age": {"1": 300, "2": 400, "3": 300}},
        "questions": ["q0", "q1"],
        "by": ["land", "age"],
        **changes,
    }


def run(columns: dict[str, list[str]], plan: dict[str, Any]) -> dict[str, Any]:
    responses = stats.parse_responses(write_csv(columns))
    report = stats.build_report(responses, stats.plan_from_mapping(plan))
    written: dict[str, Any] = json.loads(stats.report_to_json(report))
    return written


def test_overall_numbers_equal_the_parts_they_are_made_of() -> None:
    columns = draw_columns(1, 600)

    found = run(columns, make_plan())

    weights = np.array(found["weights"])
    yes = np.array([v == "yes" for v in columns["q0"]])
    answered = np.array([v != "" for v in columns["q0"]])
    answer = found["questions"]["q0"]["answers"]["yes"]
    assert answer["n"] == int(yes.sum())
    assert answer["share"] == pytest.approx(weights[yes].sum() / weights[answered].sum())
    assert found["n_eff"] == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert found["deff"] == pytest.approx(found["n"] / found["n_eff"])
    ends = stats.share_interval(answer["share"], answer["n_eff"])
    assert (answer["low"], answer["high"]) == pytest.approx((ends.low, ends.high))
    achieved = {k: cell["achieved"] for k, cell in found["margins"]["age"].items()}
    assert achieved == pytest.approx({"1": 300, "2": 400, "3": 300})


def test_cells_equal_a_subgroup_estimate_and_carry_their_size() -> None:
    columns = draw_columns(2, 900)
    responses = stats.parse_responses(write_csv(columns))
    plan = stats.plan_from_mapping(make_plan())

    found = run(columns, make_plan())

    codes = responses.code_as("age", ("1", "2", "3"), "age")
    sample = stats.WeightedSample.from_weights(stats.rake(plan.margins, [codes]))
    inside = np.array([v == "B" for v in columns["land"]])
    values = np.array([np.nan if v == "" else v == "yes" for v in columns["q0"]], dtype=float)
    single = stats.estimate_mean(values, sample, among=inside)
    cell = found["by"]["land"]["B"]
    answer = cell["questions"]["q0"]["answers"]["yes"]
    assert cell["n"] == int(inside.sum())
    assert (answer["share"], answer["se"]) == pytest.approx((single.value, single.se))


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000))
def test_order_of_rows_changes_only_the_order_of_weights(seed: int) -> None:
    columns = draw_columns(seed, 200)
    order = np.random.default_rng(seed).permutation(200)
    shuffled = {name: [values[i] for i in order] for name, values in columns.items()}

    found, other = run(columns, make_plan()), run(shuffled, make_plan())

    np.testing.assert_allclose(np.array(found.pop("weights"))[order], other.pop("weights"))
    numbers, others = flatten(found), flatten(other)
    assert set(numbers) == set(others)
    for path, number in numbers.items():
        is_float = isinstance(number, float)
        assert others[path] == (pytest.approx(number, rel=1e-7, abs=1e-9) if is_float else number)


def flatten(value: object, path: str = "") -> dict[str, object]:
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = dict(enumerate(value)).items()
    else:
        return {path: value}
    return {p: v for key, item in items for p, v in flatten(item, f"{path}/{key}").items()}


def released_unknowns(
    found: dict[str, Any],
) -> tuple[set[NamedCell], list[list[tuple[NamedCell, float]]]]:
    """Return the hidden counts of a whole report and every sum that ties counts together."""
    hidden: set[NamedCell] = set()
    equations: list[list[tuple[NamedCell, float]]] = []
    for cut, cells in found["by"].items():
        for question, overall in found["questions"].items():
            name, labels = f"{cut}/{question}", list(overall["answers"])
            rows = [*(cell["questions"][question] for cell in cells.values()), overall]
            hidden |= {(name, cell) for cell in hidden_cells(rows, labels)}
            equations += lines_of_table((len(rows), len(labels) + 1), name)
            # Where everybody answered, bases and sizes of cells are the same numbers.
            if overall["n"] == found["n"]:
                for i, cell in enumerate(cells.values()):
                    size = (f"{cut}/size", (i,))
                    hidden |= {size} if cell["n"] is None else set()
                    equations.append([((name, (i, len(labels))), 1.0), (size, -1.0)])
            # The overall answers are the same numbers in every cut.
            for j in range(len(labels) + 1):
                whole, shared = (name, (len(cells), j)), (f"overall/{question}", (j,))
                hidden |= {shared} if whole in hidden else set()
                equations.append([(whole, 1.0), (shared, -1.0)])
    return hidden, equations


def hidden_cells(rows: list[dict[str, Any]], labels: list[str]) -> set[tuple[int, int]]:
    """Return the hidden answers of a table of questions, and hidden bases in the last column."""
    return {
        (i, j)
        for i, row in enumerate(rows)
        for j, label in enumerate([*labels, None])
        if (row["n"] is None if label is None else row["answers"][label]["suppressed"])
    }


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 100_000), n=st.integers(30, 900), is_complete=st.booleans())
def test_nothing_hidden_follows_from_the_whole_report(
    *, seed: int, n: int, is_complete: bool
) -> None:
    columns = draw_columns(seed, n)
    if is_complete:
        columns["q0"] = [answer or "no" for answer in columns["q0"]]
        columns["q1"] = [answer or "yes" for answer in columns["q1"]]

    found = run(columns, make_plan(margins={}))

    hidden, equations = released_unknowns(found)
    assert count_determined(hidden, equations) == 0


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 100_000), n=st.integers(1, 400))
def test_visible_numbers_always_respect_the_limits(seed: int, n: int) -> None:
    columns = draw_columns(seed, n)
    found = run(columns, make_plan(margins={}))

    tables = [found["questions"]]
    tables += [cell["questions"] for cells in found["by"].values() for cell in cells.values()]
    for question in (q for table in tables for q in table.values()):
        for answer in question["answers"].values():
            numbers = [answer[key] for key in ("n", "share", "se", "low", "high", "n_eff")]
            if answer["suppressed"]:
                assert numbers == [None] * 6
            else:
                assert answer["n"] >= 10
                assert question["n"] >= 30


def test_hidden_base_of_a_cell_is_hidden_in_every_question() -> None:
    columns = draw_columns(5, 800)
    columns["land"] = ["E"] * 5 + columns["land"][5:]

    found = run(columns, make_plan(margins={}))

    assert found["by"]["land"]["E"]["n"] is None
    hidden = [label for label, cell in found["by"]["land"].items() if cell["n"] is None]
    assert len(hidden) >= 2
    for label in hidden:
        assert {q["n"] for q in found["by"]["land"][label]["questions"].values()} == {None}


def test_answers_of_too_few_people_are_not_even_named() -> None:
    found = run({"q0": ["yes"], "q1": ["no"]}, make_plan(margins={}, by=[]))

    assert found["n"] == 1
    assert found["questions"]["q0"] == {"n": None, "n_eff": None, "thin": True, "answers": {}}


def test_only_answer_of_a_few_people_is_not_named() -> None:
    found = run({"q0": ["yes"] * 20, "q1": ["no", "yes"] * 10}, make_plan(margins={}, by=[]))

    assert (found["questions"]["q0"]["n"], found["questions"]["q0"]["answers"]) == (20, {})
    assert set(found["questions"]["q1"]["answers"]) == {"no", "yes"}


def test_everybody_equal_is_certain_within_its_interval() -> None:
    found = run({"q0": ["yes"] * 100, "q1": ["no"] * 100}, make_plan(margins={}, by=[]))

    answer = found["questions"]["q0"]["answers"]["yes"]
    assert (answer["share"], answer["se"], answer["high"]) == (1, 0, 1)
    assert answer["low"] == pytest.approx(0.9638, abs=1e-4)


def test_question_without_any_answer_is_withheld() -> None:
    found = run({"q0": [""] * 50, "q1": ["no"] * 50}, make_plan(margins={}, by=[]))

    assert found["questions"]["q0"]["answers"] == {}


def test_crossed_cut_is_labelled_and_linked_to_its_parts() -> None:
    columns = draw_columns(3, 3000)

    found = run(columns, make_plan(by=["land", ["land", "age"]]))

    assert set(found["by"]) == {"land", "land × age"}
    assert "A × 1" in found["by"]["land × age"]
    crossed = found["by"]["land × age"]
    rows = [v for v in zip(columns["land"], columns["age"], strict=True) if v == ("A", "1")]
    assert crossed["A × 1"]["n"] == len(rows)
    assert found["by"]["land"]["A"]["n"] == sum(crossed[f"A × {k}"]["n"] for k in (1, 2, 3))
    # 23 people are D × 3: no percentages, and others hide with them.
    small = crossed["D × 3"]["questions"]["q0"]["answers"]
    assert crossed["D × 3"]["n"] == 23
    assert {answer["suppressed"] for answer in small.values()} == {True}


def test_districts_beside_their_laender_are_refused() -> None:
    columns = draw_columns(3, 300)
    columns["district"] = [f"{land}{i % 3}" for i, land in enumerate(columns["land"])]

    with pytest.raises(stats.SurveyInputError, match="'district' lies within 'land'"):
        run(columns, make_plan(by=["land", "district"]))
    assert "A0" in run(columns, make_plan(by=["district"]))["by"]["district"]


def test_column_that_lies_within_another_by_chance_is_no_reason_to_refuse() -> None:
    columns = {"q0": ["yes", "no", "yes", "no"], "land": ["A", "A", "B", "C"]}
    columns |= {"sex": ["f", "f", "m", "f"]}

    found = run(columns, {"sample": "open", "questions": ["q0"], "by": ["land", "sex"]})

    assert found["questions"]["q0"]["answers"] == {}


def test_too_few_contributors_hide_a_cell() -> None:
    columns = draw_columns(4, 600)
    columns["club"] = [f"c{i % 4}" for i in range(600)]
    columns["land"] = ["A" if c in {"c0", "c1"} else "B" for c in columns["club"]]
    protect = {"contributor": "club"}

    found = run(columns, make_plan(margins={}, by=["land"], protect=protect))

    assert found["by"]["land"]["A"]["n"] is None
    assert found["by"]["land"]["B"]["n"] is None


def test_clusters_and_strata_reach_the_numbers() -> None:
    columns = draw_columns(6, 600)
    columns["event"] = [f"e{i // 30}" for i in range(600)]
    columns["q0"] = ["yes" if (i // 30) % 2 else "no" for i in range(600)]

    plain = run(columns, make_plan(by=[]))
    clustered = run(columns, make_plan(by=[], psu="event"))

    first = plain["questions"]["q0"]["answers"]["yes"]
    second = clustered["questions"]["q0"]["answers"]["yes"]
    assert second["se"] > 3 * first["se"]
    assert second["high"] - second["low"] > 3 * (first["high"] - first["low"])
    assert clustered["method"]["numbers"]["clusters"] == 20


def test_cap_is_reported_in_the_method_box() -> None:
    columns = draw_columns(7, 400)
    columns["age"] = ["3"] * 8 + ["1", "2"] * 196

    found = run(columns, make_plan(cap=3, by=[]))

    assert max(found["weights"]) == pytest.approx(3 * 1000 / 400)
    assert found["method"]["numbers"]["capped"] == 8
    assert "8 Gewichte waren sehr groß" in found["method"]["de"]["text"]
    assert "age: 3" in found["method"]["en"]["text"]
    assert found["advice"][0]["merge"] == ["2", "3"]


@pytest.mark.parametrize("kind", [k.value for k in stats.SampleKind])
def test_method_box_keeps_the_rules_of_its_own_sample(kind: str) -> None:
    found = run(draw_columns(8, 300), make_plan(sample=kind))

    for language in ("de", "en"):
        text = found["method"][language]["text"].replace("margin of sampling error", "")
        problems = stats.find_wording_problems(text.replace("statistische Fehlerspanne", ""), kind)
        assert problems == ()
    assert "300 Menschen haben geantwortet" in found["method"]["de"]["text"]


def test_public_form_has_no_weights_and_rounds_outwards() -> None:
    responses = stats.parse_responses(write_csv(draw_columns(9, 500)))
    report = stats.build_report(responses, stats.plan_from_mapping(make_plan()))

    public = json.loads(stats.report_to_json(report, is_public=True))
    rounded = stats.round_for_people(report.questions["q0"])

    assert "weights" not in public
    shown = public["questions"]["q0"]["answers"]["yes"]["share"]
    assert shown == round(report.questions["q0"].answers["yes"].share or 0, 2)
    answer = report.questions["q0"].answers["yes"]
    assert rounded["yes"] is not None
    share, low, high = rounded["yes"]
    assert low / 100 <= (answer.low or 0) < (answer.high or 0) <= high / 100
    assert share == round(100 * (answer.share or 0))
