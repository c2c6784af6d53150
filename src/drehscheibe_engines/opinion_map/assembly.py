"""Put the parts of a map together, for the default and for the published method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.bridging import (
    CARRIED,
    Bridging,
    bridge,
    leave_one_camp_out,
    minority_positions,
)
from drehscheibe_engines.opinion_map.camps import gather_camps
from drehscheibe_engines.opinion_map.default_method import (
    Grouping,
    Picture,
    Settings,
    draw_picture,
    group_people,
    mapped_people,
    needed_axes,
    poles,
)
from drehscheibe_engines.opinion_map.factorisation import factorise
from drehscheibe_engines.opinion_map.identifiers import Identifier, canonical_key
from drehscheibe_engines.opinion_map.integrity import arrival_curve, find_look_alikes
from drehscheibe_engines.opinion_map.polis_method import published_map
from drehscheibe_engines.opinion_map.published_statistics import (
    compare_group,
    group_informed_consensus,
    majority_statements,
    published_priorities,
    published_representatives,
)
from drehscheibe_engines.opinion_map.representativeness import Effect, divisiveness
from drehscheibe_engines.opinion_map.result import IntegrityReport, MapResult
from drehscheibe_engines.opinion_map.routing import statement_priorities
from drehscheibe_engines.opinion_map.sparse_statistics import count_votes
from drehscheibe_engines.opinion_map.structure import Structure
from drehscheibe_engines.opinion_map.votes import VoteTable

Floats = NDArray[np.float64]
Number = TypeVar("Number", np.float64, np.int64)

HOUR = 3600.0


def map_by_default(
    table: VoteTable,
    settings: Settings,
    benches: Mapping[str, str],
    first_votes: Floats | None,
    *,
    check_integrity: bool = True,
) -> MapResult:
    """Map a conversation by the default method; parameters as in `OpinionMap.fit`."""
    counts = count_votes(table)[0]
    active = (counts.sum(axis=0) > 0) & ~table.excluded
    small, counts = table.select_statements(active), counts[:, active]
    mapped = mapped_people(small)
    if settings.given:
        known = [str(person) in settings.given for person in table.participants]
        mapped |= np.array(known, dtype=bool) & (small.votes_per_person > 0)
    core = small.select_people(mapped)
    quick = settings.evidence == "none"
    n_axes = needed_axes(settings.evidence)
    picture = draw_picture(core, n_axes=n_axes, seed=settings.seed, quick=quick)
    grouping = group_people(core, picture, settings)
    weights, kind, names, divisive_q = _camp_weights(core, picture, grouping, settings)
    camps, camp_counts = gather_camps(core, weights, kind, names, benches)
    judged = bridge(camps, camp_counts, quick=quick)
    robust = np.full(core.n_statements, np.nan)
    if not quick:
        robust = factorise(core, start=_two_columns(picture.positions)[:, 0]).statement_intercept
    labels = grouping.labels if grouping.names else np.zeros(core.n_people, dtype=np.int64)
    group_counts = count_votes(core, labels, max(len(grouping.names), 1))
    integrity = IntegrityReport()
    if check_integrity and not quick:
        integrity = _check_integrity(small, settings, benches, first_votes, judged)
    return MapResult(
        table=table,
        statements=small.statements,
        method="default",
        structure=grouping.structure,
        positions=_for_everybody(_two_columns(picture.positions), mapped, np.nan),
        labels=_for_everybody(grouping.labels, mapped, -1),
        confidence=_for_everybody(grouping.confidence, mapped, np.nan),
        group_names=grouping.names,
        stability=grouping.stability,
        means=picture.means,
        extremity=_extremity(picture, core.n_statements),
        directions=_two_columns(picture.axes.directions),
        counts=counts,
        representative=grouping.representative,
        consensus=group_informed_consensus(group_counts),
        bridging=judged,
        robust_bridging=robust,
        divisive_q=divisive_q,
        priorities=statement_priorities(counts, camp_counts[: weights.shape[1]]),
        shares=grouping.shares,
        minorities=tuple(minority_positions(camps, camp_counts)) if not quick else (),
        left_out=tuple(leave_one_camp_out(camps, camp_counts)) if not quick else (),
        integrity=integrity,
    )


def map_as_published(
    table: VoteTable,
    settings: Settings,
    benches: Mapping[str, str],
    background: Iterable[Identifier],
) -> MapResult:
    """Map a conversation by the published method; parameters as in `OpinionMap.fit`."""
    voted = table.select_statements(count_votes(table)[0].sum(axis=0) > 0)
    given, names = _given_labels(table, settings.given)
    drawn = published_map(voted, given)
    k = len(names) if settings.given else int(drawn.labels.max(initial=-1)) + 1
    names = names if settings.given else tuple(range(k))
    if settings.n_groups == 0:
        k, names = 0, ()
    labels = drawn.labels if k else np.full(table.n_people, -1, dtype=np.int64)
    counts = count_votes(voted)[0]
    group_counts = count_votes(voted, labels, max(k, 1))
    posterior = np.zeros((voted.n_people, max(k, 1)))
    posterior[labels >= 0, labels[labels >= 0]] = 1.0
    if not k:
        posterior[drawn.mapped] = 1.0
    camps, camp_counts = gather_camps(
        voted, posterior, "group" if k else "all", names or ("all",), benches
    )
    judged = bridge(camps, camp_counts)
    listed = [_published_effects(group_counts, group, voted.excluded) for group in range(k)]
    asked = set(background)
    is_background = np.array([name in asked for name in voted.statements], dtype=bool)
    majority = majority_statements(counts, voted.excluded)
    return MapResult(
        table=table,
        statements=voted.statements,
        method="polis",
        structure=Structure(2, k or None, 0.0, drawn.silhouettes, {}),
        positions=drawn.positions,
        labels=labels,
        confidence=np.full(table.n_people, np.nan),
        group_names=names,
        stability=None,
        means=drawn.means,
        extremity=drawn.extremity,
        directions=drawn.directions,
        counts=counts,
        representative=tuple(listed),
        consensus=group_informed_consensus(group_counts),
        bridging=judged,
        robust_bridging=np.full(voted.n_statements, np.nan),
        divisive_q=np.ones(voted.n_statements),
        priorities=published_priorities(group_counts.sum(axis=0), drawn.extremity, is_background),
        majority={side: tuple(one.statement for one in part) for side, part in majority.items()},
    )


def _camp_weights(
    core: VoteTable, picture: Picture, grouping: Grouping, settings: Settings
) -> tuple[Floats, str, tuple[Identifier, ...], Floats]:
    """Camps for bridging: groups, else the poles of the first axis, else everybody."""
    if grouping.names:
        return grouping.posterior, "group", grouping.names, grouping.divisive_q
    everybody = np.ones((core.n_people, 1))
    if settings.evidence == "none" or settings.n_groups == 0:
        return everybody, "all", ("all",), grouping.divisive_q
    halves = poles(core, picture, grouping.structure, settings.seed)
    if halves is None:
        return everybody, "all", ("all",), grouping.divisive_q
    q_values = divisiveness(core, 2, 1, seed=settings.seed)
    return halves.posterior, "pole", ("A", "B"), q_values


def _check_integrity(
    small: VoteTable,
    settings: Settings,
    benches: Mapping[str, str],
    first_votes: Floats | None,
    judged: Bridging,
) -> IntegrityReport:
    """Look for coordinated voting; if there are signs, repeat the map without these people."""
    found = tuple(find_look_alikes(small, seed=settings.seed, first_votes=first_votes))
    arrivals = None if first_votes is None else arrival_curve(first_votes, bin_width=HOUR)
    if not found:
        return IntegrityReport((), arrivals)
    kept = np.ones(small.n_people, dtype=bool)
    kept[[person for suspicion in found for person in suspicion.people]] = False
    rest = small.select_people(kept)
    again = map_by_default(rest, settings, benches, None, check_integrity=False)
    carried = {
        name
        for name, verdict in zip(again.statements, again.bridging.verdict, strict=True)
        if verdict == CARRIED
    }
    after = {place for place, name in enumerate(small.statements) if name in carried}
    before = {place for place, verdict in enumerate(judged.verdict) if verdict == CARRIED}
    gained, lost = tuple(sorted(after - before)), tuple(sorted(before - after))
    return IntegrityReport(found, arrivals, again.structure.k, gained, lost)


def _given_labels(
    table: VoteTable, given: Mapping[str, str]
) -> tuple[NDArray[np.int64] | None, tuple[Identifier, ...]]:
    if not given:
        return None, ()
    texts = [given.get(str(person), "") for person in table.participants]
    names = tuple(sorted({text for text in texts if text}, key=canonical_key))
    place = {name: index for index, name in enumerate(names)}
    return np.array([place.get(text, -1) for text in texts], dtype=np.int64), names


def _published_effects(
    counts: NDArray[np.int64], group: int, excluded: NDArray[np.bool_]
) -> tuple[Effect, ...]:
    """List as published; the effect is the difference of shares, without any claim of confidence."""
    comparison = compare_group(counts, group)
    effects = []
    for one in published_representatives(counts, group, excluded):
        side = 0 if one.direction == "agree" else 1
        share = comparison.share[side, one.statement]
        rest = share / comparison.ratio[side, one.statement]
        effect = Effect(one.statement, one.direction, float(share - rest), np.nan, np.nan, np.nan)
        effects.append(effect)
    return tuple(effects)


def _for_everybody(
    values: NDArray[Number], mapped: NDArray[np.bool_], missing: float
) -> NDArray[Number]:
    whole: NDArray[Number] = np.full((mapped.size, *values.shape[1:]), missing, dtype=values.dtype)
    whole[mapped] = values
    return whole


def _two_columns(block: Floats) -> Floats:
    missing = max(2 - block.shape[1], 0)
    return np.pad(block, ((0, 0), (0, missing)))[:, :2]


def _extremity(picture: Picture, n_statements: int) -> Floats:
    directions = _two_columns(picture.axes.directions)
    length = np.sqrt(np.einsum("ij,ij->i", directions, directions))
    return np.asarray(np.sqrt(n_statements) * (1 - picture.means) * length)
