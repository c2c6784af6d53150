"""What holds after every act, whoever did it and whatever happened in between."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import (
    DossierState,
    HandOverOutcome,
    SignalState,
)
from drehscheibe.capabilities.exchange.machine.signal import (
    ANSWERED_STATES,
    DESK_STATES,
    DOSSIER,
    SIGNAL,
    UNSENT_STATES,
)
from drehscheibe.capabilities.exchange.models import (
    Answer,
    Dossier,
    HandOver,
    Merge,
    Signal,
)
from drehscheibe.capabilities.exchange.services.signals import answer_times
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.outbox.models import Delivery, DeliveryState, Message
from drehscheibe.core.search.models import Entry
from drehscheibe.core.trace.models import Station

LANGUAGES = ("de", "en")

#: Tables of which a refused act must not touch a row.
_TABLES = (
    "exchange_signal",
    "exchange_handover",
    "exchange_staytally",
    "exchange_answer",
    "exchange_commonanswer",
    "exchange_clarification",
    "exchange_supporter",
    "exchange_postponement",
    "exchange_effectreport",
    "exchange_merge",
    "exchange_dossier",
    "exchange_dossierentry",
    "exchange_dossierquote",
    "exchange_evidence",
    "exchange_impulse",
    "exchange_addressee",
    "exchange_reaction",
    "exchange_measure",
    "exchange_measurechange",
    "exchange_question",
    "trace_item",
    "trace_station",
    "trace_participant",
    "trace_edge",
    "audit_entry",
    "outbox_message",
    "outbox_delivery",
    "notify_notification",
    "notify_mail",
    "search_entry",
)
_COUNTS = "SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in _TABLES)  # noqa: S608 -- our own constants


#: Rows of one concern, by their table.
_ROWS = (
    "SELECT * FROM exchange_signal WHERE id = %s",
    "SELECT i.* FROM trace_item i JOIN exchange_signal s ON s.item_id = i.id WHERE s.id = %s",
    *(
        f"SELECT * FROM exchange_{table} WHERE signal_id = %s ORDER BY id"  # noqa: S608
        for table in ("handover", "answer", "clarification", "supporter", "evidence")
    ),
)


def fingerprint(pk: int) -> list[object]:
    """Return what a refused act could have changed: the rows of a concern, and how many others."""
    found: list[object] = [count_rows()]
    with connection.cursor() as cursor:
        for statement in _ROWS:
            cursor.execute(statement, [pk])
            found.append(cursor.fetchall())
    return found


def count_rows() -> object:
    """Return how many rows there are of everything that an act could write."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return cursor.fetchone()


# One concern ----------------------------------------------------------------------------------


def check_concerns(pks: Iterable[int] | None = None) -> None:
    """Check some concerns, or all: owner, clock, trace, stays, visibility, search."""
    rows = Signal.objects.select_related("item", "owner", "organisation").order_by("pk")
    signals = list(rows if pks is None else rows.filter(pk__in=list(pks)))
    stays: dict[int, list[HandOver]] = {signal.pk: [] for signal in signals}
    for stay in HandOver.objects.filter(signal__in=signals).order_by("number"):
        stays[stay.signal_id].append(stay)
    stations: dict[int, list[Station]] = {}
    for station in Station.objects.filter(item__signal__in=signals).order_by("pk"):
        stations.setdefault(station.item_id, []).append(station)
    for signal in signals:
        _check_owner_and_clock(signal)
        _check_trace(signal, stations.get(signal.item_id or 0, []))
        _check_stays(signal, stays[signal.pk])
    _check_search(signals)


def _check_owner_and_clock(signal: Signal) -> None:
    state = SIGNAL.states[signal.state]
    name = f"{signal} ({signal.state})"
    if state.is_final:
        assert (signal.owner_id, signal.due_on) == (None, None), f"{name} is final and has an owner"
        return
    assert signal.due_on is not None, f"{name} has no clock"
    assert signal.owner is not None, f"{name} has no owner"
    kinds = {
        "office": {OrganisationKind.OFFICE},
        "addressee": {OrganisationKind.DESK},
        "author": {OrganisationKind.INITIATIVE},
    }
    assert signal.owner.kind in kinds[state.owner], f"{name} belongs to {signal.owner}"
    if state.owner == "author":
        assert signal.owner_id == signal.organisation_id, f"{name} belongs to other authors"


def _check_trace(signal: Signal, stations: list[Station]) -> None:
    if signal.item is None:
        assert signal.state == SignalState.DRAFT, f"{signal} was sent without a trace"
        return
    row = (signal.state, signal.owner_id, signal.due_on, signal.is_public)
    item = signal.item
    traced = (item.state, item.owner_id, item.due_on, item.is_public)
    assert row == traced, f"{signal}: the row says {row}, the trace {traced}"
    assert item.title == signal.title, f"{signal}: the trace has another title"
    if signal.state != SignalState.RECORDED:
        is_closed = item.closed_at is not None
        assert is_closed == SIGNAL.states[signal.state].is_final, f"{signal}: closed"
    assert stations[-1].state == signal.state, f"{signal}: last station {stations[-1]}"
    ways = {(source, t.target) for t in SIGNAL.transitions for source in t.sources}
    passed = [station.state for station in stations]
    first = {*(t.target for t in SIGNAL.acts_from(SIGNAL.start)), *SIGNAL.also_starts}
    assert passed[0] in first, passed
    for step in itertools.pairwise(passed):
        assert step in ways, f"{signal}: no act leads from {step[0]} to {step[1]}"


def _check_stays(signal: Signal, stays: list[HandOver]) -> None:
    assert [stay.number for stay in stays] == list(range(1, len(stays) + 1))
    running = [stay for stay in stays if stay.ended_at is None]
    assert len(running) == (signal.state in DESK_STATES), (
        f"{signal} is {signal.state} and has {len(running)} open stays"
    )
    if running and signal.state != SignalState.ASKED_BACK:
        stay = running[0]
        assert (signal.owner_id, signal.due_on) == (stay.desk_id, stay.due_on), (
            f"{signal}: owner and clock are not those of its stay"
        )
    answered = {HandOverOutcome.ANSWERED, HandOverOutcome.ANSWER_WITHDRAWN}
    numbers = {stay.pk for stay in stays if stay.outcome in answered}
    given = set(Answer.objects.filter(signal=signal).values_list("hand_over_id", flat=True))
    assert numbers == given, f"{signal}: answers and stays do not match"


def check_answer_times() -> None:
    """Check that the sums that were kept act by act are those of a full count."""
    differences = answer_times.find_differences()
    assert not differences, f"answer times, kept and counted: {differences}"


def check_merges() -> None:
    """Check that what goes on elsewhere says where, and that nothing goes round in a circle."""
    into = dict(Merge.objects.filter(undone_at=None).values_list("signal_id", "into_id"))
    merged = Signal.objects.filter(state=SignalState.MERGED).values_list("pk", flat=True)
    assert set(into) == set(merged), f"merged: {sorted(set(into) ^ set(merged))}"
    for start in into:
        step, walked = start, {start}
        while step in into:
            step = into[step]
            assert step not in walked, f"concern {start} goes on as part of itself"
            walked.add(step)
        lost = Signal.objects.get(pk=step)
        assert lost.state not in (SignalState.REJECTED, SignalState.WITHDRAWN), (
            f"concern {start} goes on in {lost}, which is {lost.state}"
        )


def check_dossiers() -> None:
    """Check that every dossier is where its concerns are, once everything was delivered."""
    held: list[int] = []
    for one in Dossier.objects.select_related("item", "owner").order_by("pk"):
        state = DOSSIER.states[one.state]
        name = f"{one} ({one.state})"
        assert state.is_final == (one.owner is None), f"{name} belongs to {one.owner}"
        assert state.is_final == (one.due_on is None), f"{name} is due on {one.due_on}"
        assert one.owner is None or one.owner.ended_at is None, f"{name}: {one.owner} has ended"
        row = (one.state, one.owner_id, one.due_on, one.is_public)
        item = one.item
        assert row == (item.state, item.owner_id, item.due_on, item.is_public), name
        entries = one.entries.filter(left_at__isnull=True).select_related("signal")
        held += [entry.signal_id for entry in entries if not state.is_final]
        states = {entry.signal.state for entry in entries}
        if one.state == DossierState.IN_PREPARATION:
            assert states <= {SignalState.BUNDLED}, f"{name} holds {states}"
        elif one.state == DossierState.HANDED_OVER:
            assert states & DESK_STATES, f"{name} holds {states}"
        elif one.state == DossierState.ANSWERED:
            assert states, f"{name} holds nothing"
            assert states <= ANSWERED_STATES, f"{name} holds {states}"
    bundled = set(Signal.objects.filter(state=SignalState.BUNDLED).values_list("pk", flat=True))
    assert bundled <= set(held), f"bundled, and in no dossier: {sorted(bundled - set(held))}"


def _check_search(signals: list[Signal]) -> None:
    sent = [signal for signal in signals if signal.item is not None]
    found = set(
        Entry.objects.filter(kind="signal", key__in=[s.public_id for s in sent]).values_list(
            "key", "language", "audience"
        )
    )
    expected = {
        (signal.public_id, language, "public" if signal.is_public else "network")
        for signal in sent
        if signal.is_open
        for language in LANGUAGES
    }
    assert found == expected, f"search: {sorted(found ^ expected)}"
    titles = dict(Entry.objects.filter(kind="signal").values_list("key", "title"))
    wrong = [s.public_id for s in sent if s.is_open and titles[s.public_id] != s.title]
    assert not wrong, f"search knows other titles of {wrong}"


# All together ---------------------------------------------------------------------------------


def check_nothing_waits() -> None:
    """Check that the outbox is empty, and that nobody owns anything who no longer exists."""
    left = Delivery.objects.exclude(state=DeliveryState.DELIVERED)
    assert not left.exists(), [f"{d}: {d.last_error}" for d in left[:3]]
    orphans = Signal.objects.exclude(state__in=UNSENT_STATES).filter(owner__ended_at__isnull=False)
    stranded = [f"{s.pk} {s} is {s.state} with {s.owner}, which has ended" for s in orphans[:3]]
    assert not stranded, stranded
    waiting = HandOver.objects.filter(ended_at__isnull=True, desk__ended_at__isnull=False)
    assert not waiting.exists(), f"open stays at desks that have ended: {list(waiting[:3])}"


def check_told_once() -> None:
    """Check that each answer is one fact, and that nobody has two notes or mails about one fact."""
    given = Counter(
        (row["public_id"], row["number"])
        for row in Message.objects.filter(topic="exchange.signal_answered").values_list(
            "payload", flat=True
        )
    )
    assert set(given.values()) <= {1}, f"an answer was published twice: {given.most_common(3)}"
    assert sum(given.values()) == Answer.objects.count()
    notes = Counter(Notification.objects.values_list("person_id", "fact_key"))
    assert set(notes.values()) <= {1}
    mails = Counter(Mail.objects.values_list("key", "to"))
    assert set(mails.values()) <= {1}


def check_reminded_again() -> None:
    """Check that whoever is late has been told of this very date."""
    today = timezone.localdate()
    late = Signal.objects.filter(due_on__lt=today).filter(
        Q(reminded_for__isnull=True) | ~Q(reminded_for=F("due_on"))
    )
    silent = [f"{s.pk} {s} is due on {s.due_on}, told of {s.reminded_for}" for s in late[:3]]
    assert not silent, silent
