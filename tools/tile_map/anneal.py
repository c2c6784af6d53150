"""Seat the Kreise on the cells by simulated annealing.

What is hard: the map stays one piece without a hole (only *simple* cells are taken or given up).
What is priced so high that the end result keeps it: every Land in one piece. What is weighed: lost
neighbourhoods, directions, distance from the reference position, wrong neighbours of Länder, and
inner Kreise on the outer edge.
"""

from dataclasses import dataclass
from math import hypot, log
from random import Random

from tools.tile_map.grid import AXIAL_STEPS, STEPS, STRIDE, Cell, distance, middle

EMPTY = -1
#: Length of a random line of tiles that moves up by one, at most.
LONGEST_LINE = 8
#: Cumulative shares of the kinds of moves; the rest are swaps with a tile beside a neighbour.
LINES, NEIGHBOURLY, INSERTIONS = 0.15, 0.5, 0.5
#: Who moves where, or nothing if the move is not allowed.
Proposal = tuple[list[int], list[Cell]] | None
#: What the sides of the tiles may win back, at most, of what a move costs otherwise.
SLACK = 2.0


def _steps_towards() -> list[int]:
    """Return, for every difference of two cells, the step that leads nearest to the goal."""
    towards = [0] * (2 * STRIDE * STRIDE)
    half = STRIDE // 2
    for dq in range(1 - half, half):
        for dr in range(1 - half, half):
            left = {step: (dq - q, dr - r) for step, (q, r) in zip(STEPS, AXIAL_STEPS, strict=True)}
            towards[dq * STRIDE + dr] = min(
                STEPS, key=lambda step: (distance(*left[step]), hypot(*middle(*left[step])))
            )
    return towards


STEPS_TOWARDS = _steps_towards()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that does not change while seating.

    Attributes
    ----------
    place : tuple of lists
        Price of Kreis k on cell c, ``place[k][c]``.
    ties : tuple of tuples of (neighbour, table)
        ``table[cell of neighbour - cell of k]`` is the price of the pair; negative differences
        count from the end of the table.
    piece : tuple of int
        The area (Land, or a half of Bremen) that must stay in one piece.
    strangers : tuple of tuples
        ``strangers[a][b]`` is the price of a side between tiles of the pieces a and b.
    inner : tuple of float
        Price of a side of Kreis k that looks to the sea or abroad.
    """

    place: tuple[list[float], ...]
    ties: tuple[tuple[tuple[int, list[float]], ...], ...]
    piece: tuple[int, ...]
    strangers: tuple[tuple[float, ...], ...]
    inner: tuple[float, ...]
    break_price: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how hot to anneal."""

    rounds: int
    hot: float
    cold: float


class Seating:
    """The Kreise on their cells, kept consistent under moves."""

    def __init__(self, problem: Problem, cells: list[Cell], size: int) -> None:
        self.problem = problem
        self.cell = list(cells)
        self.tenant = [EMPTY] * size
        for kreis, cell in enumerate(cells):
            self.tenant[cell] = kreis
        self.members: list[list[int]] = [[] for _ in problem.strangers]
        for kreis, piece in enumerate(problem.piece):
            self.members[piece].append(kreis)
        self.broken = [self.count_parts(piece) - 1 for piece in range(len(self.members))]

    def count_parts(self, piece: int) -> int:
        """Return the number of connected parts of a piece."""
        left = {self.cell[kreis] for kreis in self.members[piece]}
        parts = 0
        while left:
            parts += 1
            stack = [left.pop()]
            while stack:
                cell = stack.pop()
                for step in STEPS:
                    if cell + step in left:
                        left.remove(cell + step)
                        stack.append(cell + step)
        return parts

    def is_simple(self, cell: Cell) -> bool:
        """Tell whether taking or freeing the cell leaves the map one piece without a hole."""
        tenant = self.tenant
        before = tenant[cell + STEPS[5]] >= 0
        changes = 0
        for step in STEPS:
            now = tenant[cell + step] >= 0
            changes += now != before
            before = now
        return changes == 2

    def move(self, kreise: list[int], cells: list[Cell]) -> None:
        """Put the Kreise on the cells; cells given up and not taken become empty."""
        for kreis in kreise:
            self.tenant[self.cell[kreis]] = EMPTY
        for kreis, cell in zip(kreise, cells, strict=True):
            self.cell[kreis] = cell
            self.tenant[cell] = kreis

    def ties_price(self, kreise: list[int]) -> float:
        """Return the price of places and pairs in which the Kreise take part."""
        total, problem, cell = 0.0, self.problem, self.cell
        done: list[int] = []
        for kreis in kreise:
            here = cell[kreis]
            total += problem.place[kreis][here]
            for other, table in problem.ties[kreis]:
                if other not in done:
                    total += table[cell[other] - here]
            done.append(kreis)
        return total

    def ties_change(self, kreise: list[int], cells: list[Cell]) -> float:
        """Return what places and pairs would cost more if the Kreise moved to the cells."""
        total, problem, cell = 0.0, self.problem, self.cell
        moving = dict(zip(kreise, cells, strict=True))
        for kreis, there in moving.items():
            here, prices = cell[kreis], problem.place[kreis]
            total += prices[there] - prices[here]
            for other, table in problem.ties[kreis]:
                at = cell[other]
                if other not in moving:
                    total += table[at - there] - table[at - here]
                elif other > kreis:
                    total += table[moving[other] - there] - table[at - here]
        return total

    def sides_price(self, cells: list[Cell]) -> float:
        """Return the price of all sides of the cells."""
        total, tenant, problem = 0.0, self.tenant, self.problem
        piece, inner, strangers = problem.piece, problem.inner, problem.strangers
        for number, cell in enumerate(cells):
            one = tenant[cell]
            done = cells[:number]
            for step in STEPS:
                if cell + step in done:
                    continue
                two = tenant[cell + step]
                if one >= 0 and two >= 0:
                    total += strangers[piece[one]][piece[two]]
                elif one >= 0:
                    total += inner[one]
                elif two >= 0:
                    total += inner[two]
        return total

    def price(self) -> float:
        """Return the price of the whole seating, broken pieces included."""
        everyone = list(range(len(self.cell)))
        whole = self.ties_price(everyone) + self.sides_price(self.cell)
        return whole + self.problem.break_price * sum(self.broken)


def anneal(seating: Seating, schedule: Schedule, random: Random) -> list[Cell]:
    """Anneal in place; return the cheapest unbroken seating seen, or the last one."""
    cooling = (schedule.cold / schedule.hot) ** (1 / schedule.rounds)
    heat, price = schedule.hot, seating.price()
    best, best_price = list(seating.cell), float("inf")
    for _ in range(schedule.rounds):
        heat *= cooling
        proposal = _propose(seating, random)
        if proposal is None:
            continue
        price += _try(seating, *proposal, limit=-heat * log(1.0 - random.random()))
        if price < best_price - 1e-9 and not any(seating.broken):
            best, best_price = list(seating.cell), price
    return best if best_price < float("inf") else list(seating.cell)


def _propose(seating: Seating, random: Random) -> Proposal:
    """Propose a swap with the next tile, a way beside a neighbour, or a line to an empty cell."""
    kreis = int(random.random() * len(seating.cell))
    side = int(random.random() * 6)
    kind = random.random()
    if kind < LINES:
        return _line(seating, kreis, STEPS[side], random)
    if kind < NEIGHBOURLY:
        return _swap(seating, kreis, seating.cell[kreis] + STEPS[side])
    ties = seating.problem.ties[kreis]
    beside = seating.cell[ties[int(random.random() * len(ties))][0]] + STEPS[side]
    if kind < INSERTIONS:
        return _insert(seating, kreis, beside)
    return _swap(seating, kreis, beside) if beside != seating.cell[kreis] else None


def _swap(seating: Seating, kreis: int, there: Cell) -> Proposal:
    other = seating.tenant[there]
    if other < 0:
        return _vacate(seating, [kreis], [there])
    return [kreis, other], [there, seating.cell[kreis]]


def _insert(seating: Seating, kreis: int, goal: Cell) -> Proposal:
    """Seat a Kreis beside one of its neighbours; those on the way move up by one."""
    here = cell = seating.cell[kreis]
    kreise: list[int] = []
    cells: list[Cell] = []
    while cell != goal:
        step = STEPS_TOWARDS[goal - cell]
        other = seating.tenant[cell + step]
        if other < 0 or len(kreise) == LONGEST_LINE:
            return None
        kreise.append(other)
        cells.append(cell)
        cell += step
    return ([kreis, *kreise], [goal, *cells]) if cell != here else None


def _line(seating: Seating, kreis: int, step: int, random: Random) -> Proposal:
    """Walk from a Kreis to an empty cell nearby and let everybody on the way move up."""
    kreise, cells = [kreis], []
    cell = seating.cell[kreis]
    for _ in range(LONGEST_LINE):
        cell += step if random.random() < 0.7 else STEPS[int(random.random() * 6)]
        if cell in cells or cell == seating.cell[kreis]:
            return None
        cells.append(cell)
        other = seating.tenant[cell]
        if other < 0:
            return _vacate(seating, kreise, cells)
        kreise.append(other)
    return None


def _vacate(seating: Seating, kreise: list[int], cells: list[Cell]) -> Proposal:
    """Allow a move that frees the first Kreis's cell and takes the last cell, if both are simple."""
    free, take = seating.cell[kreise[0]], cells[-1]
    if not seating.is_simple(free):
        return None
    tenant = seating.tenant[free]
    seating.tenant[free] = EMPTY
    simple = seating.is_simple(take)
    seating.tenant[free] = tenant
    return (kreise, cells) if simple else None


def _try(seating: Seating, kreise: list[int], cells: list[Cell], limit: float) -> float:
    """Make the move if it costs no more than the limit; return what it cost, 0 if not made."""
    pieces = {seating.problem.piece[kreis] for kreis in kreise}
    patient = any(seating.broken[piece] for piece in pieces)
    cost = seating.ties_change(kreise, cells)
    if not patient and cost > limit + SLACK:
        return 0.0
    old = [seating.cell[kreis] for kreis in kreise]
    cost += _move_and_price_sides(seating, kreise, cells, old)
    if patient or cost <= limit:
        broken = {piece: seating.count_parts(piece) - 1 for piece in sorted(pieces)}
        rise = sum(broken.values()) - sum(seating.broken[piece] for piece in pieces)
        cost += seating.problem.break_price * rise
        if cost <= limit:
            for piece, count in broken.items():
                seating.broken[piece] = count
            return cost
    seating.move(kreise, old)
    return 0.0


def _move_and_price_sides(
    seating: Seating, kreise: list[int], cells: list[Cell], old: list[Cell]
) -> float:
    """Make the move and return what it costs at the sides of the tiles."""
    touched = list(dict.fromkeys([*old, *cells]))
    before = seating.sides_price(touched)
    seating.move(kreise, cells)
    return seating.sides_price(touched) - before
