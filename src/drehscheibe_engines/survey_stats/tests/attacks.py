"""Attacks on protected tables, written apart from the engine that protects them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

#: A linear equation: unknowns with factors, and the known right-hand side does not matter.
Equation = Sequence[tuple[Hashable, float]]


def count_determined(unknown: Iterable[Hashable], equations: Iterable[Equation]) -> int:
    """Count unknowns that the equations fix, whatever their right-hand sides."""
    number = {name: k for k, name in enumerate(sorted(set(unknown), key=repr))}
    rows = []
    for equation in equations:
        row = np.zeros(len(number))
        for name, factor in equation:
            if name in number:
                row[number[name]] += factor
        if row.any():
            rows.append(row)
    if not rows:
        return 0
    _, strength, directions = np.linalg.svd(np.array(rows), full_matrices=False)
    space = directions[strength > 1e-9 * strength[0]]
    return int((np.square(space).sum(axis=0) > 1 - 1e-8).sum())


#: A cell of a named table.
NamedCell = tuple[str, tuple[int, ...]]


def lines_of_table(shape: Sequence[int], name: str = "") -> list[list[tuple[NamedCell, float]]]:
    """Return "parts minus total" for every line of a table with totals."""
    lines = []
    index = np.arange(int(np.prod(shape))).reshape(shape)
    positions = {int(k): tuple(map(int, p)) for p, k in np.ndenumerate(index)}
    for axis in range(len(shape)):
        for line in np.moveaxis(index, axis, -1).reshape(-1, shape[axis]):
            cells = [(name, positions[int(k)]) for k in line]
            lines.append([*((cell, 1.0) for cell in cells[:-1]), (cells[-1], -1.0)])
    return lines
