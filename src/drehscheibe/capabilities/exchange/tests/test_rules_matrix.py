"""Who may read and do what, in every state: the expectation is written down, not computed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Helped, SignalState, Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services import (
    answering,
    author,
    checking,
    forwarding,
    hand_over,
    promises,
    reviewing,
    sending,
    withdrawing_answers,
)
from drehscheibe.capabilities.exchange.services.public_concerns import load_reference_data
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    make_draft,
    make_handed_over,
    make_house,
    make_in_state,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db

ROLES = (
    "public",
    "stranger",
    "own staff",
    "own editor",
    "own coordinator",
    "office",
    "desk",
    "other desk",
)
OWN = {"own staff", "own editor", "own coordinator"}
EVERYBODY = set(ROLES)

READERS: dict[str, set[str]] = {
    "draft": OWN,
    "awaiting_second_key": OWN,
    "submitted": OWN | {"office"},
    "needs_clarification": OWN | {"office"},
    "handed_over": EVERYBODY,
    "bundled": OWN | {"office"},
    "in_review": EVERYBODY,
    "asked_back": EVERYBODY,
    "answered": EVERYBODY,
    "promised": EVERYBODY,
    "in_effect": EVERYBODY,
    "merged": OWN | {"office"},
    "closed": EVERYBODY,
    "rejected": OWN | {"office"},
    "withdrawn": OWN | {"office"},  # withdrawn before it was ever public
    "recorded": EVERYBODY,
}

Act = Callable[[Actor, int, House], object]


def soon() -> date:
    return timezone.localdate() + timedelta(days=20)


ACTS: dict[str, Act] = {
    "send": lambda a, pk, _h: sending.send_signal(a, pk),
    "release": lambda a, pk, _h: sending.release_signal(a, pk),
    "return": lambda a, pk, _h: sending.return_signal(a, pk, note="Noch nicht."),
    "ask": lambda a, pk, _h: checking.ask_author(a, pk, question="Was?"),
    "clarify": lambda a, pk, _h: author.answer_question(a, pk, answer="Das."),
    "hand over": lambda a, pk, h: hand_over.hand_over_signal(
        a, pk, desk_id=h.desk_id, due_on=soon()
    ),
    "reject": lambda a, pk, _h: checking.reject_signal(a, pk, reason="unclear", note="Unklar."),
    "call back": lambda a, pk, _h: hand_over.call_back_signal(a, pk, note="Falsch."),
    "send back": lambda a, pk, _h: hand_over.send_back_signal(a, pk, note="Falsch."),
    "answer": lambda a, pk, _h: answering.publish_answer(a, pk, ANSWER),
    "take up": lambda a, pk, _h: reviewing.take_up_signal(a, pk),
    "ask back": lambda a, pk, _h: reviewing.ask_back(a, pk, question="Was?"),
    "answer back": lambda a, pk, _h: reviewing.answer_back(a, pk, answer="Das."),
    "drop question": lambda a, pk, _h: reviewing.drop_question(a, pk),
    "forward": lambda a, pk, _h: forwarding.forward_signal(
        a, pk, desk_id=_third_desk(), due_on=soon(), note="Andere Stelle."
    ),
    "withdraw answer": lambda a, pk, _h: withdrawing_answers.withdraw_answer(
        a, pk, reason="Falsch.", due_on=soon()
    ),
    "postpone": lambda a, pk, _h: promises.postpone_promise(
        a, pk, until=timezone.localdate() + timedelta(days=200), reason="Später."
    ),
    "in effect": lambda a, pk, _h: promises.report_in_effect(a, pk, text="Gilt."),
    "rate": lambda a, pk, _h: author.rate_answer(a, pk, helped=Helped.YES),
    "close": lambda a, pk, _h: checking.close_signal(a, pk),
    "withdraw": lambda a, pk, _h: author.withdraw_signal(a, pk),
}


def _third_desk() -> int:
    return int(make_actor(OrganisationKind.DESK).organisation_id or 0)


#: State → act → the one role that may do it then; of some acts several.
POSSIBLE: dict[str, dict[str, str | set[str]]] = {
    "draft": {"send": "own coordinator"},
    "awaiting_second_key": {
        "release": "own coordinator",
        "return": "own coordinator",
        "withdraw": "own coordinator",
    },
    "submitted": {
        "ask": "office",
        "hand over": "office",
        "reject": "office",
        "withdraw": "own coordinator",
    },
    "needs_clarification": {
        "clarify": "own coordinator",
        "hand over": "office",
        "reject": "office",
        "withdraw": "own coordinator",
    },
    # It is handed over with its dossier, not for itself.
    "bundled": {"withdraw": "own coordinator"},
    "handed_over": {
        "take up": "desk",
        "ask back": "desk",
        "forward": "desk",
        "call back": "office",
        "send back": "desk",
        "answer": "desk",
        "withdraw": "own coordinator",
    },
    "in_review": {
        "ask back": "desk",
        "forward": "desk",
        "call back": "office",
        "send back": "desk",
        "answer": "desk",
        "withdraw": "own coordinator",
    },
    "asked_back": {
        "answer back": "own coordinator",
        "drop question": "desk",
        "call back": "office",
        "withdraw": "own coordinator",
    },
    "answered": {
        "hand over": "office",
        "rate": "own coordinator",
        "close": "office",
        "withdraw answer": "desk",
    },
    "promised": {
        "hand over": "office",
        "withdraw answer": "desk",
        "postpone": "desk",
        "in effect": {"desk", "office"},
    },
    "in_effect": {"hand over": "office", "rate": "own coordinator", "close": "office"},
    "merged": {},
    "closed": {},
    "rejected": {},
    "withdrawn": {},
    "recorded": {"hand over": "office"},
}


def make_cast(house: House) -> dict[str, Actor]:
    return {
        "public": ANONYMOUS,
        "stranger": make_actor(),
        "own staff": colleague_of(house.author, MandateRole.STAFF),
        "own editor": colleague_of(house.author, MandateRole.EDITOR),
        "own coordinator": colleague_of(house.author),
        "office": house.office,
        "desk": house.desk,
        "other desk": make_actor(OrganisationKind.DESK),
    }


def signal_in(state: str) -> tuple[House, Signal]:
    house = make_house(requires_two_keys=state == SignalState.AWAITING_SECOND_KEY)
    if state == SignalState.AWAITING_SECOND_KEY:
        return house, sending.send_signal(house.author, make_draft(house.author).pk)
    if state == SignalState.RECORDED:
        load_reference_data()
        return house, Signal.objects.order_by("pk")[0]
    return house, make_in_state(house, state)


def may_read(actor: Actor, signal: Signal) -> bool:
    return signals.signals_visible_to(actor).filter(pk=signal.pk).exists()


@pytest.mark.parametrize("state", sorted(READERS))
def test_readers_of_a_public_concern_in_every_state(state: str) -> None:
    house, signal = signal_in(state)

    readers = {role for role, actor in make_cast(house).items() if may_read(actor, signal)}

    assert readers == READERS[state]


def test_private_concern_is_read_by_those_who_handle_it_only() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)

    readers = {role for role, actor in make_cast(house).items() if may_read(actor, signal)}

    assert readers == OWN | {"office", "desk"}


def test_desk_still_reads_what_it_gave_back() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)
    hand_over.send_back_signal(house.desk, signal.pk, note="Nicht zuständig.")

    assert may_read(house.desk, signal)


def outcome_of(act: Act, actor: Actor, signal: Signal, house: House) -> str:
    """Try an act and undo it."""
    try:
        with transaction.atomic():
            act(actor, signal.pk, house)
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except Conflict:
        return "conflict"
    return "done"


@pytest.mark.parametrize("state", sorted(POSSIBLE))
def test_acts_of_every_role_in_every_state(state: str) -> None:
    house, signal = signal_in(state)
    done = {
        (role, act)
        for role, actor in make_cast(house).items()
        for act, run in ACTS.items()
        if outcome_of(run, actor, signal, house) == "done"
    }

    expected = {
        (role, act)
        for act, roles in POSSIBLE[state].items()
        for role in ({roles} if isinstance(roles, str) else roles)
    }
    assert done == expected


def test_who_may_act_hears_of_a_conflict_and_nobody_else_learns_the_state() -> None:
    house, signal = signal_in(SignalState.CLOSED)
    cast = make_cast(house)

    heard = {
        role: outcome_of(ACTS["hand over"], actor, signal, house) for role, actor in cast.items()
    }

    assert heard.pop("office") == "conflict"
    assert set(heard.values()) == {"not allowed"}


def test_ended_mandate_ends_every_right() -> None:
    house, signal = signal_in(SignalState.SUBMITTED)
    former = Actor(person_id=house.author.person_id, name="Former")

    assert not may_read(former, signal)
    assert outcome_of(ACTS["withdraw"], former, signal, house) == "not allowed"
