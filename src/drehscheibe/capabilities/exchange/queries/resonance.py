"""Who reacted to an impulse and how, region by region, and which regions are silent.

Nobody is shown how an organisation reacted that wants to be counted only. Its region is said to have
reacted, without how. How such organisations reacted is said in one place only, in the sum over
everybody, once nobody can react any more, and only if at least :data:`FEWEST_COUNTED` of them reacted
and did not all say the same. A second place would let somebody take one sum from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.models import Addressee, Impulse, Reaction

__all__ = ["FEWEST_COUNTED", "Cell", "Resonance", "Voice", "resonance_of"]

FEWEST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """One addressed initiative and what it said; ``reaction`` is None while it is silent."""

    addressee: Addressee
    reaction: Reaction | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one region, or of all.

    Attributes
    ----------
    addressed, reacted : int
        Numbers of initiatives.
    stances : mapping
        Code → number, of those whose stance may be shown.
    undisclosed : int
        Reacted, without saying here how.
    """

    addressed: int
    reacted: int
    stances: Mapping[str, int]
    undisclosed: int

    @property
    def is_silent(self) -> bool:
        """Whether initiatives were asked here and none of them reacted."""
        return self.addressed > 0 and self.reacted == 0

    @property
    def main(self) -> str:
        """The stance that most of those say whose stance is shown; empty without one, "mixed" if tied."""
        if not self.stances:
            return ""
        most = max(self.stances.values())
        leading = [code for code, number in self.stances.items() if number == most]
        return leading[0] if len(leading) == 1 else "mixed"


@dataclass(frozen=True, slots=True)
class Resonance:
    """Everything that a page, a file and a map say about the reactions to an impulse.

    Attributes
    ----------
    total : Cell
    laender, kreise : mapping
        Code or key → cell; only regions with an addressed initiative.
    voices : tuple of Voice
        Every addressed initiative by name.
    """

    total: Cell
    laender: Mapping[str, Cell]
    kreise: Mapping[str, Cell]
    voices: tuple[Voice, ...]

    @property
    def named(self) -> tuple[Voice, ...]:
        """Those who may be quoted."""
        return tuple(v for v in self.voices if v.reaction is not None and v.reaction.is_named)

    @property
    def silent_laender(self) -> tuple[str, ...]:
        return tuple(sorted(code for code, cell in self.laender.items() if cell.is_silent))

    @property
    def silent_kreise(self) -> tuple[str, ...]:
        return tuple(sorted(key for key, cell in self.kreise.items() if cell.is_silent))


def resonance_of(impulse: Impulse, *, topic: str = "", initiative_type: str = "") -> Resonance:
    """Return the resonance of a published impulse; two queries, none if loaded ``with_reactions``.

    Parameters
    ----------
    topic, initiative_type : str
        Only initiatives with this topic or of this type.
    """
    reactions = {row.organisation_id: row for row in _reactions(impulse)}
    voices = tuple(
        Voice(row, reactions.get(row.organisation_id))
        for row in impulse.addressees.all()
        if (not topic or topic in row.topics)
        and (not initiative_type or initiative_type in row.types)
    )
    is_whole = not topic and not initiative_type
    is_over = impulse.state in (ImpulseState.IN_EVALUATION, ImpulseState.CLOSED)
    codes = tuple(impulse.stances())
    return Resonance(
        total=_cell(voices, codes, discloses=is_whole and is_over),
        laender=_cells(voices, codes, "laender"),
        kreise=_cells(voices, codes, "kreise"),
        voices=voices,
    )


def _reactions(impulse: Impulse) -> Iterable[Reaction]:
    loaded = getattr(impulse, "current_reactions", None)
    if loaded is not None:
        return list(loaded)
    return impulse.reactions.current().select_related("organisation")


def _cells(voices: Iterable[Voice], codes: tuple[str, ...], where: str) -> dict[str, Cell]:
    by_region: dict[str, list[Voice]] = {}
    for voice in voices:
        for region in getattr(voice.addressee, where):
            by_region.setdefault(region, []).append(voice)
    return {region: _cell(each, codes) for region, each in sorted(by_region.items())}


def _cell(voices: Iterable[Voice], codes: tuple[str, ...], *, discloses: bool = False) -> Cell:
    voices = list(voices)
    said = [voice.reaction for voice in voices if voice.reaction is not None]
    named = Counter(row.stance for row in said if row.is_named and row.stance)
    counted = Counter(row.stance for row in said if not row.is_named and row.stance)
    if discloses and counted.total() >= FEWEST_COUNTED and len(counted) > 1:
        named += counted
    shown = {code: named[code] for code in codes if named[code]}
    return Cell(len(voices), len(said), shown, len(said) - sum(shown.values()))
