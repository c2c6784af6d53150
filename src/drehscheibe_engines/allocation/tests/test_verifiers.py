from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from drehscheibe_engines.allocation import (
    InvalidInputError,
    combine_sources,
    draw_places,
    read_applications,
    verify_draw,
)
from drehscheibe_engines.allocation.tests.strategies import random_document

HERE = Path(__file__).parent
VERIFIER = HERE.parent / "verify_draw.py"

TOUR = {"id": "t", "capacity": 3}
GROUP = {"id": "g", "people": 2, "wishes": ["t"]}


def with_tour(**changes: object) -> dict[str, Any]:
    return {"tours": [{**TOUR, **changes}], "applications": [GROUP]}


def with_group(**changes: object) -> dict[str, Any]:
    return {"tours": [TOUR], "applications": [{**GROUP, **changes}]}


REFUSED: list[Any] = [
    None,
    [],
    "text",
    {},
    {"tours": {}, "applications": []},
    {"tours": [], "applications": None},
    {"tours": [None], "applications": []},
    {"tours": [[]], "applications": []},
    {"tours": [TOUR, TOUR], "applications": []},
    {"tours": [TOUR], "applications": [GROUP, GROUP]},
    with_tour(id=""),
    with_tour(id=7),
    with_tour(id="\n"),
    with_tour(id="\ud800"),
    with_tour(id="ä" * 101),
    with_tour(capacity=-1),
    with_tour(capacity=1.5),
    with_tour(capacity=10**6 + 1),
    with_tour(capacity=1e300),
    with_tour(capacity=True),
    with_tour(capacity="3"),
    with_tour(capacity=None),
    with_tour(wheelchair=None),
    with_tour(wheelchair=-1),
    with_tour(requires="age-14"),
    with_tour(requires=[""]),
    with_tour(requires=[3]),
    with_group(people=0),
    with_group(people=1001),
    with_group(people=[]),
    with_group(wheelchair=3),
    with_group(weight=0),
    with_group(weight=1001),
    with_group(weight=0.5),
    with_group(wishes="t"),
    with_group(wishes=["u"]),
    with_group(wishes=[["t"]]),
    with_group(any=["t", "u"]),
    with_group(any={}),
    with_group(any=None),
    with_group(meets=[None]),
]
ACCEPTED: list[object] = [
    {"tours": [], "applications": []},
    {"tours": [TOUR], "applications": []},
    {"tours": [{**TOUR, "id": "ä" * 100}], "applications": []},
    with_tour(capacity=2.0, wheelchair=-0.0),
    {"tours": [{**TOUR, "id": "\x7f\u2028"}], "applications": []},
    with_tour(title="ignored"),
    with_group(weight=2.0, wishes=["t", "t"], any=["t"]),
    with_group(wishes=[], any=[]),
    with_group(id="__proto__"),
    with_group(id="toString", meets=["constructor"]),
]


@pytest.mark.parametrize("document", REFUSED)
def test_engine_and_verifier_refuse_the_same(document: object) -> None:
    with pytest.raises(InvalidInputError):
        read_applications(document)
    with pytest.raises(verify_draw.Unusable):
        verify_draw.replay(document, ["1"])


@pytest.mark.parametrize("document", ACCEPTED)
def test_engine_and_verifier_accept_the_same(document: object) -> None:
    result = draw_places(read_applications(document), "1").to_document()

    assert verify_draw.replay(document, ["1"]) == result


def test_too_many_lots_are_refused_by_both() -> None:
    groups = [{"id": f"g{number}", "people": 1, "weight": 1000} for number in range(10_001)]
    document = {"tours": [], "applications": groups}

    with pytest.raises(InvalidInputError, match="10000000 lots"):
        read_applications(document)
    with pytest.raises(verify_draw.Unusable, match="10000000 lots"):
        verify_draw.read_list(document)


def run_javascript(cases: dict[str, Any]) -> dict[str, Any]:
    node = shutil.which("node")
    assert node is not None, "the JavaScript verifier is tested with Node"
    program = [node, str(HERE / "replay_cases.mjs")]
    done = subprocess.run(  # noqa: S603 -- our own file
        program, input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_javascript_agrees_on_every_input() -> None:
    rng = random.Random(11)  # noqa: S311 -- reproducibility is the point
    documents = [random_document(seed, applications=rng.randint(0, 60)) for seed in range(40)]
    draws = [(one, [f"day {n}", "3 1 2"]) for n, one in enumerate([*documents, *ACCEPTED])]
    refused = [[one, ["1"]] for one in REFUSED]
    texts = [
        ["".join(rng.choices(' \t.,;/0123456789aé"\u00a0\x85', k=rng.randint(0, 12)))]
        for _ in range(200)
    ]
    results = [draw_places(read_applications(one), text) for one, text in draws]
    expected = [one.to_document() for one in results]
    proofs: list[tuple[dict[str, Any], str]] = [
        (asdict(one.commitment.tree.prove(number)), one.commitment.merkle_root)
        for one in results
        for number in (0, len(one.commitment.lines) - 1)
    ]
    wrong_proofs = [({**proof, "line": "x"}, root) for proof, root in proofs]

    answers = run_javascript(
        {
            "draws": [*draws, *refused],
            "sources": texts,
            "comparisons": [[one, one] for one in expected] + [[expected[0], expected[1]]],
            "proofs": [*proofs, *wrong_proofs, *((proof, "0" * 64) for proof in BROKEN_PROOFS)],
        }
    )

    assert answers["draws"][: len(draws)] == expected
    assert [list(one) for one in answers["draws"][len(draws) :]] == [["refused"]] * len(refused)
    assert answers["sources"] == [combine_or_refuse(one) for one in texts]
    assert answers["comparisons"] == [0] * len(expected) + [6]
    told = answers["proofs"]
    assert told[: 2 * len(proofs)] == [True] * len(proofs) + [False] * len(proofs)
    assert [list(one) for one in told[2 * len(proofs) :]] == [["refused"]] * len(BROKEN_PROOFS)


def combine_or_refuse(texts: list[str]) -> str | dict[str, str]:
    try:
        return combine_sources(texts)
    except InvalidInputError:
        return {"refused": "randomness must name at least one source, in valid UTF-8"}


PROOF = {"line": "x", "index": 0, "size": 2, "path": ["0" * 64]}
BROKEN_PROOFS: list[object] = [
    None,
    [],
    {},
    {**PROOF, "line": None},
    {**PROOF, "path": "0" * 64},
    {**PROOF, "path": ["0" * 63]},
    {**PROOF, "path": ["g" * 64]},
    {**PROOF, "path": [None]},
    {**PROOF, "index": 2},
    {**PROOF, "index": -1},
    {**PROOF, "index": True},
    {**PROOF, "size": 0},
]


@pytest.mark.parametrize("proof", BROKEN_PROOFS)
def test_broken_proofs_are_refused(proof: object) -> None:
    with pytest.raises(verify_draw.Unusable):
        verify_draw.proof_holds(proof, "0" * 64)


def test_every_kind_of_tampering_is_found() -> None:
    document = random_document(4)
    right = draw_places(read_applications(document), "1").to_document()
    order: Any = right["order"]
    places: Any = right["assignments"]
    first = next(name for name in order if places[name])
    tampered: list[tuple[str, Any]] = [
        ("order", order[1:]),
        ("order", [order[1], order[0], *order[2:]]),
        ("assignments", {**places, first: None}),
        ("assignments", {**places, "stranger": None}),
        ("waiting", {}),
        ("list_sha256", "0" * 64),
        ("merkle_root", None),
        ("algorithm", "other"),
        ("version", 1),
        ("randomness", "2./"),
    ]

    expected = verify_draw.replay(document, ["1"])

    assert verify_draw.differences(expected, right) == []
    for key, value in tampered:
        found = verify_draw.differences(expected, {**right, key: value})
        assert [sentence.split()[0] for sentence in found] == [key]
    assert len(verify_draw.differences(expected, [])) == len(expected)


def test_verifier_runs_alone_without_installed_packages(tmp_path: Path) -> None:
    document = random_document(5)
    result = draw_places(read_applications(document), ["3 1 2", "b"])
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "r.json").write_text(json.dumps(result.to_document()), "utf-8")
    (tmp_path / "p.json").write_text(json.dumps(asdict(result.commitment.tree.prove(9))), "utf-8")
    alone = [sys.executable, "-I", "-S", str(shutil.copy(VERIFIER, tmp_path))]
    replayed = ["--applications", "a.json", "--result", "r.json", "--randomness", "1,2,3"]

    def run(*arguments: str) -> int:
        done = subprocess.run(  # noqa: S603 -- our own file
            [*alone, *arguments], cwd=tmp_path, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr
        return done.returncode

    assert run(*replayed, "--randomness", "b") == 0
    assert run(*replayed, "--randomness", "c") == 1
    assert run("--proof", "p.json", "--root", result.commitment.merkle_root) == 0
    assert run("--proof", "p.json", "--root", "0" * 64) == 1
    assert run("--proof", "a.json", "--root", "0" * 64) == 2
    assert run("--proof", "missing.json", "--root", "0" * 64) == 2
    assert run("--applications", "a.json") == 2
