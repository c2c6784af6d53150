"""A concern goes on as part of another, and what undoing that brings back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.models import Merge, Signal
from drehscheibe.capabilities.exchange.queries import merges
from drehscheibe.capabilities.exchange.queries.people import audience_of_answer, supporters_of
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.signals import (
    answering,
    author,
    draft,
    hand_over,
    sending,
)
from drehscheibe.capabilities.exchange.services.signals.merging import merge_signal, unmerge_signal
from drehscheibe.capabilities.exchange.services.signals.support import join_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.dossier_factories import deliver_all
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    WORDS,
    House,
    hand_over_to_desk,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.places.models import Land
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german() -> None:
    translation.activate("de")


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def south(house: House) -> House:
    """The same office and desk with another author."""
    return House(made.make_author("Initiative Süd"), house.office, house.desk)


def now(signal: Signal) -> Signal:
    return Signal.objects.select_related("item").get(pk=signal.pk)


def item_of(signal: Signal) -> Item:
    return Item.objects.get(signal=signal)


def merge(house: House, signal: Signal, target: Signal) -> Signal:
    return merge_signal(house.office, signal.pk, into=target.public_id, note="Es ist dasselbe.")


def told(email: str, event: str) -> int:
    rows = Notification.objects.filter(person__email=email)
    return sum(row.context.get("event") == event for row in rows)


def test_merged_concern_goes_on_in_the_other_and_the_trace_says_so(
    house: House, south: House
) -> None:
    one, two = make_submitted(house), make_submitted(south)

    merge(house, one, two)

    assert now(one).state == "merged"
    assert now(one).owner_id is None
    became = trace.chain_of(item_of(one), public_only=False).became
    assert [link.public_id for link in became] == [two.public_id]
    assert merges.list_merged_into(two) == [one]


def test_only_the_office_merges_and_undoes(house: House, south: House) -> None:
    one, two = make_submitted(house), make_submitted(south)

    for actor in (house.author, house.desk):
        with pytest.raises(NotAllowed):
            merge_signal(actor, one.pk, into=two.public_id)
    merge(house, one, two)
    with pytest.raises(NotAllowed):
        unmerge_signal(house.author, one.pk)


def test_everybody_is_told_once_and_gets_the_answer(house: House, south: House) -> None:
    one, two = make_submitted(house), make_handed_over(south)
    merge(house, one, two)
    deliver_all()

    assert told(house.author.email, "merged") == 1
    assert told(south.author.email, "joined_by_merging_unnamed") == 1
    assert house.author.person_id in supporters_of(now(two))
    assert "Initiative Nord" in audience_of_answer(now(two)).organisation_names

    answering.publish_answer(house.desk, two.pk, ANSWER)
    deliver_all()
    answers = Notification.objects.filter(kind="exchange.answer", person__email=house.author.email)
    assert answers.count() == 1


def test_supporters_of_the_merged_one_get_the_answer_too(house: House, south: House) -> None:
    Land.objects.get_or_create(code="HE", defaults={"key": "06", "name": "Hessen"})
    one, two = make_handed_over(house), make_handed_over(south)
    joined = made.make_author("Initiative Mitte")
    join_signal(joined, one.pk, words="Bei uns auch.", laender=["HE"])

    merge(house, one, two)
    answering.publish_answer(house.desk, two.pk, ANSWER)
    deliver_all()

    answers = Notification.objects.filter(kind="exchange.answer", person__email=joined.email)
    assert answers.count() == 1


def test_undo_before_an_answer_brings_all_back_as_it_was(house: House, south: House) -> None:
    one, two = make_submitted(house), make_submitted(south)
    before = now(one)
    merge(house, one, two)

    unmerge_signal(house.office, one.pk)

    after = now(one)
    fields = ("state", "owner_id", "due_on", "visibility", "published_at", "shared_at", "title")
    assert [getattr(after, name) for name in fields] == [getattr(before, name) for name in fields]
    item = item_of(one)
    assert (item.state, item.owner_id, item.due_on) == (
        "submitted",
        after.owner_id,
        after.due_on,
    )
    assert trace.chain_of(item_of(one), public_only=False).became == ()
    assert house.author.person_id not in supporters_of(now(two))
    deliver_all()
    assert told(house.author.email, "unmerged") == 1


def test_a_clock_that_ran_out_meanwhile_starts_anew(house: House, south: House) -> None:
    one, two = make_submitted(house), make_submitted(south)
    merge(house, one, two)
    missed = timezone.localdate() - timedelta(days=1)
    Merge.objects.update(due_before=missed)

    unmerge_signal(house.office, one.pk)

    due_on = now(one).due_on
    assert due_on is not None
    assert due_on > timezone.localdate()


def test_undo_after_an_answer_leaves_it_known_to_both(house: House, south: House) -> None:
    one, two = make_submitted(house), make_handed_over(south)
    merge(house, one, two)
    answering.publish_answer(house.desk, two.pk, ANSWER)

    unmerge_signal(house.office, one.pk)

    assert now(one).state == "submitted"
    assert now(two).state == "answered"
    (known,) = merges.known_answers(now(one))
    assert known.signal_id == two.pk
    # What is answered later is not theirs any more.
    hand_over_to_desk(south, now(two))
    answering.publish_answer(house.desk, two.pk, ANSWER)
    assert merges.known_answers(now(one)) == [known]


@pytest.mark.parametrize("turn", range(3))
def test_merging_back_and_forth_ends(turn: int, house: House, south: House) -> None:
    one, two = make_submitted(house), make_submitted(south)
    for signal, target in ((one, two), (two, one))[: turn + 1]:
        merge(house, signal, target)
        unmerge_signal(house.office, signal.pk)
    merge(house, one, two)

    assert merges.known_answers(now(one)) == []
    assert merges.list_merged_into(now(two)) == [one]


def test_circles_are_impossible(house: House, south: House) -> None:
    one, two, three = make_submitted(house), make_submitted(south), make_submitted(house)
    merge(house, one, two)
    merge(house, two, three)

    for signal, target in ((three, one), (three, two), (three, three), (one, three)):
        with pytest.raises(Conflict):
            merge(house, signal, target)
    assert {signal.pk for signal in merges.list_merged_into(now(three))} == {one.pk, two.pk}


def test_nothing_goes_on_in_what_has_ended_or_was_never_sent(house: House, south: House) -> None:
    one = make_submitted(house)
    withdrawn = make_submitted(south)
    author.withdraw_signal(south.author, withdrawn.pk)
    draft = make_draft(south.author)

    with pytest.raises(Conflict, match=r"[Zz]urückgezogen"):
        merge(house, one, withdrawn)
    for number in (draft.public_id, "S-2026-9999", "Unsinn"):
        with pytest.raises(Conflict, match="Nummer"):
            merge_signal(house.office, one.pk, into=number)
    assert now(one).state == "submitted"


@pytest.mark.parametrize(
    ("own", "other", "is_possible"),
    [
        ("private", "public", True),
        ("private", "network", True),
        ("private", "private", False),
        ("network", "public", True),
        ("public", "network", True),  # not open yet: its author may read the network
        ("public", "private", False),
    ],
)
def test_authors_can_follow_where_their_concern_goes(
    own: str, other: str, is_possible: bool, house: House, south: House
) -> None:
    one = make_submitted(house, visibility=own)
    two = make_submitted(south, visibility=other)

    if is_possible:
        merge(house, one, two)
    else:
        with pytest.raises(Conflict, match="andersherum"):
            merge(house, one, two)
    assert (now(one).state == "merged") == is_possible


def test_readers_of_an_open_concern_can_follow_it_too(house: House, south: House) -> None:
    one = make_handed_over(house, visibility="public")
    two = make_submitted(south, visibility="network")

    with pytest.raises(Conflict):
        merge(house, one, two)


def test_what_had_gone_on_in_a_withdrawn_concern_is_with_the_office_again(
    house: House, south: House
) -> None:
    one, two = make_submitted(house), make_handed_over(south)
    merge(house, one, two)

    author.withdraw_signal(south.author, two.pk)
    deliver_all()

    assert now(one).state == "submitted"
    assert now(one).owner_id == house.office.organisation_id


def test_merging_ends_the_stay_at_the_desk_and_leaves_a_dossier(house: House, south: House) -> None:
    one, two = make_handed_over(house), make_submitted(south)
    merge(house, one, two)
    assert now(one).hand_overs.get().outcome == "merged"
    unmerge_signal(house.office, one.pk)

    begun = made.begin(house, now(one))
    merge(house, one, two)
    deliver_all()
    assert begun.entries.get().left_because == "merged"
    with pytest.raises(Conflict):
        dossier.take_out_signal(house.office, begun.pk, one.public_id)


def test_desk_reads_what_was_merged_into_its_concern(house: House, south: House) -> None:
    one, two = make_submitted(house, visibility="private"), make_handed_over(south)
    merge(house, one, two)

    joined = merges.list_joined(house.desk, now(two))

    assert joined.readable == (one,)
    hand_over.send_back_signal(house.desk, two.pk, note="Nicht unsere.")


def test_concern_goes_on_in_the_one_from_which_it_was_taken_up(house: House, south: House) -> None:
    """The way between them is on the trace already; a second edge would close a circle."""
    origin = make_handed_over(house)
    begun = draft.begin_draft(south.author, taken_up=origin.public_id)
    draft.save_draft(south.author, begun.pk, draft.DraftContent(WORDS))
    follower = sending.send_signal(south.author, begun.pk)

    merge(house, follower, origin)
    answering.publish_answer(house.desk, origin.pk, ANSWER)
    deliver_all()
    unmerge_signal(house.office, follower.pk)

    assert now(follower).state == "submitted"
    assert trace.comes_from(item_of(follower), item_of(origin))
    assert told(south.author.email, "answered_supported") == 1


def test_desk_does_not_read_what_was_merged_after_it_let_the_concern_go(
    house: House, south: House
) -> None:
    one, two = make_submitted(house, visibility="private"), make_handed_over(south)
    hand_over.send_back_signal(house.desk, two.pk, note="Nicht unsere.")
    other = make_actor(OrganisationKind.DESK)
    hand_over_to_desk(House(south.author, house.office, other), now(two))
    merge(house, one, two)

    for desk, may_read in ((house.desk, False), (other, True)):
        assert signals_visible_to(desk).filter(pk=one.pk).exists() is may_read


def test_who_went_on_in_their_origin_hears_what_becomes_of_others_from_there(
    house: House, south: House
) -> None:
    origin = make_handed_over(house)
    first, second = (_built_on(who, origin) for who in (south, house))
    merge(house, first, origin)
    hand_over_to_desk(house, second)

    answering.publish_answer(house.desk, second.pk, ANSWER)
    deliver_all()

    assert south.author.person_id in audience_of_answer(now(second)).person_ids
    assert Notification.objects.filter(
        person_id=south.author.person_id or 0,
        kind="exchange.answer",
        fact_key__contains=second.public_id,
    ).exists()


def _built_on(house: House, origin: Signal) -> Signal:
    begun = draft.begin_draft(house.author, taken_up=origin.public_id)
    draft.save_draft(house.author, begun.pk, draft.DraftContent(WORDS))
    return sending.send_signal(house.author, begun.pk)
