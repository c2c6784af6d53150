"""Which concerns go on as part of which, and which look alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from drehscheibe.capabilities.exchange.choices.signal import CIRCLES, Visibility
from drehscheibe.capabilities.exchange.machine.signal import (
    ANSWER_OWED_STATES,
    ANSWERED_STATES,
    SIGNAL,
)
from drehscheibe.capabilities.exchange.machine.signal import UNSENT_STATES as UNSENT
from drehscheibe.capabilities.exchange.models import Answer, Merge, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.answers import for_pages
from drehscheibe.capabilities.exchange.queries.similar import telling_words
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.text.stems import stems
from drehscheibe.core.trace.models import Edge, Item

__all__ = [
    "MERGED_HOW",
    "Joined",
    "find_merge",
    "known_answers",
    "list_candidates",
    "list_joined",
    "list_merged_into",
    "list_unlinked_merges",
    "may_go_on_in",
    "readers_may_follow",
]

#: Kind of the edge from a merged concern to the one in which it goes on.
MERGED_HOW = "merged"
#: Where a concern can go on: somebody owes an answer, an answer is there, or it was said in public.
TARGET_STATES = ANSWER_OWED_STATES | ANSWERED_STATES | {"recorded"}
MOST_LOOKED_AT = 200


def find_merge(signal: Signal) -> Merge | None:
    """Return the merging by which a concern goes on elsewhere now."""
    merges = signal.merges.filter(undone_at__isnull=True)
    return merges.select_related("into__item", "into__organisation").first()


def list_merged_into(signal: Signal) -> list[Signal]:
    """Return everything that goes on as part of this concern, through others too; one query per step."""
    found: list[Signal] = []
    step = [signal.pk]
    while step:
        rows = Merge.objects.filter(into__in=step, undone_at__isnull=True).order_by("pk")
        merged = [
            row.signal
            for row in rows.select_related("signal__item", "signal__organisation")
            if row.signal not in found
        ]
        found += merged
        step = [one.pk for one in merged]
    return found


def list_unlinked_merges() -> list[tuple[Item, int]]:
    """Return (item, key of the item in which it goes on) of every merging that has no edge on the trace."""
    linked = Edge.objects.filter(
        origin=OuterRef("signal__item"), result=OuterRef("into__item"), how=MERGED_HOW
    )
    rows = Merge.objects.filter(~Exists(linked), undone_at__isnull=True)
    found = rows.select_related("signal__item", "into").order_by("pk")
    return [
        (row.signal.item, row.into.item_id)
        for row in found
        if row.signal.item is not None and row.into.item_id is not None
    ]


@dataclass(frozen=True, slots=True)
class Joined:
    """What joined a concern by merging, as one reader may know it.

    Attributes
    ----------
    readable : tuple of Signal
        Those that the reader may read.
    hidden : int
        How many others there are.
    """

    readable: tuple[Signal, ...] = ()
    hidden: int = 0

    @property
    def number(self) -> int:
        return len(self.readable) + self.hidden


def list_joined(actor: Actor, signal: Signal) -> Joined:
    """Return what joined a concern by merging; what the reader may not read is only counted."""
    merged = list_merged_into(signal)
    if not merged:
        return Joined()
    visible = signals.signals_visible_to(actor).filter(pk__in=[one.pk for one in merged])
    may_read = set(visible.values_list("pk", flat=True))
    readable = tuple(one for one in merged if one.pk in may_read)
    return Joined(readable, len(merged) - len(readable))


def known_answers(signal: Signal) -> list[Answer]:
    """Return the answers that were given to others while this concern was part of them.

    They stay known to its authors after the merging was undone.
    """
    answers: dict[int, Answer] = {}
    todo: list[tuple[int, datetime | None]] = [(signal.pk, None)]
    seen = {signal.pk}
    while todo:
        key, until = todo.pop()
        for merge in Merge.objects.filter(signal=key):
            ended = min(filter(None, (until, merge.undone_at)), default=None)
            given = for_pages().filter(signal=merge.into_id).select_related("signal__item")
            if ended is not None:
                given = given.filter(published_at__lte=ended)
            answers |= {answer.pk: answer for answer in given}
            if merge.into_id not in seen:
                seen.add(merge.into_id)
                todo.append((merge.into_id, ended))
    return sorted(answers.values(), key=lambda answer: answer.published_at, reverse=True)


def may_go_on_in(target: Signal) -> bool:
    """Whether another concern can go on as part of this one."""
    return target.state in TARGET_STATES


def readers_may_follow(signal: Signal, target: Signal) -> bool:
    """Whether those who raised or read a concern may also read the one in which it would go on.

    They may if it is of the same organisation, or if its authors chose a circle that holds them.
    """
    circle = _circle(target)
    if signal.is_public and circle != Visibility.PUBLIC:
        return False
    if signal.shared_at is not None and circle == Visibility.PRIVATE:
        return False
    is_same = (
        signal.organisation_id is not None and signal.organisation_id == target.organisation_id
    )
    return is_same or CIRCLES.index(circle) >= CIRCLES.index(Visibility.NETWORK)


def _circle(signal: Signal) -> Visibility:
    if signal.is_public:
        return Visibility.PUBLIC
    return Visibility(signal.visibility or Visibility.PRIVATE)


def list_candidates(signal: Signal, limit: int = 5) -> list[Signal]:
    """Return concerns that say something alike, closest first, for the office.

    Unlike the search of everybody it also knows those that are not open.
    """
    words = telling_words(signal.title)
    parts = sorted(words, key=len, reverse=True)[:4]
    if not parts or SIGNAL.target_of("merge", signal.state) is None:
        return []
    alike = Q()
    for part in parts:
        alike |= Q(title__icontains=part)
    found = Signal.objects.filter(alike, state__in=TARGET_STATES).exclude(pk=signal.pk)
    rows = found.exclude(state__in=UNSENT).select_related("item", "organisation", "owner")
    scored = [
        (len(words & set(stems(one.title, "de"))), one)
        for one in rows.order_by("-changed_at")[:MOST_LOOKED_AT]
    ]
    close = [pair for pair in scored if pair[0] >= min(2, len(words))]
    close.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [one for _score, one in close[:limit]]
