"""The one way a measure changes: row, trace, public history, audit and search index together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.machine.measure import MEASURE
from drehscheibe.capabilities.exchange.models import Measure, MeasureChange
from drehscheibe.capabilities.exchange.services.signals.way import ensure_mandate
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.search import api as search
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date

__all__ = ["advance", "describe_position", "make_findable", "note", "plain"]


def advance(
    measure: Measure,
    act: str,
    *,
    actor: Actor,
    words: str = "",
    changes: Mapping[str, Any] | None = None,
    review_by: date | None = None,
) -> MeasureChange:
    """Bring a locked measure to its next state, wind its clock up anew and save it as a whole.

    Parameters
    ----------
    review_by : date, optional
        When the next review is due if nobody has reviewed it now; by default it counts as reviewed.

    Raises
    ------
    Conflict
        If the state does not know the act; the message says what is true now.
    """
    target = MEASURE.target_of(act, measure.state)
    if target is None:
        raise Conflict(describe_position(measure))
    before, measure.state = measure.state, target
    measure.due_on = review_by or due_date(MEASURE.states[target], timezone.localdate())
    if review_by is None:
        measure.reviewed_at = timezone.now()
    moved = {"state": [before, target]} if before != target else {}
    measure.item.title = measure.title
    trace.move(
        measure.item,
        target,
        actor=actor,
        owner_id=None if MEASURE.states[target].is_final else measure.lead_id,
        due_on=measure.due_on,
        is_final=MEASURE.states[target].is_final,
        note=words,
    )
    measure.save()
    make_findable(measure)
    return note(measure, actor, act, {**moved, **(changes or {})}, words)


def note(
    measure: Measure, actor: Actor, act: str, changes: Mapping[str, Any], words: str = ""
) -> MeasureChange:
    """Write an entry of the public history, and the same into the audit log.

    Nothing is done if the mandate of the act has ended meanwhile.
    """
    ensure_mandate(actor)
    last = measure.changes.aggregate(last=Max("number"))["last"] or 0
    change = MeasureChange.objects.create(
        measure=measure,
        number=last + 1,
        mandate_id=actor.mandate_id,
        organisation_name=actor.organisation_name,
        act=act,
        changes=dict(changes),
        note=words,
    )
    audit.record(
        actor,
        f"exchange.measure_{_PAST[act]}",
        item_kind="measure",
        item_key=measure.public_id,
        changes=changes,
    )
    mark_read(actor.person_id, "exchange", public_id=measure.public_id)
    return change


_PAST = {
    "record": "recorded",
    "change": "changed",
    "review": "reviewed",
    "plan": "planned",
    "start": "started",
    "pause": "paused",
    "finish": "finished",
    "drop": "dropped",
    "leave_to_office": "left_to_office",
    "pass_on": "passed_on",
}


def plain(value: Any) -> Any:  # noqa: ANN401 -- any value of a measure
    """Return a value as the history keeps it: text, number or None."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def describe_position(measure: Measure) -> str:
    """Return where a measure is now, for somebody whose act came too late."""
    return _("In the meantime this measure has moved on: %(state)s. Nothing was changed.") % {
        "state": measure.get_state_display()
    }


def make_findable(measure: Measure) -> None:
    """Bring the search index up to date; what the office has hidden is not found."""
    if not measure.is_public:
        search.remove("measure", measure.public_id)
        return
    search.put(_document(measure, language) for language, _name in settings.LANGUAGES)


def _document(measure: Measure, language: str) -> search.Document:
    with translation.override(language):
        path = reverse("measure_detail", args=[measure.public_id])
        topic = str(measure.get_topic_display())
    texts = (measure.public_id, measure.goal, topic, str(measure.lead), measure.partners)
    return search.Document(
        kind="measure",
        key=measure.public_id,
        language=language,
        title=measure.title,
        summary=measure.goal[:280],
        body=" ".join((*texts, measure.indicator, measure.next_step)),
        path=path,
        topics=(measure.topic,) if measure.topic else (),
        lands=tuple(sorted(measure.laender.values_list("pk", flat=True))),
        is_example=measure.is_example,
    )
