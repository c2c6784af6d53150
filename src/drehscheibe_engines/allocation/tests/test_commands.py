from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from drehscheibe_engines.allocation.commands.files import find_line
from drehscheibe_engines.allocation.tests.strategies import random_document
from drehscheibe_engines.command import run_engine_command

HOSTILE = [
    ("", "line 1, column 1: not valid JSON"),
    ("{", "line 1, column 2: not valid JSON"),
    ('{"tours": [\n{"id": "a",\n', "line 3, column 1: not valid JSON"),
    ("[]", 'line 1, document: must be an object with "tours" and "applications"'),
    ('{"tours": []}', "line 1, applications: must be an array"),
    ('{"tours": [\n{"id": "a",\n"capacity": -1}]}', "line 3, tours[0].capacity: must be a whole"),
    (
        '{"tours": [],\n"applications": [{"id": "x", "people": 99999}]}',
        "line 2, applications[0].people",
    ),
    ('{"tours": [],\n"applications": [\n{"id": "x"}]}', "line 3, applications[0].people: must be"),
    (
        '{"tours": [],\n"applications": [\n{"id": "x", "people": 1},\n{"id": "x", "people": 1}]}',
        "line 4, applications[1].id: the id 'x' is already used by applications[0]",
    ),
    (
        '{"tours": [],\n"applications": [{"id": "x", "people": 1,\n"wishes": ["moon"]}]}',
        "line 3, applications[0].wishes: application 'x' names the unknown tour 'moon'",
    ),
    ('{"NaN": 1,\n"tours": NaN}', "line 2: a number that JSON does not allow"),
    ('["a",\n\n' + "9" * 5000, "line 3: a number that JSON does not allow"),
    ("[" * 100_000, "nested too deeply"),
    ('{"a": "\ud800"}', "line 1: not UTF-8 text"),
]


def write(path: Path, document: object) -> str:
    path.write_text(json.dumps(document), "utf-8")
    return str(path)


@pytest.mark.parametrize(("text", "message"), HOSTILE)
@pytest.mark.parametrize("command", ["draw", "verify-draw", "freeze-draw", "rehearse-draw"])
def test_hostile_input_gives_one_clear_message(
    command: str, text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    arguments = [command, "--applications", str(path)]
    if command in ("draw", "verify-draw"):
        arguments += ["--randomness", "1"]
    target = "--result" if command == "verify-draw" else "--out"

    exit_code = run_engine_command([*arguments, target, str(tmp_path / "r.json")])

    output = capsys.readouterr()
    assert exit_code == 2
    assert output.err.startswith(f"{command}: {path}")
    assert message in output.err
    assert output.err.count("\n") == 1
    assert not (tmp_path / "r.json").exists()


def test_ten_megabytes_of_nonsense_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(random.Random(1).randbytes(10_000_000))  # noqa: S311 -- reproducibility is the point

    exit_code = run_engine_command(
        ["draw", "--applications", str(path), "--randomness", "1", "--out", str(tmp_path / "r")]
    )

    assert exit_code == 2
    assert "not UTF-8 text" in capsys.readouterr().err


def test_missing_files_and_empty_randomness_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "a.json", random_document(1))
    lost = str(tmp_path / "lost" / "x.json")
    draw = ["draw", "--applications", good, "--randomness"]

    assert (
        run_engine_command(["draw", "--applications", lost, "--randomness", "1", "--out", lost])
        == 2
    )
    assert run_engine_command([*draw, "1", "--out", lost]) == 2
    assert run_engine_command([*draw, " / ", "--out", str(tmp_path / "r.json")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert errors[0] == f"draw: {lost}: No such file or directory"
    assert errors[1] == f"draw: {lost}: No such file or directory"
    assert errors[2] == "draw: randomness: must name at least one source"


def test_draw_and_verify_agree_and_a_forgery_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write(tmp_path / "a.json", random_document(2))
    result = tmp_path / "r.json"
    both = ["--applications", given, "--randomness", "3 1 2", "--randomness", "dice 416"]

    assert run_engine_command(["draw", *both, "--out", str(result)]) == 0
    assert run_engine_command(["verify-draw", *both, "--result", str(result)]) == 0
    forged = json.loads(result.read_text("utf-8"))
    forged["order"].reverse()
    result.write_text(json.dumps(forged), "utf-8")
    capsys.readouterr()
    assert run_engine_command(["verify-draw", *both, "--result", str(result)]) == 1
    assert "NOT VERIFIED" in capsys.readouterr().out


def test_bytes_are_the_same_in_another_process_and_order(tmp_path: Path) -> None:
    document = random_document(3)
    shuffled = json.loads(json.dumps(document))
    random.Random(5).shuffle(shuffled["applications"])  # noqa: S311 -- reproducibility is the point
    random.Random(6).shuffle(shuffled["tours"])  # noqa: S311 -- reproducibility is the point
    outputs = []
    for number, one in enumerate([document, shuffled]):
        given = write(tmp_path / f"a{number}.json", one)
        out = tmp_path / f"r{number}.json"
        command = [sys.executable, "-m", "drehscheibe_engines", "draw", "--applications", given]
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(number),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "OMP_NUM_THREADS": str(number + 1),
        }
        subprocess.run(  # noqa: S603 -- our own command
            [*command, "--randomness", "1", "--out", str(out)], check=True, env=environment
        )
        outputs.append(out.read_bytes())

    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["version"] == "1"


def test_freeze_writes_the_file_whose_hash_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write(tmp_path / "a.json", random_document(4))
    frozen = tmp_path / "list.jsonl"

    assert run_engine_command(["freeze-draw", "--applications", given, "--out", str(frozen)]) == 0
    digest = hashlib.sha256(frozen.read_bytes()).hexdigest()
    assert f"list SHA-256 {digest}\n" in capsys.readouterr().out


def test_explain_tells_the_turn_and_proves_the_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {
        "tours": [{"id": "t", "capacity": 2}, {"id": "u", "capacity": 0}],
        "applications": [
            {"id": "a", "people": 2, "wishes": ["u", "t"]},
            {"id": "b", "people": 2, "wishes": ["t"]},
        ],
    }
    base = ["--applications", write(tmp_path / "a.json", document), "--randomness", "5"]
    proof = tmp_path / "p.json"

    assert (
        run_engine_command(["explain-draw", *base, "--application", "b", "--proof", str(proof)])
        == 0
    )
    assert capsys.readouterr().out == (
        "b: number 2 of 2 in the order drawn: no place\n"
        "  wish 1 t: too few places left for the whole group"
        " (0 places, 0 for wheelchairs free); waiting list place 1\n"
    )
    run_engine_command(["freeze-draw", base[0], base[1], "--out", str(tmp_path / "l")])
    root = capsys.readouterr().out.split()[-1]
    assert run_engine_command(["verify-draw", "--proof", str(proof), "--root", root]) == 0
    assert run_engine_command(["explain-draw", *base, "--application", "z"]) == 2


def test_rehearsal_writes_data_for_charts(tmp_path: Path) -> None:
    given = write(tmp_path / "a.json", random_document(6))
    out = tmp_path / "h.json"
    command = ["rehearse-draw", "--applications", given, "--draws", "20", "--out", str(out)]

    assert run_engine_command(command) == 0
    document = json.loads(out.read_text("utf-8"))
    assert [rule["rule"] for rule in document["rules"]] == [
        "serial",
        "size-compensated",
        "first-choice-rounds",
        "optimum",
    ]
    first = out.read_bytes()
    assert run_engine_command(command) == 0
    assert out.read_bytes() == first


def test_unknown_keys_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {"tours": [], "applications": [{"id": "a", "people": 1, "wheelchiar": 1}]}
    given = write(tmp_path / "a.json", document)

    assert run_engine_command(["freeze-draw", "--applications", given, "--out", os.devnull]) == 0
    assert capsys.readouterr().err == (
        "note: not part of the format and ignored: applications[].wheelchiar\n"
    )


def test_line_is_found_past_strings_that_look_like_structure() -> None:
    text = '{"a": "]}\\"\\n,{",\n "b": [1, {"x": [\n]},\n {"c": 2}]}'

    assert find_line(text, ("b", 2, "c")) == 4
    assert find_line(text, ("b", 1)) == 2
    assert find_line(text, ("b", 9)) == 2
    assert find_line(text, ("a", "deeper")) == 1
