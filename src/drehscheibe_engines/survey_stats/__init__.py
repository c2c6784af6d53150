"""Survey statistics for small, often self-selected samples.

Pure functions on arrays: weights, standard errors, intervals, tests, model estimates for areas,
protection of small groups, and the words that go with the numbers. See README.md.
"""

from __future__ import annotations

from drehscheibe_engines.survey_stats.calibration import calibrate_linear, calibrate_logit
from drehscheibe_engines.survey_stats.claims import (
    Claims,
    Figure,
    SampleKind,
    WordingProblem,
    claims_for,
    find_wording_problems,
)
from drehscheibe_engines.survey_stats.collapsing import (
    CollapseProposal,
    find_margins_worth_weighting,
    propose_collapsing,
)
from drehscheibe_engines.survey_stats.design import SampleDesign, describe_design
from drehscheibe_engines.survey_stats.differencing import CutDecision, check_cut
from drehscheibe_engines.survey_stats.distributions import (
    DistributionTest,
    compare_distributions,
    compare_wave_distributions,
)
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.estimates import (
    Estimate,
    WeightedSample,
    design_effect,
    estimate_mean,
    estimate_means,
    estimate_total,
)
from drehscheibe_engines.survey_stats.index import (
    IndexItem,
    IndexResult,
    estimate_index,
    score_respondents,
)
from drehscheibe_engines.survey_stats.intervals import (
    Interval,
    effective_n_of_share,
    korn_graubard_bounds,
    mean_interval,
    share_bounds,
    share_interval,
    wilson_bounds,
)
from drehscheibe_engines.survey_stats.linked_tables import (
    ReportCounts,
    ReportMask,
    protect_report,
)
from drehscheibe_engines.survey_stats.margins import CodedMargins, Margin, MarginCell
from drehscheibe_engines.survey_stats.method_box import MethodBox, MethodFacts, write_method_box
from drehscheibe_engines.survey_stats.multiplicity import adjust_benjamini_hochberg, adjust_holm
from drehscheibe_engines.survey_stats.perception import PerceptionGap, estimate_perception_gap
from drehscheibe_engines.survey_stats.plan import SurveyPlan, parse_plan, plan_from_mapping
from drehscheibe_engines.survey_stats.planning import needed_answers, smallest_detectable_change
from drehscheibe_engines.survey_stats.protected_tables import (
    ProtectedTable,
    find_subtractable,
    protect_table,
)
from drehscheibe_engines.survey_stats.protection_rules import (
    DominanceRule,
    ProtectionRule,
    add_totals,
    is_dominated,
    too_small,
)
from drehscheibe_engines.survey_stats.raking import CalibratedWeights, rake
from drehscheibe_engines.survey_stats.release import (
    HIDDEN_DE,
    HIDDEN_EN,
    ReleasedAnswer,
    ReleasedQuestion,
    release_question,
    round_for_people,
)
from drehscheibe_engines.survey_stats.replicates import (
    ReplicateResult,
    run_bootstrap,
    run_jackknife,
    share_statistic,
)
from drehscheibe_engines.survey_stats.report import ReleasedCell, SurveyReport, build_report
from drehscheibe_engines.survey_stats.report_json import (
    ALGORITHM,
    ALGORITHM_VERSION,
    report_to_json,
)
from drehscheibe_engines.survey_stats.responses import CodedColumn, Responses, parse_responses
from drehscheibe_engines.survey_stats.series import (
    SeriesBreak,
    WaveResult,
    compare_in_series,
    find_breaks,
    split_series,
)
from drehscheibe_engines.survey_stats.share_tables import ShareTable, ShareTabulator
from drehscheibe_engines.survey_stats.small_areas import (
    AreaAdvice,
    AreaEstimate,
    PopulationCells,
    SmallAreaResult,
    advise_areas,
    estimate_small_areas,
)
from drehscheibe_engines.survey_stats.tests_of_change import (
    ChangeTest,
    Difference,
    Trend,
    Verdict,
    WaveShare,
    compare_answers,
    compare_many_waves,
    compare_waves,
    estimate_trend,
    overlap_correlation,
)
from drehscheibe_engines.survey_stats.trimming import TrimmedWeights, trim_weights
from drehscheibe_engines.survey_stats.verdicts import (
    Sentence,
    describe_change,
    describe_comparison,
    describe_perception_gap,
    describe_reach,
    describe_share,
)
from drehscheibe_engines.survey_stats.weights import (
    WeightSummary,
    effective_n,
    kish_deff,
    summarise_weights,
)

__all__ = [
    "ALGORITHM",
    "ALGORITHM_VERSION",
    "HIDDEN_DE",
    "HIDDEN_EN",
    "AreaAdvice",
    "AreaEstimate",
    "CalibratedWeights",
    "ChangeTest",
    "Claims",
    "CodedColumn",
    "CodedMargins",
    "CollapseProposal",
    "CutDecision",
    "Difference",
    "DistributionTest",
    "DominanceRule",
    "Estimate",
    "Figure",
    "IndexItem",
    "IndexResult",
    "Interval",
    "Margin",
    "MarginCell",
    "MethodBox",
    "MethodFacts",
    "PerceptionGap",
    "PopulationCells",
    "ProtectedTable",
    "ProtectionRule",
    "ReleasedAnswer",
    "ReleasedCell",
    "ReleasedQuestion",
    "ReplicateResult",
    "ReportCounts",
    "ReportMask",
    "Responses",
    "SampleDesign",
    "SampleKind",
    "Sentence",
    "SeriesBreak",
    "ShareTable",
    "ShareTabulator",
    "SmallAreaResult",
    "SurveyInputError",
    "SurveyPlan",
    "SurveyReport",
    "Trend",
    "TrimmedWeights",
    "Verdict",
    "WaveResult",
    "WaveShare",
    "WeightSummary",
    "WeightedSample",
    "WordingProblem",
    "add_totals",
    "adjust_benjamini_hochberg",
    "adjust_holm",
    "advise_areas",
    "build_report",
    "calibrate_linear",
    "calibrate_logit",
    "check_cut",
    "claims_for",
    "compare_answers",
    "compare_distributions",
    "compare_in_series",
    "compare_many_waves",
    "compare_wave_distributions",
    "compare_waves",
    "describe_change",
    "describe_comparison",
    "describe_design",
    "describe_perception_gap",
    "describe_reach",
    "describe_share",
    "design_effect",
    "effective_n",
    "effective_n_of_share",
    "estimate_index",
    "estimate_mean",
    "estimate_means",
    "estimate_perception_gap",
    "estimate_small_areas",
    "estimate_total",
    "estimate_trend",
    "find_breaks",
    "find_margins_worth_weighting",
    "find_subtractable",
    "find_wording_problems",
    "is_dominated",
    "kish_deff",
    "korn_graubard_bounds",
    "mean_interval",
    "needed_answers",
    "overlap_correlation",
    "parse_plan",
    "parse_responses",
    "plan_from_mapping",
    "propose_collapsing",
    "protect_report",
    "protect_table",
    "rake",
    "release_question",
    "report_to_json",
    "round_for_people",
    "run_bootstrap",
    "run_jackknife",
    "score_respondents",
    "share_bounds",
    "share_interval",
    "share_statistic",
    "smallest_detectable_change",
    "split_series",
    "summarise_weights",
    "too_small",
    "trim_weights",
    "wilson_bounds",
    "write_method_box",
]
