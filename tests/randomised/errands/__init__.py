"""Everything that somebody can try with impulses, measures and questions, and how it is tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from tests.randomised import invariants
from tests.randomised.errands import impulses, measures, questions
from tests.randomised.errands.errand import Errand, Row
from tests.randomised.others import check_others
from tests.randomised.world import World

__all__ = ["ERRANDS", "Runner"]

REFUSALS = (Conflict, NotAllowed, ValidationError, ObjectDoesNotExist)
ERRANDS = {
    errand.name: errand for kind in (impulses, measures, questions) for errand in kind.ERRANDS
}


@dataclass(slots=True)
class Runner:
    """Tries errands, and remembers what it tried.

    Attributes
    ----------
    accepted, refused : Counter
        By name of the errand.
    moves : Counter
        By name of the errand and the act of the machine.
    """

    world: World
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)

    def try_one(self) -> str:
        """Try something and return what it was and what came of it."""
        errand, row = self._choose()
        actor = self._somebody(errand, row)
        before = _values(row)
        counts = invariants.count_rows()
        who = f"{errand.name} by {actor.name or 'nobody'} ({actor.organisation_name or '-'})"
        try:
            errand.run(self.world, actor, row)
        except REFUSALS as refusal:
            self.refused[errand.name] += 1
            assert (_values(row), invariants.count_rows()) == (before, counts), (
                f"{who}: refused, and yet changed"
            )
            return f"{who}: {type(refusal).__name__}"
        self.accepted[errand.name] += 1
        if not errand.is_personal:
            assert self.world.is_living(actor), f"{who}: under a mandate that has ended"
        state = str(before.get("state", ""))
        after = str((_values(row) or before).get("state", ""))
        if row is not None:
            check_others(row)
            self._check(errand, actor, row, state, after, who)
        return f"{who}: {row or ''} {state} → {after}"

    def _check(
        self, errand: Errand, actor: Actor, row: Row, state: str, after: str, who: str
    ) -> None:
        assert errand.who(actor, row), f"{who}: nobody let them"
        ways = [t for t in errand.machine.acts_from(state) if t.act in errand.moves]
        made = [t.act for t in ways if t.target == after]
        assert made or state == after or not state, f"{who}: no act leads from {state} to {after}"
        self.moves.update((errand.name, act) for act in made)

    def _choose(self) -> tuple[Errand, Row]:
        """Choose something for which there is a row; what was never done comes first now and then."""
        chance, everything = self.world.chance, list(ERRANDS.values())
        undone = [one for one in everything if not self.accepted[one.name]]
        pool = undone if undone and chance.random() < 0.3 else everything
        while True:
            (errand,) = chance.choices(pool, [one.weight for one in pool])
            row = errand.pick(self.world)
            if row is not None or errand.begins:
                return errand, row
            pool = everything

    def _somebody(self, errand: Errand, row: Row) -> Actor:
        """Return somebody for whom it is right, as far as can be told from outside, or anybody."""
        chance, everybody = self.world.chance, self.world.everybody
        if chance.random() < 0.25:
            return chance.choice(everybody)
        living = [one for one in everybody if self.world.is_living(one)]
        right = [one for one in living if errand.is_right(one, row)]
        return chance.choice(right or everybody)


def _values(row: Row) -> dict[str, object]:
    """Return the row as it is now; empty if there is none."""
    if row is None:
        return {}
    found = type(row).objects.filter(pk=row.pk).values().first()
    return dict(found) if found is not None else {}
