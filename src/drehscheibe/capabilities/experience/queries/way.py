"""The line of a request from question to contact; both sides see the same one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.core.trace import api as trace

__all__ = ["way_of_request"]

#: States that belong to one station of the line.
_STATIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("asked", frozenset({S.ASKED})),
    ("office", frozenset({S.WITH_OFFICE})),
    ("contact", frozenset({S.CONNECTED})),
    ("help", frozenset({S.LOOKING_BACK})),
    ("end", frozenset({S.CLOSED})),
)


def way_of_request(request: ContactRequest) -> list[dict[str, Any]]:
    """Return the stations for ``ui.trace``; one query."""
    titles = {
        "asked": pgettext("experience", "Asked"),
        "office": pgettext("experience", "Through the service office"),
        "contact": pgettext("experience", "Contact open to both"),
        "help": pgettext("experience", "Did it help?"),
        "end": pgettext("experience", "Closed, contacts erased"),
    }
    reached = {stop.state: stop.reached_at for stop in trace.stops_of(request.item)}
    # Whom the office asks from the beginning never passed the first station.
    first = "office" if S.ASKED not in reached else "asked"
    stations = [
        (key, states)
        for key, states in _STATIONS
        if (key != "office" or S.WITH_OFFICE in reached) and not (key == "asked" and first != key)
    ]
    is_cut_short = request.is_final and request.state != S.CLOSED
    line = []
    for key, states in stations:
        when = max((reached[state] for state in states if state in reached), default=None)
        if is_cut_short and when is None:
            break
        is_current = request.state in states
        line.append(
            {
                "title": titles[key],
                "when": when,
                "is_current": is_current,
                "is_future": when is None,
            }
        )
    if is_cut_short:
        line.append(
            {
                "title": str(request.get_state_display()).capitalize(),
                "when": request.closed_at,
                "is_current": True,
            }
        )
    return line
