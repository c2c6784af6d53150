"""The command and its answers to hostile input."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines import survey_stats as stats
from drehscheibe_engines.command import run_engine_command
from drehscheibe_engines.survey_stats.tests.builders import write_csv

GOOD_ROWS = "sex,w,q\n" + "f,1,yes\nm,2,no\n" * 40
GOOD_PLAN: dict[str, Any] = {
    "sample": "open",
    "weight": "w",
    "psu": None,
    "strata": None,
    "fpc": None,
    "margins": {"sex": {"f": 52, "m": 48}},
    "questions": ["q"],
    "by": ["sex"],
    "protect": {"cell": 10, "base": 30},
}


def run(folder: Path, rows: str | bytes, plan: object) -> int:
    responses, design = folder / "R.csv", folder / "D.json"
    responses.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
    design.write_text(plan if isinstance(plan, str) else json.dumps(plan), encoding="utf-8")
    return run_engine_command(
        [
            "survey-stats",
            "--responses",
            str(responses),
            "--design",
            str(design),
            "--out",
            str(folder / "O.json"),
        ]
    )


def test_good_input_gives_the_documented_form(tmp_path: Path) -> None:
    assert run(tmp_path, GOOD_ROWS, GOOD_PLAN) == 0

    found = json.loads((tmp_path / "O.json").read_text(encoding="utf-8"))
    assert found["n"] == len(found["weights"]) == 80
    assert found["margins"]["sex"]["f"]["achieved"] == pytest.approx(52)
    answer = found["questions"]["q"]["answers"]["yes"]
    assert {"n", "share", "se", "low", "high", "suppressed"} <= set(answer)
    assert answer["share"] == pytest.approx(0.52)
    assert set(found["method"]) == {"de", "en", "numbers"}
    assert set(found["by"]["sex"]["f"]["questions"]["q"]["answers"]) == {"yes", "no"}


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    rows = "\ufeff" + GOOD_ROWS.replace(",", ";").replace("2;no", "2,5;no").replace("\n", "\r\n")

    assert run(tmp_path, rows, {**GOOD_PLAN, "margins": {}}) == 0

    found = json.loads((tmp_path / "O.json").read_text(encoding="utf-8"))
    assert sorted(set(found["weights"])) == [1, 2.5]


def changed(**changes: object) -> dict[str, object]:
    return {**GOOD_PLAN, **changes}


@pytest.mark.parametrize(
    ("rows", "plan", "place"),
    [
        (GOOD_ROWS, changed(questions=["nope"]), "design.questions: no column 'nope'"),
        (GOOD_ROWS, changed(by=["nope"]), "design.by: no column 'nope'"),
        (GOOD_ROWS, changed(weight="nope"), "design.weight: no column 'nope'"),
        (GOOD_ROWS, changed(psu="nope"), "design.psu: no column"),
        (GOOD_ROWS, changed(margins={"nope": {"a": 1}}), "design.margins.nope: no column"),
        (GOOD_ROWS, changed(weight="sex"), "line 2, column 'sex': 'f' is not a number"),
        (GOOD_ROWS.replace("m,2,no", "m,-2,no", 1), GOOD_PLAN, "line 3, column 'w': '-2'"),
        (GOOD_ROWS.replace("m,2,no", "m,,no", 1), GOOD_PLAN, "line 3, column 'w': ''"),
        (GOOD_ROWS, changed(margins={"sex": {"f": 1, "m": 1, "d": 1}}), "sex = d"),
        (GOOD_ROWS, changed(margins={"sex": {"f": 1}}), "line 3, column 'sex': 'm'"),
        (GOOD_ROWS, changed(margins={"sex": {"f": -1, "m": 2}}), "margins.sex.f: total -1"),
        (GOOD_ROWS, changed(margins={"sex": {}}), "margins.sex: has no categories"),
        (GOOD_ROWS, changed(margins={"sex": {"f": "x", "m": 2}}), "margins.sex.f: must be a num"),
        (
            GOOD_ROWS,
            changed(margins={"sex": {"f": 52, "m": 48}, "q": {"yes": 10, "no": 90}}),
            "cannot be met together",
        ),
        (GOOD_ROWS, changed(sample="random"), "sample: 'random' is unknown"),
        (GOOD_ROWS, changed(smaple="open"), "design.smaple: is unknown"),
        (GOOD_ROWS, changed(protect={"cells": 3}), "design.protect.cells: is unknown"),
        (GOOD_ROWS, changed(protect={"cell": -3}), "protect.cell: -3"),
        (GOOD_ROWS, changed(questions=[]), "design.questions: names no column"),
        (GOOD_ROWS, changed(by=["q"]), "design.by: 'q' is also a question"),
        (GOOD_ROWS, changed(questions="q"), "design.questions: must be a list"),
        (GOOD_ROWS, changed(cap=0.5), "cap: 0.5 must be more than 1"),
        (GOOD_ROWS, changed(strata="q", psu="q"), "single cluster"),
        (GOOD_ROWS, changed(fpc="w"), "fpc: stratum"),
        (GOOD_ROWS, "{", "design line 1, column 2: is not JSON"),
        (GOOD_ROWS, "[1, 2]", "design: must be an object"),
        (GOOD_ROWS, "[" * 100_000, "design"),
        (GOOD_ROWS, '{"sample": "open", "sample": "open"}', "key 'sample' appears twice"),
        ("", GOOD_PLAN, "responses line 1: has no column names"),
        ("sex,w,q\n", GOOD_PLAN, "responses: there are no rows"),
        ("sex,w,w\nf,1,1\n", GOOD_PLAN, "column 'w' appears twice"),
        ("sex,,q\nf,1,1\n", GOOD_PLAN, "column 2 has no name"),
        ("sex,w,q\nf,1\n", GOOD_PLAN, "responses line 2: has 2 values"),
        ('sex,w,q\n"f,1,1\n', GOOD_PLAN, "is not CSV"),
        (b"sex,w,q\n\xff\xfe,1,1\n", GOOD_PLAN, "byte 8 is not UTF-8"),
        ("sex,w,q\n" + "f,0,yes\n" * 3, changed(margins={}), "all weights are 0"),
    ],
)
def test_hostile_input_is_answered_with_place_and_reason(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    rows: str | bytes,
    plan: object,
    place: str,
) -> None:
    assert run(tmp_path, rows, plan) == 2

    message = capsys.readouterr().err
    assert message.startswith("survey-stats: ")
    assert place in message
    assert message.count("\n") == 1
    assert not (tmp_path / "O.json").exists()


def test_ten_megabytes_of_nonsense_are_refused_quickly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = np.random.default_rng(1).integers(32, 127, 10_000_000, dtype=np.uint8).tobytes()

    assert run(tmp_path, noise, GOOD_PLAN) == 2
    assert run(tmp_path, GOOD_ROWS, noise.decode()) == 2
    assert run(tmp_path, "q\n" + "x" * 10_000_000, GOOD_PLAN) == 2

    assert max(map(len, capsys.readouterr().err.splitlines())) < 1000


def test_missing_files_and_arguments_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "nowhere")

    code = run_engine_command(
        ["survey-stats", "--responses", nowhere, "--design", nowhere, "--out", nowhere]
    )

    assert code == 2
    assert "design" in capsys.readouterr().err
    assert run_engine_command(["survey-stats", "--responses", nowhere]) == 2
    assert "--design" in capsys.readouterr().err


def test_unwritable_output_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "O.json").mkdir()

    assert run(tmp_path, GOOD_ROWS, GOOD_PLAN) == 2
    assert f"output {tmp_path}{os.sep}O.json" in capsys.readouterr().err


def test_free_text_is_not_tabulated() -> None:
    rows = write_csv({"q": [f"answer {k}" for k in range(600)]})
    plan = stats.plan_from_mapping({"sample": "open", "questions": ["q"]})

    with pytest.raises(stats.SurveyInputError, match="600 different values"):
        stats.build_report(stats.parse_responses(rows), plan)


@settings(deadline=None, max_examples=150)
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused_as_responses_and_as_plan(text: str) -> None:
    for read in (stats.parse_responses, stats.parse_plan):
        refusal = None
        try:
            read(text)
        except stats.SurveyInputError as error:
            refusal = error
        assert refusal is None or (refusal.place and refusal.reason)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(deadline=None, max_examples=200)
@given(key=st.sampled_from(sorted(GOOD_PLAN)), value=json_values)
def test_any_value_in_the_plan_is_used_or_refused(key: str, value: object) -> None:
    responses = stats.parse_responses(GOOD_ROWS)

    refusal, answered = None, 0
    try:
        report = stats.build_report(responses, stats.plan_from_mapping({**GOOD_PLAN, key: value}))
        answered = json.loads(stats.report_to_json(report))["n"]
    except stats.SurveyInputError as error:
        refusal = error

    assert answered == 80 or (refusal is not None and refusal.place)
