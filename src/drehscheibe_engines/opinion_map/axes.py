"""Leading axes of opinion by a block Krylov method that never forms a dense matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

#: Columns of the Krylov basis before a restart; small enough that no library starts threads.
LARGEST_BASIS = 56
#: Columns of a block for votes in single precision: a product with eight costs hardly more
#: than one with three, and fewer passes over the votes are needed.
SINGLE_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Axes:
    """Leading principal axes of the centred votes.

    Attributes
    ----------
    directions : ndarray, shape (n_statements, n_axes)
        Orthonormal columns; the loading of largest size in each is positive.
    eigenvalues : ndarray, shape (n_axes,)
        Sums of squares of the centred votes along the axes, descending.
    residual : float
        Largest remaining error relative to the first eigenvalue.
    steps : int
        Passes over the votes that were needed.
    """

    directions: Floats
    eigenvalues: Floats
    residual: float
    steps: int


def find_axes(
    centred: sparse.csr_array,
    n_axes: int,
    *,
    start: Floats | None = None,
    tolerance: float = 1e-10,
    max_steps: int = 200,
    seed: int = 0,
) -> Axes:
    """Find the leading right singular vectors of the centred votes.

    Parameters
    ----------
    centred : csr_array, shape (n_people, n_statements)
        Output of `centred_matrix`.
    n_axes : int, >= 1
        More axes than statements or people cannot be found; fewer are returned then.
    start : ndarray, shape (n_statements, any), optional
        Axes of an earlier state (warm start).
    tolerance : float
        Stop when every residual ``|A v - lambda v|`` is below ``tolerance * lambda_1``.
    max_steps : int
        Upper bound of passes over the votes.
    seed : int
        Seed of the random start.

    Returns
    -------
    Axes

    Notes
    -----
    Restarted block Lanczos with full orthogonalisation and Rayleigh-Ritz; one step costs
    O(n_votes * block) with block = n_axes + 2, at least `SINGLE_WIDTH` for votes
    in single precision. Source: Golub & Underwood (1977), "The block
    Lanczos method for computing eigenvalues"; Saad (2011), "Numerical Methods for Large
    Eigenvalue Problems", ch. 6. All products are sparse or tiny, so the result has the same
    bits with one thread and with many.
    """
    wanted = min(n_axes, *centred.shape)
    if wanted == 0:
        return Axes(np.zeros((centred.shape[1], 0)), np.zeros(0), 0.0, 0)
    transposed = centred.T
    dtype = centred.dtype

    def apply(block: Floats) -> Floats:
        inner = centred @ np.ascontiguousarray(block, dtype=dtype)
        return np.asarray(transposed @ inner, dtype=np.float64)

    return find_axes_of(
        apply,
        centred.shape[1],
        wanted,
        start=start,
        tolerance=tolerance,
        max_steps=max_steps,
        seed=seed,
        least_width=SINGLE_WIDTH if dtype == np.float32 else 0,
    )


def find_axes_of(
    apply: Callable[[Floats], Floats],
    n_statements: int,
    n_axes: int,
    *,
    start: Floats | None,
    tolerance: float,
    max_steps: int,
    seed: int,
    least_width: int = 0,
) -> Axes:
    """Do what `find_axes` does for any symmetric operator given by its product."""
    width = min(max(n_axes + 2, least_width), n_statements)
    limit = min(n_statements, max(LARGEST_BASIS, 2 * width))
    random = np.random.default_rng(seed).standard_normal((n_statements, width))
    block = random if start is None else np.hstack([start, random])[:, :width]
    fresh = orthonormal(block)
    if not fresh.shape[1]:
        fresh = orthonormal(random)
    steps = 0
    while True:
        space = _KrylovSpace(n_statements)
        while fresh.shape[1]:
            latest = apply(fresh)
            space.extend(fresh, latest)
            steps += 1
            values, ritz, errors = space.best(width)
            residual = float(errors[:n_axes].max() / max(values[0], np.finfo(float).tiny))
            fresh = orthonormal(latest, against=space.basis)
            exhausted = not fresh.shape[1] and space.width >= n_axes
            if residual <= tolerance or steps >= max_steps or exhausted:
                found = np.maximum(values[:n_axes], 0.0)
                return Axes(fix_signs(ritz[:, :n_axes]), found, residual, steps)
            if space.width + fresh.shape[1] > limit:
                break
        if space.width < n_axes:
            # An invariant space smaller than wanted: go on beside it.
            ritz = np.hstack([space.basis, orthonormal(random, against=space.basis)])
        fresh = orthonormal(ritz)


class _KrylovSpace:
    """Basis, its image under the operator, and the small matrix between them."""

    def __init__(self, n_statements: int) -> None:
        self.basis: Floats = np.empty((n_statements, 0))
        self.image: Floats = np.empty((n_statements, 0))
        self.small: Floats = np.empty((0, 0))

    @property
    def width(self) -> int:
        return int(self.basis.shape[1])

    def extend(self, fresh: Floats, latest: Floats) -> None:
        """Add orthonormal directions and what the operator makes of them."""
        side = np.einsum("ij,ik->jk", self.basis, latest)
        corner = np.einsum("ij,ik->jk", fresh, latest)
        self.small = np.block([[self.small, side], [side.T, (corner + corner.T) / 2]])
        self.basis = np.hstack([self.basis, fresh])
        self.image = np.hstack([self.image, latest])

    def best(self, width: int) -> tuple[Floats, Floats, Floats]:
        """Return the largest Ritz values, their vectors and the size of their errors."""
        values, vectors = np.linalg.eigh(self.small)
        values, vectors = values[::-1][:width], vectors[:, ::-1][:, :width]
        ritz = np.einsum("ij,jk->ik", self.basis, vectors)
        wrong = np.einsum("ij,jk->ik", self.image, vectors) - ritz * values
        return values, ritz, _column_norms(wrong)


def orthonormal(block: Floats, against: Floats | None = None) -> Floats:
    """Orthonormalise columns, also against a given basis; drop dependent columns.

    Parameters
    ----------
    block : ndarray, shape (n, width)
    against : ndarray, shape (n, m), optional
        Orthonormal columns.

    Returns
    -------
    ndarray, shape (n, at most width)
    """
    rest = np.asarray(block, dtype=np.float64)
    # Twice is enough (Kahan; Parlett 1980, "The Symmetric Eigenvalue Problem", 6.9).
    for _ in range(2):
        rest = rest / np.maximum(_column_norms(rest), 1e-300)
        if against is not None and against.shape[1]:
            inner = np.einsum("ij,ik->jk", against, rest)
            rest = rest - np.einsum("ij,jk->ik", against, inner)
        sizes = _column_norms(rest)
        rest = rest[:, sizes > 1e-13] / sizes[sizes > 1e-13]
        if not rest.shape[1]:
            break
        values, vectors = np.linalg.eigh(np.einsum("ij,ik->jk", rest, rest))
        kept = values > 1e-12 * rest.shape[1]
        rest = np.einsum("ij,jk->ik", rest, vectors[:, kept] / np.sqrt(values[kept]))
    return rest


def _column_norms(block: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("ij,ij->j", block, block)))


def fix_signs(directions: Floats) -> Floats:
    """Turn each column so that its loading of largest size is positive (ties: the first)."""
    largest = np.argmax(np.round(np.abs(directions), 9), axis=0)
    signs = np.sign(directions[largest, np.arange(directions.shape[1])])
    return np.asarray(directions * np.where(signs == 0, 1.0, signs))


def turn_towards(axes: Floats, earlier: Floats) -> Floats:
    """Turn each axis so that it points where its predecessor pointed.

    Parameters
    ----------
    axes, earlier : ndarray, shape (n_statements, n_axes)
    """
    signs = np.sign(np.einsum("ij,ij->j", axes, earlier[:, : axes.shape[1]]))
    return np.asarray(axes * np.where(signs == 0, 1.0, signs))


def project_people(
    centred: sparse.csr_array,
    directions: Floats,
    votes_per_person: NDArray[np.int64],
    n_statements: int,
) -> Floats:
    """Place people on the axes, scaled up for the votes they have not cast.

    ``y_i = sqrt(C / n_i) * sum_j z_ij v_j`` with C statements and n_i cast votes (Small et
    al. 2021, section 3.2). The factor keeps people with few votes from crowding at the
    origin; it also spreads their error, which the confidence of membership accounts for.

    Parameters
    ----------
    centred : csr_array, shape (n_people, n_statements)
    directions : ndarray, shape (n_statements, n_axes)
    votes_per_person : ndarray of int, shape (n_people,)
    n_statements : int
        Number C of statements that anybody voted on.

    Returns
    -------
    ndarray of float64, shape (n_people, n_axes)
    """
    narrow = np.ascontiguousarray(directions, dtype=centred.dtype)
    raw = np.asarray(centred @ narrow, dtype=np.float64)
    raw *= np.sqrt(n_statements / np.maximum(votes_per_person, 1))[:, None]
    return raw
