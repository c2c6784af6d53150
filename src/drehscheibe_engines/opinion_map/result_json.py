"""The result as a documented, versioned JSON document."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import numpy as np

from drehscheibe_engines.opinion_map.result import MapResult
from drehscheibe_engines.opinion_map.sparse_statistics import AGREE, DISAGREE, PASS, count_votes

ALGORITHM = "drehscheibe.opinion_map"
#: Grows when the meaning of a field changes or the same votes give another result.
VERSION = "1.0"

Document = dict[str, Any]


def as_document(
    result: MapResult, parameters: Document, timing: dict[str, float] | None = None
) -> Document:
    """Write a result as plain data with its own checksum.

    Parameters
    ----------
    result : MapResult
    parameters : dict
        What the map was asked for; part of the checksum.
    timing : dict of str to float, optional
        Seconds. Left out of the checksum, and empty by default so that the same input gives
        the same bytes.

    Returns
    -------
    dict
        Fields as in README.md; numbers that do not exist are null.
    """
    structure = result.structure
    document: Document = {
        "algorithm": ALGORITHM,
        "version": VERSION,
        "parameters": {"method": result.method, **parameters},
        "timing": timing or {},
        "structure": {
            "groups": structure.k is not None,
            "dimensions": structure.dimensions,
            "k": structure.k,
            "stability": _number(result.stability),
            "eigenvalue_limit": _number(structure.eigenvalue_limit),
            "silhouettes": {str(k): _number(v) for k, v in structure.silhouettes.items()},
            "excess": {str(k): _number(v) for k, v in structure.excess.items()},
        },
        "participants": _participants(result),
        "groups": _groups(result),
        "statements": _statements(result),
        "consensus": {
            side: [result.statements[j] for j in listed] for side, listed in result.majority.items()
        },
        "camps": [
            {"kind": camp.kind, "name": camp.name, "size": camp.size}
            for camp in result.bridging.camps
        ],
        "minorities": _minorities(result),
        "leave_one_out": _left_out(result),
        "integrity": _integrity(result),
    }
    document["sha256"] = checksum(document)
    return document


def checksum(document: Document) -> str:
    """SHA-256 of the document without its fields "timing" and "sha256"."""
    content = {key: value for key, value in document.items() if key not in ("timing", "sha256")}
    return hashlib.sha256(as_bytes(content)).hexdigest()


def as_bytes(document: Document) -> bytes:
    """Encode in one fixed way: keys in order, no spaces, UTF-8, shortest exact numbers."""
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def _participants(result: MapResult) -> list[Document]:
    names = (*result.group_names, None)
    rows = zip(
        result.table.participants,
        result.positions.tolist(),
        result.labels.tolist(),
        result.confidence.tolist(),
        strict=True,
    )
    return [
        {
            "id": name,
            "x": _number(place[0]),
            "y": _number(place[1]),
            "group": names[label],
            "confidence": _number(confidence),
        }
        for name, place, label, confidence in rows
    ]


def _groups(result: MapResult) -> list[Document]:
    sizes = np.bincount(result.labels[result.labels >= 0], minlength=len(result.group_names))
    groups = []
    for index, name in enumerate(result.group_names):
        listed = result.representative[index] if result.representative else ()
        representative = [
            {
                "statement": result.statements[one.statement],
                "direction": one.direction,
                "effect": _number(one.effect),
                "low": _number(one.low),
                "high": _number(one.high),
                "q": _number(one.q),
            }
            for one in listed
        ]
        named_by = [[entry["statement"], entry["direction"]] for entry in representative[:2]]
        groups.append(
            {
                "id": name,
                "size": int(sizes[index]),
                "named_by": named_by,
                "representative": representative,
            }
        )
    return groups


def _statements(result: MapResult) -> list[Document]:
    place = {name: index for index, name in enumerate(result.statements)}
    all_counts = count_votes(result.table)[0]
    rows = []
    for column, name in enumerate(result.table.statements):
        counts = all_counts[:, column]
        row: Document = {
            "id": name,
            "agree": int(counts[AGREE]),
            "disagree": int(counts[DISAGREE]),
            "pass": int(counts[PASS]),
            "excluded": bool(result.table.excluded[column]),
        }
        if name in place:
            row |= _judgement(result, place[name])
        else:
            row |= dict.fromkeys(JUDGEMENT_FIELDS)
        rows.append(row)
    return rows


JUDGEMENT_FIELDS = (
    "group_informed_consensus",
    "bridging",
    "low",
    "high",
    "verdict",
    "priority",
    "robust_bridging",
    "division",
    "divisive_q",
    "mean",
    "extremity",
    "axes",
    "camps",
    "groups",
)


def _judgement(result: MapResult, j: int) -> Document:
    bridging = result.bridging
    shares = result.shares
    per_group = [] if shares is None else range(len(result.group_names))
    values = (
        _number(result.consensus[j]),
        _number(bridging.score[j]),
        _number(bridging.weakest_low[j]),
        _number(bridging.weakest_high[j]),
        bridging.verdict[j],
        _number(result.priorities[j]),
        _number(result.robust_bridging[j]),
        _number(bridging.division[j]),
        _number(result.divisive_q[j]),
        _number(result.means[j]),
        _number(result.extremity[j]),
        [_number(value) for value in result.directions[j]],
        [
            [
                _number(bridging.mean[c, j]),
                _number(bridging.low[c, j]),
                _number(bridging.high[c, j]),
            ]
            for c in range(len(bridging.camps))
        ],
        [
            {
                "id": result.group_names[g],
                "agree": _number(shares.agree[g, j]),
                "low": _number(shares.low[g, j]),
                "high": _number(shares.high[g, j]),
            }
            for g in per_group
            if shares is not None
        ],
    )
    return dict(zip(JUDGEMENT_FIELDS, values, strict=True))


def _minorities(result: MapResult) -> list[Document]:
    return [
        {
            "statement": result.statements[one.statement],
            "camp": one.camp,
            "answer": one.answer,
            "share": _number(one.share),
            "low": _number(one.low),
            "everybody": _number(one.everybody),
        }
        for one in result.minorities
    ]


def _left_out(result: MapResult) -> list[Document]:
    return [
        {
            "camp": one.camp,
            "gained": [result.statements[j] for j in one.gained],
            "lost": [result.statements[j] for j in one.lost],
        }
        for one in result.left_out
    ]


def _integrity(result: MapResult) -> Document:
    report = result.integrity
    arrivals = report.arrivals
    return {
        "clusters": [
            {
                "people": [result.table.participants[i] for i in one.people],
                "same_votes": _number(one.same_votes),
                "burst_ratio": _number(one.burst_ratio),
            }
            for one in report.suspicions
        ],
        "without_clusters": {
            "k": report.k_without,
            "gained": [result.statements[j] for j in report.gained],
            "lost": [result.statements[j] for j in report.lost],
        }
        if report.suspicions
        else None,
        "arrivals": None
        if arrivals is None
        else {
            "start": _number(arrivals.edges[0]),
            "per_hour": {str(h): int(n) for h, n in enumerate(arrivals.arrivals) if n},
            "bursts": list(arrivals.bursts),
        },
    }


def _number(value: float | None) -> float | None:
    """Null for what does not exist; no negative zero."""
    if value is None or not math.isfinite(value):
        return None
    return float(value) + 0.0
