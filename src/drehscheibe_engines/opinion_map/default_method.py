"""The default method: each step states what the votes support, and nothing beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.axes import (
    SINGLE_WIDTH,
    Axes,
    find_axes,
    project_people,
)
from drehscheibe_engines.opinion_map.clustering import (
    find_clusters,
    mean_silhouette,
    pairwise_distances,
    refine,
)
from drehscheibe_engines.opinion_map.groups import (
    T_90,
    Uncertainty,
    bootstrap_groups,
    partition_people,
    partition_stability,
)
from drehscheibe_engines.opinion_map.identifiers import Identifier, canonical_key
from drehscheibe_engines.opinion_map.intervals import share_interval
from drehscheibe_engines.opinion_map.membership import Membership, as_posterior
from drehscheibe_engines.opinion_map.polis_method import who_is_mapped
from drehscheibe_engines.opinion_map.representativeness import (
    Effect,
    counted_effects,
    divisiveness,
    estimated_effects,
    given_divisiveness,
    representative_statements,
)
from drehscheibe_engines.opinion_map.result import GroupShares
from drehscheibe_engines.opinion_map.sparse_statistics import (
    AGREE,
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.structure import (
    GROUP_NUMBERS,
    MOST_DIMENSIONS,
    Structure,
    count_dimensions,
    find_structure,
)
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

#: Residual of the axes in a canonical result, in a quick look, and in single precision.
CANONICAL_TOLERANCE, LOOK_TOLERANCE, SINGLE_TOLERANCE = 1e-8, 1e-5, 3e-4
#: People a quick look compares with each other.
LOOK_PEOPLE = 600
#: With more than twice as many people the axes of this many give the start; how exactly.
SAMPLE_PEOPLE, SAMPLE_TOLERANCE = 20_000, 3e-2
#: Groups hold at least this share of the mapped people, and at least five people.
SMALLEST_GROUP_RATIO = 0.03
SMALLEST_GROUP = 5
#: From this many votes on the votes are kept in single precision.
SINGLE_PRECISION_FROM = 1_500_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters of a fit.

    Attributes
    ----------
    seed : int
    n_groups : int or None
        Number of groups if it is not to be estimated; 0 asks for none.
    evidence : str
        "full", or "none" for axes, positions and a first partition without tests.
    given : mapping of participant (as text) to group, optional
    """

    seed: int = 0
    n_groups: int | None = None
    evidence: str = "full"
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """Axes and positions of the mapped people."""

    axes: Axes
    means: Floats
    positions: Floats
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of the mapped people and what is known about them."""

    structure: Structure
    labels: Labels
    names: tuple[Identifier, ...]
    posterior: Floats
    confidence: Floats
    stability: float | None
    divisive_q: Floats
    representative: tuple[tuple[Effect, ...], ...]
    shares: GroupShares | None


def mapped_people(table: VoteTable) -> NDArray[np.bool_]:
    """People with enough votes for a place: seven or all, at least the 15 most active."""
    cast = table.votes_per_person
    return who_is_mapped(cast, table.n_statements) & (cast > 0)


def draw_picture(
    core: VoteTable, *, n_axes: int, seed: int, start: Floats | None = None, quick: bool = False
) -> Picture:
    """Find the axes and place everybody.

    Parameters
    ----------
    core : VoteTable
        Mapped people, no excluded statements.
    n_axes : int
    start : ndarray, optional
        Axes of an earlier state.
    quick : bool
        Stop at `LOOK_TOLERANCE`.
    """
    single = core.values.size >= SINGLE_PRECISION_FROM
    counts = count_votes(core)[0]
    means = statement_means(counts)
    centred = centred_matrix(core, means, dtype=np.float32 if single else np.float64)
    tolerance = SINGLE_TOLERANCE if single else (LOOK_TOLERANCE if quick else CANONICAL_TOLERANCE)
    if start is None and core.n_people > 2 * SAMPLE_PEOPLE:
        start = _sampled_axes(core, seed)
    axes = find_axes(centred, n_axes, start=start, tolerance=tolerance, seed=seed)
    cast = core.votes_per_person
    positions = project_people(centred, axes.directions, cast, core.n_statements)
    return Picture(axes, means, positions, counts)


def _sampled_axes(core: VoteTable, seed: int) -> Floats:
    """Find a whole block of axes of every n-th person: a start that saves passes over all."""
    step = core.n_people // SAMPLE_PEOPLE
    part = core.select_people(np.arange(0, core.n_people, step))
    sample = centred_matrix(part, statement_means(count_votes(part)[0]), dtype=np.float32)
    return find_axes(sample, SINGLE_WIDTH, tolerance=SAMPLE_TOLERANCE, seed=seed).directions


def group_people(core: VoteTable, picture: Picture, settings: Settings) -> Grouping:
    """Decide on groups as the settings ask: given, a fixed number, estimated, or a quick look."""
    if settings.given:
        return _given_groups(core, picture, settings)
    if settings.evidence == "none":
        return _quick_look(core, picture, settings)
    smallest = max(SMALLEST_GROUP, int(SMALLEST_GROUP_RATIO * core.n_people))
    if settings.n_groups is None:
        structure = find_structure(core, picture.axes, seed=settings.seed, smallest_group=smallest)
    else:
        counts = count_votes(core)[0]
        found, limit = count_dimensions(core, counts, picture.axes, seed=settings.seed)
        structure = Structure(found, settings.n_groups or None, limit, {}, {})
    if structure.k is None or structure.k < 2 or structure.k > core.n_people:
        return no_groups(core, structure)
    return _found_groups(core, picture, structure, smallest, settings.seed)


def no_groups(core: VoteTable, structure: Structure) -> Grouping:
    """State that there are no groups; statements may still divide along an axis."""
    nothing = np.full(core.n_people, -1, dtype=np.int64)
    structure = Structure(
        structure.dimensions,
        None,
        structure.eigenvalue_limit,
        structure.silhouettes,
        structure.excess,
    )
    return Grouping(
        structure,
        nothing,
        (),
        np.zeros((core.n_people, 0)),
        np.full(core.n_people, np.nan),
        None,
        np.ones(core.n_statements),
        (),
        None,
    )


def poles(core: VoteTable, picture: Picture, structure: Structure, seed: int) -> Membership | None:
    """Split people along the first axis, for bridging where no groups exist."""
    if structure.dimensions == 0 or core.n_people < 4:
        return None
    return partition_people(core, 2, 1, seed=seed, n_starts=8, axes=picture.axes)


def _found_groups(
    core: VoteTable, picture: Picture, structure: Structure, smallest: int, seed: int
) -> Grouping:
    k = structure.k or 1
    dimensions = min(max(structure.dimensions, 1), picture.axes.directions.shape[1])
    membership = partition_people(
        core, k, dimensions, seed=seed, axes=picture.axes, smallest_group=smallest
    )
    labels = np.argmax(membership.posterior, axis=1)
    uncertainty = bootstrap_groups(core, membership, seed=seed)
    q_values = divisiveness(core, k, dimensions, seed=seed)
    effects = estimated_effects(membership, uncertainty)
    return Grouping(
        structure,
        labels,
        tuple(range(k)),
        membership.posterior,
        uncertainty.posterior[np.arange(core.n_people), labels],
        partition_stability(core, labels, k, dimensions, seed=seed),
        q_values,
        tuple(tuple(representative_statements(q_values, effects, g)) for g in range(k)),
        _bootstrap_shares(membership, uncertainty),
    )


def _given_groups(core: VoteTable, picture: Picture, settings: Settings) -> Grouping:
    """Use labels from elsewhere; nothing was built from the votes, so plain tests are honest."""
    texts = [settings.given.get(str(person), "") for person in core.participants]
    names = tuple(sorted({text for text in texts if text}, key=canonical_key))
    place = {name: index for index, name in enumerate(names)}
    labels = np.array([place.get(text, -1) for text in texts], dtype=np.int64)
    k = max(len(names), 1)
    counts = count_votes(core, labels, k)
    q_values, effects = given_divisiveness(counts), counted_effects(counts)
    posterior = np.where(labels[:, None] >= 0, as_posterior(labels, k), 0.0)
    structure = Structure(picture.axes.directions.shape[1], len(names) or None, 0.0, {}, {})
    return Grouping(
        structure,
        labels,
        names,
        posterior[:, : len(names)],
        np.full(core.n_people, np.nan),
        None,
        q_values,
        tuple(tuple(representative_statements(q_values, effects, g)) for g in range(len(names))),
        GroupShares(*share_interval(counts[:, AGREE], counts.sum(axis=1))),
    )


def _quick_look(core: VoteTable, picture: Picture, settings: Settings) -> Grouping:
    """Partition by the best silhouette in two dimensions, without any test."""
    points = picture.positions[:, :2]
    sample = points[:: -(-points.shape[0] // LOOK_PEOPLE)]
    distances = pairwise_distances(sample, dtype=np.float32)
    numbers = GROUP_NUMBERS[:4] if settings.n_groups is None else (settings.n_groups,)
    best, silhouettes = None, dict[int, float]()
    for k in [k for k in numbers if 2 <= k < core.n_people]:
        found = find_clusters(sample, k, n_starts=4, seed=settings.seed, refine_steps=10)
        silhouettes[k] = mean_silhouette(distances, found.labels)
        if best is None or silhouettes[k] > silhouettes[best.centres.shape[0]]:
            best = found
    dimensions = points.shape[1]
    if best is None:
        return no_groups(core, Structure(dimensions, None, 0.0, {}, {}))
    k = best.centres.shape[0]
    whole = refine(points, best.centres, max_steps=5)
    return Grouping(
        Structure(dimensions, k, 0.0, silhouettes, {}),
        whole.labels,
        tuple(range(k)),
        as_posterior(whole.labels, k),
        np.full(core.n_people, np.nan),
        None,
        np.ones(core.n_statements),
        (),
        None,
    )


def _bootstrap_shares(membership: Membership, uncertainty: Uncertainty) -> GroupShares:
    """90 % intervals on the logit scale, where a share cannot leave 0-1."""
    share = membership.shares[:, AGREE]
    logit = np.log(share / (1 - share))
    spread = np.log(uncertainty.agree / (1 - uncertainty.agree)).std(axis=0, ddof=1)
    low, high = logit - T_90 * spread, logit + T_90 * spread
    return GroupShares(share, 1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high)))


def needed_axes(evidence: str) -> int:
    """Axes to compute: two for the picture, more where groups may need them."""
    return 2 if evidence == "none" else MOST_DIMENSIONS
