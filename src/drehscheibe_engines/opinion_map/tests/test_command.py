from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drehscheibe_engines.command import run_engine_command
from drehscheibe_engines.opinion_map import plant_groups
from drehscheibe_engines.opinion_map.result_json import checksum
from drehscheibe_engines.opinion_map.tests.shared_data import shared_folder


def _write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _votes(path: Path, seed: int = 0, n_people: int = 150) -> Path:
    table = plant_groups(
        n_people=n_people, n_statements=30, votes_per_person=15, seed=seed, n_groups=2
    ).table
    rows = zip(table.rows, table.columns, table.values, strict=True)
    lines = [f"{person},{statement},{vote}" for person, statement, vote in rows]
    return _write(path, "participant,statement,vote\n" + "\n".join(lines) + "\n")


def _run(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    out = tmp_path / "result.json"
    code = run_engine_command(["opinion-map", *arguments, "--out", str(out)])
    return code, json.loads(out.read_text(encoding="utf-8")) if code == 0 else {}


def test_a_plain_table_gives_a_result_with_its_checksum(tmp_path: Path) -> None:
    votes = _votes(tmp_path / "votes.csv")

    code, result = _run(tmp_path, "--votes", str(votes), "--k", "2")

    assert code == 0
    assert result["sha256"] == checksum(result)
    assert result["structure"]["k"] == 2
    assert {"id", "x", "y", "group", "confidence"} == set(result["participants"][0])
    assert result["participants"][0]["id"] == "0"
    assert result["timing"] == {}


@pytest.mark.parametrize("method", ["default", "polis"])
def test_an_exported_conversation_is_read(tmp_path: Path, method: str) -> None:
    folder = shared_folder() / "london.youth.policing"
    arguments = ["--votes", str(folder / "votes.csv"), "--statements", str(folder / "comments.csv")]

    code, result = _run(tmp_path, *arguments, "--method", method, "--timing")

    assert code == 0
    assert len(result["participants"]) == 26
    assert sum(row["excluded"] for row in result["statements"]) == 3
    assert result["timing"]["fit_s"] > 0


def test_log_and_final_matrix_give_the_same_map(tmp_path: Path) -> None:
    folder = shared_folder() / "canadian-electoral-reform"

    _, log = _run(tmp_path, "--votes", str(folder / "votes.csv"), "--evidence", "none")
    _, matrix = _run(
        tmp_path, "--votes", str(folder / "participants-votes.csv"), "--evidence", "none"
    )

    assert log["participants"] == matrix["participants"]
    assert log["statements"] == matrix["statements"]


def test_given_groups_and_benches_are_used(tmp_path: Path) -> None:
    votes = _votes(tmp_path / "votes.csv")
    groups = "participant,group\n" + "".join(f"{p},{'ab'[p % 2]}\n" for p in range(150))
    benches = "participant,bench\n" + "".join(f"{p},{'xy'[p // 75]}\n" for p in range(150))
    arguments = ["--groups", str(_write(tmp_path / "g.csv", groups))]
    arguments += ["--benches", str(_write(tmp_path / "b.csv", benches))]

    code, result = _run(tmp_path, "--votes", str(votes), *arguments)

    assert code == 0
    assert [(group["id"], group["size"]) for group in result["groups"]] == [("a", 75), ("b", 75)]
    kinds = [camp["kind"] for camp in result["camps"]]
    assert kinds == ["group"] * 2 + ["bench"] * 2 + ["cell"] * 4


def test_no_clusters_asks_for_none(tmp_path: Path) -> None:
    votes = _votes(tmp_path / "votes.csv")

    _, result = _run(tmp_path, "--votes", str(votes), "--no-clusters", "--method", "polis")

    assert result["structure"]["groups"] is False
    assert result["groups"] == []


HEAD = "participant,statement,vote\n"
HOSTILE = {
    "empty": ("", "line 1: the file is empty"),
    "header only": (HEAD, "line 2: there are no votes"),
    "other columns": ("a,b,c\n1,2,3\n", "line 1: no column named voter-id"),
    "other vote": (HEAD + "a,s,1\nb,s,2\n", "line 3: vote is '2'"),
    "vote as text": (HEAD + "a,s,agree\n", "line 2: vote is 'agree'"),
    "no person": (HEAD + ",s,1\n", "line 2: participant is empty"),
    "ends in the middle": (HEAD + "a,s,1\nb,s", "line 3: 2 cells where the first line has 3"),
    "open quote": (HEAD + 'a,s,1\n"b,s,1\n', "line 3: unexpected end of data"),
    "binary": (b"\x00\xff\xfe" * 1000, "line 1: not UTF-8"),
    "nonsense": ("x" * 10_000_000, "field larger than field limit"),
    "many lines of nonsense": ("lorem ipsum\n" * 800_000, "line 1: no column named"),
    "time as text": ("participant,statement,vote,time\na,s,1,noon\n", "line 2: time is 'noon'"),
    "infinite time": ("participant,statement,vote,time\na,s,1,inf\n", "line 2: time is 'inf'"),
    "a zero byte in a name": (HEAD + "a,s,1\nb,s\0t,1\n", "line 3: statement 's\\x00t' is damaged"),
}


@pytest.mark.parametrize(("content", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_unusable_votes_are_refused_with_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, message: str
) -> None:
    votes = _write(tmp_path / "votes.csv", content)

    code, _ = _run(tmp_path, "--votes", str(votes))

    error = capsys.readouterr().err
    assert code == 2
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "result.json").exists()


def test_unknown_ids_and_missing_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    votes = str(_write(tmp_path / "votes.csv", HEAD + "a,s,1\nb,t,0\n"))
    statements = str(_write(tmp_path / "s.csv", "comment-id,moderated\ns,1\n"))
    groups = str(_write(tmp_path / "g.csv", "participant,group\na,1\nzoe,2\n"))
    twice = str(_write(tmp_path / "t.csv", "comment-id,moderated\ns,1\ns,1\n"))
    odd = str(_write(tmp_path / "o.csv", "comment-id,moderated\ns,yes\n"))

    for arguments, message in (
        (["--statements", statements], "line 3: statement 't' is not in"),
        (["--groups", groups], "line 3: participant 'zoe' has no votes"),
        (["--benches", groups], "line 3: participant 'zoe' has no votes"),
        (["--statements", twice], "line 3: statement 's' again"),
        (["--statements", odd], "line 2: moderated is 'yes'"),
        (["--statements", str(tmp_path / "none.csv")], "No such file"),
    ):
        assert _run(tmp_path, "--votes", votes, *arguments)[0] == 2
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--k", "-1"], ["--seed", "-3"], ["--method", "best"]])
def test_impossible_options_end_with_two(tmp_path: Path, option: list[str]) -> None:
    votes = str(_write(tmp_path / "votes.csv", HEAD + "a,s,1\n"))

    with pytest.raises(SystemExit) as stopped:
        _run(tmp_path, "--votes", votes, *option)

    assert stopped.value.code == 2


# With 1,400 people tables are large enough for the libraries to share work among threads.
@pytest.mark.parametrize(("n_people", "arguments"), [(200, ["--k", "3"]), (1400, [])])
def test_threads_another_process_and_shuffled_votes_give_the_same_bytes(
    tmp_path: Path, n_people: int, arguments: list[str]
) -> None:
    votes = _votes(tmp_path / "votes.csv", n_people=n_people)
    header, *lines = votes.read_text(encoding="utf-8").splitlines()
    lines.sort(key=lambda line: line[::-1])
    shuffled = _write(tmp_path / "shuffled.csv", "\n".join([header, *lines]))
    command = [sys.executable, "-m", "drehscheibe_engines", "opinion-map", *arguments]
    results = []
    for threads, source in (("1", votes), ("2", shuffled)):
        out = tmp_path / f"{threads}.json"
        subprocess.run(  # noqa: S603 -- our own command
            [*command, "--votes", str(source), "--out", str(out)],
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
        )
        results.append(out.read_bytes())

    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--k", "3", "--no-clusters"], "not allowed with"),
        (["--k", "3", "--method", "polis"], "chooses the number of groups itself"),
        (["--k", "3", "--groups", "groups.csv"], "already says how many"),
        (["--k", "151"], "150 people, too few for --k 151"),
    ],
)
def test_a_number_of_groups_that_would_be_ignored_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    votes = _votes(tmp_path / "votes.csv")

    try:
        code, _ = _run(tmp_path, "--votes", str(votes), *arguments)
    except SystemExit as left:
        code = int(str(left.code))

    assert code == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "result.json").exists()
