"""The states of a concern, with owner and clock, and the acts that lead from one to the next.

Data, not code: ``services.way`` is the only place that moves a concern, and it asks this machine.
A test walks every path and proves that no concern is left without somebody who has to act.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices import PublicStatus
from drehscheibe.capabilities.exchange.choices import SignalState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

AUTHOR, OFFICE, ADDRESSEE = "author", "office", "addressee"


def _act(name: str, *sources: str, to: str, who: str) -> Transition:
    return Transition(name, frozenset(sources), to, who)


SIGNAL = Machine(
    states={
        S.DRAFT: State(S.DRAFT.label, "neutral", AUTHOR, days=90),
        S.AWAITING_SECOND_KEY: State(S.AWAITING_SECOND_KEY.label, "waiting", AUTHOR, days=14),
        S.SUBMITTED: State(S.SUBMITTED.label, "info", OFFICE, days=5, in_working_days=True),
        S.NEEDS_CLARIFICATION: State(S.NEEDS_CLARIFICATION.label, "waiting", AUTHOR, days=14),
        S.HANDED_OVER: State(S.HANDED_OVER.label, "info", ADDRESSEE, days=28),
        # An answer is not the end: the office asks whether it helps, and then closes.
        S.ANSWERED: State(S.ANSWERED.label, "success", OFFICE, days=28),
        S.CLOSED: State(S.CLOSED.label, "neutral", is_final=True),
        S.REJECTED: State(S.REJECTED.label, "neutral", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
        # Found in public sources and handed to nobody: no body owes an answer, so no clock runs.
        S.RECORDED: State(S.RECORDED.label, "neutral", is_final=True),
    },
    transitions=(
        _act("send_for_release", S.DRAFT, to=S.AWAITING_SECOND_KEY, who=AUTHOR),
        _act("send_to_office", S.DRAFT, to=S.SUBMITTED, who=AUTHOR),
        _act("release", S.AWAITING_SECOND_KEY, to=S.SUBMITTED, who=AUTHOR),
        _act("return_to_draft", S.AWAITING_SECOND_KEY, to=S.DRAFT, who=AUTHOR),
        _act("ask_author", S.SUBMITTED, to=S.NEEDS_CLARIFICATION, who=OFFICE),
        _act("answer_question", S.NEEDS_CLARIFICATION, to=S.SUBMITTED, who=AUTHOR),
        _act(
            "hand_over",
            S.SUBMITTED,
            S.NEEDS_CLARIFICATION,
            S.RECORDED,
            S.ANSWERED,
            to=S.HANDED_OVER,
            who=OFFICE,
        ),
        _act("reject", S.SUBMITTED, S.NEEDS_CLARIFICATION, to=S.REJECTED, who=OFFICE),
        _act("call_back", S.HANDED_OVER, to=S.SUBMITTED, who=OFFICE),
        _act("send_back", S.HANDED_OVER, to=S.SUBMITTED, who=ADDRESSEE),
        _act("answer", S.HANDED_OVER, to=S.ANSWERED, who=ADDRESSEE),
        _act("accept_answer", S.ANSWERED, to=S.CLOSED, who=AUTHOR),
        _act("doubt_answer", S.ANSWERED, to=S.ANSWERED, who=AUTHOR),
        _act("close", S.ANSWERED, to=S.CLOSED, who=OFFICE),
        _act(
            "withdraw",
            S.DRAFT,
            S.AWAITING_SECOND_KEY,
            S.SUBMITTED,
            S.NEEDS_CLARIFICATION,
            S.HANDED_OVER,
            to=S.WITHDRAWN,
            who=AUTHOR,
        ),
    ),
    start=S.DRAFT,
    also_starts=(S.RECORDED,),
)

#: States in which nobody owes anything any more.
FINAL_STATES = frozenset(name for name, state in SIGNAL.states.items() if state.is_final)

#: States in which only the authors know of a concern.
UNSENT_STATES = frozenset({S.DRAFT, S.AWAITING_SECOND_KEY})

#: States whose due date the public reads as "an answer is owed".
CLOCK_STATES = frozenset({S.SUBMITTED, S.NEEDS_CLARIFICATION, S.HANDED_OVER})

#: Under which word the public finds which states.
STATES_OF_STATUS = {
    PublicStatus.WAITING: CLOCK_STATES,
    PublicStatus.ANSWERED: frozenset({S.ANSWERED, S.CLOSED}),
    PublicStatus.RECORDED: frozenset({S.RECORDED}),
    PublicStatus.WITHDRAWN: frozenset({S.WITHDRAWN}),
}
