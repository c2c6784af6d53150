"""Properties of the whole map through its front door."""

from __future__ import annotations

from random import Random
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map import MapResult, OpinionMap, VoteTable, plant_groups
from drehscheibe_engines.opinion_map.groups import adjusted_rand_index
from drehscheibe_engines.opinion_map.result_json import as_bytes, as_document, checksum

Method = Literal["default", "polis"]
Log = list[tuple[int | str, int | str, int]]


def _log(seed: int = 0, n_people: int = 120, n_groups: int = 2) -> Log:
    table = plant_groups(
        n_people=n_people, n_statements=30, votes_per_person=18, seed=seed, n_groups=n_groups
    ).table
    votes = zip(table.rows.tolist(), table.columns.tolist(), table.values.tolist(), strict=True)
    return list(votes)


def _fit(log: Log, n_groups: int | None = 2, **table_options: list[int]) -> MapResult:
    table = VoteTable.from_votes(log, **table_options)
    return OpinionMap(n_groups=n_groups).fit(table).result_


def _bytes(result: MapResult) -> bytes:
    return as_bytes(as_document(result, {}))


@given(st.randoms(use_true_random=False))
@settings(max_examples=4)
def test_order_of_votes_does_not_change_a_single_byte(random: Random) -> None:
    log = _log()

    assert _bytes(_fit(log)) == _bytes(_fit(random.sample(log, len(log))))


def test_the_same_votes_by_other_batches_and_changed_votes_give_the_same_bytes() -> None:
    log = _log()
    detour: Log = [(person, statement, -vote) for person, statement, vote in log[::3]]

    assert _bytes(_fit(log)) == _bytes(_fit(detour + log))


@pytest.mark.parametrize("method", ["default", "polis"])
def test_mirrored_votes_mirror_the_map(method: Method) -> None:
    log = _log(seed=3)
    mirrored: Log = [(person, statement, -vote) for person, statement, vote in log]

    first = OpinionMap(method=method, n_groups=2, evidence="none").fit(log).result_
    second = OpinionMap(method=method, n_groups=2, evidence="none").fit(mirrored).result_

    np.testing.assert_allclose(first.positions, -second.positions, atol=1e-6)
    np.testing.assert_array_equal(first.counts, second.counts[::-1])


def test_new_names_for_people_change_nothing_but_names() -> None:
    log = _log(seed=1)
    renamed: Log = [(f"p{997 * person % 1009}", statement, vote) for person, statement, vote in log]

    first, second = _fit(log), _fit(renamed)

    place = {name: index for index, name in enumerate(second.table.participants)}
    order = [place[f"p{997 * int(person) % 1009}"] for person in first.table.participants]
    np.testing.assert_allclose(first.positions, second.positions[order], atol=1e-6)
    assert adjusted_rand_index(first.labels, second.labels[order]) > 0.9
    np.testing.assert_array_equal(first.counts, second.counts)


def test_duplicated_people_stand_in_the_same_places() -> None:
    log = _log(seed=2)
    twice: Log = log + [(f"{person}-again", statement, vote) for person, statement, vote in log]

    once, double = (OpinionMap(evidence="none").fit(one).result_ for one in (log, twice))

    place = {name: index for index, name in enumerate(double.table.participants)}
    originals = [place[person] for person in once.table.participants]
    copies = [place[f"{person}-again"] for person in once.table.participants]
    np.testing.assert_array_equal(double.counts, 2 * once.counts)
    np.testing.assert_allclose(double.positions[originals], double.positions[copies], atol=1e-9)
    np.testing.assert_allclose(double.positions[originals], once.positions, atol=1e-5)


def test_statements_nobody_voted_on_change_nothing() -> None:
    log = _log()

    plain = as_document(_fit(log), {})
    more = as_document(_fit(log, statements=[500, 501]), {})

    listed = {row["id"]: row for row in more["statements"]}
    assert [listed.pop(number)["verdict"] for number in (500, 501)] == [None, None]
    assert list(listed.values()) == plain["statements"]
    assert more["participants"] == plain["participants"]


def test_an_excluded_statement_is_counted_but_has_no_influence() -> None:
    log = _log()
    without: Log = [vote for vote in log if vote[1] != 4]

    excluded = as_document(_fit(log, excluded=[4]), {})
    absent = as_document(_fit(without), {})

    listed = {row["id"]: row for row in excluded["statements"]}
    gone = listed.pop(4)
    assert gone["excluded"]
    assert gone["agree"] + gone["disagree"] + gone["pass"] == sum(vote[1] == 4 for vote in log)
    assert gone["bridging"] is None
    assert list(listed.values()) == absent["statements"]


@pytest.mark.parametrize(
    "log",
    [
        [],
        [("ann", "s", 1)],
        [("ann", s, 1) for s in range(9)],
        [(p, "s", 1 - p % 3) for p in range(30)],
        [(p, s, 0) for p in range(30) for s in range(10)],
        [(p, s, 1) for p in range(30) for s in range(10)],
    ],
    ids=["nothing", "one vote", "one person", "one statement", "all pass", "all agree"],
)
@pytest.mark.parametrize("method", ["default", "polis"])
def test_poor_conversations_have_a_map_without_groups_by_default(log: Log, method: Method) -> None:
    result = OpinionMap(method=method).fit(log).result_

    document = as_document(result, {})

    assert len(document["participants"]) == len({vote[0] for vote in log})
    assert document["sha256"] == checksum(document)
    if method == "default":
        assert document["structure"]["groups"] is False


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 8), st.sampled_from([-1, 0, 1])), max_size=80
    ),
    st.sampled_from(["default", "polis"]),
    st.sampled_from([None, 0, 2, 3]),
)
@settings(max_examples=40)
def test_any_small_conversation_gives_a_complete_document(
    log: Log, method: Method, n_groups: int | None
) -> None:
    document = as_document(OpinionMap(method=method, n_groups=n_groups).fit(log).result_, {})

    final = {(person, statement): vote for person, statement, vote in log}
    assert [row["id"] for row in document["participants"]] == sorted({p for p, _ in final})
    votes = sum(row["agree"] + row["disagree"] + row["pass"] for row in document["statements"])
    assert votes == len(final)
    for row in document["statements"]:
        if row["bridging"] is not None:
            assert 0 <= row["low"] <= row["high"] <= 1
            assert row["verdict"] in {"carried", "rejected", "divided", "open"}


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"method": "other"}, "method"),
        ({"evidence": "some"}, "evidence"),
        ({"n_groups": -1}, "n_groups"),
    ],
)
def test_impossible_settings_are_rejected(settings_: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        OpinionMap(**settings_)


def test_leaving_people_out_equals_never_having_had_them() -> None:
    log = _log()
    fitted = OpinionMap(n_groups=2).fit(log)

    without = fitted.without([0, 1, 2])

    again = OpinionMap(n_groups=2).fit([vote for vote in log if vote[0] not in (0, 1, 2)])
    assert _bytes(without) == _bytes(again.result_)
