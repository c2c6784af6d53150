"""Waves over time: where the wording or the way of asking changes, the line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.tests_of_change import (
    Difference,
    WaveShare,
    compare_waves,
)


@dataclass(frozen=True, slots=True)
class WaveResult:
    """One wave of a question.

    Attributes
    ----------
    label : str
        For people, for example ``"Frühjahr 2027"``.
    time : float
        For the order and for trends, for example 2027.25.
    wording : str
        Version of the question; equal strings mean the same words and the same answer scale.
    mode : str
        Way of asking, for example ``"online"`` or ``"telephone"``.
    share : WaveShare
        Share and effective number of respondents.
    """

    label: str
    time: float
    wording: str
    mode: str
    share: WaveShare


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A gap between two waves that must not be joined by a line, and why."""

    before: str
    after: str
    reason_en: str
    reason_de: str


def find_breaks(waves: Sequence[WaveResult]) -> tuple[SeriesBreak, ...]:
    """Find the gaps between neighbouring waves, in order of time."""
    ordered = sorted(waves, key=lambda wave: wave.time)
    pairs = pairwise(ordered)
    return tuple(
        SeriesBreak(a.label, b.label, *reason)
        for a, b in pairs
        if (reason := _reason(a, b)) is not None
    )


def split_series(waves: Sequence[WaveResult]) -> tuple[tuple[WaveResult, ...], ...]:
    """Split waves into stretches that may be drawn as a line each.

    Parameters
    ----------
    waves : sequence of WaveResult
        In any order.

    Returns
    -------
    tuple of tuple of WaveResult
        In order of time; a new stretch starts at every change of wording or mode.
    """
    stretches: list[list[WaveResult]] = []
    for wave in sorted(waves, key=lambda wave: wave.time):
        if stretches and _reason(stretches[-1][-1], wave) is None:
            stretches[-1].append(wave)
        else:
            stretches.append([wave])
    return tuple(tuple(stretch) for stretch in stretches)


def compare_in_series(
    before: WaveResult, after: WaveResult, confidence: float = 0.95, *, correlation: float = 0.0
) -> Difference:
    """Compare two waves of one stretch.

    Raises
    ------
    SurveyInputError
        Across a series break: a difference there says nothing about opinions.
    """
    reason = _reason(before, after)
    if reason is not None:
        raise SurveyInputError(f"{before.label} and {after.label}", f"{reason[0]} Do not compare.")
    return compare_waves(before.share, after.share, confidence, correlation=correlation)


def _reason(before: WaveResult, after: WaveResult) -> tuple[str, str] | None:
    wording, mode = before.wording != after.wording, before.mode != after.mode
    if wording and mode:
        return (
            "The wording and the way of asking changed.",
            "Der Wortlaut der Frage und die Art der Befragung haben sich geändert.",
        )
    if wording:
        return "The wording changed.", "Der Wortlaut der Frage hat sich geändert."
    if mode:
        return (
            f"The way of asking changed from {before.mode} to {after.mode}.",
            f"Die Art der Befragung hat sich geändert: vorher {before.mode}, jetzt {after.mode}.",
        )
    return None
