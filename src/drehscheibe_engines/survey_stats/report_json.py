"""The report in the form of the command's output file."""

from __future__ import annotations

import json
from typing import Any

from drehscheibe_engines.survey_stats.method_box import MethodBox
from drehscheibe_engines.survey_stats.release import (
    HIDDEN_DE,
    HIDDEN_EN,
    ReleasedAnswer,
    ReleasedQuestion,
)
from drehscheibe_engines.survey_stats.report import ReleasedCell, SurveyReport

#: Changes whenever the same input may give other numbers; a stored result names it.
ALGORITHM = "survey-stats"
ALGORITHM_VERSION = "1.0"


def report_to_json(report: SurveyReport, *, is_public: bool = False) -> str:
    """Write a report as JSON text.

    Parameters
    ----------
    report : SurveyReport
        From ``build_report``.
    is_public : bool
        For readers: without the weights per person, shares in whole percentages.

    Returns
    -------
    str
        Numbers that are not defined are null.
    """
    summary = report.summary
    found: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "version": ALGORITHM_VERSION,
        "n": summary.n,
        "n_eff": summary.n_eff,
        "deff": summary.deff,
        "weights": report.weights.tolist(),
        "margins": _margins(report),
        "questions": {name: _question(q) for name, q in report.questions.items()},
        "by": {
            cut: {label: _cell(cell) for label, cell in cells.items()}
            for cut, cells in report.by.items()
        },
        "advice": [
            {
                "margin": p.margin,
                "merge": list(p.merge),
                "respondents": p.respondents,
                "de": p.reason_de,
                "en": p.reason_en,
            }
            for p in report.proposals
        ],
        "method": _method(report.method),
    }
    if is_public:
        del found["weights"], found["advice"]
        found = _round_numbers(found)
    return json.dumps(found, ensure_ascii=False, allow_nan=False)


def _round_numbers(value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """Round to two decimals: exact weighted shares would let readers reckon back to people."""
    if isinstance(value, dict):
        return {key: _round_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_round_numbers(item) for item in value]
    return round(value, 2) if isinstance(value, float) else value


def _margins(report: SurveyReport) -> dict[str, dict[str, dict[str, float]]]:
    margins: dict[str, dict[str, dict[str, float]]] = {}
    for cell in report.margins:
        margins.setdefault(cell.margin, {})[cell.category] = {
            "target": cell.target,
            "achieved": cell.achieved,
        }
    return margins


def _question(question: ReleasedQuestion) -> dict[str, Any]:
    return {
        "n": question.n,
        "n_eff": question.n_eff,
        "thin": question.is_thin,
        "answers": {label: _answer(answer) for label, answer in question.answers.items()},
    }


def _answer(answer: ReleasedAnswer) -> dict[str, Any]:
    return {
        "n": answer.n,
        "share": answer.share,
        "se": answer.se,
        "low": answer.low,
        "high": answer.high,
        "n_eff": answer.n_eff,
        "suppressed": answer.suppressed,
    }


def _cell(cell: ReleasedCell) -> dict[str, Any]:
    return {
        "n": cell.n,
        "n_eff": cell.n_eff,
        "deff": cell.n / cell.n_eff if cell.n and cell.n_eff else None,
        "questions": {name: _question(q) for name, q in cell.questions.items()},
    }


def _method(box: MethodBox) -> dict[str, Any]:
    return {
        "de": {
            "title": box.title_de,
            "text": " ".join(box.sentences_de),
            "sentences": list(box.sentences_de),
            "hidden": HIDDEN_DE,
        },
        "en": {
            "title": box.title_en,
            "text": " ".join(box.sentences_en),
            "sentences": list(box.sentences_en),
            "hidden": HIDDEN_EN,
        },
        "numbers": box.numbers,
    }
