from __future__ import annotations

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.machine.question import FINAL_STATES, OWED_STATES, QUESTION


def test_no_state_strands_and_every_one_can_be_reached() -> None:
    assert list(QUESTION.find_faults()) == []
    assert set(QUESTION.states) == set(QuestionState.values)


def test_who_owes_an_answer_may_always_be_freed_of_it() -> None:
    for state in OWED_STATES:
        assert QUESTION.target_of("withdraw", state) == QuestionState.WITHDRAWN
        assert QUESTION.target_of("hand_on", state) == QuestionState.HANDED_ON


def test_only_named_acts_lead_out_of_an_end() -> None:
    out = {t.act for state in FINAL_STATES for t in QUESTION.acts_from(state)}

    assert out == {"come_back", "object"}
