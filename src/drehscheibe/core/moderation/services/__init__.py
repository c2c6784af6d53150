"""Report, decide, object; and what happens when nobody may decide, or nobody does in time."""

from drehscheibe.core.moderation.services.delays import ask_operator, look_after_cases
from drehscheibe.core.moderation.services.due_process import (
    appeal_as_author,
    appeal_as_reporter,
    change_house_rules,
    decide_case,
    needs_address,
    possible_outcomes,
    report_item,
)

__all__ = [
    "appeal_as_author",
    "appeal_as_reporter",
    "ask_operator",
    "change_house_rules",
    "decide_case",
    "look_after_cases",
    "needs_address",
    "possible_outcomes",
    "report_item",
]
