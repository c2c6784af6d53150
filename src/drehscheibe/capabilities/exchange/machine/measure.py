"""The states of a measure, with owner and clock: while it is not finished, its lead reviews it twice a year."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.measure import MeasureState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

__all__ = ["LEAD", "MEASURE", "OFFICE", "OPEN_STATES", "REVIEW_DAYS"]

LEAD, OFFICE = "lead", "office"
#: Half a year.
REVIEW_DAYS = 182

_RESTING = (S.PLANNED, S.RUNNING, S.PAUSED)

MEASURE = Machine(
    states={
        S.PLANNED: State(S.PLANNED.label, "neutral", LEAD, days=REVIEW_DAYS),
        S.RUNNING: State(S.RUNNING.label, "info", LEAD, days=REVIEW_DAYS),
        S.PAUSED: State(S.PAUSED.label, "waiting", LEAD, days=REVIEW_DAYS),
        S.DONE: State(S.DONE.label, "success", is_final=True),
        S.DROPPED: State(S.DROPPED.label, "neutral", is_final=True),
    },
    transitions=(
        *(Transition("review", frozenset({state}), state, LEAD) for state in _RESTING),
        # Another body takes the lead: the office itself, if the present one ends.
        *(
            Transition(act, frozenset({state}), state, OFFICE)
            for act in ("leave_to_office", "pass_on")
            for state in _RESTING
        ),
        Transition("plan", frozenset({S.RUNNING, S.PAUSED}), S.PLANNED, LEAD),
        Transition("start", frozenset({S.PLANNED, S.PAUSED}), S.RUNNING, LEAD),
        Transition("pause", frozenset({S.PLANNED, S.RUNNING}), S.PAUSED, LEAD),
        Transition("finish", frozenset(_RESTING), S.DONE, LEAD),
        Transition("drop", frozenset(_RESTING), S.DROPPED, LEAD),
    ),
    start=S.PLANNED,
    also_starts=(S.RUNNING,),
)

#: States in which the lead still owes reviews.
OPEN_STATES = frozenset(name for name, state in MEASURE.states.items() if not state.is_final)
