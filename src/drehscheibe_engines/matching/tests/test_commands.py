"""The two commands, with good and with hostile input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drehscheibe_engines.command import run_engine_command

DOCUMENTS = [
    {"id": 7, "title": "Genehmigungen dauern", "body": "Behörden und Betriebe"},
    {"id": "b", "title": "Hafen"},
]


def run(folder: Path, documents: bytes, queries: bytes, *more: str) -> int:
    (folder / "d.json").write_bytes(documents)
    (folder / "q.json").write_bytes(queries)
    return run_engine_command(
        [
            *("match", "--documents", str(folder / "d.json"), "--queries", str(folder / "q.json")),
            *("--out", str(folder / "r.json"), *more),
        ]
    )


def test_match_ranks_queries_and_situations(tmp_path: Path) -> None:
    queries = [{"query": "Genehmigung"}, {"situation": "Bei uns am Hafen ist es laut."}]

    code = run(tmp_path, json.dumps(DOCUMENTS).encode(), json.dumps(queries).encode())

    first, second = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert code == 0
    assert first["query"] == "Genehmigung"
    assert first["results"][0]["id"] == 7
    assert first["results"][0]["why"][0] == {
        "asked": "Genehmigung",
        "met": "Genehmigungen",
        "how": "inflection",
    }
    assert (second["situation"], second["results"][0]["id"]) == (queries[1]["situation"], "b")


GOOD_DOCUMENTS = json.dumps(DOCUMENTS).encode()
GOOD_QUERIES = b'[{"query": "Hafen"}]'


@pytest.mark.parametrize(
    ("documents", "queries", "message"),
    [
        (b"", GOOD_QUERIES, "d.json: the file is empty"),
        (b"[]", GOOD_QUERIES, "d.json: the list of documents is empty"),
        (b"{}", GOOD_QUERIES, "d.json: expected a list of documents, found an object"),
        (b"[1]", GOOD_QUERIES, "d.json, entry 1: expected an object, found a number"),
        (b'[{"id": 1}', GOOD_QUERIES, "d.json, line 1, column 11: not JSON"),
        (b'[{"title": "x"}]', GOOD_QUERIES, "d.json, document 1: id is missing"),
        (b'[{"id": null, "title": "x"}]', GOOD_QUERIES, "document 1: id is nothing"),
        (b'[{"id": true, "title": "x"}]', GOOD_QUERIES, "document 1: id is true or false"),
        (b'[{"id": 1}]', GOOD_QUERIES, "document 1: title is missing"),
        (b'[{"id": 1, "title": "x", "body": 3}]', GOOD_QUERIES, "document 1: body is a number"),
        (
            b'[{"id": 1, "title": "x"}, {"id": "1", "title": "y"}]',
            GOOD_QUERIES,
            "document 2: id '1' stands already in document 1",
        ),
        (b'\n\n"\xff', GOOD_QUERIES, "d.json, line 3: not UTF-8 text"),
        (b"[" * 100_000, GOOD_QUERIES, "d.json: not JSON that can be read"),
        (b'[{"id": 1, "title": "\\ud800"}]', GOOD_QUERIES, "document 1: title is damaged text"),
        (GOOD_DOCUMENTS, b"[]", "q.json: the list of queries is empty"),
        (GOOD_DOCUMENTS, b'[{"q": 1}]', "query 1: has neither query nor situation"),
        (GOOD_DOCUMENTS, b'[{"query": "a", "situation": "b"}]', "query 1: has both"),
        (GOOD_DOCUMENTS, b'[{"query": " "}]', "query 1: query is empty"),
        (GOOD_DOCUMENTS, b'[{"query": ["a"]}]', "query 1: query is a list"),
    ],
)
def test_hostile_input_is_refused_with_place_and_reason(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    documents: bytes,
    queries: bytes,
    message: str,
) -> None:
    assert run(tmp_path, documents, queries) == 2

    said = capsys.readouterr().err
    assert said.startswith("match: ")
    assert message in said
    assert said.count("\n") == 1
    assert not (tmp_path / "r.json").exists()


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.txt")

    assert run_engine_command(["split-compounds", missing, "--out", str(tmp_path / "r")]) == 2
    assert missing in capsys.readouterr().err


def test_split_compounds_writes_parts_by_word(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text(
        "\ufeffFachkräftemangel\r\n\nVerwaltung\nVerwaltung\n", encoding="utf-8"
    )

    code = run_engine_command(
        ["split-compounds", str(tmp_path / "words.txt"), "--out", str(tmp_path / "r.json")]
    )

    assert code == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8")) == {
        "Fachkräftemangel": ["fach", "kraft", "mangel"],
        "Verwaltung": [],
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b" \n", "there are no words"),
        (b"gut\nzwei Worte", "line 2: 'zwei Worte' is more than one word"),
        (b"x" * 300, "line 1: longer than 200 letters"),
        ("gr\u00fcn".encode("latin-1"), "line 1: not UTF-8 text"),
    ],
)
def test_hostile_words_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (tmp_path / "words.txt").write_bytes(content)

    code = run_engine_command(
        ["split-compounds", str(tmp_path / "words.txt"), "--out", str(tmp_path / "r.json")]
    )

    assert code == 2
    assert message in capsys.readouterr().err
