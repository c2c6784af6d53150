"""Hexagons of circumradius 1 in axial coordinates, packed into one integer per cell.

A cell ``(q, r)`` has the number ``q * STRIDE + r``. The difference of two numbers is then the offset
between the cells, wherever they lie, which is all that the annealing has to look up.
"""

from math import sqrt

import numpy as np

from tools.tile_map.regions import Floats

STRIDE = 64
SIZE = STRIDE * STRIDE
AREA = 1.5 * sqrt(3.0)
#: Distance between the middles of two hexagons that touch.
TILE_WIDTH = sqrt(3.0)
#: Steps to the six touching cells, clockwise from the east.
AXIAL_STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
STEPS = tuple(dq * STRIDE + dr for dq, dr in AXIAL_STEPS)

Cell = int


def offset(step: int) -> tuple[int, int]:
    """Return ``(dq, dr)`` of a difference of cells less than half a stride apart."""
    dq = round(step / STRIDE)
    return dq, step - dq * STRIDE


def middle(q: float, r: float) -> tuple[float, float]:
    """Return the middle of a pointy-top hexagon, y pointing south."""
    return sqrt(3.0) * (q + r / 2), 1.5 * r


def distance(dq: int, dr: int) -> int:
    """Return the number of steps between two cells."""
    return max(abs(dq), abs(dr), abs(dq + dr))


def cell_at(points: Floats) -> list[Cell]:
    """Return the cell that each point lies in.

    Notes
    -----
    Rounding in cube coordinates: round all three, then mend the one with the largest error.
    """
    r = points[:, 1] / 1.5
    q = points[:, 0] / sqrt(3.0) - r / 2
    cube = np.column_stack([q, r, -q - r])
    near = np.rint(cube)
    worst = np.abs(near - cube).argmax(axis=1)
    rows = np.arange(len(near))
    near[rows, worst] -= near.sum(axis=1)
    return [int(a) * STRIDE + int(b) for a, b in near[:, :2]]
