"""Sentences for people, made from the test and not from the chart. German and English."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from drehscheibe_engines.survey_stats.perception import PerceptionGap
from drehscheibe_engines.survey_stats.planning import smallest_detectable_change
from drehscheibe_engines.survey_stats.tests_of_change import Difference, Verdict


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same statement in German and English."""

    de: str
    en: str


def describe_change(difference: Difference, before: str) -> Sentence:
    """Say what became of a share since an earlier wave.

    Parameters
    ----------
    difference : Difference
        Result of ``compare_waves``.
    before : str
        Label of the earlier wave, for example ``"2025"``.

    Returns
    -------
    Sentence
        One of three verdicts only: risen, fallen, not distinguishable.

    Examples
    --------
    >>> from drehscheibe_engines.survey_stats.tests_of_change import WaveShare, compare_waves
    >>> change = compare_waves(WaveShare(0.40, 400), WaveShare(0.43, 400))
    >>> describe_change(change, "2025").de
    'Kein sicherer Unterschied zu 2025 (+3 Punkte, nötig wären 7).'
    """
    found, needed = _points(difference)
    if difference.verdict is Verdict.NOT_DISTINGUISHABLE:
        return Sentence(
            f"Kein sicherer Unterschied zu {before} ({_de(found)} {_unit_de(found)}, "
            f"nötig wären {_de(needed, signed=False)}).",
            f"No certain difference from {before} ({_en(found)} {_unit_en(found)}, "
            f"{_en(needed, signed=False)} would be needed).",
        )
    rose = difference.verdict is Verdict.ROSE
    ends = sorted((abs(difference.low), abs(difference.high)))
    low, high = floor(100 * ends[0] + 0.5), floor(100 * ends[1] + 0.5)
    return Sentence(
        f"{'Gestiegen' if rose else 'Gefallen'} gegenüber {before}: {_de(found)} "
        f"{_unit_de(found)} (wahrscheinlich zwischen {low} und {high} Punkten).",
        f"{'Risen' if rose else 'Fallen'} since {before}: {_en(found)} {_unit_en(found)} "
        f"(probably between {low} and {high} points).",
    )


def describe_comparison(difference: Difference, first: str, second: str) -> Sentence:
    """Say which of two answers or groups is ahead.

    Parameters
    ----------
    difference : Difference
        ``second − first``.
    first, second : str
        Names for people.
    """
    found, needed = _points(difference)
    size = abs(found)
    if difference.verdict is Verdict.NOT_DISTINGUISHABLE:
        return Sentence(
            f"Kein sicherer Unterschied zwischen „{first}“ und „{second}“ "
            f"({_de(size, signed=False)} {_unit_de(size)}, nötig wären "
            f"{_de(needed, signed=False)}).",
            f'No certain difference between "{first}" and "{second}" '
            f"({_en(size, signed=False)} {_unit_en(size)}, "
            f"{_en(needed, signed=False)} would be needed).",
        )
    ahead, behind = (second, first) if found > 0 else (first, second)
    return Sentence(
        f"„{ahead}“ liegt vor „{behind}“, und zwar um {_de(size, signed=False)} {_unit_de(size)}.",
        f'"{ahead}" is ahead of "{behind}" by {_en(size, signed=False)} {_unit_en(size)}.',
    )


def describe_share(share: float, low: float, high: float) -> Sentence:
    """Say a share with its range; whole percentages, never a false decimal."""
    middle, left, right = (floor(100 * value + 0.5) for value in (share, low, high))
    return Sentence(
        f"Etwa {middle} von 100, vermutlich zwischen {left} und {right}.",
        f"About {middle} in 100, probably between {left} and {right}.",
    )


def describe_reach(answers: int, deff: float = 1.0) -> Sentence:
    """Say before the fieldwork which changes a number of answers will show.

    Parameters
    ----------
    answers : int
        Planned answers per wave.
    deff : float
        Expected design effect of the weights; 1.6 is usual for open invitations.

    Examples
    --------
    >>> describe_reach(200).de
    'Mit 200 Antworten sehen Sie erst Änderungen ab 14 Punkten.'
    """
    points = ceil(round(100 * smallest_detectable_change(answers / deff), 3) - 0.5)
    cost_de = cost_en = ""
    if deff > 1:
        cost_de = f" Durch die Gewichtung zählen sie nur wie {floor(answers / deff)}."
        cost_en = f" After weighting they count as {floor(answers / deff)} only."
    return Sentence(
        f"Mit {_group(answers, '.')} Antworten sehen Sie erst Änderungen ab {points} Punkten."
        + cost_de,
        f"With {_group(answers, ',')} answers you will only see changes of {points} points or more."
        + cost_en,
    )


def describe_perception_gap(gap: PerceptionGap) -> Sentence:
    """Say whether a group over- or underestimates what others think."""
    guessed, actual = (floor(100 * e.value + 0.5) for e in (gap.guessed, gap.actual))
    if not gap.is_certain:
        return Sentence(
            f"Geschätzt werden {guessed} von 100, tatsächlich sagen es {actual} von 100. "
            "Das ist kein sicherer Unterschied.",
            f"The guess is {guessed} in 100, actually {actual} in 100 say so. "
            "That is no certain difference.",
        )
    over = gap.gap > 0
    return Sentence(
        f"Die Zustimmung wird {'überschätzt' if over else 'unterschätzt'}: geschätzt {guessed} "
        f"von 100, tatsächlich {actual} von 100.",
        f"Agreement is {'overestimated' if over else 'underestimated'}: the guess is {guessed} "
        f"in 100, actually {actual} in 100.",
    )


def _points(difference: Difference) -> tuple[float, float]:
    """Return found and needed points, with a decimal where whole points would contradict."""
    found, needed = 100 * difference.difference, 100 * difference.needed
    whole = float(floor(abs(found) + 0.5)), float(ceil(needed - 1e-9))
    certain = difference.verdict is not Verdict.NOT_DISTINGUISHABLE
    if not certain and whole[0] >= whole[1]:
        return floor(10 * abs(found)) / 10 * _sign(found), ceil(10 * needed - 1e-9) / 10
    return whole[0] * _sign(found), whole[1]


def _sign(value: float) -> float:
    return -1.0 if value < 0 else 1.0


def _number(value: float, *, signed: bool) -> str:
    text = f"{abs(value):.0f}" if value == int(value) else f"{abs(value):.1f}"
    if not signed or value == 0:
        return text
    return ("−" if value < 0 else "+") + text


def _de(value: float, *, signed: bool = True) -> str:
    return _number(value, signed=signed).replace(".", ",")


def _en(value: float, *, signed: bool = True) -> str:
    return _number(value, signed=signed)


def _unit_de(value: float) -> str:
    if abs(value) == 1:
        return "Punkt"
    return "Punkte"


def _unit_en(value: float) -> str:
    return "point" if abs(value) == 1 else "points"


def _group(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)
