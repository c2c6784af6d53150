"""Who is told what becomes of a concern."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.merges import (
    list_merged_into,
    list_unlinked_merges,
)
from drehscheibe.capabilities.exchange.queries.questions import askers_behind
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item


def authors_of(signal: Signal) -> set[int]:
    """Return the people who are told what becomes of a concern.

    They are the author and the second key. If none of them may act for the organisation any
    more, everybody who may now is told instead. Former people are still told of public concerns.
    """
    if signal.item is None:
        return set()
    authors = signal.item.participants.filter(role=trace.ParticipantRole.AUTHOR)
    took_part = set(authors.values_list("person_id", flat=True))
    current = (
        set(organisations.list_person_ids(signal.organisation_id))
        if signal.organisation_id is not None
        else set()
    )
    able = took_part & current
    if signal.is_public:
        return took_part if able else took_part | current
    return able or current


def supporters_of(signal: Signal) -> set[int]:
    """Return the people who are told of the answer because their organisation joined.

    They are those who joined, themselves or because their concern was merged into this one. Who
    may not act for the organisation any more is followed by everybody who may; of a public concern
    they are still told themselves.
    """
    people = _joined(signal)
    for merged in list_merged_into(signal):
        people |= authors_of(merged) | _joined(merged)
    return people


def _joined(signal: Signal) -> set[int]:
    people: set[int] = set()
    rows = list(signal.supporters.active().values_list("mandate__person_id", "organisation_id"))
    acting = organisations.list_person_ids_by_organisation({pk for _person, pk in rows})
    for person_id, organisation_id in rows:
        current = acting.get(organisation_id, set())
        people |= {person_id} if person_id in current or signal.is_public else set()
        people |= set() if person_id in current else current
    return people


def readers_of_answer(signal: Signal) -> dict[str, set[int]]:
    """Return who is told of an answer, each person once: authors, supporters, upstream."""
    authors = authors_of(signal)
    supporters = supporters_of(signal) - authors
    upstream: set[int] = set()
    if signal.item is not None and signal.is_open:
        upstream = _who_may_read(signal, _people_upstream(signal.item))
    return {
        "authors": authors,
        "supporters": supporters,
        "upstream": upstream - authors - supporters,
    }


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told of an answer: people, the names of their organisations, askers of the public."""

    person_ids: frozenset[int]
    organisation_names: tuple[str, ...]
    number_of_askers: int = 0


def audience_of_answer(signal: Signal) -> Audience:
    """Return authors, supporters and, if more may read it, everybody it came from who may."""
    people = authors_of(signal) | supporters_of(signal)
    names = {str(signal.organisation)} if signal.organisation else set()
    joined = signal.supporters.active().select_related("organisation")
    names |= {str(supporter.organisation) for supporter in joined}
    names |= {str(one.organisation) for one in list_merged_into(signal) if one.organisation}
    if signal.item is not None and signal.is_open:
        people |= _who_may_read(signal, _people_upstream(signal.item))
        origins = [
            link.public_id for link in trace.chain_of(signal.item, public_only=True).came_from
        ]
        upstream = Signal.objects.filter(item__public_id__in=origins).select_related("organisation")
        names |= {str(origin.organisation) for origin in upstream if origin.organisation}
    askers = len(askers_behind(signal.item)) if signal.item is not None else 0
    return Audience(frozenset(people), tuple(sorted(names)), askers)


def _people_upstream(item: Item) -> set[int]:
    """Return everybody who took part in anything from which an item comes.

    What goes on in the very concern from which it was taken up has no edge of its own there, which
    would close a circle; its people belong to that concern all the same.
    """
    people = set(trace.list_upstream_person_ids(item))
    unlinked = list_unlinked_merges()
    if not unlinked:
        return people
    passed = {item.pk, *trace.list_upstream_ids(item, "signal")}
    while joined := next((one for one, into in unlinked if into in passed), None):
        unlinked = [pair for pair in unlinked if pair[0] != joined]
        passed |= {joined.pk, *trace.list_upstream_ids(joined, "signal")}
        people |= set(trace.list_upstream_person_ids(joined))
    return people


def _who_may_read(signal: Signal, people: set[int]) -> set[int]:
    """Keep the people who may read an open concern: all, or those with a valid mandate."""
    return people if signal.is_public else organisations.keep_mandated(people)
