"""The full report of a survey: weigh, tabulate, protect, release."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drehscheibe_engines.survey_stats.arrays import BoolArray, FloatArray, IntArray
from drehscheibe_engines.survey_stats.collapsing import CollapseProposal, propose_collapsing
from drehscheibe_engines.survey_stats.cuts import (
    Cut,
    CutFamily,
    build_cuts,
    count_contributors,
)
from drehscheibe_engines.survey_stats.design import describe_design
from drehscheibe_engines.survey_stats.estimates import WeightedSample
from drehscheibe_engines.survey_stats.linked_tables import (
    ReportCounts,
    ReportMask,
    protect_report,
)
from drehscheibe_engines.survey_stats.margins import MarginCell
from drehscheibe_engines.survey_stats.method_box import MethodBox, MethodFacts, write_method_box
from drehscheibe_engines.survey_stats.plan import SurveyPlan
from drehscheibe_engines.survey_stats.raking import rake
from drehscheibe_engines.survey_stats.release import ReleasedQuestion, release_question
from drehscheibe_engines.survey_stats.responses import CodedColumn, Responses
from drehscheibe_engines.survey_stats.share_tables import ShareTable, ShareTabulator
from drehscheibe_engines.survey_stats.trimming import TrimmedWeights, trim_weights
from drehscheibe_engines.survey_stats.weights import (
    WeightSummary,
    effective_n,
    summarise_weights,
)


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One cell of a breakdown; its size is None when it is hidden."""

    n: int | None
    n_eff: float | None
    questions: dict[str, ReleasedQuestion]


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """Everything that may leave the engine, and the weights for those who keep the responses.

    Attributes
    ----------
    summary : WeightSummary
        Respondents, effective number, design effect.
    weights : ndarray, shape (n,)
        In the order of the rows; not for publication.
    margins : tuple of MarginCell
        Targets and achieved totals.
    proposals : tuple of CollapseProposal
        Thin categories that should be merged.
    questions : dict of str to ReleasedQuestion
        Overall.
    by : dict of str to dict of str to ReleasedCell
        Per breakdown and cell.
    method : MethodBox
        Texts and numbers of the method box.
    """

    summary: WeightSummary
    weights: FloatArray
    margins: tuple[MarginCell, ...]
    proposals: tuple[CollapseProposal, ...]
    questions: dict[str, ReleasedQuestion]
    by: dict[str, dict[str, ReleasedCell]]
    method: MethodBox


@dataclass(frozen=True, slots=True)
class _Weighted:
    sample: WeightedSample
    margins: tuple[MarginCell, ...]
    proposals: tuple[CollapseProposal, ...]
    rounds: int
    trimmed: TrimmedWeights | None


def build_report(responses: Responses, plan: SurveyPlan) -> SurveyReport:
    """Weigh, tabulate and protect a survey.

    Parameters
    ----------
    responses : Responses
        One row per respondent.
    plan : SurveyPlan
        What shall be done.

    Returns
    -------
    SurveyReport
        Independent of the order of the rows, except for ``weights``.

    Raises
    ------
    SurveyInputError
        With the place and the reason when the input cannot be used.

    Notes
    -----
    O(n × questions × breakdowns × margins).
    """
    weighted = _weigh(responses, plan)
    questions = [responses.code(name, "design.questions") for name in plan.questions]
    cuts = build_cuts([[_cut_column(responses, plan, c) for c in cut] for cut in plan.cuts])
    mask = protect_report(_count(responses, plan, questions, cuts), plan.protect)
    tabulator = ShareTabulator(weighted.sample)
    everybody = np.zeros(responses.n, dtype=np.int64)
    overall = {
        q.name: release_question(
            tabulator.tabulate(everybody, 1, q.codes, len(q.categories)),
            0,
            _labels(q, mask),
            mask.questions[q.name],
            plan.protect,
        )
        for q in questions
    }
    by = {cut.name: _release_cut(cut, questions, tabulator, mask, plan) for cut in cuts}
    summary = summarise_weights(weighted.sample.weights)
    return SurveyReport(
        summary,
        weighted.sample.weights,
        weighted.margins,
        weighted.proposals,
        overall,
        by,
        _method(plan, weighted, summary, _count_hidden(overall, by)),
    )


def _weigh(responses: Responses, plan: SurveyPlan) -> _Weighted:
    design = describe_design(
        responses.n,
        psu=responses.labels(plan.psu, "design.psu") if plan.psu else None,
        strata=responses.labels(plan.strata, "design.strata") if plan.strata else None,
        fpc=responses.numbers(plan.fpc, "design.fpc") if plan.fpc else None,
    )
    base = np.ones(responses.n)
    if plan.weight:
        base = responses.numbers(plan.weight, "design.weight")
    if not plan.margins:
        return _Weighted(WeightedSample.from_weights(base, design), (), (), 0, None)
    codes = [
        responses.code_as(m.name, m.categories, f"design.margins.{m.name}") for m in plan.margins
    ]
    calibrated = rake(plan.margins, codes, base)
    trimmed = trim_weights(calibrated, plan.cap) if plan.cap is not None else None
    proposals = tuple(
        proposal
        for margin, column in zip(plan.margins, codes, strict=True)
        for proposal in propose_collapsing(margin, column)
    )
    used = trimmed.calibrated if trimmed else calibrated
    return _Weighted(
        WeightedSample.from_weights(used, design), used.margins, proposals, used.rounds, trimmed
    )


def _cut_column(responses: Responses, plan: SurveyPlan, name: str) -> CodedColumn:
    for margin in plan.margins:
        if margin.name == name:
            return CodedColumn(
                name, margin.categories, responses.code_as(name, margin.categories, "design.by")
            )
    return responses.code(name, "design.by")


def _count(
    responses: Responses, plan: SurveyPlan, questions: list[CodedColumn], cuts: tuple[Cut, ...]
) -> ReportCounts:
    families: dict[str, CutFamily] = {cut.family.name: cut.family for cut in cuts}
    contributors: dict[tuple[str, str], FloatArray] = {}
    if plan.contributor:
        who = responses.labels(plan.contributor, "design.protect.contributor")
        for name, family in [("", CutFamily("", ())), *families.items()]:
            codes = [column.codes for column in family.columns]
            if name:
                contributors[name, ""] = count_contributors(codes, family.shape, who)
            for q in questions:
                shape = (*family.shape, len(q.categories))
                contributors[name, q.name] = count_contributors([*codes, q.codes], shape, who)
    return ReportCounts(
        questions={q.name: _count_answers(q) for q in questions},
        cuts={name: family.count() for name, family in families.items()},
        crossed={
            (name, q.name): family.count(q.codes, len(q.categories))
            for name, family in families.items()
            for q in questions
        },
        contributors=contributors,
    )


def _count_answers(question: CodedColumn) -> FloatArray:
    known: IntArray = question.codes[question.codes >= 0]
    return np.bincount(known, minlength=len(question.categories)).astype(np.float64)


def _labels(question: CodedColumn, mask: ReportMask) -> tuple[str, ...]:
    # With a hidden base, or with one answer that is hidden, naming the answers that occur would
    # already say what everybody said.
    hidden = mask.questions[question.name]
    is_single = len(question.categories) == 1 and bool(hidden[0])
    return () if hidden[-1] or is_single else question.categories


def _release_cut(
    cut: Cut,
    questions: list[CodedColumn],
    tabulator: ShareTabulator,
    mask: ReportMask,
    plan: SurveyPlan,
) -> dict[str, ReleasedCell]:
    tables: dict[str, ShareTable] = {
        q.name: tabulator.tabulate(cut.cell_of, len(cut.labels), q.codes, len(q.categories))
        for q in questions
    }
    weights = tabulator.sample.weights
    cells = {}
    for cell, label in enumerate(cut.labels):
        inside = cut.cell_of == cell
        hidden = bool(cut.pick(mask.cuts[cut.family.name], cell))
        visible = weights[inside].sum() > 0 and not hidden
        cells[label] = ReleasedCell(
            n=None if hidden else int(inside.sum()),
            n_eff=effective_n(weights[inside]) if visible else None,
            questions={
                q.name: release_question(
                    tables[q.name],
                    cell,
                    _labels(q, mask),
                    _cell_mask(cut, mask, q.name, cell, hidden=hidden),
                    plan.protect,
                )
                for q in questions
            },
        )
    return cells


def _cell_mask(cut: Cut, mask: ReportMask, question: str, cell: int, *, hidden: bool) -> BoolArray:
    own = cut.pick(mask.crossed[cut.family.name, question], cell)
    return own | hidden


def _count_hidden(
    overall: dict[str, ReleasedQuestion], by: dict[str, dict[str, ReleasedCell]]
) -> int:
    cells = [overall, *(cell.questions for cut in by.values() for cell in cut.values())]
    return sum(
        answer.suppressed
        for questions in cells
        for question in questions.values()
        for answer in question.answers.values()
    )


def _method(
    plan: SurveyPlan, weighted: _Weighted, summary: WeightSummary, hidden: int
) -> MethodBox:
    return write_method_box(
        MethodFacts(
            claims=plan.claims,
            weights=summary,
            margins=[margin.name for margin in plan.margins],
            source=plan.source,
            rounds=weighted.rounds,
            trimmed=weighted.trimmed,
            design=weighted.sample.design,
            rule=plan.protect,
            hidden=hidden,
            thin=[f"{p.margin}: {' + '.join(p.merge)}" for p in weighted.proposals],
        )
    )
