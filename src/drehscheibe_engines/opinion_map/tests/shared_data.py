"""Where the exported conversations are; they are not part of the repository."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drehscheibe_engines.opinion_map.reading import read_statements, read_votes
from drehscheibe_engines.opinion_map.votes import VoteTable

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
)
BLOBS = ("25ptpt-3gp-no-strict-with-meta", "above-100-ptpts", "below-100-ptpts")


def shared_folder() -> Path:
    """Folder of the exported conversations; skips the test, saying why, if it is absent."""
    beside = Path(__file__).resolve().parents[5] / "shared" / "data"
    folder = Path(os.environ.get("DREHSCHEIBE_SHARED_DATA", beside)) / "polis"
    if not folder.is_dir():
        pytest.skip(f"no exported conversations in {folder}; set DREHSCHEIBE_SHARED_DATA")
    return folder


def read_json(*parts: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        shared_folder().joinpath(*parts).read_text(encoding="utf-8")
    )
    return content


def read_conversation(name: str, *, background: bool = True) -> VoteTable:
    """Log of votes with moderated-out (and background) statements excluded."""
    folder = shared_folder() / name
    _, excluded, asked = read_statements((folder / "comments.csv").read_bytes(), name)
    log = read_votes((folder / "votes.csv").read_bytes(), name)
    return log.table(excluded if background else excluded - asked, set())


def read_final_matrix(name: str) -> tuple[VoteTable, np.ndarray, tuple[str, ...]]:
    """Final matrix, published label of each person (-1 none) and names of the groups."""
    folder = shared_folder() / name
    _, excluded, asked = read_statements((folder / "comments.csv").read_bytes(), name)
    content = (folder / "participants-votes.csv").read_bytes()
    table = read_votes(content, name).table(excluded - asked, set())
    rows = csv.DictReader(io.StringIO(content.decode("utf-8")))
    group_of = {row["participant"]: row["group-id"] for row in rows if row["group-id"]}
    names = tuple(sorted(set(group_of.values()), key=int))
    labels = [names.index(group_of[p]) if p in group_of else -1 for p in table.participants]
    return table, np.array(labels), names


def read_blob(name: str) -> tuple[VoteTable, dict[str, Any]]:
    """Votes and the complete published result of a conversation."""
    published = read_json("blobs", name, "math-pca2.json")
    content = (shared_folder() / "blobs" / name / "votes.json").read_text(encoding="utf-8")
    votes = json.loads(content)
    table = VoteTable.from_votes(
        (
            (
                vote.get("participant_id", vote.get("pid")),
                vote.get("statement_id", vote.get("tid")),
                vote["vote"],
                float(vote["modified"]),
            )
            for vote in votes
        ),
        excluded=published["mod-out"],
        statements=published["tids"],
    )
    return table, published
