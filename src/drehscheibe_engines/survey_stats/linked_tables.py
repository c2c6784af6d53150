"""Protect all tables of a report together: what one table hides no other may give away.

Tables of one report share numbers: every cut of a question has the same overall answers, every
question in a cut the same respondents per cell. So a hidden shared number is hidden everywhere,
and its box is continued into every table in which it appears.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray
from drehscheibe_engines.survey_stats.protected_tables import (
    Box,
    TableProtector,
    find_subtractable,
)
from drehscheibe_engines.survey_stats.protection_rules import (
    ProtectionRule,
    add_totals,
    too_small,
)


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Unweighted counts of everything a report wants to show.

    Attributes
    ----------
    questions : mapping of str to ndarray, shape (n_answers,)
        Answers per question.
    cuts : mapping of str to ndarray, shape (s1, …)
        Respondents per cell of each cut (one axis per column).
    crossed : mapping of (cut, question) to ndarray, shape (s1, …, n_answers)
        Answers per cell.
    contributors : mapping of (cut or "", question or "") to ndarray, optional
        Distinct contributing organisations per cell with totals, where known.
    """

    questions: Mapping[str, FloatArray]
    cuts: Mapping[str, FloatArray]
    crossed: Mapping[tuple[str, str], FloatArray]
    contributors: Mapping[tuple[str, str], FloatArray] = field(default_factory=dict)


@dataclass(slots=True)
class ReportMask:
    """What a report must not show; the last index of an axis is its total.

    Attributes
    ----------
    questions : dict of str to ndarray of bool, shape (n_answers + 1,)
        Overall answers and base.
    cuts : dict of str to ndarray of bool, shape (s1 + 1, …)
        Respondents per cell.
    crossed : dict of (cut, question) to ndarray of bool, shape (s1 + 1, …, n_answers + 1)
        Answers per cell; the last index of the last axis is the base.
    """

    questions: dict[str, BoolArray]
    cuts: dict[str, BoolArray]
    crossed: dict[tuple[str, str], BoolArray]


def protect_report(counts: ReportCounts, rule: ProtectionRule) -> ReportMask:
    """Decide for every number of a report whether it may be shown.

    Parameters
    ----------
    counts : ReportCounts
        Unweighted counts.
    rule : ProtectionRule
        Limits.

    Returns
    -------
    ReportMask
        Proof against subtraction within and across the tables.

    Notes
    -----
    Hiding a shared number can call for more hiding elsewhere, so tables are protected until
    nothing changes; hidden cells only grow, so this ends. What cannot be protected, or does not
    survive the attack by subtraction at the end, is withheld as a whole.
    """
    return _ReportProtector(counts, rule).run()


class _ReportProtector:
    def __init__(self, counts: ReportCounts, rule: ProtectionRule) -> None:
        self.counts = counts
        self.rule = rule
        self.forced_questions = {
            name: self._unsafe_answers(add_totals(answers), ("", name))
            for name, answers in counts.questions.items()
        }
        self.forced_cuts = {
            name: too_small(add_totals(cells), rule, counts.contributors.get((name, "")))
            for name, cells in counts.cuts.items()
        }
        self.question_boxes: dict[str, list[Box]] = {}
        self.cut_boxes: dict[str, list[Box]] = {}
        self.crossed: dict[tuple[str, str], BoolArray] = {}

    def run(self) -> ReportMask:
        stale_questions, stale_cuts = set(self.counts.questions), set(self.counts.cuts)
        while stale_questions or stale_cuts:
            for name in sorted(stale_questions):
                self._protect_question(name)
            for name in sorted(stale_cuts):
                self._protect_cut(name)
            again_questions: set[str] = set()
            again_cuts: set[str] = set()
            for cut, question in self.counts.crossed:
                if cut in stale_cuts or question in stale_questions:
                    new_answers, new_cells = self._protect_crossed(cut, question)
                    again_questions |= {question} if new_answers else set()
                    again_cuts |= {cut} if new_cells else set()
            stale_questions, stale_cuts = again_questions, again_cuts
        return ReportMask(self.forced_questions, self.forced_cuts, self.crossed)

    def _unsafe_answers(self, extended: FloatArray, key: tuple[str, str]) -> BoolArray:
        """Mark small cells and all answers on a base that is too small for percentages."""
        unsafe = too_small(extended, self.rule, self.counts.contributors.get(key))
        thin = extended[..., -1] < self.rule.base
        unsafe[..., :-1] |= thin[..., None]
        return unsafe

    def _protect_question(self, name: str) -> None:
        values = add_totals(self.counts.questions[name])
        protector = self._protector(values, self.forced_questions[name])
        if not protector.protect():
            protector.hidden[:-1] = True
        self.forced_questions[name] = protector.hidden
        self.question_boxes[name] = protector.boxes

    def _protect_cut(self, name: str) -> None:
        protector = self._protector(add_totals(self.counts.cuts[name]), self.forced_cuts[name])
        if not protector.protect():
            protector.hidden[...] = True
        self.forced_cuts[name] = protector.hidden
        self.cut_boxes[name] = protector.boxes

    def _protect_crossed(self, cut: str, question: str) -> tuple[bool, bool]:
        """Protect one question in one cut; tell whether shared numbers became hidden."""
        values = add_totals(self.counts.crossed[cut, question])
        answers, cells = self.forced_questions[question], self.forced_cuts[cut]
        whole = (-1,) * cells.ndim
        hidden = self._unsafe_answers(values, (cut, question))
        hidden |= self.crossed.get((cut, question), np.zeros_like(hidden))
        hidden[whole] |= answers
        hidden[..., -1] |= cells
        protector = self._protector(values, hidden)
        if not (self._continue_boxes(protector, cut, question) and protector.protect()):
            protector.hidden[...] = True
            protector.hidden[whole] = answers
            protector.hidden[..., -1] = cells
        self.crossed[cut, question] = protector.hidden
        if find_subtractable(protector.hidden).any():
            protector.hidden[..., :-1] = True
            protector.hidden[whole] = answers
        new_answers = bool((protector.hidden[whole] & ~answers)[:-1].any())
        new_cells = bool((protector.hidden[..., -1] & ~cells).any())
        self.forced_questions[question] = answers | protector.hidden[whole]
        self.forced_cuts[cut] = cells | protector.hidden[..., -1]
        return new_answers, new_cells

    def _continue_boxes(self, protector: TableProtector, cut: str, question: str) -> bool:
        """Continue the boxes of the shared totals into this table."""
        total = [size - 1 for size in protector.values.shape]
        inner = len(total) - 1
        for (box,) in self.question_boxes[question]:
            corner = (*total[:-1], box[0])
            if not protector.cover(corner, {inner: box[1]}):
                return False
        for pairs in self.cut_boxes[cut]:
            corner = (*(pair[0] for pair in pairs), total[-1])
            if not protector.cover(corner, {k: pair[1] for k, pair in enumerate(pairs)}):
                return False
        return True

    def _protector(self, values: FloatArray, hidden: BoolArray) -> TableProtector:
        forbidden = np.zeros(values.shape, dtype=bool)
        forbidden.flat[-1] = not hidden.flat[-1]
        return TableProtector(values, hidden.copy(), float(self.rule.cell), forbidden)
