from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map import final_votes as module
from drehscheibe_engines.opinion_map.final_votes import checked_votes, final_votes
from drehscheibe_engines.opinion_map.votes import VoteTable

logs = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4), st.sampled_from([-1, 0, 1])), max_size=80
)


def _sorted(log: list[tuple[int, int, int]], shape: tuple[int, int]) -> list[list[int]]:
    columns = np.array(log, dtype=np.int64).reshape(-1, 3)
    person, statement = columns[:, 0].astype(np.int32), columns[:, 1].astype(np.int32)
    found = final_votes(person, statement, columns[:, 2].astype(np.int8), None, shape)
    return [part.tolist() for part in found]


@given(logs)
def test_rows_are_sorted_and_the_last_vote_counts(log: list[tuple[int, int, int]]) -> None:
    last = {(person, statement): vote for person, statement, vote in log}

    starts, columns, values = _sorted(log, (7, 5))

    rows = np.repeat(np.arange(7), np.diff(starts)).tolist()
    assert list(zip(rows, columns, values, strict=True)) == [
        (*place, vote) for place, vote in sorted(last.items())
    ]


@given(logs)
def test_the_way_for_huge_logs_and_small_portions_give_the_same(
    log: list[tuple[int, int, int]],
) -> None:
    expected = _sorted(log, (7, 5))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", 3)
        assert _sorted(log, (7, 5)) == expected
        patch.setattr(module, "KEY_BITS", 1)
        assert _sorted(log, (7, 5)) == expected


@pytest.mark.parametrize("votes", [[1, 0, 2], [1.0, 0.5], [-2], np.array([0, 255], np.uint8)])
def test_another_vote_is_named(votes: list[float]) -> None:
    with pytest.raises(ValueError, match="vote number"):
        checked_votes(votes)


@given(logs, st.lists(st.booleans(), min_size=7, max_size=7))
def test_people_chosen_by_mask_and_by_index_are_the_same(
    log: list[tuple[int, int, int]], wish: list[bool]
) -> None:
    table = VoteTable.from_votes(log)
    mask = np.array(wish[: table.n_people], dtype=bool)

    first, second = table.select_people(mask), table.select_people(np.flatnonzero(mask))

    assert first.participants == second.participants
    for name in ("row_starts", "columns", "values"):
        assert getattr(first, name).tolist() == getattr(second, name).tolist()
