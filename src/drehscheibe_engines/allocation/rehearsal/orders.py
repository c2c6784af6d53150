"""Random orders for rehearsals: fast, seeded, but not those of the public draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class OrderSource:
    """A seeded stream of random orders.

    Parameters
    ----------
    weights : ndarray of int64, shape (n,)
        Lots per application.
    seed : int
        Seed of the generator, at least 0.

    Notes
    -----
    With equal weights only whole numbers are used (the raw 64-bit stream of PCG64 with the position
    in the low bits, sorted), so the orders are the same everywhere. With unequal weights the
    order is that of -log(u)/weight (P. Efraimidis, P. Spirakis 2006,
    doi:10.1016/j.ipl.2005.11.003); another machine's logarithm may differ in the last
    bit, which could swap two neighbours about once in 10**9 orders. O(n log n) per order.
    """

    def __init__(self, weights: NDArray[np.int64], seed: int) -> None:
        self._weights = weights
        self._bits = np.random.PCG64(seed)

    def next_orders(self, count: int) -> NDArray[np.int32]:
        """Return the next orders, one per column; shape (n, count)."""
        size = len(self._weights)
        raw = self._bits.random_raw(count * size).reshape(count, size)
        if np.all(self._weights == self._weights[:1]):
            mask = np.uint64((1 << size.bit_length()) - 1)
            keys = (raw & ~mask) | np.arange(size, dtype=np.uint64)
            keys.sort(axis=1)
            orders = (keys & mask).astype(np.int32)
        else:
            uniform = (raw >> np.uint64(11)).astype(np.float64) + 0.5
            race = -np.log(uniform * 2.0**-53) / self._weights
            orders = np.argsort(race, axis=1, kind="stable").astype(np.int32)
        return np.ascontiguousarray(orders.T)
