"""The third part of the law: who may do what with a thing, in each of its states.

What is not written here, nobody may do. Whoever held a mandate when a page was opened and does not any
more when the button is pressed may do nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drehscheibe.capabilities.exchange.tests.rights.law import AFTER, BEFORE, Audience

__all__ = [
    "ACTING_PEOPLE",
    "CONCERN_ACTS",
    "DOSSIER_ACTS",
    "IMPULSE_ACTS",
    "MEASURE_ACTS",
    "QUESTION_ACTS",
    "STALE",
]

#: Who had the mandate when they opened the page: the answer is the same as for strangers.
STALE: Final = ("former author", "former office", "expired desk")
#: One of each sort.
ACTING_PEOPLE: Final = (
    "public",
    "person",
    "author",
    "second author",
    "authors' editor",
    "authors' staff",
    "supporter",
    "member",
    "member staff",
    "office",
    "office staff",
    "desk",
    "desk staff",
    "first desk",
    "other desk",
    *STALE,
)

Acts = Mapping[str, Audience]

COMMIT: Final[Audience] = frozenset({"author", "second author"})
WRITE: Final[Audience] = COMMIT | {"authors' editor"}
#: Everybody of the office checks, everybody of a desk answers.
OFFICE: Final[Audience] = frozenset({"office", "office staff"})
DESK: Final[Audience] = frozenset({"desk", "desk staff"})
#: The one who did not begin it.
SECOND: Final[Audience] = frozenset({"second author"})
#: Of another initiative, which has not joined yet; of the one that has.
NEW: Final[Audience] = frozenset({"member"})
JOINED: Final[Audience] = frozenset({"supporter"})

_CHECKING: Final[Acts] = {
    "hand over": OFFICE,
    "reject": OFFICE,
    "merge": OFFICE,
    "summarise": OFFICE,
    "withdraw": COMMIT,
    "widen": COMMIT,
}
_SUBMITTED: Final[Acts] = {**_CHECKING, "ask": OFFICE, "bundle": OFFICE}
_ASKED: Final[Acts] = {**_CHECKING, "clarify": COMMIT}
_BUNDLED: Final[Acts] = {
    "take out": OFFICE,
    "merge": OFFICE,
    "summarise": OFFICE,
    "withdraw": COMMIT,
    "widen": COMMIT,
}
_OPEN: Final[Acts] = {"join": NEW, "leave": JOINED}
_LEAVING: Final[Acts] = {"leave": JOINED, "summarise": OFFICE}
_AT_DESK: Final[Acts] = {
    **_OPEN,
    "ask back": DESK,
    "forward": DESK,
    "send back": DESK,
    "answer": DESK,
    "call back": OFFICE,
    "merge": OFFICE,
    "summarise": OFFICE,
    "withdraw": COMMIT,
    "widen": COMMIT,
}

#: Concerns of the network: (state, before or after the first hand-over) → act → who.
CONCERN_ACTS: Final[Mapping[tuple[str, str], Acts]] = {
    ("draft", BEFORE): {"save": WRITE, "discard": WRITE, "send": COMMIT},
    ("awaiting_second_key", BEFORE): {"release": SECOND, "return": SECOND, "withdraw": COMMIT},
    ("submitted", BEFORE): _SUBMITTED,
    ("submitted", AFTER): {**_SUBMITTED, **_OPEN},
    ("needs_clarification", BEFORE): _ASKED,
    ("needs_clarification", AFTER): {**_ASKED, **_OPEN},
    ("bundled", BEFORE): _BUNDLED,
    ("bundled", AFTER): {**_BUNDLED, **_OPEN},
    ("handed_over", AFTER): {**_AT_DESK, "take up": DESK},
    ("in_review", AFTER): _AT_DESK,
    ("asked_back", AFTER): {
        **_OPEN,
        "answer back": COMMIT,
        "drop question": DESK,
        "call back": OFFICE,
        "summarise": OFFICE,
        "withdraw": COMMIT,
        "widen": COMMIT,
    },
    ("answered", AFTER): {
        **_LEAVING,
        "rate": COMMIT,
        "hand over": OFFICE,
        "close": OFFICE,
        "withdraw answer": DESK,
    },
    ("promised", AFTER): {
        **_LEAVING,
        "hand over": OFFICE,
        "withdraw answer": DESK,
        "postpone": DESK,
        "in effect": DESK | OFFICE,
    },
    ("in_effect", AFTER): {**_LEAVING, "rate": COMMIT, "hand over": OFFICE, "close": OFFICE},
    ("closed", AFTER): _LEAVING,
    ("rejected", BEFORE): {"summarise": OFFICE},
    ("rejected", AFTER): _LEAVING,
    ("withdrawn", BEFORE): {"summarise": OFFICE},
    ("withdrawn", AFTER): _LEAVING,
    ("merged", BEFORE): {"unmerge": OFFICE, "summarise": OFFICE},
    ("merged", AFTER): {"unmerge": OFFICE, **_LEAVING},
    ("recorded", BEFORE): {
        "hand over": OFFICE,
        "merge": OFFICE,
        "bundle": OFFICE,
        "summarise": OFFICE,
    },
}

DOSSIER_ACTS: Final[Mapping[str, Acts]] = {
    "in_preparation": {
        "save": OFFICE,
        "add": OFFICE,
        "ask consent": OFFICE,
        "hand over": OFFICE,
        "give up": OFFICE,
    },
    "handed_over": {},
    "answered": {"close": OFFICE},
    "closed": {},
    "withdrawn": {},
}

#: At a desk and in the office only who may write asks initiatives something.
_SENDER: Final[Audience] = frozenset({"desk", "office"})
#: Both initiatives that were asked have reacted; whoever may commit them may say something else.
_REACTING: Final[Audience] = COMMIT | {"supporter"}
IMPULSE_ACTS: Final[Mapping[str, Acts]] = {
    "draft": {"save": _SENDER, "discard": _SENDER, "publish": _SENDER},
    "published": {"react": _REACTING, "take back": _REACTING, "withdraw": _SENDER},
    "in_evaluation": {"evaluate": _SENDER, "withdraw": _SENDER},
    "closed": {},
    "withdrawn": {},
}

#: Of a measure that the authors lead.
_LEAD: Final[Audience] = WRITE | {"office"}
_STILL: Final[Acts] = {
    "change": _LEAD,
    "review": _LEAD,
    "finish": _LEAD,
    "drop": _LEAD,
    # Another body takes the lead.
    "pass on": frozenset({"office"}),
}
MEASURE_ACTS: Final[Mapping[str, Acts]] = {
    "planned": {**_STILL, "start": _LEAD, "pause": _LEAD},
    "running": {**_STILL, "plan": _LEAD, "pause": _LEAD},
    "paused": {**_STILL, "plan": _LEAD, "start": _LEAD},
    "done": {},
    "dropped": {},
}

#: Questions to the authors that are not public; the asker's own acts need the personal address alone.
QUESTION_ACTS: Final[Mapping[str, Acts]] = {
    "asked": {"answer": COMMIT, "decline": COMMIT, "pass on": COMMIT, "take up": COMMIT},
    "awaiting_second_key": {"release": SECOND, "return": SECOND},
    "with_office": {"answer": OFFICE, "decline": OFFICE, "assign": OFFICE},
    "answered": {"take up": COMMIT},
    "closed": {"take up": COMMIT},
    # It leads to the concern that there is.
    "handed_on": {"take up": COMMIT},
    "declined": {},
    "withdrawn": {},
}
