"""The draw as a whole: commit to the list, add the randomness, decide, and keep the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.allocation.canonical import (
    ALGORITHM,
    VERSION,
    application_line_number,
    canonical_lines,
    hash_lines,
)
from drehscheibe_engines.allocation.merkle import InclusionProof, MerkleTree
from drehscheibe_engines.allocation.model import ApplicationList
from drehscheibe_engines.allocation.randomness import combine_sources, derive_seed, shuffle_lots
from drehscheibe_engines.allocation.serial_rule import (
    UNPLACED,
    fill_drum,
    order_from_lots,
    queue_unplaced,
    seat_groups,
)


class Commitment:
    """What is published before the randomness exists: the list's lines, hash and Merkle root.

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list.

    Attributes
    ----------
    lines : list of bytes
        The canonical lines, see `canonical_lines`.
    list_sha256 : str
        SHA-256 of the published file, 64 hex digits.
    tree : MerkleTree
        Tree over the lines, for the root and for proofs.
    """

    def __init__(self, frozen: ApplicationList) -> None:
        self.frozen = frozen
        self.lines = canonical_lines(frozen)
        self.list_sha256 = hash_lines(self.lines)
        self.tree = MerkleTree(self.lines)

    @property
    def merkle_root(self) -> str:
        """The Merkle root, 64 hex digits."""
        return self.tree.root

    def prove(self, application_id: str) -> InclusionProof:
        """Prove that an application is in the list.

        Raises
        ------
        KeyError
            If no application has this id.
        """
        return self.tree.prove(application_line_number(self.frozen, application_id))


@dataclass(frozen=True)
class DrawResult:
    """Outcome of a draw, by positions in the frozen list.

    Attributes
    ----------
    commitment : Commitment
        The list and its hashes.
    randomness : str
        Canonical text of the public randomness.
    order : ndarray of int64, shape (n,)
        Applications in the order drawn.
    assigned : ndarray of int64, shape (n,)
        Per application the position of its tour, or -1.
    """

    commitment: Commitment
    randomness: str
    order: NDArray[np.int64]
    assigned: NDArray[np.int64]

    @property
    def frozen(self) -> ApplicationList:
        """The frozen list that was drawn from."""
        return self.commitment.frozen

    @cached_property
    def waiting(self) -> list[list[int]]:
        """Per tour the unplaced groups in the order drawn."""
        return queue_unplaced(self.frozen, self.order, self.assigned)

    @cached_property
    def assignments(self) -> dict[str, str | None]:
        """Tour id, or None, by application id."""
        tour_ids: list[str | None] = [tour.id for tour in self.frozen.tours]
        tour_ids.append(None)  # Found by UNPLACED, which is -1.
        ids = [application.id for application in self.frozen.applications]
        return dict(zip(ids, map(tour_ids.__getitem__, self.assigned.tolist()), strict=True))

    @property
    def seated_people(self) -> int:
        """Number of people with a place."""
        return int(self.frozen.people[self.assigned != UNPLACED].sum())

    def to_document(self) -> dict[str, object]:
        """Return the published result as JSON-ready values, documented in the README."""
        ids = [application.id for application in self.frozen.applications]
        name = ids.__getitem__
        return {
            "algorithm": ALGORITHM,
            "version": VERSION,
            "randomness": self.randomness,
            "list_sha256": self.commitment.list_sha256,
            "merkle_root": self.commitment.merkle_root,
            "assignments": self.assignments,
            "order": list(map(name, self.order.tolist())),
            "waiting": {
                tour.id: list(map(name, queue))
                for tour, queue in zip(self.frozen.tours, self.waiting, strict=True)
            },
        }


def draw_places(
    applications: ApplicationList | Commitment, randomness: str | Sequence[str]
) -> DrawResult:
    """Draw the places: a pure function of the list and the randomness.

    Parameters
    ----------
    applications : ApplicationList or Commitment
        The frozen list, or its commitment if it was made before.
    randomness : str or sequence of str
        One or several public sources, see `combine_sources`.

    Returns
    -------
    DrawResult
        Order, places, waiting lists and evidence.

    Raises
    ------
    InvalidInputError
        If the randomness is empty.

    Notes
    -----
    Whole numbers and SHA-256 alone decide, so the bytes are the same on every machine.
    O(lots + wishes + n) time.

    Examples
    --------
    >>> from drehscheibe_engines.allocation import Application, Tour, freeze_applications
    >>> frozen = freeze_applications(
    ...     [Tour("harbour", 2)],
    ...     [Application("ada", 2, wishes=("harbour",)), Application("bo", 1, wishes=("harbour",))],
    ... )
    >>> draw_places(frozen, "3 14 15").assignments
    {'ada': 'harbour', 'bo': None}
    """
    sources = [randomness] if isinstance(randomness, str) else randomness
    text = combine_sources(sources)
    commitment = applications if isinstance(applications, Commitment) else Commitment(applications)
    frozen = commitment.frozen
    seed = derive_seed(commitment.list_sha256, text)
    order = order_from_lots(shuffle_lots(fill_drum(frozen), seed), len(frozen.applications))
    return DrawResult(commitment, text, order, seat_groups(frozen, order))
