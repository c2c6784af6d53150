"""The trace: where an item came from, where it stands, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import advance_with_commit, kept_for_epoch
from drehscheibe.core.trace.kinds import ItemKind, get_kind, register_kind
from drehscheibe.core.trace.models import (
    Counter,
    Edge,
    Item,
    Participant,
    ParticipantRole,
    Station,
)

__all__ = [
    "Chain",
    "ItemKind",
    "Link",
    "ParticipantRole",
    "Stop",
    "add_item",
    "add_participant",
    "chain_of",
    "comes_from",
    "count_links",
    "derive",
    "list_links",
    "list_upstream_ids",
    "list_upstream_person_ids",
    "move",
    "next_public_id",
    "register_kind",
    "relabel",
    "remove_participant",
    "sever",
    "stops_of",
]


#: Moves when something is made from something else, or becomes public or not: what hangs on it is a
#: walk along thousands of items, and most acts change no chain at all.
EPOCH = "chains"
#: How many steps a chain is followed where distances are shown; who is told is found at any depth.
FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Link:
    """An item as a reader of a chain sees it."""

    public_id: str
    kind: str
    kind_label: str
    title: str
    state: str
    state_label: str
    state_badge: str
    url: str
    is_public: bool
    is_example: bool
    changed_at: datetime
    due_on: date | None
    how: str
    distance: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Ancestors (farthest first), the item itself, descendants (nearest first).

    ``has_more`` says whether the chain goes on beyond what was asked for.
    """

    came_from: tuple[Link, ...]
    item: Link
    became: tuple[Link, ...]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One station of an item, with the label of its state."""

    state: str
    state_label: str
    state_badge: str
    reached_at: datetime
    organisation_name: str
    note: str
    due_on: date | None


@transaction.atomic
def next_public_id(prefix: str, *, year: int | None = None) -> str:
    """Return the next speakable id, such as ``S-2026-0147``; gaps only after a rollback."""
    year = year or timezone.localdate().year
    Counter.objects.get_or_create(prefix=prefix, year=year)
    counter = Counter.objects.select_for_update().get(prefix=prefix, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}-{year}-{counter.last:04d}"


def add_item(  # noqa: PLR0913 -- an item has that many sides; all but one are keywords
    kind: str,
    *,
    title: str,
    state: str,
    actor: Actor,
    owner_id: int | None,
    due_on: date | None,
    is_public: bool = False,
    is_example: bool = False,
    at: datetime | None = None,
    note: str = "",
) -> Item:
    """Put a new item on the trace, with its first station and its author.

    Parameters
    ----------
    kind : str
        A registered kind.
    owner_id : int or None
        Organisation that has to act next; None only in a final state.
    due_on : date or None
        Until when; None only in a final state.
    at : datetime, optional
        When it began, for imported items; now by default.
    """
    moment = at or timezone.now()
    item = Item.objects.create(
        public_id=next_public_id(get_kind(kind).prefix, year=timezone.localdate(moment).year),
        kind=kind,
        title=title,
        state=state,
        owner_id=owner_id,
        due_on=due_on,
        is_public=is_public,
        is_example=is_example,
        created_at=moment,
        changed_at=moment,
    )
    _add_station(item, actor, moment, note)
    if actor.person_id is not None:
        add_participant(item, actor.person_id, ParticipantRole.AUTHOR)
    return item


def move(
    item: Item,
    state: str,
    *,
    actor: Actor,
    owner_id: int | None,
    due_on: date | None,
    is_final: bool = False,
    is_public: bool | None = None,
    note: str = "",
) -> None:
    """Bring an item to its next station and set owner and clock."""
    moment = timezone.now()
    item.state = state
    item.owner_id = owner_id
    item.due_on = due_on
    item.changed_at = moment
    item.closed_at = moment if is_final else None
    if is_public is not None:
        _show(item, is_public=is_public)
    item.save(
        update_fields=["state", "owner", "due_on", "changed_at", "closed_at", "is_public", "title"]
    )
    _add_station(item, actor, moment, note)


def relabel(item: Item, *, is_public: bool, title: str | None = None) -> None:
    """Say anew whether everybody may see an item, and how it is called; its state stays."""
    _show(item, is_public=is_public)
    if title is not None:
        item.title = title
    item.save(update_fields=["is_public", "title"])


def _show(item: Item, *, is_public: bool) -> None:
    if item.is_public != is_public:
        item.is_public = is_public
        advance_with_commit(EPOCH)


def _add_station(item: Item, actor: Actor, moment: datetime, note: str) -> None:
    Station.objects.create(
        item=item,
        state=item.state,
        reached_at=moment,
        organisation_name=actor.organisation_name,
        note=note,
        due_on=item.due_on,
    )


def add_participant(item: Item, person_id: int, role: str = ParticipantRole.SUPPORTER) -> None:
    """Note that a person takes part; a first role is kept."""
    Participant.objects.get_or_create(item=item, person_id=person_id, defaults={"role": role})


def remove_participant(item: Item, person_id: int, role: str) -> None:
    """Forget that a person takes part in this role; in another role they stay."""
    Participant.objects.filter(item=item, person_id=person_id, role=role).delete()


def derive(origin: Item, result: Item, how: str) -> None:
    """Note that ``result`` was made from ``origin``; noting it again changes nothing.

    Raises
    ------
    ValueError
        If the edge would close a circle.
    """
    if origin.pk in _reach(result.pk, forwards=True):
        raise ValueError(f"{result.public_id} is already an origin of {origin.public_id}")
    Edge.objects.get_or_create(origin=origin, result=result, how=how)
    advance_with_commit(EPOCH)


def comes_from(item: Item, origin: Item) -> bool:
    """Whether an item goes back to another, at any depth."""
    return origin.pk in _reach(item.pk, forwards=False)


def sever(origin: Item, result: Item, how: str) -> None:
    """Forget that ``result`` was made from ``origin`` in this way, because that was undone."""
    Edge.objects.filter(origin=origin, result=result, how=how).delete()
    advance_with_commit(EPOCH)


def list_upstream_person_ids(item: Item) -> list[int]:
    """Return everybody who took part in the item or in anything it came from, once each."""
    items = _reach(item.pk, forwards=False)
    people = Participant.objects.filter(item_id__in=items).values_list("person_id", flat=True)
    return sorted(set(people))


def list_upstream_ids(item: Item, kind: str) -> list[int]:
    """Return the keys of the items of one kind from which an item comes, at any depth."""
    items = _reach(item.pk, forwards=False) - {item.pk}
    return list(Item.objects.filter(pk__in=items, kind=kind).values_list("pk", flat=True))


def chain_of(
    item: Item,
    *,
    public_only: bool,
    most: int | None = None,
    has_origins: bool = True,
    has_results: bool = True,
) -> Chain:
    """Return where the item came from and what it became, nearest first.

    One query for the items of both directions, and one each for the way unless it is known already.

    Parameters
    ----------
    public_only : bool
        Leave out items that are not public; what lies behind them stays.
    most : int, optional
        How many in each direction, the nearest ones; all by default.
    has_origins, has_results : bool
        False where the caller knows that there is none: then nothing is asked.
    """
    asked = None if most is None else most + 1  # one more than wanted tells whether there are more
    before, after = _load_links(
        *(
            _steps(item.pk, forwards=forwards, public_only=public_only)[:asked] if wanted else ()
            for forwards, wanted in ((False, has_origins), (True, has_results))
        ),
        public_only=public_only,
    )
    return Chain(
        came_from=tuple(reversed(before[:most])),
        item=_link(item, "", 0),
        became=tuple(after[:most]),
        has_more=most is not None and max(len(before), len(after)) > most,
    )


def list_links(
    item: Item, *, forwards: bool, public_only: bool, most: int | None = None, skip: int = 0
) -> list[Link]:
    """Return what the item became (or came from), nearest first.

    One query for the items of the page, and one for the whole way unless it is known already.
    ``most`` and ``skip`` cut out a page.
    """
    steps = _steps(item.pk, forwards=forwards, public_only=public_only)
    found = steps[skip : None if most is None else skip + most]
    return _load_links(found, public_only=public_only)[0]


def _load_links(*walks: tuple[_Step, ...], public_only: bool) -> list[list[Link]]:
    """Return the links of each walk; one query for the items of all of them.

    The way may be remembered from a moment ago: what has become private since is left out.
    """
    keys = {step.item_id for steps in walks for step in steps}
    rows = Item.objects.in_bulk(keys) if keys else {}
    return [
        [
            _link(row, step.how, step.distance)
            for step in steps
            if (row := rows.get(step.item_id)) and (row.is_public or not public_only)
        ]
        for steps in walks
    ]


def count_links(item: Item, *, forwards: bool, public_only: bool) -> int:
    """Return how many items the item became (or came from); at most one query."""
    return len(_steps(item.pk, forwards=forwards, public_only=public_only))


def stops_of(item: Item) -> list[Stop]:
    """Return the stations of an item, oldest first."""
    labels = get_kind(item.kind).states
    return [
        Stop(
            state=station.state,
            state_label=str(labels[station.state][0]),
            state_badge=labels[station.state][1],
            reached_at=station.reached_at,
            organisation_name=station.organisation_name,
            note=station.note,
            due_on=station.due_on,
        )
        for station in item.stations.all()
    ]


def _link(item: Item, how: str, distance: int) -> Link:
    kind = get_kind(item.kind)
    label, badge = kind.states[item.state]
    return Link(
        public_id=item.public_id,
        kind=item.kind,
        kind_label=str(kind.label),
        title=item.title,
        state=item.state,
        state_label=str(label),
        state_badge=badge,
        url=reverse(kind.url_name, args=[item.public_id]),
        is_public=item.is_public,
        is_example=item.is_example,
        changed_at=item.changed_at,
        due_on=item.due_on,
        how=how,
        distance=distance,
    )


def _reach(start: int, *, forwards: bool) -> set[int]:
    """Return an item and everything that can be reached from it, at any depth; one query."""
    here, there = ("origin_id", "result_id") if forwards else ("result_id", "origin_id")
    statement = f"""
        WITH RECURSIVE reached(item_id) AS (
            SELECT CAST(%s AS bigint)
            UNION
            SELECT e.{there} FROM trace_edge e JOIN reached r ON e.{here} = r.item_id
        )
        SELECT item_id FROM reached
    """  # noqa: S608 -- column names are our own constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [start])
        return {int(pk) for (pk,) in cursor.fetchall()}


class _Step(NamedTuple):
    """An item on the way from another one: how far away it is, and by which act it came about."""

    item_id: int
    distance: int
    how: str


@kept_for_epoch(EPOCH)
def _steps(start: int, *, forwards: bool, public_only: bool) -> tuple[_Step, ...]:
    """Return everything reachable along the edges, nearest first; one query after a change of a chain.

    UNION makes it end even if the data held a circle; an item is met once per distance.
    """
    here, there = ("origin_id", "result_id") if forwards else ("result_id", "origin_id")
    seen = "JOIN trace_item i ON i.id = walk.item_id AND i.is_public" if public_only else ""
    statement = f"""
        WITH RECURSIVE walk(item_id, distance, how) AS (
            SELECT {there}, 1, how FROM trace_edge WHERE {here} = %s
            UNION
            SELECT e.{there}, w.distance + 1, e.how
            FROM trace_edge e JOIN walk w ON e.{here} = w.item_id
            WHERE w.distance < {FARTHEST}
        )
        SELECT walk.item_id, MIN(walk.distance), MIN(walk.how) FROM walk {seen}
        GROUP BY walk.item_id ORDER BY 2, 1
    """  # noqa: S608 -- column names are our own constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [start])
        return tuple(_Step(int(pk), int(distance), how) for pk, distance, how in cursor.fetchall())
