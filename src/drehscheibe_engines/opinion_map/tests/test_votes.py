from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map.identifiers import canonical_key
from drehscheibe_engines.opinion_map.votes import VoteTable

identifiers = st.one_of(st.integers(-50, 50).map(str), st.text("abcü 7", min_size=1, max_size=3))
vote_logs = st.lists(
    st.tuples(identifiers, identifiers, st.sampled_from([-1, 0, 1])), min_size=0, max_size=60
)


VoteLog = list[tuple[str, str, int]]


def _as_dict(table: VoteTable) -> dict[tuple[object, object], int]:
    return {
        (table.participants[i], table.statements[j]): int(value)
        for i, j, value in zip(table.rows, table.columns, table.values, strict=True)
    }


@given(vote_logs)
def test_the_last_vote_counts_and_nothing_is_lost(log: VoteLog) -> None:
    table = VoteTable.from_votes(log)

    assert _as_dict(table) == {(p, s): v for p, s, v in log}
    assert list(table.participants) == sorted({p for p, _, _ in log}, key=canonical_key)


@given(vote_logs, st.randoms(use_true_random=False))
def test_with_times_the_order_of_the_input_never_matters(log: VoteLog, random: Random) -> None:
    timed = [(p, s, v, float(n // 3)) for n, (p, s, v) in enumerate(log)]
    shuffled = random.sample(timed, len(timed))

    first, second = VoteTable.from_votes(timed), VoteTable.from_votes(shuffled)

    assert first.participants == second.participants
    assert _as_dict(first) == _as_dict(second)


def test_numbers_sort_by_value_and_before_texts() -> None:
    table = VoteTable.from_votes([("b", 1, 1), ("10", 1, 1), ("9", 1, 1), ("-2", 1, 1)])

    assert table.participants == ("-2", "9", "10", "b")


def test_whole_number_columns_give_the_same_table_as_lists() -> None:
    rng = np.random.default_rng(1)
    people, statements = rng.integers(5, 40, 300), rng.integers(-3, 20, 300)
    votes = rng.integers(-1, 2, 300)

    fast = VoteTable.from_columns(people, statements, votes, statements=[99])
    slow = VoteTable.from_columns(people.tolist(), statements.tolist(), votes, statements=[99])

    assert _as_dict(fast) == _as_dict(slow)
    assert fast.statements == slow.statements


@given(vote_logs)
def test_selecting_everybody_and_everything_changes_nothing(log: VoteLog) -> None:
    table = VoteTable.from_votes(log)

    people = table.select_people(np.ones(table.n_people, dtype=bool))
    both = people.select_statements(np.ones(table.n_statements, dtype=bool))

    assert _as_dict(both) == _as_dict(table)


@pytest.mark.parametrize("vote", [2, -2, 0.5, float("nan")])
def test_other_votes_are_rejected_with_their_place(vote: float) -> None:
    with pytest.raises(ValueError, match="vote number 2"):
        VoteTable.from_columns(["a", "b"], ["s", "s"], [1, vote])


def test_times_for_some_votes_only_are_rejected() -> None:
    with pytest.raises(ValueError, match="time"):
        VoteTable.from_votes([("a", "s", 1, 3.0), ("b", "s", 1)])
