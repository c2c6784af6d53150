from __future__ import annotations

from drehscheibe.core.trace.machine import Machine, State, Transition

STATES = {
    "begun": State("", "", owner="author", days=7),
    "imported": State("", "", owner="office", days=7),
    "done": State("", "", is_final=True),
}
TRANSITIONS = (Transition("finish", frozenset({"begun", "imported"}), "done", "office"),)


def test_state_that_nothing_leads_to_is_a_fault() -> None:
    machine = Machine(STATES, TRANSITIONS, start="begun")

    assert list(machine.find_faults()) == ["imported: cannot be reached"]


def test_declared_second_start_is_no_fault() -> None:
    machine = Machine(STATES, TRANSITIONS, start="begun", also_starts=("imported",))

    assert list(machine.find_faults()) == []
