"""Example concerns for the demo: every word in them is marked as an example.

They walk through the same services as real ones. Only then their dates are moved back, by whole
weeks, so that the demo shows running, missed and finished clocks. No real body is named.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import (
    EvidenceAudience,
    Scope,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import EffectReport, Postponement, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.services.dossiers.examples import play_dossier
from drehscheibe.capabilities.exchange.services.example_dates import move_back
from drehscheibe.capabilities.exchange.services.signals import answer_times
from drehscheibe.capabilities.exchange.services.signals.answering import (
    AnswerContent,
    publish_answer,
)
from drehscheibe.capabilities.exchange.services.signals.author import rate_answer
from drehscheibe.capabilities.exchange.services.signals.checking import ask_author, summarise_signal
from drehscheibe.capabilities.exchange.services.signals.draft import (
    DraftContent,
    begin_draft,
    save_draft,
)
from drehscheibe.capabilities.exchange.services.signals.evidence import (
    EvidenceWords,
    add_evidence,
    describe_evidence,
)
from drehscheibe.capabilities.exchange.services.signals.forwarding import forward_signal
from drehscheibe.capabilities.exchange.services.signals.hand_over import hand_over_signal
from drehscheibe.capabilities.exchange.services.signals.promises import (
    postpone_promise,
    report_in_effect,
)
from drehscheibe.capabilities.exchange.services.signals.reviewing import ask_back, take_up_signal
from drehscheibe.capabilities.exchange.services.signals.sending import release_signal, send_signal
from drehscheibe.capabilities.exchange.services.signals.support import join_signal, release_support
from drehscheibe.capabilities.exchange.services.signals.withdrawing_answers import withdraw_answer
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.organisations import queries as organisation_queries
from drehscheibe.core.organisations import services as organisations
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.places.models import Land

__all__ = ["Cast", "gather_cast", "load_example_data", "make_actor_for"]

FILE = Path(__file__).parents[2] / "data" / "examples.json"

INITIATIVE = "Beispielinitiative Industrie im Dialog"
TWO_SPEAKERS = "Beispielbündnis mit zwei Stimmen"
FEDERAL_DESK = "Bundesressort (Beispiel)"
LAND_DESK = "Landesressort (Beispiel)"
OFFICE = "Servicestelle (Demo)"

PEOPLE = {
    "office@example.org": "Servicestelle (Demo)",
    "desk@example.org": "Bundesressort (Demo)",
    "coordination@example.org": "Koordination (Demo)",
    "secondkey@example.org": "Zweiter Schlüssel (Demo)",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the examples."""

    author: Actor
    first_speaker: Actor
    second_speaker: Actor
    office: Actor
    desks: dict[str, Actor]


@transaction.atomic
def load_example_data() -> int:
    """Write the example concerns that are not there yet and return how many were written."""
    if Signal.objects.filter(is_example=True).exists():
        return 0
    cast = gather_cast()
    plots = json.loads(FILE.read_text(encoding="utf-8"))
    for plot in plots:
        _play(plot, cast)
    desk = cast.desks[Level.FEDERAL]
    return len(plots) + play_dossier(cast.office, desk, lambda plot: _send(plot, cast))


def gather_cast() -> Cast:
    """Find the demo people and their organisations, and make what is missing."""
    office = signals.find_office() or _organisation(OrganisationKind.OFFICE, OFFICE)
    alliance = _organisation(OrganisationKind.INITIATIVE, TWO_SPEAKERS, requires_two_keys=True)
    coordinator, speaker = MandateRole.COORDINATOR, MandateRole.SPEAKER
    return Cast(
        author=make_actor_for(
            "coordination@example.org",
            _organisation(OrganisationKind.INITIATIVE, INITIATIVE),
            coordinator,
        ),
        first_speaker=make_actor_for(
            "coordination@example.org", alliance, speaker, Bench.COMPANIES
        ),
        second_speaker=make_actor_for("secondkey@example.org", alliance, speaker, Bench.UNION),
        office=make_actor_for("office@example.org", office, coordinator),
        desks={
            level: make_actor_for(
                "desk@example.org",
                _organisation(OrganisationKind.DESK, name, level=level),
                coordinator,
            )
            for level, name in ((Level.FEDERAL, FEDERAL_DESK), (Level.LAND, LAND_DESK))
        },
    )


def _organisation(kind: str, name: str, **fields: Any) -> Organisation:
    known = Organisation.objects.filter(kind=kind, name=name).first()
    return known or organisations.create_organisation(SYSTEM, kind=kind, name=name, **fields)


def make_actor_for(email: str, organisation: Organisation, role: str, side: str = "") -> Actor:
    people = get_user_model().objects
    person = people.filter(email=email).first() or people.create_user(email, name=PEOPLE[email])
    mandate = (
        Mandate.objects.valid_at(timezone.now())
        .filter(person=person, organisation=organisation)
        .first()
    )
    if mandate is None:
        mandate = organisations.grant_mandate(
            SYSTEM,
            person_id=person.pk,
            organisation_id=organisation.pk,
            role=role,
            side=side,
            reason="Demo",
        )
    return organisation_queries.make_actor(person, mandate)


def _send(plot: dict[str, Any], cast: Cast) -> tuple[Actor, Signal]:
    """Write and send one concern for the dossier; return it with who answers for it."""
    author = cast.first_speaker if plot.get("two_keys") else cast.author
    pk = _write(plot, author).pk
    send_signal(author, pk)
    if plot.get("two_keys"):
        release_signal(cast.second_speaker, pk)
    return author, Signal.objects.select_related("item").get(pk=pk)


def _play(plot: dict[str, Any], cast: Cast) -> None:
    """Let one example go its way as far as its plot says, and age it between its steps."""
    author = cast.first_speaker if plot.get("two_keys") else cast.author
    pk = _write(plot, author).pk
    _add_evidence(plot, author, pk)
    send_signal(author, pk)
    if plot["key"] == "second_key":
        return
    if plot.get("two_keys"):
        release_signal(cast.second_speaker, pk)
    weeks_left = plot["weeks_ago"] - _age(pk, weeks=min(1, plot["weeks_ago"]))
    if plot["summary"]:
        summarise_signal(cast.office, pk, summary=plot["summary"])
    if "question" in plot:
        ask_author(cast.office, pk, question=plot["question"])
    if plot["key"] not in ("submitted", "question"):
        _hand_over(plot, cast, pk)
    _join(plot, cast, pk)
    if "answer" in plot:
        weeks_left -= _age(pk, weeks=3)
        desk = cast.desks[plot.get("desk", Level.FEDERAL)]
        publish_answer(desk, pk, _answer_of(plot["answer"]))
    if "helped" in plot:
        weeks_left -= _age(pk, weeks=1)
        rate_answer(author, pk, helped=plot["helped"], note=plot["helped_note"])
    weeks_left -= _turn(plot, cast, pk)
    _age(pk, weeks=weeks_left)


def _answer_of(words: dict[str, Any]) -> AnswerContent:
    """Return the answer of a plot; a promise names its day in weeks from when it is given."""
    given = dict(words)
    weeks = given.pop("weeks_until_effect", None)
    day = timezone.localdate() + timedelta(weeks=weeks) if weeks else None
    return AnswerContent(**given, effective_on=day)


def _turn(plot: dict[str, Any], cast: Cast, pk: int) -> int:
    """Let a desk do what the plot says after the hand-over; return the weeks that went by."""
    desk = cast.desks[plot.get("desk", Level.FEDERAL)]
    note, soon = plot.get("turn_note", ""), timezone.localdate() + timedelta(weeks=4)
    for act in plot.get("turns", ()):
        if act == "take_up":
            take_up_signal(desk, pk)
        if act == "ask_back":
            ask_back(desk, pk, question=note)
        if act == "forward":
            other = int(cast.desks[Level.LAND].organisation_id or 0)
            forward_signal(desk, pk, desk_id=other, due_on=soon, note=note)
    if "withdrawn" in plot:
        _age(pk, weeks=1)
        withdraw_answer(desk, pk, reason=plot["withdrawn"], due_on=soon)
        return 1
    if "in_effect" in plot:
        _age(pk, weeks=8)
        report_in_effect(desk, pk, **plot["in_effect"])
        return 8
    if "postponed" in plot:
        _age(pk, weeks=1)
        promised = Signal.objects.get(pk=pk).due_on or soon
        later = promised + timedelta(weeks=plot["postponed"]["weeks"])
        postpone_promise(desk, pk, until=later, reason=plot["postponed"]["reason"])
        return 1
    return 0


def _add_evidence(plot: dict[str, Any], author: Actor, pk: int) -> None:
    for name, described in plot.get("evidence", {}).items():
        upload = ContentFile(described["content"].encode(), name=name)
        file = add_evidence(author, pk, upload).file
        words = EvidenceWords(described["shows"], EvidenceAudience.READERS)
        describe_evidence(author, pk, {file.uuid: words})


def _join(plot: dict[str, Any], cast: Cast, pk: int) -> None:
    """Let the alliance with two voices join: one speaker offers, the other agrees."""
    laender = Land.objects.order_by("-code").values_list("code", flat=True)[:1]
    if "support" in plot and laender:
        join_signal(cast.first_speaker, pk, words=plot["support"], laender=laender)
        release_support(cast.second_speaker, pk)


def _hand_over(plot: dict[str, Any], cast: Cast, pk: int) -> None:
    desk = cast.desks[plot.get("desk", Level.FEDERAL)]
    until = timezone.localdate() + timedelta(weeks=4)
    hand_over_signal(cast.office, pk, desk_id=int(desk.organisation_id or 0), due_on=until)


def _write(plot: dict[str, Any], author: Actor) -> Signal:
    taken_up = _public_concern_about(plot["takes_up"]) if "takes_up" in plot else ""
    signal = begin_draft(author, taken_up=taken_up)
    signal.is_example = True
    signal.save(update_fields=["is_example"])
    names = (
        *("title", "what_happens", "since", "affected", "affected_companies"),
        *("affected_employees", "legal_norm", "wish", "topic", "level"),
    )
    land = Land.objects.order_by("code").values_list("code", flat=True).first()
    named = Land.objects.filter(code__in=plot.get("laender", ())).values_list("code", flat=True)
    is_regional = bool(named) or plot["level"] == Level.LAND
    scope = Scope.LAENDER if is_regional and land else Scope.NATIONWIDE
    words = {name: plot[name] for name in names}
    words |= {"scope": scope, "visibility": Visibility.PUBLIC}
    words |= {"region_text": "Beispielregion"} if scope == Scope.LAENDER and not named else {}
    places = tuple(named) or ((land,) if scope == Scope.LAENDER and land else ())
    return save_draft(author, signal.pk, DraftContent(words, laender=places))


def _public_concern_about(topic: str) -> str:
    """Return the id of a concern from public sources on which an example can build."""
    recorded = Signal.objects.filter(state=SignalState.RECORDED, topic=topic).order_by("pk")
    first = recorded.select_related("item").first()
    return first.public_id if first else ""


def _age(pk: int, *, weeks: int) -> int:
    """Move every date of an example back, so that weekdays stay what they were."""
    signal = Signal.objects.select_related("item").get(pk=pk)
    rows: list[models.Model] = [signal, *signal.hand_overs.all(), *signal.answers.all()]
    rows += [*signal.clarifications.all(), *signal.evidence.all(), *signal.supporters.all()]
    rows += Postponement.objects.filter(answer__signal=signal)
    rows += EffectReport.objects.filter(answer__signal=signal)
    if signal.item is not None:
        rows += [signal.item, *signal.item.stations.all()]
    move_back(rows, weeks=weeks)
    answer_times.settle(Signal.objects.get(pk=pk))
    return weeks
