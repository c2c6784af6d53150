"""Thousands of acts in a random order, with everything checked that has to hold in between."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.utils import timezone, translation
from time_machine import Traveller

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Answer, DossierQuote, Signal
from drehscheibe.capabilities.exchange.services.impulses.sending import run_impulse_clock
from drehscheibe.capabilities.exchange.services.measures.reviews import run_review_clock
from drehscheibe.capabilities.exchange.services.questions.reminding import look_after_questions
from drehscheibe.capabilities.exchange.services.reminding import remind_overdue
from drehscheibe.capabilities.exchange.services.signals import answer_times
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.notify.models import Mail, Notification
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.organisations.choices import LEAD_ROLES, OrganisationKind
from drehscheibe.core.outbox.models import Delivery, DeliveryState
from tests.randomised import invariants
from tests.randomised.acts import ACTS, Act, begin, people_for
from tests.randomised.errands import Runner
from tests.randomised.openness import check_openness
from tests.randomised.others import check_handed_on, check_nobody_gone_owns, check_others
from tests.randomised.told import Register
from tests.randomised.world import World

REFUSALS = (Conflict, NotAllowed, ValidationError, ObjectDoesNotExist)
#: Not written into the log of the concern: autosave, and what the log of the case or the dossier holds.
UNLOGGED = {"save", "describe_evidence", "report", "judge", "object"} | {
    "close_dossier",
    "write_dossier",
    "ask_consent",
    "consent",
    "choose_quote",
}
#: What may be done by somebody who may write and not commit.
OF_WRITERS = {"save", "discard", "add_evidence", "describe_evidence", "remove_evidence", "object"}
#: Of another room, which does not ask again whether the mandate of this moment still holds.
OF_MODERATION = {"report", "judge", "object"}
ACTS_OF_THE_MACHINE = {move: act for act in ACTS.values() for move in act.moves}
FEWEST_OPEN = 30


@dataclass(frozen=True, slots=True)
class Before:
    """A concern as it was before an act."""

    state: str
    organisation_id: int | None
    desks: frozenset[int]
    entries: int

    @classmethod
    def of(cls, signal: Signal) -> Before:
        stays = signal.hand_overs.values_list("desk_id", flat=True)
        return cls(
            signal.state, signal.organisation_id, frozenset(stays), _entries_of(signal).count()
        )


@dataclass(slots=True)
class Driver:
    """Tries acts, and remembers what it tried.

    Attributes
    ----------
    accepted, refused : Counter
        By name of the act.
    moves : Counter
        Transitions of the machine that were made.
    """

    seed: int
    chance: Random
    world: World
    errands: Runner
    register: Register = field(default_factory=Register)
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    kept: deque[tuple[Act, Actor, int]] = field(default_factory=lambda: deque(maxlen=30))
    journal: list[tuple[int | None, str]] = field(default_factory=list)

    @classmethod
    def begin(cls, seed: int, clock: Traveller) -> Driver:
        chance = Random(seed)  # noqa: S311 -- no secret
        world = World.begin(chance, clock)
        return cls(seed, chance, world, Runner(world))

    def run(self, steps: int) -> None:
        """Try so many acts, and check; a fault says how to see it again and what led to it.

        Raises
        ------
        AssertionError
            With the seed, the last events and everything that happened to the concern.
        """
        try:
            for step in range(1, steps + 1):
                self._step()
                if step % 200 == 0:
                    invariants.check_concerns()
                    invariants.check_answer_times()
                    check_others()
                    check_openness(self.chance)
            self._finish()
        except Exception as fault:
            raise AssertionError(self._story(fault)) from fault

    # Steps ----------------------------------------------------------------------------------

    def _step(self) -> None:
        self.world.clock.shift(timedelta(minutes=self.chance.randint(1, 40)))
        self.world.refresh()
        dice = self.chance.random()
        if dice < 0.06:
            self._deliver(self.chance.choice((1, 3, 20, 100)))
        elif dice < 0.075:
            self._happen(self.world.let_time_pass)
            answer_times.fold()
            _run_clocks()
            invariants.check_reminded_again()
        elif dice < 0.09:
            self._happen(self.chance.choice((self.world.end_a_mandate, self.world.limit_a_mandate)))
        elif dice < 0.094:
            self._happen(self.world.dissolve)
        elif dice < 0.2:
            self.journal.append((None, self.errands.try_one()))
        elif dice < 0.3 or self._count_open() < FEWEST_OPEN:
            self._begin()
        else:
            self._try(*self._choose())

    def _count_open(self) -> int:
        return Signal.objects.exclude(state__in=machine.FINAL_STATES).count()

    def _happen(self, event: Callable[[], str]) -> None:
        self.journal.append((None, event()))

    def _deliver(self, limit: int) -> None:
        """Deliver some of what waits, and then the same once more, as after a lost receipt."""
        before = set(_delivered())
        self.register.deliver(limit)
        fresh = set(_delivered()) - before
        self.journal.append((None, f"delivered {len(fresh)}"))
        if self.chance.random() < 0.5:
            return
        told = Notification.objects.count(), Mail.objects.count()
        moved = Entry.objects.count()
        # What follows the state of things may do now what a fact that still waits would have it do.
        is_ahead = Delivery.objects.filter(
            state=DeliveryState.WAITING, receiver="exchange.follow_dossier"
        ).exists()
        again = Delivery.objects.filter(pk__in=fresh)
        again.update(state=DeliveryState.WAITING)
        self.register.deliver(len(fresh))
        assert (Notification.objects.count(), Mail.objects.count()) == told, "told twice"
        assert is_ahead or Entry.objects.count() == moved, "a fact that came twice acted twice"
        if self.chance.random() < 0.3:
            send_due()

    def _begin(self) -> None:
        of_recorded = [name for name in ACTS_OF_THE_MACHINE if name.endswith("_recorded")]
        if not all(self.moves[name] for name in of_recorded) and self.chance.random() < 0.05:
            self._happen(self.world.record)
        authors = self.world.of_kind(OrganisationKind.INITIATIVE)
        authors = [actor for actor in authors if actor.role in LEAD_ROLES] or authors
        signal = begin(self.world, self.chance.choice(authors))
        self.journal.append((signal.pk, f"begun by {signal.organisation}"))
        self.accepted["begin"] += 1

    # What is tried ----------------------------------------------------------------------------

    def _choose(self) -> tuple[Act, Actor, Signal]:
        """Choose something: mostly what is possible, or what was a while ago, or anything."""
        dice = self.chance.random()
        if dice < 0.08 and self.kept:
            act, actor, pk = self.chance.choice(self.kept)
            signal = Signal.objects.filter(pk=pk).first()
            if signal is not None:
                return act, actor, signal
        signal = self._some_signal()
        fitting = self._fitting(signal)
        if dice > 0.8 or not fitting:
            act = self.chance.choice(list(ACTS.values()))
            return act, self.chance.choice(self.world.everybody), signal
        unmade = [act for act in fitting if any(not self.moves[move] for move in act.moves)]
        if unmade and self.chance.random() < 0.3:
            fitting = unmade
        act = self.chance.choices(fitting, [act.weight for act in fitting])[0]
        people = people_for(self.world, act, signal) or self.world.everybody
        leads = [actor for actor in people if actor.role in LEAD_ROLES]
        if leads and self.chance.random() < 0.9:
            people = leads
        chosen = act, self.chance.choice(people), signal
        if self.chance.random() < 0.2:
            # Somebody opens the page now and presses the button later.
            self.kept.append((act, chosen[1], signal.pk))
        return chosen

    def _some_signal(self) -> Signal:
        """Return one of the latest, or one for which a move is possible that was never made."""
        unmade = {name for name in ACTS_OF_THE_MACHINE if not self.moves[name]}
        if unmade and self.chance.random() < 0.15:
            rare = _on_the_way_to(self.chance.choice(sorted(unmade)))
            if rare:
                return self.chance.choice(rare)
        rows = Signal.objects.order_by("-pk")
        if self.chance.random() < 0.95:
            rows = rows.exclude(state__in=machine.FINAL_STATES)
        pks = list(rows.values_list("pk", flat=True)[:60])
        return Signal.objects.get(pk=self.chance.choice(pks))

    def _fitting(self, signal: Signal) -> list[Act]:
        """Return what a concern is ready for."""
        moves = {transition.act for transition in machine.SIGNAL.acts_from(signal.state)}
        still = {"summarise", "widen", "close_dossier"}
        if signal.state == SignalState.DRAFT:
            still = {"save", "discard", "add_evidence"}
            if signal.evidence.exists():
                still |= {"describe_evidence", "remove_evidence"}
        if signal.state == SignalState.BUNDLED:
            still |= {"write_dossier", "ask_consent"}
        if DossierQuote.objects.filter(signal=signal).exists():
            still |= {"consent", "choose_quote"}
        if signal.is_open and signal.state in machine.ANSWER_OWED_STATES:
            still |= {"join", "leave"}
        if signal.supporters.filter(confirmed_at=None, withdrawn_at=None).exists():
            still |= {"release_support"}
        if signal.is_public:
            still |= {"report"}
        if Case.objects.filter(item_key=signal.public_id).exists():
            still |= {"judge", "object"}
        return [act for act in ACTS.values() if moves & set(act.moves) or act.name in still]

    def _try(self, act: Act, actor: Actor, signal: Signal) -> None:
        before, print_before = Before.of(signal), invariants.fingerprint(signal.pk)
        who = f"{act.name} by {actor.name or 'nobody'} ({actor.organisation_name or '-'})"
        answers = Answer.objects.count()
        try:
            act.run(self.world, actor, signal)
        except REFUSALS as refusal:
            self.journal.append((signal.pk, f"{who}: {type(refusal).__name__}"))
            self.refused[act.name] += 1
            assert invariants.fingerprint(signal.pk) == print_before, "refused, and yet changed"
            return
        after = Signal.objects.filter(pk=signal.pk).first()
        state = after.state if after else "gone"
        self.journal.append((signal.pk, f"{who}: {before.state} → {state}"))
        self.accepted[act.name] += 1
        self._check_right(act, actor, before)
        if after is None:
            assert act.name == "discard", f"{act.name} made a concern disappear"
            return
        self._check_log(act, actor, after, before)
        answered = Answer.objects.order_by("-pk")[: Answer.objects.count() - answers]
        invariants.check_concerns({signal.pk, *answered.values_list("signal_id", flat=True)})

    # What is checked ------------------------------------------------------------------------

    def _check_right(self, act: Act, actor: Actor, before: Before) -> None:
        """Check that whoever succeeded was somebody who may."""
        if act.name == "report":
            return
        if act.name not in OF_MODERATION:
            assert self.world.is_living(actor), f"{act.name} under a mandate that has ended"
        kind, body = actor.organisation_kind, actor.organisation_id
        if act.who == "office":
            assert kind == OrganisationKind.OFFICE, f"{act.name} by {actor}"
        elif act.who == "addressee":
            is_theirs = kind == OrganisationKind.DESK and body in before.desks
            # The office may say in place of a desk that a promise is kept.
            assert is_theirs or (act.name == "report_in_effect" and actor.is_office), (
                f"{act.name} by {actor}"
            )
        elif act.who == "author":
            assert body == before.organisation_id, f"{act.name} by {actor}"
            assert actor.role in LEAD_ROLES or act.name in OF_WRITERS, (
                f"{act.name} by {actor}, who may only write"
            )
        else:
            assert kind == OrganisationKind.INITIATIVE, f"{act.name} by {actor}"
            assert actor.role in LEAD_ROLES, f"{act.name} by {actor}, who may only write"

    def _check_log(self, act: Act, actor: Actor, after: Signal, before: Before) -> None:
        """Check that the log says who did it, and that the machine knows the way."""
        entries = list(_entries_of(after).order_by("pk"))[before.entries :]
        if act.name in UNLOGGED:
            assert after.state == before.state, f"{act.name} moved the concern"
            return
        assert entries, f"{act.name} left no line in the log"
        assert {entry.person_id for entry in entries} == {actor.person_id}
        assert {entry.mandate_id for entry in entries} == {actor.mandate_id}
        moves = [entry.verb.removeprefix("exchange.") for entry in entries]
        if not act.moves:
            assert after.state == before.state, f"{act.name} moved the concern"
            return
        assert len(moves) == 1, f"{act.name} wrote {moves}"
        self.moves[moves[0]] += 1
        target = machine.SIGNAL.target_of(moves[0], before.state)
        assert target == after.state, f"{moves[0]}: {before.state} → {after.state}"

    def _finish(self) -> None:
        """Let the worker do all that is left, and check everything."""
        while self.register.deliver(100):
            pass
        _run_clocks()
        while self.register.deliver(100):
            pass
        invariants.check_nothing_waits()
        invariants.check_concerns()
        invariants.check_told_once()
        invariants.check_reminded_again()
        invariants.check_answer_times()
        invariants.check_merges()
        invariants.check_dossiers()
        check_others()
        check_handed_on()
        check_nobody_gone_owns()
        self.register.check()
        check_openness(self.chance)
        _check_words()

    def _story(self, fault: Exception) -> str:
        pk = next((pk for pk, _what in reversed(self.journal) if pk is not None), None)
        of_it = [what for at, what in self.journal if at == pk]
        lately = [f"{at or ''} {what}" for at, what in self.journal[-12:]]
        return "\n".join(
            (
                f"{fault}",
                f"Again: DREHSCHEIBE_SEED={self.seed}; step {len(self.journal)}",
                "Lately:",
                *(f"  {line}" for line in lately),
                f"Concern {pk}:",
                *(f"  {line}" for line in of_it),
            )
        )


def _on_the_way_to(act: str) -> list[Signal]:
    """Return the concerns for which an act is possible; else those that are nearest to it.

    Acts on what was only recorded look among that alone: there are few of them.
    """
    rows = Signal.objects.order_by("pk")
    rows = rows.exclude(raised_in_public_by="") if act.endswith("_recorded") else rows
    states = {s for t in machine.SIGNAL.transitions if t.act == act for s in t.sources}
    while not (found := list(rows.filter(state__in=sorted(states)))):
        before = {
            s for t in machine.SIGNAL.transitions if t.target in states for s in t.sources
        } | states
        if before == states:
            return []
        states = before
    return found


def _run_clocks() -> None:
    """Do what the worker does every day."""
    now = timezone.now()
    remind_overdue(timezone.localdate(now))
    run_impulse_clock(now)
    run_review_clock(now)
    look_after_questions(now)


def _check_words() -> None:
    """Check that everything that was told can be put into words, in both languages."""
    for note in Notification.objects.order_by("pk"):
        for language in invariants.LANGUAGES:
            with translation.override(language):
                words = get_kind(note.kind).words(dict(note.context))
            assert words.subject, note
            assert words.text, note


def _delivered() -> list[int]:
    rows = Delivery.objects.filter(state=DeliveryState.DELIVERED)
    return list(rows.values_list("pk", flat=True))


def _entries_of(signal: Signal) -> QuerySet[Entry]:
    return Entry.objects.filter(item_kind="signal", item_key=str(signal.uuid))
