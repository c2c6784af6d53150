"""The way of a concern as stations, and its place in the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.machine.signal import (
    ANSWERED_STATES,
    DESK_STATES,
    UNSENT_STATES,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.trace import api as trace
from drehscheibe.ui.formats import day

__all__ = ["Way", "way_of"]

#: How many links of the chain stand on the page itself, in each direction.
MOST_IN_WAY = 12

#: What is still to come, from the state on; only for concerns that somebody handles.
_AHEAD = {
    SignalState.DRAFT: ("submitted", "handed_over", "answered"),
    SignalState.AWAITING_SECOND_KEY: ("submitted", "handed_over", "answered"),
    SignalState.SUBMITTED: ("handed_over", "answered"),
    SignalState.NEEDS_CLARIFICATION: ("handed_over", "answered"),
    SignalState.BUNDLED: ("handed_over", "answered"),
    SignalState.HANDED_OVER: ("answered",),
    SignalState.IN_REVIEW: ("answered",),
    SignalState.ASKED_BACK: ("answered",),
    SignalState.PROMISED: ("in_effect",),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Stations for ``ui.trace`` and the nearest links of the chain; ``has_more``: not all of them."""

    stations: list[dict[str, Any]]
    came_from: tuple[trace.Link, ...]
    became: tuple[trace.Link, ...]
    #: Whether one desk passed it on to another.
    was_passed_on: bool = False
    #: Whether the chain goes on beyond the links given here.
    has_more: bool = False


def way_of(signal: Signal, *, is_insider: bool, is_office: bool = False) -> Way:
    """Return the way of a sent concern; insiders also see what happened before it was sent.

    What it came from and became belongs to others: only the office sees what is not public of it.
    """
    if signal.item is None:
        return Way([], (), ())
    chain = trace.chain_of(
        signal.item,
        public_only=not is_office,
        most=MOST_IN_WAY,
        has_origins=getattr(signal, "has_origins", True),
        has_results=getattr(signal, "has_results", True),
    )
    stops = [
        stop
        for stop in trace.stops_of(signal.item)
        if is_insider or stop.state not in UNSENT_STATES
    ]
    stations = [_linked(link) for link in chain.came_from]
    befores: list[trace.Stop | None] = [None, *stops]
    stations += [_reached(stop, before) for stop, before in zip(stops, befores, strict=False)]
    if stops:
        stations[-1]["is_current"] = True
        stations[-1]["note"] = _clock_words(signal, stops[-1]) or stations[-1]["note"]
    stations += [_ahead(state) for state in _AHEAD.get(SignalState(signal.state), ())]
    stations += [_linked(link) for link in chain.became]
    turns = zip(stops, befores, strict=False)
    was_passed_on = any(before and _is_passage(stop, before.state) for stop, before in turns)
    return Way(stations, chain.came_from, chain.became, was_passed_on, chain.has_more)


def _linked(link: trace.Link) -> dict[str, Any]:
    return {
        "title": link.title,
        "href": link.url,
        "kind": f"{link.kind_label} {link.public_id}",
        "state": link.state_label,
        "state_kind": link.state_badge,
        "when": link.changed_at,
        "who": "",
        "note": "",
    }


def _reached(stop: trace.Stop, before: trace.Stop | None) -> dict[str, Any]:
    return {
        "title": _title(stop, before.state if before else ""),
        "href": "",
        "kind": "",
        "state": "",
        "state_kind": "",
        "when": stop.reached_at,
        "who": stop.organisation_name,
        "note": "",
    }


def _title(stop: trace.Stop, before: str) -> str:
    return _title_of_turn(stop, before) or _title_of_state(stop)


def _title_of_turn(stop: trace.Stop, before: str) -> str:
    """Return what happened, where the state alone does not say it; else an empty string."""
    turn = (before, stop.state)
    if _is_passage(stop, before):
        return _("Passed on to %(desk)s") % {"desk": stop.note}
    if turn == (SignalState.ASKED_BACK, SignalState.IN_REVIEW):
        return _("In review again after the question")
    if stop.state == SignalState.IN_REVIEW and before in ANSWERED_STATES:
        return _("Answer withdrawn, in review again")
    if turn == (SignalState.PROMISED, SignalState.PROMISED) and stop.due_on is not None:
        return _("Postponed to %(day)s") % {"day": day(stop.due_on)}
    if stop.note and stop.state in (SignalState.SUBMITTED, SignalState.ANSWERED):
        return _("With the service office, because %(name)s no longer exists") % {"name": stop.note}
    return ""


def _is_passage(stop: trace.Stop, before: str) -> bool:
    return stop.state == SignalState.HANDED_OVER and before in DESK_STATES


def _title_of_state(stop: trace.Stop) -> str:
    titles = {
        SignalState.SUBMITTED: _("With the service office"),
        SignalState.NEEDS_CLARIFICATION: _("The service office asked the authors something"),
        SignalState.BUNDLED: _("Waits with others in a dossier"),
        SignalState.HANDED_OVER: _("Handed over to %(desk)s") % {"desk": stop.note},
        SignalState.IN_REVIEW: _("Taken up, in review"),
        SignalState.ASKED_BACK: _("The body in charge asked the authors something"),
        SignalState.ANSWERED: _("Answered"),
        SignalState.PROMISED: _("Promised"),
        SignalState.IN_EFFECT: _("In effect"),
        SignalState.MERGED: _("Merged into another concern"),
        SignalState.WITHDRAWN: _("Withdrawn by the authors"),
        SignalState.RECORDED: _("Taken in from a public source"),
    }
    return titles.get(SignalState(stop.state), stop.state_label)


def _clock_words(signal: Signal, stop: trace.Stop) -> str:
    if stop.due_on is None:
        return ""
    if signal.state in (SignalState.HANDED_OVER, SignalState.IN_REVIEW):
        return _("Answer by %(day)s") % {"day": day(stop.due_on)}
    if signal.state == SignalState.PROMISED:
        return _("Promised by %(day)s") % {"day": day(stop.due_on)}
    return ""


def _ahead(state: str) -> dict[str, Any]:
    titles = {
        "submitted": _("With the service office"),
        "handed_over": _("Handed over to the body in charge"),
        "answered": _("The answer"),
        "in_effect": _("What was promised is in effect"),
    }
    nothing: datetime | None = None
    return {
        "title": titles[state],
        "href": "",
        "kind": "",
        "state": "",
        "state_kind": "",
        "when": nothing,
        "who": "",
        "note": "",
        "is_future": True,
    }
