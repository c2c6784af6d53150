from __future__ import annotations

import json
import threading
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe_engines.opinion_map import LiveMap, LiveView, OpinionMap, Planted, plant_groups
from drehscheibe_engines.opinion_map.exact_gram import ExactGram
from drehscheibe_engines.opinion_map.vote_store import VoteStore

votes = st.tuples(st.integers(0, 6), st.integers(0, 5), st.sampled_from([-1, 0, 1]))
VoteLog = list[tuple[int, int, int]]
vote_logs = st.lists(votes, min_size=1, max_size=50)


def _by_name(view: LiveView) -> dict[object, list[float]]:
    return dict(zip(view.participants, view.positions.tolist(), strict=True))


def _dense(store: VoteStore) -> np.ndarray:
    rows = store.current()
    dense = np.zeros((rows.n_people, 2, rows.n_statements))
    owner = np.repeat(np.arange(rows.n_people), np.diff(rows.starts))
    dense[owner, 0, rows.columns] = rows.codes // rows.n_statements - 1
    dense[owner, 1, rows.columns] = 1
    return dense


@given(vote_logs, st.lists(st.integers(0, 6), max_size=3), st.integers(1, 7))
def test_sums_equal_those_of_the_final_votes_after_any_history(
    log: VoteLog, erased: list[int], batch: int
) -> None:
    store, gram = VoteStore(), ExactGram()
    for start in range(0, len(log), batch):
        store.add(log[start : start + batch])
        gram.update(store.current(), np.array(sorted(store.touched)))
        store.touched.clear()
    for person in erased:
        store.erase(person)
    gram.update(store.current(), np.array(sorted(store.touched), dtype=np.int64))

    stacked = _dense(store).reshape(len(store.participants), -1)

    np.testing.assert_array_equal(gram.products, stacked.T @ stacked)


@given(vote_logs, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(log: VoteLog, random: Random) -> None:
    final = {(p, s): v for p, s, v in log}
    once = [(p, s, v) for (p, s), v in final.items()]
    one, other = LiveMap(), LiveMap()
    one.add_votes(log)
    other.add_votes(random.sample(once, len(once)))

    first, second = one.tick(), other.tick()

    assert one._store.table().participants == other._store.table().participants
    np.testing.assert_array_equal(one._store.table().values, other._store.table().values)
    places = [second.statements.index(name) for name in first.statements]
    np.testing.assert_array_equal(first.counts, second.counts[:, places])
    people = [second.participants.index(name) for name in first.participants]
    np.testing.assert_allclose(
        first.positions, second.positions[people], atol=1e-5
    )  # single precision


def test_equally_strong_axes_are_chosen_by_name_and_not_by_arrival() -> None:
    # Statements 0 and 3 split these few people equally: only a fixed order tells which axis wins.
    log = [(0, 0, -1), (0, 1, -1), (0, 4, -1), (1, 3, 0), (2, 2, -1), (4, 0, 0), (4, 2, 0)]
    log.append((4, 3, -1))
    one, other = LiveMap(), LiveMap()
    one.add_votes(log)
    other.add_votes(log[::-1])

    first, second = one.tick(), other.tick()

    people = [second.participants.index(name) for name in first.participants]
    np.testing.assert_allclose(
        first.positions, second.positions[people], atol=1e-5
    )  # single precision


def _running(
    seed: int = 1, n_groups: int = 3, n_people: int = 400
) -> tuple[Planted, LiveMap, VoteLog]:
    planted = plant_groups(
        n_people=n_people, n_statements=80, votes_per_person=40, seed=seed, n_groups=n_groups
    )
    table = planted.table
    live = LiveMap()
    log = list(zip(table.rows.tolist(), table.columns.tolist(), table.values.tolist(), strict=True))
    return planted, live, log


def test_identity_of_groups_and_map_survives_further_votes() -> None:
    _, live, log = _running()
    # Everybody is there from the start, with about three quarters of their votes.
    log = log[::4] + log[1::4] + log[2::4] + log[3::4]
    live.add_votes(log[: len(log) * 3 // 4])
    live.synchronise()
    before = live.tick()
    for start in range(len(log) * 3 // 4, len(log), 50):
        live.add_votes(log[start : start + 50])
        live.tick()
    after = live.tick()

    n = len(before.participants)
    known = (before.labels >= 0) & (after.labels[:n] >= 0)
    assert np.mean(before.labels[known] == after.labels[:n][known]) > 0.9
    cosines = np.sum(before.directions * after.directions, axis=0)
    assert (cosines > 0.8).all()


def test_synchronising_again_keeps_numbers_and_reports_agreement() -> None:
    _, live, log = _running()
    live.add_votes(log)
    live.synchronise()
    first = live.tick()

    live.synchronise()
    second = live.tick()

    np.testing.assert_array_equal(first.labels, second.labels)
    assert second.agreement is not None
    assert second.agreement > 0.9


def test_moderated_statements_leave_the_map_and_come_back() -> None:
    _, live, log = _running(n_people=80)
    live.add_votes(log)
    before = live.tick()

    live.moderate(before.statements[0], excluded=True)
    without = live.tick()
    live.moderate(before.statements[0], excluded=False)
    again = live.tick()

    assert without.directions[0].tolist() == [0, 0]
    np.testing.assert_allclose(again.positions, before.positions, atol=1e-4)


def test_an_erased_person_leaves_no_trace() -> None:
    _, live, log = _running(n_people=80)
    other = LiveMap()
    live.add_votes(log)
    gone = live.erase(3)
    other.add_votes(vote for vote in log if vote[0] != 3)

    first, second = live.tick(), other.tick()

    assert gone == sum(vote[0] == 3 for vote in log)
    np.testing.assert_array_equal(live._store.table().values, other._store.table().values)
    assert 3 not in live._store.table().participants
    order = [second.statements.index(name) for name in first.statements]
    np.testing.assert_array_equal(first.counts, second.counts[:, order])
    assert live.erase("nobody") == 0


def test_a_restored_map_goes_on_as_if_nothing_had_happened() -> None:
    _, live, log = _running(n_people=120)
    live.add_votes(log[:1500])
    live.synchronise()
    live.tick()
    stored = json.loads(json.dumps(live.snapshot()))
    restored = LiveMap.restore(stored)
    for one in (live, restored):
        one.add_votes(log[1500:])

    first, second = live.tick(), restored.tick()

    assert first.version == second.version
    assert first.participants == second.participants
    np.testing.assert_array_equal(first.labels, second.labels)
    np.testing.assert_array_equal(first.positions, second.positions)


def test_a_foreign_snapshot_is_rejected() -> None:
    with pytest.raises(ValueError, match="version"):
        LiveMap.restore({"version": 99})


def test_other_votes_are_rejected() -> None:
    with pytest.raises(ValueError, match="vote of 'a'"):
        LiveMap().add_votes([("a", "s", 3)])


def test_readers_always_see_a_complete_state() -> None:
    _, live, log = _running(n_people=200)
    live.add_votes(log[:2000])
    live.tick()
    broken: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            view = live.view
            assert view is not None
            sizes = {len(view.participants), len(view.positions), len(view.labels)}
            if len(sizes) > 1 or view.counts.shape[1] != len(view.statements):
                broken.append(view.version)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for start in range(2000, len(log), 100):
        live.add_votes(log[start : start + 100])
        live.tick()
    done.set()
    for reader in readers:
        reader.join()

    assert broken == []


def test_nobody_is_offered_what_they_voted_on_or_what_is_moderated() -> None:
    live = LiveMap(seed=2)
    live.add_votes([(p, s, 1) for p in range(5) for s in range(6)][:-2])
    live.moderate(4, excluded=True)
    live.tick()

    assert live.offer(0, 0) is None
    offered = live.offer(4, 0)
    assert offered is not None
    name, offer = offered
    assert name == 5
    assert offer.probability == pytest.approx(1)
    assert live.offer(4, 1, already_offered=[5]) is None


def test_partial_fit_goes_on_from_the_canonical_result() -> None:
    planted, _, _ = _running()
    opinion_map = OpinionMap().fit(planted.table)
    canonical = opinion_map.labels_

    opinion_map.partial_fit([(9999, s, 1) for s in range(20)])

    by_name = dict(zip(opinion_map.participants_, opinion_map.labels_.tolist(), strict=True))
    kept = [by_name[name] for name in planted.table.participants]
    on_map = canonical >= 0
    assert np.mean(np.array(kept)[on_map] == canonical[on_map]) > 0.97
    assert by_name[9999] >= 0
    assert _by_name(opinion_map.live_.tick())[9999] != [0, 0]
