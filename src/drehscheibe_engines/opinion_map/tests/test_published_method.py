"""The published method against complete published results and independent reference values."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest

from drehscheibe_engines.opinion_map.axes import find_axes
from drehscheibe_engines.opinion_map.clustering import (
    find_clusters,
    mean_silhouette,
    pairwise_distances,
)
from drehscheibe_engines.opinion_map.polis_method import published_map, who_is_mapped
from drehscheibe_engines.opinion_map.published_statistics import (
    group_informed_consensus,
    majority_statements,
    published_priorities,
    published_representatives,
)
from drehscheibe_engines.opinion_map.sparse_statistics import (
    centred_matrix,
    count_votes,
    statement_means,
)
from drehscheibe_engines.opinion_map.tests.shared_data import (
    BLOBS,
    CONVERSATIONS,
    read_blob,
    read_final_matrix,
    read_json,
    shared_folder,
)


def _blob_labels(published: dict[str, Any], participants: tuple[object, ...]) -> np.ndarray:
    base = published["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    group_of = {
        person: group["id"]
        for group in published["group-clusters"]
        for cluster in group["members"]
        for person in members[cluster]
    }
    return np.array([group_of.get(person, -1) for person in participants])


@pytest.mark.parametrize("name", BLOBS)
def test_axes_means_and_extremity_equal_the_published_ones(name: str) -> None:
    table, published = read_blob(name)

    mapped = published_map(table)

    places = [table.statements.index(j) for j in published["tids"]]
    # The exported votes count agreement as 1 and the database as -1; the means tell which.
    np.testing.assert_allclose(-mapped.means[places], published["pca"]["center"], atol=1e-12)
    for axis, component in zip(mapped.directions.T, published["pca"]["comps"], strict=True):
        cosine = np.dot(axis[places], component) / np.linalg.norm(component)
        assert 1 - abs(cosine) <= 1e-9
    np.testing.assert_allclose(
        mapped.extremity[places], published["pca"]["comment-extremity"], atol=1e-6
    )


@pytest.mark.parametrize("name", BLOBS)
def test_statistics_given_groups_equal_the_published_ones(name: str) -> None:
    table, published = read_blob(name)
    labels = _blob_labels(published, table.participants)
    n_groups = len(published["group-clusters"])

    counts = count_votes(table, labels, n_groups)
    consensus = group_informed_consensus(counts)
    background = np.isin(table.statements, published["meta-tids"])
    priorities = published_priorities(
        counts.sum(axis=0), published_map(table).extremity, background
    )

    for group in range(n_groups):
        votes = published["group-votes"][str(group)]["votes"]
        for j, name_of_statement in enumerate(table.statements):
            disagree, _, agree = counts[group, :, j]
            expected = votes[str(name_of_statement)]
            assert (agree, disagree, counts[group, :, j].sum()) == tuple(expected[k] for k in "ADS")
    for j, name_of_statement in enumerate(table.statements):
        key = str(name_of_statement)
        assert abs(consensus[j] - published["group-aware-consensus"][key]) <= 1e-12
        assert priorities[j] == pytest.approx(published["comment-priorities"][key], rel=1e-9)


@pytest.mark.parametrize("name", BLOBS)
def test_lists_of_statements_equal_the_published_ones(name: str) -> None:
    table, published = read_blob(name)
    n_groups = len(published["group-clusters"])
    counts = count_votes(table, _blob_labels(published, table.participants), n_groups)

    for group in range(n_groups):
        found = published_representatives(counts, group, table.excluded)
        listed = [(table.statements[one.statement], one.direction) for one in found]
        expected = published["repness"][str(group)]
        assert listed == [(one["tid"], one["repful-for"]) for one in expected]
    majority = majority_statements(count_votes(table)[0], table.excluded)
    for side, found in majority.items():
        expected = [one["tid"] for one in published["consensus"][side]]
        assert [table.statements[one.statement] for one in found] == expected


@pytest.mark.parametrize("name", BLOBS)
def test_everybody_mapped_is_mapped_in_the_original_too(name: str) -> None:
    table, published = read_blob(name)

    mapped = who_is_mapped(table.votes_per_person, table.n_statements)

    # The original never lets anybody go who was once mapped among the first fifteen, so it
    # may contain more people, never fewer.
    inside = {table.participants[i] for i in np.flatnonzero(mapped)}
    more = set(published["in-conv"]) - inside
    assert inside <= set(published["in-conv"])
    cast = dict(zip(table.participants, table.votes_per_person, strict=True))
    assert all(cast[person] < 7 for person in more)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_reference_values_are_reproduced(name: str) -> None:
    expected = read_json("expected.json")[name]
    table, _, _ = read_final_matrix(name)
    counts = count_votes(table)[0]
    means = np.where(table.excluded, 0, statement_means(counts))
    centred = centred_matrix(table, means)

    axes = find_axes(centred, 2, tolerance=1e-12)

    assert (table.n_people, table.n_statements, table.values.size) == tuple(
        expected[key] for key in ("P", "S", "nnz")
    )
    assert counts[[2, 0]].sum(axis=1).tolist() == [expected["sum_agree"], expected["sum_disagree"]]
    assert int(np.sum(table.votes_per_person >= 7)) == expected["n_ge7"]
    np.testing.assert_allclose(
        axes.eigenvalues, [expected["lambda1"], expected["lambda2"]], rtol=1e-9
    )
    assert np.sum(centred.data**2) == pytest.approx(expected["trace"], rel=1e-12)
    order = np.argsort(-np.abs(axes.directions[:, 0]), kind="stable")[:10]
    assert [int(table.statements[j]) for j in order] == expected["top10_loading_pc1"]
    majority = majority_statements(counts, table.excluded)
    for side in ("agree", "disagree"):
        listed = [int(table.statements[one.statement]) for one in majority[side]]
        assert listed == expected["consensus"][side]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_reference_values_given_published_groups_are_reproduced(name: str) -> None:
    expected = read_json("expected.json")[name]["given_published_groups"]
    table, labels, names = read_final_matrix(name)
    counts = count_votes(table, labels, len(names))
    consensus = np.where(table.excluded, -1, group_informed_consensus(counts))
    extremity = published_map(table, labels).extremity
    priorities = published_priorities(
        counts.sum(axis=0), extremity, np.zeros(table.n_statements, dtype=bool)
    )
    priorities[table.excluded] = -1

    def top(values: np.ndarray) -> list[int]:
        return [int(table.statements[j]) for j in np.argsort(-values, kind="stable")[:10]]

    assert np.bincount(labels[labels >= 0]).tolist() == expected["sizes"]
    for group, group_name in enumerate(names):
        found = published_representatives(counts, group, table.excluded)
        listed = [[int(table.statements[one.statement]), one.direction] for one in found]
        assert listed == expected["repness"][group_name]
    assert top(consensus) == expected["gac_top10"]
    assert consensus.max() == pytest.approx(expected["gac_max"], abs=1e-12)
    assert top(priorities) == expected["priority_top10"]
    assert priorities.max() == pytest.approx(expected["priority_max"], rel=1e-9)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_clusters_are_as_tight_as_the_best_of_sixty_reference_runs(name: str) -> None:
    expected = read_json("expected.json")[name]["kmeans2d_best_of_60"]
    table, _, _ = read_final_matrix(name)
    points = published_map(table).positions[table.votes_per_person >= 7]
    distances = pairwise_distances(points)

    for k, reference in expected.items():
        found = find_clusters(points, int(k), n_starts=60)
        assert found.inertia <= reference["inertia"] * (1 + 3e-4)
        silhouette = mean_silhouette(distances, found.labels)
        assert silhouette == pytest.approx(reference["sil"], abs=5e-3)


def test_all_published_consensus_values_of_bg2050_are_reproduced() -> None:
    table, labels, names = read_final_matrix("bg2050-volunteers")
    content = (shared_folder() / "bg2050-volunteers" / "comments.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))

    consensus = group_informed_consensus(count_votes(table, labels, len(names)))

    published = [float(row["group-informed-consensus"]) for row in rows]
    found = [consensus[table.statements.index(row["comment-id"])] for row in rows]
    assert len(found) == 371
    np.testing.assert_allclose(found, published, rtol=0, atol=1e-12)
