"""Who has to be told of an answer, worked out from the rows and not from the trace."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Answer, Signal
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Delivery, DeliveryState, Message

_ANSWERS = ("exchange.signal_answered", "exchange.answers_published")


def must_be_told(signal: Signal) -> set[int]:
    """Return everybody who has to be told of an answer that goes out now."""
    acting = _acting()
    people = _bearers(signal, acting)
    for merged in _merged_into(signal):
        people |= _bearers(merged, acting)
    if not (signal.published_at or signal.shared_at):
        return people
    upstream: set[int] = set()
    for origin in _ancestors(signal):
        upstream |= _authors(origin) | _supporters(origin)
    if signal.published_at is None:
        upstream &= set().union(*acting.values())
    return people | upstream


def may_be_told(signal: Signal) -> set[int] | None:
    """Return everybody who may know of a concern that was opened to nobody; None of an open one."""
    if signal.published_at or signal.shared_at:
        return None
    own = {
        signal.organisation_id or 0,
        *signal.supporters.values_list("organisation_id", flat=True),
    }
    own |= set(signal.hand_overs.values_list("desk_id", flat=True))
    own_people = Mandate.objects.filter(organisation_id__in=own)
    office = Mandate.objects.filter(organisation__kind=OrganisationKind.OFFICE)
    return set((own_people | office).values_list("person_id", flat=True))


def _acting() -> dict[int, set[int]]:
    acting: dict[int, set[int]] = {}
    valid = Mandate.objects.valid_at(timezone.now())
    for organisation_id, person_id in valid.values_list("organisation_id", "person_id"):
        acting.setdefault(organisation_id, set()).add(person_id)
    return acting


def _bearers(signal: Signal, acting: dict[int, set[int]]) -> set[int]:
    """Return authors and supporters; for those who left, whoever acts in their place."""
    pairs = [(person, signal.organisation_id or 0) for person in _authors(signal)]
    is_borne = any(person in acting.get(body, set()) for person, body in pairs)
    people: set[int] = set()
    for person, body in pairs:
        current = acting.get(body, set())
        if person in current or signal.published_at is not None:
            people.add(person)
        if not is_borne:
            people |= current
    rows = signal.supporters.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)
    for person, body in rows.values_list("mandate__person_id", "organisation_id"):
        current = acting.get(body, set())
        if person in current or signal.published_at is not None:
            people.add(person)
        if person not in current:
            people |= current
    return people


def _authors(signal: Signal) -> set[int]:
    """Return who sent it and who agreed as the second person."""
    keys = (signal.mandate, signal.released_under)
    return {mandate.person_id for mandate in keys if mandate is not None}


def _supporters(signal: Signal) -> set[int]:
    rows = signal.supporters.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)
    return set(rows.values_list("mandate__person_id", flat=True))


def _merged_into(signal: Signal) -> list[Signal]:
    """Return what goes on as part of a concern, through others too."""
    direct = Signal.objects.filter(merges__into=signal, merges__undone_at__isnull=True)
    return [one for merged in direct for one in (merged, *_merged_into(merged))]


def _ancestors(signal: Signal) -> list[Signal]:
    """Return what a concern was taken up from or holds by merging, and where that came from."""
    found: dict[int, Signal] = {}
    todo = [signal]
    while todo:
        one = todo.pop()
        origins = list(Signal.objects.filter(item_id=one.taken_up_from_id or 0))
        for origin in (*origins, *_merged_into(one)):
            if origin.pk not in found:
                found[origin.pk] = origin
                todo.append(origin)
    return list(found.values())


@dataclass(slots=True)
class Register:
    """Who had to be told of each answer when it went out.

    Attributes
    ----------
    expected, allowed : dict
        People by answer; no allowed ones where the concern was open.
    """

    expected: dict[int, set[int]] = field(default_factory=dict)
    allowed: dict[int, set[int]] = field(default_factory=dict)

    def deliver(self, limit: int) -> int:
        """Deliver as a worker does, and write down whom the answers among it concern."""
        waiting = Delivery.objects.filter(
            state=DeliveryState.WAITING,
            receiver="exchange.tell_people",
            message__topic__in=_ANSWERS,
        )
        pending = {row.pk: _answers_of(row.message) for row in waiting.select_related("message")}
        people = {
            answer.pk: (must_be_told(answer.signal), may_be_told(answer.signal))
            for answers in pending.values()
            for answer in answers
        }
        delivered = deliver_due(limit=limit)
        done = Delivery.objects.filter(pk__in=pending, state=DeliveryState.DELIVERED)
        for pk in done.values_list("pk", flat=True):
            for answer in pending[pk]:
                must, may = people[answer.pk]
                self.expected[answer.pk] = must
                if may is not None:
                    self.allowed[answer.pk] = may
        return delivered

    def check(self) -> None:
        """Check that every answer went out, to everybody once, and to nobody else."""
        answers = Answer.objects.select_related("signal__item", "common").order_by("pk")
        missing = {answer.pk for answer in answers} - set(self.expected)
        assert not missing, f"answers that never went out: {sorted(missing)}"
        keys = _keys()
        for answer in answers:
            notes = _notes_of(answer, keys)
            told = [note.person_id for note in notes]
            outcome = [n.person_id for n in notes if n.context["event"].startswith("answered")]
            name = f"answer {answer.number} to {answer.signal.public_id}"
            assert len(told) == len(set(told)), f"{name}: somebody was told twice"
            left_out = self.expected[answer.pk] - set(outcome)
            assert not left_out, f"{name}: not told: {sorted(left_out)}"
            strangers = set(told) - self.allowed.get(answer.pk, set(told))
            assert not strangers, f"{name}: told although nobody opened it: {sorted(strangers)}"


def _answers_of(message: Message) -> list[Answer]:
    """Return the answers that a fact tells of; of a bundle, only the fact about the bundle does."""
    rows = Answer.objects.select_related(
        "signal__mandate", "signal__released_under", "signal__item"
    )
    payload = message.payload
    if message.topic == "exchange.answers_published":
        return list(rows.filter(common__uuid=payload["common"]))
    if payload["common"]:
        return []
    return list(rows.filter(signal__item__public_id=payload["public_id"], number=payload["number"]))


def _keys() -> dict[tuple[str, int], str]:
    """Return under which key people are told, by concern and number of the answer."""
    rows = Message.objects.filter(topic="exchange.signal_answered").values_list(
        "payload", flat=True
    )
    return {
        (row["public_id"], row["number"]): (
            f"exchange.answers_published:{row['common']}"
            if row["common"]
            else f"exchange.signal_answered:{row['public_id']}:{row['station']}"
        )
        for row in rows
    }


def _notes_of(answer: Answer, keys: dict[tuple[str, int], str]) -> list[Notification]:
    """Return the notes that name an answer, by itself or as one of a bundle."""
    public_id = answer.signal.public_id
    notes = Notification.objects.filter(fact_key=keys[public_id, answer.number])
    return [
        note
        for note in notes
        if public_id
        in {note.context["public_id"], *(c[0] for c in note.context.get("concerns", []))}
    ]


__all__ = ["Register", "may_be_told", "must_be_told"]
