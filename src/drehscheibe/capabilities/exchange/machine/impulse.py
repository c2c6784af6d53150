"""The states of an impulse, with owner and clock, and the acts that lead from one to the next.

Data, not code: ``services.impulses.way`` is the only place that moves an impulse.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

__all__ = ["CLOCK", "IMPULSE", "OPEN_STATES", "PUBLIC_STATES", "SENDER"]

SENDER, CLOCK = "sender", "clock"

IMPULSE = Machine(
    states={
        S.DRAFT: State(S.DRAFT.label, "neutral", SENDER, days=90),
        # The days are what a form proposes; the sender names the dates.
        S.PUBLISHED: State(S.PUBLISHED.label, "info", SENDER, days=28),
        S.IN_EVALUATION: State(S.IN_EVALUATION.label, "waiting", SENDER, days=28),
        S.CLOSED: State(S.CLOSED.label, "success", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
    },
    transitions=(
        Transition("publish", frozenset({S.DRAFT}), S.PUBLISHED, SENDER),
        Transition("end", frozenset({S.PUBLISHED}), S.IN_EVALUATION, CLOCK),
        Transition("evaluate", frozenset({S.IN_EVALUATION}), S.CLOSED, SENDER),
        Transition("withdraw", frozenset({S.PUBLISHED, S.IN_EVALUATION}), S.WITHDRAWN, SENDER),
        # A sender that ends leaves nothing behind that nobody owns.
        *(
            Transition("leave_to_office", frozenset({state}), state, CLOCK)
            for state in (S.PUBLISHED, S.IN_EVALUATION)
        ),
    ),
    start=S.DRAFT,
)

#: States in which somebody owes something to the public.
OPEN_STATES = frozenset({S.PUBLISHED, S.IN_EVALUATION})

#: States in which everybody may read an impulse.
PUBLIC_STATES = frozenset(S.values) - {S.DRAFT}
