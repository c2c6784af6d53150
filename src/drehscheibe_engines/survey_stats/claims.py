"""What may be said: the way respondents were found decides words, figures and charts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from drehscheibe_engines.survey_stats.errors import SurveyInputError


class SampleKind(Enum):
    """How respondents came into the survey."""

    PROBABILITY = "probability"
    QUOTA = "quota"
    OPEN = "open"
    FULL = "full"


class Figure(Enum):
    """Kinds of figures that a page may want to show."""

    SHARE = "share"
    INTERVAL = "interval"
    COMPARISON = "comparison"
    TREND = "trend"
    SMALL_AREAS = "small_areas"
    POPULATION_TOTAL = "population_total"


@dataclass(frozen=True, slots=True)
class Claims:
    """Rules of wording for one kind of sample.

    Attributes
    ----------
    kind : SampleKind
        The kind.
    name_de, name_en : str
        Name for people.
    interval_de, interval_en : str
        What the interval must be called.
    may_say_representative : bool
        Whether the word may appear at all.
    may_say_margin_of_error : bool
        Whether a margin of sampling error may be stated.
    figures : frozenset of Figure
        Figures that may be shown.
    caution_de, caution_en : str
        Sentence that must stand next to the numbers.
    """

    kind: SampleKind
    name_de: str
    name_en: str
    interval_de: str
    interval_en: str
    may_say_representative: bool
    may_say_margin_of_error: bool
    figures: frozenset[Figure]
    caution_de: str
    caution_en: str


_WITHOUT_TOTALS = frozenset(Figure) - {Figure.POPULATION_TOTAL}

_CLAIMS: Mapping[SampleKind, Claims] = {
    SampleKind.PROBABILITY: Claims(
        SampleKind.PROBABILITY,
        "Zufallsstichprobe",
        "probability sample",
        "95-%-Konfidenzintervall",
        "95 % confidence interval",
        may_say_representative=True,
        may_say_margin_of_error=True,
        figures=frozenset(Figure),
        caution_de=(
            "Die Befragten wurden zufällig ausgewählt. Das Intervall zeigt, wie stark das "
            "Ergebnis durch den Zufall der Auswahl schwanken kann. Fehler durch die Frage selbst "
            "oder durch Menschen, die nicht antworten, zeigt es nicht."
        ),
        caution_en=(
            "Respondents were selected at random. The interval shows how far the result may vary "
            "because of chance in the selection. It does not show errors that come from the "
            "question itself or from people who did not answer."
        ),
    ),
    SampleKind.QUOTA: Claims(
        SampleKind.QUOTA,
        "Quotenstichprobe aus einem Panel",
        "quota sample from a panel",
        "Unsicherheitsbereich",
        "uncertainty interval",
        may_say_representative=False,
        may_say_margin_of_error=False,
        figures=_WITHOUT_TOTALS,
        caution_de=(
            "Die Befragten stammen aus einem Panel und wurden nach festen Quoten ausgesucht, "
            "nicht zufällig. Der Unsicherheitsbereich gilt nur, wenn sie innerhalb der Quoten "
            "so denken wie alle anderen."
        ),
        caution_en=(
            "Respondents come from a panel and were chosen by quotas, not at random. The "
            "uncertainty interval holds only if, within the quotas, they think like everybody else."
        ),
    ),
    SampleKind.OPEN: Claims(
        SampleKind.OPEN,
        "offene Einladung",
        "open invitation",
        "Unsicherheitsbereich",
        "uncertainty interval",
        may_say_representative=False,
        may_say_margin_of_error=False,
        figures=_WITHOUT_TOTALS,
        caution_de=(
            "Die Teilnehmenden haben sich selbst zur Teilnahme entschieden. Eine statistische "
            "Fehlerspanne lässt sich dafür nicht angeben. Der Unsicherheitsbereich ist eine "
            "Modellrechnung: Er gilt nur, wenn die Gewichtung die Unterschiede zwischen den "
            "Teilnehmenden und allen anderen ausgleicht."
        ),
        caution_en=(
            "Participants decided themselves to take part. No margin of sampling error can be "
            "stated for this. The uncertainty interval is a model calculation: it holds only if "
            "the weighting makes up for the differences between participants and everybody else."
        ),
    ),
    SampleKind.FULL: Claims(
        SampleKind.FULL,
        "Vollerhebung",
        "full survey",
        "Schwankungsbereich",
        "range of variation",
        may_say_representative=False,
        may_say_margin_of_error=False,
        figures=frozenset(Figure),
        caution_de=(
            "Alle wurden gefragt. Unsicher bleibt das Ergebnis, weil nicht alle geantwortet "
            "haben und weil sich Antworten von Tag zu Tag unterscheiden können."
        ),
        caution_en=(
            "Everybody was asked. The result remains uncertain because not everybody answered "
            "and because answers can differ from day to day."
        ),
    ),
}


def claims_for(kind: SampleKind | str) -> Claims:
    """Return the rules of wording for a kind of sample.

    Parameters
    ----------
    kind : SampleKind or {"probability", "quota", "open", "full"}
        How respondents were found.

    Raises
    ------
    SurveyInputError
        For an unknown kind.

    Notes
    -----
    AAPOR (2013), *Report of the Task Force on Non-Probability Sampling*; AAPOR (2016), *Guidance
    on Reporting Precision for Nonprobability Samples*.
    """
    try:
        return _CLAIMS[SampleKind(kind)]
    except ValueError:
        known = ", ".join(k.value for k in SampleKind)
        raise SurveyInputError("sample", f"{kind!r} is unknown; use one of {known}") from None


@dataclass(frozen=True, slots=True)
class WordingProblem:
    """Words in a text that this kind of sample does not carry."""

    found: str
    position: int
    advice_de: str
    advice_en: str


_REPRESENTATIVE = re.compile(r"\b\w*repr[äa]sentati[vo]\w*|\brepresentative\w*", re.IGNORECASE)
_MARGIN = re.compile(
    r"\bfehler(?:spanne|toleranz|marge)\w*|\bschwankungsbreite\w*|\bstichprobenfehler\w*"
    r"|\bmargins? of (?:sampling )?error\b|\bsampling errors?\b|\bplus or minus \d+"
    r"|\bkonfidenzintervall\w*|\bvertrauensintervall\w*|\bconfidence intervals?\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:nicht|keine?n?|not|no|non)[\s-]+(?:\w+\s+){0,2}$", re.IGNORECASE)


def find_wording_problems(text: str, kind: SampleKind | str) -> tuple[WordingProblem, ...]:
    """Find words that claim more than the sample allows.

    Parameters
    ----------
    text : str
        German or English text that shall appear with the numbers.
    kind : SampleKind or str
        How respondents were found.

    Returns
    -------
    tuple of WordingProblem
        In order of position. "Nicht repräsentativ" is no problem: it is the honest sentence.
    """
    claims = claims_for(kind)
    problems = []
    if not claims.may_say_representative:
        advice = (
            "Schreiben Sie, wer gefragt wurde und wie gewichtet wurde.",
            "Say who was asked and how the answers were weighted.",
        )
        problems += _matches(_REPRESENTATIVE, text, advice)
    if not claims.may_say_margin_of_error:
        advice = (
            f"Schreiben Sie „{claims.interval_de}“ und nennen Sie die Annahme dahinter.",
            f'Write "{claims.interval_en}" and state the assumption behind it.',
        )
        problems += _matches(_MARGIN, text, advice)
    return tuple(sorted(problems, key=lambda problem: problem.position))


def _matches(pattern: re.Pattern[str], text: str, advice: tuple[str, str]) -> list[WordingProblem]:
    return [
        WordingProblem(match.group(), match.start(), *advice)
        for match in pattern.finditer(text)
        if not _NEGATED.search(text[max(0, match.start() - 40) : match.start()])
    ]
