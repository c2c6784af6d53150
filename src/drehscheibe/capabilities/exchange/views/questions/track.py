"""The way of a question as stations, with what it became."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.machine.question import OWED_STATES
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.core.trace import api as trace

__all__ = ["way_of_question"]

#: How much of what it became stands on the page; the rest is behind the concern.
MOST_IN_WAY = 12


def way_of_question(question: Question) -> list[dict[str, Any]]:
    """Return the stations for ``ui.trace``; of what it became only what everybody may read.

    The answer that waits for a second person is work of the initiative and no station.
    """
    if question.item is None:
        return []
    chain = trace.chain_of(question.item, public_only=True, most=MOST_IN_WAY)
    stations: list[dict[str, Any]] = []
    for stop in trace.stops_of(question.item):
        if stop.state == QuestionState.AWAITING_SECOND_KEY:
            continue
        is_return = bool(stations) and stations[-1]["state_code"] == stop.state
        if not is_return:
            stations.append(_reached(stop, question))
    stations[-1]["is_current"] = True
    if question.state in OWED_STATES:
        stations.append(_ahead())
    return stations + [_linked(link) for link in chain.became]


def _station(title: str, **values: Any) -> dict[str, Any]:
    return {"title": title, "href": "", "kind": "", "who": "", "note": "", "when": None, **values}


def _reached(stop: trace.Stop, question: Question) -> dict[str, Any]:
    titles = {
        QuestionState.ASKED: _("With the initiative"),
        QuestionState.WITH_OFFICE: _("With the service office"),
        QuestionState.ANSWERED: _("Answered"),
        QuestionState.CLOSED: _("Closed"),
        QuestionState.HANDED_ON: _("Became a concern"),
        QuestionState.DECLINED: _("Not answered"),
        QuestionState.WITHDRAWN: _("Withdrawn by the asker"),
    }
    who = stop.organisation_name
    if stop.state == QuestionState.ASKED:
        who = str(question.organisation)
    return _station(
        str(titles.get(QuestionState(stop.state), stop.state_label)),
        when=stop.reached_at,
        who=who,
        state_code=stop.state,
    )


def _ahead() -> dict[str, Any]:
    return _station(_("The answer"), is_future=True)


def _linked(link: trace.Link) -> dict[str, Any]:
    return _station(
        link.title,
        href=link.url,
        kind=f"{link.kind_label} {link.public_id}",
        state=link.state_label,
        state_kind=link.state_badge,
        when=link.changed_at,
    )
