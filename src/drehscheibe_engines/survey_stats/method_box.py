"""The method box that stands next to every number, in German and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drehscheibe_engines.survey_stats.claims import Claims
from drehscheibe_engines.survey_stats.design import SampleDesign
from drehscheibe_engines.survey_stats.planning import smallest_detectable_change
from drehscheibe_engines.survey_stats.protection_rules import ProtectionRule
from drehscheibe_engines.survey_stats.trimming import TrimmedWeights
from drehscheibe_engines.survey_stats.weights import WeightSummary

#: Weights above this multiple of the mean deserve a warning when no cap was set.
LARGE_WEIGHT = 5.0


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What the method box is written from.

    Attributes
    ----------
    claims : Claims
        Rules of wording.
    weights : WeightSummary
        Of the final weights.
    margins : sequence of str
        Variables used for weighting.
    source : str
        Where their totals come from; may be empty.
    rounds : int
        Rounds of raking; 0 without.
    trimmed : TrimmedWeights or None
        Effect of the cap.
    design : SampleDesign
        Clusters and strata.
    rule : ProtectionRule
        Limits of publication.
    hidden : int
        Numbers that are protected.
    thin : sequence of str
        Thin categories, as sentences are made elsewhere; shown as a count.
    """

    claims: Claims
    weights: WeightSummary
    margins: Sequence[str]
    source: str
    rounds: int
    trimmed: TrimmedWeights | None
    design: SampleDesign
    rule: ProtectionRule
    hidden: int
    thin: Sequence[str]


@dataclass(frozen=True, slots=True)
class MethodBox:
    """Title and sentences in two languages, and the numbers behind them."""

    title_de: str
    title_en: str
    sentences_de: tuple[str, ...]
    sentences_en: tuple[str, ...]
    numbers: dict[str, float | int | str | None]


def write_method_box(facts: MethodFacts) -> MethodBox:
    """Write the method box.

    Parameters
    ----------
    facts : MethodFacts
        What was done.

    Returns
    -------
    MethodBox
        Plain sentences; the first says who was asked, the last what is hidden.
    """
    parts = [
        _who(facts),
        (facts.claims.caution_de, facts.claims.caution_en),
        _weighting(facts),
        _cap(facts),
        _precision(facts),
        _change(facts),
        _protection(facts),
    ]
    kept = [part for part in parts if part[0]]
    return MethodBox(
        "So sind diese Zahlen entstanden",
        "How these numbers were made",
        tuple(de for de, _ in kept),
        tuple(en for _, en in kept),
        _numbers(facts),
    )


def _who(facts: MethodFacts) -> tuple[str, str]:
    n = facts.weights.n
    people_de = "Eine Person hat geantwortet" if n == 1 else f"{_de(n)} Menschen haben geantwortet"
    people_en = "One person answered" if n == 1 else f"{_en(n)} people answered"
    return (
        f"{people_de} (Art der Befragung: {facts.claims.name_de}).",
        f"{people_en} (kind of sample: {facts.claims.name_en}).",
    )


def _weighting(facts: MethodFacts) -> tuple[str, str]:
    if not facts.margins:
        return (
            "Die Antworten wurden nicht an die Bevölkerung angepasst.",
            "The answers were not adjusted to the population.",
        )
    names = ", ".join(facts.margins)
    largest = f"{facts.weights.largest:.1f}"
    source_de = f" (Quelle: {facts.source})" if facts.source else ""
    source_en = f" (source: {facts.source})" if facts.source else ""
    return (
        (
            f"Die Antworten wurden gewichtet, damit die Verteilung bei diesen Merkmalen der "
            f"Bevölkerung entspricht: {names}{source_de}. Das größte Gewicht ist das "
            f"{largest.replace('.', ',')}-Fache des Durchschnitts."
        ),
        (
            f"The answers were weighted so that these characteristics match the population: "
            f"{names}{source_en}. The largest weight is {largest} times the average."
        ),
    )


def _cap(facts: MethodFacts) -> tuple[str, str]:
    if facts.trimmed is None or not facts.trimmed.capped:
        return "", ""
    capped, moved = facts.trimmed.capped, facts.trimmed.moved
    one = capped == 1
    text_de = (
        f"{'Ein Gewicht war' if one else f'{_de(capped)} Gewichte waren'} sehr groß und "
        f"{'wurde' if one else 'wurden'} begrenzt."
    )
    text_en = (
        f"{'One weight was' if one else f'{_en(capped)} weights were'} very large and "
        f"{'was' if one else 'were'} capped."
    )
    if moved:
        names = ", ".join(f"{cell.margin}: {cell.category}" for cell in moved)
        text_de += f" Deshalb weichen diese Gruppen um mehr als einen Punkt ab: {names}."
        text_en += f" For this reason these groups are off by more than one point: {names}."
    return text_de, text_en


def _precision(facts: MethodFacts) -> tuple[str, str]:
    n_eff = int(facts.weights.n_eff + 1e-9)
    text_de = text_en = ""
    if facts.weights.deff > 1.005:
        text_de = (
            f"Durch die Gewichtung sind die {_de(facts.weights.n)} Antworten so aussagekräftig "
            f"wie {_de(n_eff)} ungewichtete. "
        )
        text_en = (
            f"Because of the weighting the {_en(facts.weights.n)} answers are worth as much as "
            f"{_en(n_eff)} unweighted ones. "
        )
    if facts.design.is_clustered:
        count = len(facts.design.stratum_of)
        text_de += (
            f"Die Befragten kamen über {_de(count)} Wege (zum Beispiel Veranstaltungen oder "
            "Betriebe); das macht die Bereiche breiter. "
        )
        text_en += (
            f"Respondents came through {_en(count)} channels (for example events or firms); "
            "this makes the intervals wider. "
        )
    return (
        text_de + f"Zu jeder Zahl gehört ihr {facts.claims.interval_de}.",
        text_en + f"Every number comes with its {facts.claims.interval_en}.",
    )


def _change(facts: MethodFacts) -> tuple[str, str]:
    if facts.weights.n_eff < 2:
        return "", ""
    points = round(100 * smallest_detectable_change(facts.weights.n_eff))
    if points > 60:
        return (
            "Für Vergleiche zwischen zwei Befragungen reichen diese Antworten nicht.",
            "These answers are not enough for comparing two surveys.",
        )
    return (
        (
            f"Eine Veränderung zur nächsten, gleich großen Befragung wird meist erst ab {points} "
            "Punkten sichtbar."
        ),
        (
            f"A change to the next survey of the same size will usually be visible from {points} "
            "points on."
        ),
    )


def _protection(facts: MethodFacts) -> tuple[str, str]:
    rule = facts.rule
    text_de = (
        f"Zahlen aus weniger als {rule.cell} Antworten und Anteile aus weniger als {rule.base} "
        "Antworten werden nicht gezeigt, ebenso Zahlen, aus denen man sie ausrechnen könnte."
    )
    text_en = (
        f"Numbers from fewer than {rule.cell} answers and shares from fewer than {rule.base} "
        "answers are not shown, nor are numbers from which they could be computed."
    )
    if facts.hidden:
        was_de = "eine Zahl" if facts.hidden == 1 else f"{_de(facts.hidden)} Zahlen"
        was_en = "one number is" if facts.hidden == 1 else f"{_en(facts.hidden)} numbers are"
        text_de += f" Hier {'ist' if facts.hidden == 1 else 'sind'} {was_de} geschützt."
        text_en += f" Here {was_en} protected."
    return text_de, text_en


def _numbers(facts: MethodFacts) -> dict[str, float | int | str | None]:
    weights = facts.weights
    return {
        "sample": facts.claims.kind.value,
        "n": weights.n,
        "n_eff": weights.n_eff,
        "deff": weights.deff,
        "smallest_weight": weights.smallest,
        "largest_weight": weights.largest,
        "spread_of_weights": weights.spread,
        "weights_above_5": weights.largest > LARGE_WEIGHT,
        "rounds": facts.rounds,
        "capped": facts.trimmed.capped if facts.trimmed else 0,
        "clusters": len(facts.design.stratum_of) if facts.design.is_clustered else None,
        "strata": len(facts.design.clusters_in),
        "smallest_cell": facts.rule.cell,
        "smallest_base": facts.rule.base,
        "hidden": facts.hidden,
        "smallest_detectable_change": (
            smallest_detectable_change(weights.n_eff) if weights.n_eff >= 2 else None
        ),
        "source": facts.source,
        "thin_categories": "; ".join(facts.thin),
    }


def _de(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _en(value: int) -> str:
    return f"{value:,}"
