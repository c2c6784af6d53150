"""The design of a survey as the command reads it: a checked form of the JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drehscheibe_engines.survey_stats.claims import Claims, claims_for
from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.margins import Margin
from drehscheibe_engines.survey_stats.protection_rules import ProtectionRule
from drehscheibe_engines.survey_stats.responses import shorten

#: Keys of the JSON file; everything else is refused, so that a typing error is noticed.
KEYS = frozenset(
    {
        "sample",
        "weight",
        "psu",
        "strata",
        "fpc",
        "margins",
        "questions",
        "by",
        "protect",
        "cap",
        "source",
    }
)
PROTECT_KEYS = frozenset({"cell", "base", "thin_base", "contributors", "contributor"})


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """What shall be weighted, tabulated and protected.

    Attributes
    ----------
    claims : Claims
        Rules of wording for the kind of sample.
    weight, psu, strata, fpc : str or None
        Columns with base weights, clusters, strata and finite population sizes.
    margins : tuple of Margin
        Population totals, may be empty.
    questions : tuple of str
        Columns with answers, at least one.
    cuts : tuple of tuple of str
        Columns by which questions are broken down; several columns are crossed.
    protect : ProtectionRule
        Limits of publication.
    contributor : str or None
        Column with the organisation through which a respondent was reached.
    cap : float or None
        Largest weight as a multiple of the mean, None for no cap.
    source : str
        Where the totals come from, for the method box.
    """

    claims: Claims
    weight: str | None
    psu: str | None
    strata: str | None
    fpc: str | None
    margins: tuple[Margin, ...]
    questions: tuple[str, ...]
    cuts: tuple[tuple[str, ...], ...]
    protect: ProtectionRule
    contributor: str | None
    cap: float | None
    source: str


def parse_plan(text: str) -> SurveyPlan:
    """Read a survey plan from JSON text.

    Parameters
    ----------
    text : str
        See the README for the format.

    Returns
    -------
    SurveyPlan

    Raises
    ------
    SurveyInputError
        For text that is not JSON (with line and column), unknown keys, or values of another
        kind than expected.
    """
    try:
        raw = json.loads(text, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        place = f"design line {error.lineno}, column {error.colno}"
        raise SurveyInputError(place, f"is not JSON ({error.msg})") from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, SurveyInputError):
            raise
        raise SurveyInputError("design", "is nested too deeply or has absurd numbers") from None
    return plan_from_mapping(raw)


def plan_from_mapping(raw: object) -> SurveyPlan:
    """Check a plan that is already a mapping; raises ``SurveyInputError`` as ``parse_plan``."""
    plan = _mapping(raw, "design")
    _refuse_unknown(plan, KEYS, "design")
    if "sample" not in plan:
        raise SurveyInputError("design.sample", "is missing; say how respondents were found")
    protect = _mapping(plan.get("protect", {}), "design.protect")
    _refuse_unknown(protect, PROTECT_KEYS, "design.protect")
    limits = {key: value for key, value in protect.items() if key != "contributor"}
    questions, cuts = _questions(plan.get("questions")), _cuts(plan.get("by"))
    both = sorted(set(questions) & {column for cut in cuts for column in cut})
    if both:
        raise SurveyInputError("design.by", f"{shorten(both[0])} is also a question")
    return SurveyPlan(
        claims=claims_for(_text(plan["sample"], "design.sample")),
        weight=_column(plan, "weight"),
        psu=_column(plan, "psu"),
        strata=_column(plan, "strata"),
        fpc=_column(plan, "fpc"),
        margins=_margins(plan.get("margins")),
        questions=questions,
        cuts=cuts,
        protect=ProtectionRule(**limits),
        contributor=_column(protect, "contributor"),
        cap=None if plan.get("cap") is None else _number(plan["cap"], "design.cap"),
        source=_text(plan.get("source", ""), "design.source"),
    )


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise SurveyInputError("design", f"key {shorten(twice)} appears twice")
    return found


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SurveyInputError(place, f"must be an object {{…}}, not {shorten(value)}")
    return value


def _refuse_unknown(value: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    unknown = sorted(set(value) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise SurveyInputError(f"{place}.{unknown[0]}", f"is unknown; known are {names}")


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise SurveyInputError(place, f"must be a text, not {shorten(value)}")
    return value


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SurveyInputError(place, f"must be a number, not {shorten(value)}")
    try:
        return float(value)
    except OverflowError:
        raise SurveyInputError(place, "is too large") from None


def _column(plan: Mapping[str, Any], key: str) -> str | None:
    value = plan.get(key)
    return None if value is None else _text(value, f"design.{key}")


def _list(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise SurveyInputError(place, f"must be a list […], not {shorten(value)}")
    return value


def _margins(value: object) -> tuple[Margin, ...]:
    if value is None:
        return ()
    found = []
    for column, totals in _mapping(value, "design.margins").items():
        place = f"design.margins.{column}"
        checked = {
            category: _number(total, f"{place}.{category}")
            for category, total in _mapping(totals, place).items()
        }
        found.append(Margin.from_mapping(column, checked))
    return tuple(found)


def _questions(value: object) -> tuple[str, ...]:
    names = [_text(v, "design.questions") for v in _list(value or [], "design.questions")]
    if not names:
        raise SurveyInputError("design.questions", "names no column")
    if len(set(names)) != len(names):
        raise SurveyInputError("design.questions", "names a column twice")
    return tuple(names)


def _cuts(value: object) -> tuple[tuple[str, ...], ...]:
    cuts: list[tuple[str, ...]] = []
    for entry in _list(value or [], "design.by"):
        columns = entry if isinstance(entry, list) else [entry]
        cut = tuple(_text(column, "design.by") for column in columns)
        if not 1 <= len(cut) <= 4 or len(set(cut)) != len(cut):
            raise SurveyInputError("design.by", "crosses no column, more than 4, or one twice")
        if cut in cuts:
            raise SurveyInputError("design.by", f"names {' × '.join(cut)} twice")
        cuts.append(cut)
    return tuple(cuts)
