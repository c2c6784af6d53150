"""The states of a case with owner and clock, and the acts between them.

Data, not code: ``services.way`` is the only place that moves a case. The service office answers for
every case all the time; ``turn_of`` says on whose side the next step lies.
"""

from __future__ import annotations

from drehscheibe.capabilities.advisory.choices import CaseState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

__all__ = [
    "ACTIVE_STATES",
    "CASE",
    "CLOCK",
    "COACH",
    "COACHED_STATES",
    "FINAL_STATES",
    "LATER_STATES",
    "OFFICE",
    "REQUESTER",
    "turn_of",
]

REQUESTER, COACH, OFFICE, CLOCK = "requester", "coach", "office", "clock"


def _act(name: str, *sources: str, to: str, who: str) -> Transition:
    return Transition(name, frozenset(sources), to, who)


#: Work has not ended yet.
_ACTIVE = (S.RECEIVED, S.ASKED_BACK, S.COACH_PROPOSED, S.AGREEING, S.GOAL_PROPOSED, S.RUNNING)
#: A coach has taken the case.
_COACHED = (S.AGREEING, S.GOAL_PROPOSED, S.RUNNING)
#: The result is there and those who asked can come back.
_LATER = (S.LATER_3, S.ASKED_3, S.LATER_12, S.ASKED_12)

CASE = Machine(
    states={
        S.RECEIVED: State(S.RECEIVED.label, "info", OFFICE, days=3, in_working_days=True),
        S.ASKED_BACK: State(S.ASKED_BACK.label, "waiting", REQUESTER, days=14),
        S.COACH_PROPOSED: State(
            S.COACH_PROPOSED.label, "waiting", COACH, days=5, in_working_days=True
        ),
        S.AGREEING: State(S.AGREEING.label, "info", COACH, days=14),
        S.GOAL_PROPOSED: State(S.GOAL_PROPOSED.label, "waiting", REQUESTER, days=14),
        S.RUNNING: State(S.RUNNING.label, "info", COACH, days=42),
        S.RESULT_GIVEN: State(S.RESULT_GIVEN.label, "success", REQUESTER, days=28),
        S.LATER_3: State(S.LATER_3.label, "neutral", OFFICE, days=91),
        S.ASKED_3: State(S.ASKED_3.label, "waiting", REQUESTER, days=28),
        S.LATER_12: State(S.LATER_12.label, "neutral", OFFICE, days=246),
        S.ASKED_12: State(S.ASKED_12.label, "waiting", REQUESTER, days=28),
        S.CLOSED: State(S.CLOSED.label, "success", is_final=True),
        S.DECLINED: State(S.DECLINED.label, "neutral", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
    },
    transitions=(
        _act("ask_back", S.RECEIVED, to=S.ASKED_BACK, who=OFFICE),
        _act("answer", S.ASKED_BACK, to=S.RECEIVED, who=REQUESTER),
        _act("decline", S.RECEIVED, S.ASKED_BACK, to=S.DECLINED, who=OFFICE),
        _act("propose_coach", S.RECEIVED, *_COACHED, to=S.COACH_PROPOSED, who=OFFICE),
        # The second choice is asked without a detour over the office.
        _act("ask_second", S.COACH_PROPOSED, to=S.COACH_PROPOSED, who=OFFICE),
        _act("accept", S.COACH_PROPOSED, to=S.AGREEING, who=COACH),
        _act("cannot", S.COACH_PROPOSED, to=S.RECEIVED, who=COACH),
        _act("refuse_coach", S.COACH_PROPOSED, *_COACHED, to=S.RECEIVED, who=REQUESTER),
        # A coach leaves, or may not see it any more.
        _act("lose_coach", S.COACH_PROPOSED, *_COACHED, to=S.RECEIVED, who=OFFICE),
        _act("propose_goal", S.AGREEING, S.GOAL_PROPOSED, S.RUNNING, to=S.GOAL_PROPOSED, who=COACH),
        _act("agree_goal", S.GOAL_PROPOSED, to=S.RUNNING, who=REQUESTER),
        _act("discuss_goal", S.GOAL_PROPOSED, to=S.AGREEING, who=REQUESTER),
        _act("go_on", S.RUNNING, to=S.RUNNING, who=COACH),
        _act("finish", S.RUNNING, to=S.RESULT_GIVEN, who=COACH),
        _act("rate", S.RESULT_GIVEN, to=S.LATER_3, who=REQUESTER),
        _act("leave_unrated", S.RESULT_GIVEN, to=S.LATER_3, who=CLOCK),
        # The office owes the question; the clock puts it.
        _act("ask_later", S.LATER_3, to=S.ASKED_3, who=OFFICE),
        _act("ask_later", S.LATER_12, to=S.ASKED_12, who=OFFICE),
        _act("tell_later", S.ASKED_3, to=S.LATER_12, who=REQUESTER),
        _act("tell_later", S.ASKED_12, to=S.CLOSED, who=REQUESTER),
        # Nobody answered; that stays visible.
        _act("pass_over", S.ASKED_3, to=S.LATER_12, who=CLOCK),
        _act("pass_over", S.ASKED_12, to=S.CLOSED, who=CLOCK),
        _act("end", S.ASKED_BACK, S.COACH_PROPOSED, *_COACHED, to=S.CLOSED, who=OFFICE),
        _act("reopen", S.RESULT_GIVEN, *_LATER, S.CLOSED, to=S.RECEIVED, who=REQUESTER),
        _act("withdraw", *_ACTIVE, to=S.WITHDRAWN, who=REQUESTER),
    ),
    start=S.RECEIVED,
)

ACTIVE_STATES = frozenset(_ACTIVE)
COACHED_STATES = frozenset(_COACHED)
LATER_STATES = frozenset(_LATER)
FINAL_STATES = frozenset(name for name, state in CASE.states.items() if state.is_final)


def turn_of(state: str) -> str:
    """Return who has to act in a state: requester, coach or office; empty in a final one."""
    return CASE.states[state].owner if state in CASE.states else ""
