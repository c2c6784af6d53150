"""The states of a request for contact with owner and clock, and the acts between them.

Data, not code: ``services.way`` is the only place that moves a request.
"""

from __future__ import annotations

from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.core.trace.machine import Machine, State, Transition

__all__ = [
    "ASKED",
    "ASKING",
    "CLOCK",
    "CONTACT_STATES",
    "EITHER",
    "OFFICE",
    "OPEN_STATES",
    "REMIND_AFTER_DAYS",
    "REQUEST",
]

ASKING, ASKED, EITHER, OFFICE, CLOCK = "asking", "asked", "either side", "office", "clock"

#: Those who have not answered are reminded once, after so many days.
REMIND_AFTER_DAYS = 10


def _act(name: str, *sources: str, to: str, who: str) -> Transition:
    return Transition(name, frozenset(sources), to, who)


REQUEST = Machine(
    states={
        S.ASKED: State(S.ASKED.label, "waiting", ASKED, days=21),
        S.WITH_OFFICE: State(S.WITH_OFFICE.label, "waiting", OFFICE, days=21),
        # The next one who owes something is the clock: it asks those who asked whether it helped.
        S.CONNECTED: State(S.CONNECTED.label, "success", ASKING, days=30),
        S.LOOKING_BACK: State(S.LOOKING_BACK.label, "waiting", ASKING, days=28),
        S.CLOSED: State(S.CLOSED.label, "success", is_final=True),
        S.DECLINED: State(S.DECLINED.label, "neutral", is_final=True),
        S.WITHDRAWN: State(S.WITHDRAWN.label, "neutral", is_final=True),
        S.EXPIRED: State(S.EXPIRED.label, "neutral", is_final=True),
        S.ENDED: State(S.ENDED.label, "neutral", is_final=True),
        S.STOPPED: State(S.STOPPED.label, "danger", is_final=True),
    },
    transitions=(
        _act("accept", S.ASKED, to=S.CONNECTED, who=ASKED),
        _act("decline", S.ASKED, to=S.DECLINED, who=ASKED),
        _act("suggest_office", S.ASKED, to=S.WITH_OFFICE, who=ASKED),
        _act("connect", S.WITH_OFFICE, to=S.CONNECTED, who=OFFICE),
        _act("pass_on_refusal", S.WITH_OFFICE, to=S.DECLINED, who=OFFICE),
        _act("withdraw", S.ASKED, S.WITH_OFFICE, to=S.WITHDRAWN, who=ASKING),
        _act("expire", S.ASKED, S.WITH_OFFICE, to=S.EXPIRED, who=CLOCK),
        # Who did it is told to nobody but the other.
        _act("end_consent", S.CONNECTED, S.LOOKING_BACK, to=S.ENDED, who=EITHER),
        _act("ask_back", S.CONNECTED, to=S.LOOKING_BACK, who=CLOCK),
        _act("tell_help", S.CONNECTED, S.LOOKING_BACK, to=S.CLOSED, who=ASKING),
        _act("pass_over", S.LOOKING_BACK, to=S.CLOSED, who=CLOCK),
        _act("stop", S.ASKED, S.WITH_OFFICE, S.CONNECTED, S.LOOKING_BACK, to=S.STOPPED, who=OFFICE),
    ),
    start=S.ASKED,
    also_starts=(S.WITH_OFFICE,),
)

#: Somebody still has to answer.
OPEN_STATES = frozenset({S.ASKED, S.WITH_OFFICE})
#: Both see each other's contact.
CONTACT_STATES = frozenset({S.CONNECTED, S.LOOKING_BACK})
