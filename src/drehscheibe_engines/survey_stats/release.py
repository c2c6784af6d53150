"""The one gate: every number that leaves the engine for people passes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from drehscheibe_engines.survey_stats.arrays import BoolArray
from drehscheibe_engines.survey_stats.protection_rules import ProtectionRule
from drehscheibe_engines.survey_stats.share_tables import ShareTable

#: What stands in place of a hidden number. It must not say which cells are the small ones.
HIDDEN_DE = "geschützt"
HIDDEN_EN = "protected"


@dataclass(frozen=True, slots=True)
class ReleasedAnswer:
    """One answer; every number is None when it is suppressed.

    Attributes
    ----------
    n : int or None
        Unweighted respondents.
    share, se, low, high : float or None
        Weighted share 0–1, standard error and interval; also None where they are not defined.
    n_eff : float or None
        Effective number of respondents behind the interval.
    suppressed : bool
        Hidden: show "geschützt", never 0.
    """

    n: int | None
    share: float | None
    se: float | None
    low: float | None
    high: float | None
    n_eff: float | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class ReleasedQuestion:
    """One question in one cell.

    Attributes
    ----------
    n : int or None
        Respondents with an answer; None when hidden.
    n_eff : float or None
        Kish's effective number of these.
    is_thin : bool
        Base below the limit for plain drawing: draw hatched.
    answers : dict of str to ReleasedAnswer
        In the order of the answers. Empty when the question as a whole is withheld.
    """

    n: int | None
    n_eff: float | None
    is_thin: bool
    answers: dict[str, ReleasedAnswer]


_NOTHING = ReleasedAnswer(None, None, None, None, None, None, suppressed=True)


def release_question(
    table: ShareTable, cell: int, labels: Sequence[str], hidden: BoolArray, rule: ProtectionRule
) -> ReleasedQuestion:
    """Let the permitted numbers of one question in one cell pass.

    Parameters
    ----------
    table : ShareTable
        All numbers.
    cell : int
        Row of the table.
    labels : sequence of str, length n_answers
        Answers that may be named; none when even their existence would tell something.
    hidden : ndarray of bool, shape (n_answers + 1,)
        Mask of the answers and, last, of the base.
    rule : ProtectionRule
        Limits.

    Returns
    -------
    ReleasedQuestion
        Without a trace of the hidden numbers.
    """
    base_hidden = bool(hidden[-1])
    visible = None if base_hidden else _release_answers(table, cell)
    answers = {
        label: _NOTHING if visible is None or hidden[k] else visible[k]
        for k, label in enumerate(labels)
    }
    base = int(table.base_n[cell])
    return ReleasedQuestion(
        n=None if base_hidden else base,
        n_eff=None if base_hidden else float(table.n_eff[cell]),
        is_thin=base_hidden or base < rule.thin_base,
        answers=answers,
    )


def _release_answers(table: ShareTable, cell: int) -> list[ReleasedAnswer]:
    columns = [table.shares, table.se, table.low, table.high, table.answer_n_eff]
    counts = table.counts[cell].tolist()
    numbers = zip(*(column[cell].tolist() for column in columns), strict=True)
    return [
        ReleasedAnswer(
            n, _known(share), _known(se), _known(low), _known(high), _known(n_eff), suppressed=False
        )
        for n, (share, se, low, high, n_eff) in zip(counts, numbers, strict=True)
    ]


def _known(value: float) -> float | None:
    return value if isfinite(value) else None


def round_for_people(question: ReleasedQuestion) -> dict[str, tuple[int, int, int] | None]:
    """Round released shares to whole percentages with their range, for pages and charts.

    Parameters
    ----------
    question : ReleasedQuestion
        From ``release_question``.

    Returns
    -------
    dict of str to (percent, low, high) or None
        None where the number is hidden or undefined. The range is rounded outwards.
    """
    return {label: _whole_percent(answer) for label, answer in question.answers.items()}


def _whole_percent(answer: ReleasedAnswer) -> tuple[int, int, int] | None:
    if answer.share is None or answer.low is None or answer.high is None:
        return None
    return (
        int(np.floor(100 * answer.share + 0.5)),
        int(np.floor(100 * answer.low + 1e-9)),
        int(np.ceil(100 * answer.high - 1e-9)),
    )
