"""The states of a concern, with owner and clock, and the acts that lead from one to the next.

Data, not code: ``services.way`` is the only place that moves a concern, and it asks this machine.
A test walks every path and proves that no concern is left without somebody who has to act.
"""

from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.signal import DossierState as D
from drehscheibe.capabilities.exchange.choices.signal import PublicStatus
from drehscheibe.capabilities.exchange.choices.signal import SignalState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

AUTHOR, OFFICE, ADDRESSEE = "author", "office", "addressee"


def _act(name: str, *sources: str, to: str, who: str) -> Transition:
    return Transition(name, frozenset(sources), to, who)


#: A desk has it in hand, or waits for what it asked.
_AT_DESK = (S.HANDED_OVER, S.IN_REVIEW, S.ASKED_BACK)
_MERGEABLE = (
    S.SUBMITTED,
    S.NEEDS_CLARIFICATION,
    S.BUNDLED,
    S.HANDED_OVER,
    S.IN_REVIEW,
    S.RECORDED,
)

SIGNAL = Machine(
    states={
        S.DRAFT: State(S.DRAFT.label, "neutral", AUTHOR, days=90),
        S.AWAITING_SECOND_KEY: State(S.AWAITING_SECOND_KEY.label, "waiting", AUTHOR, days=14),
        S.SUBMITTED: State(S.SUBMITTED.label, "info", OFFICE, days=5, in_working_days=True),
        S.NEEDS_CLARIFICATION: State(S.NEEDS_CLARIFICATION.label, "waiting", AUTHOR, days=14),
        # Waits in a dossier, until the office hands all of it over together.
        S.BUNDLED: State(S.BUNDLED.label, "info", OFFICE, days=28),
        S.HANDED_OVER: State(S.HANDED_OVER.label, "info", ADDRESSEE, days=28),
        # Taking it up confirms receipt; the date stays the one of the hand-over.
        S.IN_REVIEW: State(S.IN_REVIEW.label, "info", ADDRESSEE, days=28),
        # The clock of the desk stands still until its question is answered.
        S.ASKED_BACK: State(S.ASKED_BACK.label, "waiting", AUTHOR, days=14),
        # An answer is not the end: the office asks whether it helps, and then closes.
        S.ANSWERED: State(S.ANSWERED.label, "success", OFFICE, days=28),
        # The date is the one that the answer names.
        S.PROMISED: State(S.PROMISED.label, "waiting", ADDRESSEE, days=183),
        S.IN_EFFECT: State(S.IN_EFFECT.label, "success", OFFICE, days=28),
        S.CLOSED: State(S.CLOSED.label, "neutral", is_final=True),
        S.REJECTED: State(S.REJECTED.label, "neutral", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
        # Goes on as part of another concern, which carries owner and clock for both.
        S.MERGED: State(S.MERGED.label, "neutral", is_final=True),
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
        _act("bundle", S.SUBMITTED, S.RECORDED, to=S.BUNDLED, who=OFFICE),
        _act("unbundle", S.BUNDLED, to=S.SUBMITTED, who=OFFICE),
        _act("unbundle_recorded", S.BUNDLED, to=S.RECORDED, who=OFFICE),
        _act(
            "hand_over",
            S.SUBMITTED,
            S.NEEDS_CLARIFICATION,
            S.BUNDLED,
            S.RECORDED,
            S.ANSWERED,
            S.PROMISED,
            S.IN_EFFECT,
            to=S.HANDED_OVER,
            who=OFFICE,
        ),
        _act("reject", S.SUBMITTED, S.NEEDS_CLARIFICATION, to=S.REJECTED, who=OFFICE),
        _act("merge", *_MERGEABLE, to=S.MERGED, who=OFFICE),
        _act("unmerge", S.MERGED, to=S.SUBMITTED, who=OFFICE),
        _act("unmerge_recorded", S.MERGED, to=S.RECORDED, who=OFFICE),
        _act("call_back", *_AT_DESK, to=S.SUBMITTED, who=OFFICE),
        _act("take_up", S.HANDED_OVER, to=S.IN_REVIEW, who=ADDRESSEE),
        _act("send_back", S.HANDED_OVER, S.IN_REVIEW, to=S.SUBMITTED, who=ADDRESSEE),
        _act("forward", S.HANDED_OVER, S.IN_REVIEW, to=S.HANDED_OVER, who=ADDRESSEE),
        _act("ask_back", S.HANDED_OVER, S.IN_REVIEW, to=S.ASKED_BACK, who=ADDRESSEE),
        _act("answer_back", S.ASKED_BACK, to=S.IN_REVIEW, who=AUTHOR),
        _act("drop_question", S.ASKED_BACK, to=S.IN_REVIEW, who=ADDRESSEE),
        _act("answer", S.HANDED_OVER, S.IN_REVIEW, to=S.ANSWERED, who=ADDRESSEE),
        _act("withdraw_answer", S.ANSWERED, S.PROMISED, to=S.IN_REVIEW, who=ADDRESSEE),
        _act("accept_answer", S.ANSWERED, S.IN_EFFECT, to=S.CLOSED, who=AUTHOR),
        _act("accept_promise", S.ANSWERED, to=S.PROMISED, who=AUTHOR),
        _act("doubt_answer", S.ANSWERED, to=S.ANSWERED, who=AUTHOR),
        _act("doubt_effect", S.IN_EFFECT, to=S.IN_EFFECT, who=AUTHOR),
        _act("close", S.ANSWERED, S.IN_EFFECT, to=S.CLOSED, who=OFFICE),
        _act("await_promise", S.ANSWERED, to=S.PROMISED, who=OFFICE),
        _act("postpone", S.PROMISED, to=S.PROMISED, who=ADDRESSEE),
        _act("report_in_effect", S.PROMISED, to=S.IN_EFFECT, who=ADDRESSEE),
        _act("note_in_effect", S.PROMISED, to=S.IN_EFFECT, who=OFFICE),
        # A body that ends leaves nothing behind that nobody owns.
        _act("leave_to_office", S.NEEDS_CLARIFICATION, *_AT_DESK, to=S.SUBMITTED, who=OFFICE),
        _act("leave_promise", S.PROMISED, to=S.ANSWERED, who=OFFICE),
        _act(
            "withdraw",
            S.DRAFT,
            S.AWAITING_SECOND_KEY,
            S.SUBMITTED,
            S.NEEDS_CLARIFICATION,
            S.BUNDLED,
            *_AT_DESK,
            to=S.WITHDRAWN,
            who=AUTHOR,
        ),
    ),
    start=S.DRAFT,
    also_starts=(S.RECORDED,),
)

#: A dossier follows its concerns: it is answered when all of them are, and comes back when none is left.
DOSSIER = Machine(
    states={
        D.IN_PREPARATION: State(D.IN_PREPARATION.label, "waiting", OFFICE, days=28),
        D.HANDED_OVER: State(D.HANDED_OVER.label, "info", ADDRESSEE, days=28),
        D.ANSWERED: State(D.ANSWERED.label, "success", OFFICE, days=28),
        D.CLOSED: State(D.CLOSED.label, "neutral", is_final=True),
        D.WITHDRAWN: State(D.WITHDRAWN.label, "neutral", is_final=True),
    },
    transitions=(
        _act("hand_over", D.IN_PREPARATION, to=D.HANDED_OVER, who=OFFICE),
        _act("withdraw", D.IN_PREPARATION, to=D.WITHDRAWN, who=OFFICE),
        _act("answer", D.HANDED_OVER, to=D.ANSWERED, who=ADDRESSEE),
        _act("come_back", D.HANDED_OVER, to=D.IN_PREPARATION, who=ADDRESSEE),
        _act("reopen", D.ANSWERED, to=D.HANDED_OVER, who=ADDRESSEE),
        # Its desk has ended; one to which a concern of it was forwarded has it now.
        _act("pass_on", D.HANDED_OVER, to=D.HANDED_OVER, who=ADDRESSEE),
        _act("close", D.ANSWERED, to=D.CLOSED, who=OFFICE),
    ),
    start=D.IN_PREPARATION,
)

#: States in which nobody owes anything any more.
FINAL_STATES = frozenset(name for name, state in SIGNAL.states.items() if state.is_final)

DOSSIER_FINAL_STATES = frozenset(name for name, state in DOSSIER.states.items() if state.is_final)

#: States in which only the authors know of a concern.
UNSENT_STATES = frozenset({S.DRAFT, S.AWAITING_SECOND_KEY})

#: States in which an answer is owed: others may join, the authors may open it to more people.
ANSWER_OWED_STATES = frozenset({S.SUBMITTED, S.NEEDS_CLARIFICATION, S.BUNDLED, *_AT_DESK})

#: States whose due date is public: an answer is owed, or what an answer promised.
CLOCK_STATES = ANSWER_OWED_STATES | {S.PROMISED}

#: States in which a desk has a concern, in one stay.
DESK_STATES = frozenset(_AT_DESK)

#: States that follow an answer which still stands.
ANSWERED_STATES = frozenset({S.ANSWERED, S.PROMISED, S.IN_EFFECT, S.CLOSED})

#: Under which word the public finds which states.
STATES_OF_STATUS = {
    PublicStatus.WAITING: ANSWER_OWED_STATES,
    PublicStatus.ANSWERED: ANSWERED_STATES,
    # Narrower than "answered": what became of a promise.
    PublicStatus.PROMISED: frozenset({S.PROMISED}),
    PublicStatus.IN_EFFECT: frozenset({S.IN_EFFECT}),
    PublicStatus.RECORDED: frozenset({S.RECORDED}),
    PublicStatus.MERGED: frozenset({S.MERGED}),
    # Public before the office called it back from its desk.
    PublicStatus.REJECTED: frozenset({S.REJECTED}),
    PublicStatus.WITHDRAWN: frozenset({S.WITHDRAWN}),
}


def states_owned_by(*roles: str) -> frozenset[str]:
    """Return the sent states in which one of these roles has to act."""
    owned = {name for name, state in SIGNAL.states.items() if state.owner in roles}
    return frozenset(owned) - UNSENT_STATES


def is_possible(act: str, state: str) -> bool:
    """Whether a state knows an act."""
    return SIGNAL.target_of(act, state) is not None
