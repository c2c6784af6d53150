"""The line of a case from request to the last look back; both sides see the same one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import CaseState as S
from drehscheibe.capabilities.advisory.machine import FINAL_STATES
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.core.trace import api as trace

__all__ = ["way_of_case"]

#: States that belong to one station of the line.
_STATIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("request", frozenset({S.RECEIVED, S.ASKED_BACK})),
    ("coach", frozenset({S.COACH_PROPOSED})),
    ("goal", frozenset({S.AGREEING, S.GOAL_PROPOSED})),
    ("work", frozenset({S.RUNNING})),
    ("result", frozenset({S.RESULT_GIVEN})),
    ("later_3", frozenset({S.LATER_3, S.ASKED_3})),
    ("later_12", frozenset({S.LATER_12, S.ASKED_12})),
)


def way_of_case(case: Case) -> list[dict[str, Any]]:
    """Return the stations for ``ui.trace``; two queries."""
    if case.item is None:
        return []
    titles = {
        "request": _("Request"),
        "coach": _("Somebody for you"),
        "goal": _("Goal"),
        "work": _("Work"),
        "result": _("Result"),
        "later_3": _("After 3 months"),
        "later_12": _("After 12 months"),
    }
    reached: dict[str, Any] = {}
    for stop in trace.stops_of(case.item):
        reached[stop.state] = stop.reached_at
    is_over = case.state in FINAL_STATES
    here = next((n for n, (_key, states) in enumerate(_STATIONS) if case.state in states), None)
    if here is None:
        passed = [n for n, (_key, states) in enumerate(_STATIONS) if states & set(reached)]
        here = max(passed, default=0) + 1
    line = []
    for place, (key, states) in enumerate(_STATIONS):
        when = max((reached[state] for state in states if state in reached), default=None)
        if is_over and place >= here:
            break
        is_current = not is_over and place == here
        line.append(
            {
                "title": titles[key],
                "when": when if place <= here else None,
                "who": "",
                "href": "",
                "kind": "",
                "note": str(case.get_state_display()) if is_current else "",
                "is_current": is_current,
                "is_future": place > here,
            }
        )
    if is_over:
        line.append(
            {
                "title": str(case.get_state_display()).capitalize(),
                "when": case.closed_at,
                "is_current": True,
            }
        )
    return line
