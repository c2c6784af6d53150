"""How many initiatives work in each Kreis."""

from __future__ import annotations

from collections import Counter

from drehscheibe.capabilities.directory.choices import FacetKind, InitiativeType
from drehscheibe.capabilities.directory.queries.holdings import read_holdings

#: A body with this many Kreise covers a Land: it is everybody's neighbour, and says little about one.
WIDE = 12


def count_by_kreis(*, leave_out_wide: bool) -> dict[str, int]:
    """Return the number of published initiatives per Kreis key, examples left out; no query.

    With ``leave_out_wide``, as for white spots, dialogues of a whole Land and bodies with
    :data:`WIDE` or more Kreise do not count.
    """
    holdings = read_holdings()
    of_kreise = holdings.holders[FacetKind.KREIS]
    left_out = holdings.examples
    if leave_out_wide:
        kreise_of = Counter(pk for ids in of_kreise.values() for pk in ids)
        wide = {pk for pk, number in kreise_of.items() if number >= WIDE}
        left_out |= holdings.having(FacetKind.TYPE, InitiativeType.LAND_DIALOGUE) | wide
    counts = ((code, len(ids - left_out)) for code, ids in of_kreise.items())
    return {code: number for code, number in counts if number}
