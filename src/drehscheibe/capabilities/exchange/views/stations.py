"""Stations and links of the trace, for impulses and measures."""

from __future__ import annotations

from typing import Any

from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item

__all__ = ["stations_of"]

#: Of each direction, the nearest ones.
MOST_LINKS = 20


def stations_of(item: Item) -> list[dict[str, Any]]:
    """Return where an item came from, its own stations and what it became, for ``ui.trace``."""
    chain = trace.chain_of(item, public_only=True, most=MOST_LINKS)
    stations = [_linked(link) for link in chain.came_from]
    stations += [
        {"title": stop.state_label, "when": stop.reached_at, "who": stop.organisation_name}
        for stop in _distinct(trace.stops_of(item))
    ]
    stations[-1]["is_current"] = True
    return [*stations, *(_linked(link) for link in chain.became)]


def _distinct(stops: list[trace.Stop]) -> list[trace.Stop]:
    """Leave out stops at which the state stayed what it was: a review is no station."""
    return [
        stop
        for place, stop in enumerate(stops)
        if place == 0 or stops[place - 1].state != stop.state
    ]


def _linked(link: trace.Link) -> dict[str, Any]:
    return {
        "title": link.title,
        "href": link.url,
        "kind": f"{link.kind_label} {link.public_id}",
        "state": link.state_label,
        "state_kind": link.state_badge,
        "when": link.changed_at,
    }
