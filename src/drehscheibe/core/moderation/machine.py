"""States of a case with owner and clock, as data; a test walks every path."""

from __future__ import annotations

from datetime import timedelta

from drehscheibe.core.moderation.choices import CaseState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

OFFICE, PARTY = "office", "party"

CASE = Machine(
    states={
        S.RECEIVED: State(S.RECEIVED.label, "info", OFFICE, days=5, in_working_days=True),
        S.DECIDED: State(S.DECIDED.label, "success", is_final=True),
        S.APPEALED: State(S.APPEALED.label, "waiting", OFFICE, days=10, in_working_days=True),
        S.SETTLED: State(S.SETTLED.label, "neutral", is_final=True),
    },
    transitions=(
        Transition("decide", frozenset({S.RECEIVED}), S.DECIDED, OFFICE),
        Transition("appeal", frozenset({S.DECIDED, S.APPEALED}), S.APPEALED, PARTY),
        Transition("decide", frozenset({S.APPEALED}), S.SETTLED, OFFICE),
    ),
    start=S.RECEIVED,
)

#: Article 20 (1) of the Digital Services Act: at least six months.
APPEAL_WITHIN = timedelta(days=183)
OPEN_STATES = (S.RECEIVED, S.APPEALED)
