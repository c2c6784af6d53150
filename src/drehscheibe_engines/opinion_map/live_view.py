"""What readers of a running dialogue see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.identifiers import Identifier

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LiveView:
    """State of the map after a tick; never changed afterwards.

    Attributes
    ----------
    version : int
        Grows with every tick.
    participants, statements : tuple
        In order of first appearance.
    positions : ndarray, shape (n_people, 2)
    labels : ndarray of int, shape (n_people,)
        Lasting group numbers, -1 for nobody's group.
    means : ndarray, shape (n_statements,)
    directions : ndarray, shape (n_statements, 2)
        With means and directions a phone computes its own position.
    counts : ndarray of int, shape (3, n_statements)
    group_ids : tuple of int
    group_counts : ndarray of int, shape (n_groups, 3, n_statements)
    provisional : bool
        True until the next `synchronise`.
    agreement : float or None
        Adjusted Rand index with the canonical result at the last synchronisation.
    """

    version: int
    participants: tuple[Identifier, ...]
    statements: tuple[Identifier, ...]
    positions: Floats
    labels: Labels
    means: Floats
    directions: Floats
    counts: NDArray[np.int64]
    group_ids: tuple[int, ...]
    group_counts: NDArray[np.int64]
    provisional: bool
    agreement: float | None
