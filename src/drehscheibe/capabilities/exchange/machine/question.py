"""The states of a question of the public, with owner and clock, and the acts between them.

Data, not code: ``services.questions.way`` is the only place that moves a question.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.question import QuestionState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

__all__ = ["ASKER", "FINAL_STATES", "INITIATIVE", "OFFICE", "OWED_STATES", "QUESTION"]

ASKER, INITIATIVE, OFFICE = "asker", "initiative", "office"


def _act(name: str, *sources: str, to: str, who: str) -> Transition:
    return Transition(name, frozenset(sources), to, who)


#: An answer is owed.
_OWED = (S.ASKED, S.AWAITING_SECOND_KEY, S.WITH_OFFICE)

QUESTION = Machine(
    states={
        S.ASKED: State(S.ASKED.label, "info", INITIATIVE, days=14),
        # The asker's date stays; the second key has no time of its own.
        S.AWAITING_SECOND_KEY: State(S.AWAITING_SECOND_KEY.label, "waiting", INITIATIVE, days=14),
        S.WITH_OFFICE: State(S.WITH_OFFICE.label, "info", OFFICE, days=10, in_working_days=True),
        # Nobody has to do anything any more: closed by the asker's word, or by the clock.
        S.ANSWERED: State(S.ANSWERED.label, "success", OFFICE, days=28),
        S.CLOSED: State(S.CLOSED.label, "neutral", is_final=True),
        # The concern carries owner and clock for both.
        S.HANDED_ON: State(S.HANDED_ON.label, "success", is_final=True),
        S.DECLINED: State(S.DECLINED.label, "neutral", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
    },
    transitions=(
        _act("propose_answer", S.ASKED, to=S.AWAITING_SECOND_KEY, who=INITIATIVE),
        _act("release_answer", S.AWAITING_SECOND_KEY, to=S.ANSWERED, who=INITIATIVE),
        _act("return_answer", S.AWAITING_SECOND_KEY, to=S.ASKED, who=INITIATIVE),
        _act("answer", S.ASKED, to=S.ANSWERED, who=INITIATIVE),
        _act("decline", S.ASKED, to=S.DECLINED, who=INITIATIVE),
        _act("pass_on", S.ASKED, to=S.WITH_OFFICE, who=INITIATIVE),
        _act("answer_as_office", S.WITH_OFFICE, to=S.ANSWERED, who=OFFICE),
        _act("decline_as_office", S.WITH_OFFICE, to=S.DECLINED, who=OFFICE),
        _act("assign", S.WITH_OFFICE, to=S.ASKED, who=OFFICE),
        # Nobody is left who could act for the initiative.
        _act("leave_to_office", S.ASKED, S.AWAITING_SECOND_KEY, to=S.WITH_OFFICE, who=OFFICE),
        # The concern made of it has reached the office, or has ended without an answer.
        _act("hand_on", *_OWED, to=S.HANDED_ON, who=INITIATIVE),
        _act("come_back", S.HANDED_ON, to=S.ASKED, who=INITIATIVE),
        _act("object", S.DECLINED, to=S.WITH_OFFICE, who=ASKER),
        _act("rate", S.ANSWERED, to=S.CLOSED, who=ASKER),
        _act("close", S.ANSWERED, to=S.CLOSED, who=OFFICE),
        _act("withdraw", *_OWED, to=S.WITHDRAWN, who=ASKER),
    ),
    start=S.ASKED,
    also_starts=(S.WITH_OFFICE,),
)

#: States in which somebody owes an answer.
OWED_STATES = frozenset(_OWED)

#: States in which nobody owes anything any more.
FINAL_STATES = frozenset(name for name, state in QUESTION.states.items() if state.is_final)
