"""An impulse from its draft to what follows: rights, audience, clock, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.impulse import Consent, ImpulseState
from drehscheibe.capabilities.exchange.models import Impulse, Signal
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses import writing as impulse_writing
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent, react
from drehscheibe.capabilities.exchange.services.signals import draft as concerns
from drehscheibe.capabilities.exchange.tests.factories import (
    colleague_of,
    make_handed_over,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    OUTCOME,
    Stage,
    impulse_words,
    let_it_end,
    make_impulse,
    make_impulse_draft,
    make_impulse_in,
    make_late,
    make_stage,
    say,
)
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.search import api as search
from drehscheibe.core.trace import api as trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def told(event: str) -> set[int]:
    """Deliver everything and return who was told of this."""
    while deliver_due():
        pass
    rows = Notification.objects.all()
    return {row.person_id for row in rows if row.context.get("event") == event}


# Rights: role × state

ROLES = ("public", "initiative", "own staff", "desk", "other desk", "office")
ACTS: dict[str, Callable[[Actor, int], object]] = {
    "save": lambda a, pk: impulse_writing.save_impulse(
        a, impulse_writing.ImpulseContent(impulse_words()), pk
    ),
    "discard": impulse_writing.discard_impulse,
    "publish": impulse_sending.publish_impulse,
    "react": lambda a, pk: react(a, pk, ReactionContent("agree", "", Consent.NAMED)),
    "evaluate": lambda a, pk: impulse_sending.evaluate_impulse(a, pk, outcome=OUTCOME),
    "withdraw": lambda a, pk: impulse_sending.withdraw_impulse(a, pk, note="Hinfällig."),
}
SENDERS = {"desk", "office"}
POSSIBLE: dict[str, dict[str, set[str]]] = {
    "draft": {"save": SENDERS, "discard": SENDERS, "publish": SENDERS},
    "published": {"react": {"initiative"}, "withdraw": SENDERS},
    "in_evaluation": {"evaluate": SENDERS, "withdraw": SENDERS},
    "closed": {},
    "withdrawn": {},
}


def make_cast(stage: Stage) -> dict[str, Actor]:
    return {
        "public": ANONYMOUS,
        "initiative": stage.nw,
        "own staff": make_actor(organisation_id=stage.desk.organisation_id, role=MandateRole.STAFF),
        "desk": stage.desk,
        "other desk": make_actor(OrganisationKind.DESK),
        "office": stage.office,
    }


def succeeds(act: Callable[[Actor, int], object], actor: Actor, pk: int) -> bool:
    """Whether somebody may do something; what was done is undone."""
    with transaction.atomic():
        try:
            act(actor, pk)
        except (NotAllowed, Conflict):
            done = False
        else:
            done = True
        transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("state", sorted(POSSIBLE))
def test_who_may_do_what_in_every_state(stage: Stage, state: str) -> None:
    impulse = make_impulse_in(stage, state)

    done = {
        act: {role for role, who in make_cast(stage).items() if succeeds(run, who, impulse.pk)}
        for act, run in ACTS.items()
    }

    assert {act: roles for act, roles in done.items() if roles} == POSSIBLE[state]


@pytest.mark.parametrize("state", sorted(POSSIBLE))
def test_who_may_read_in_every_state(stage: Stage, state: str) -> None:
    impulse = make_impulse_in(stage, state)

    readers = {
        role
        for role, actor in make_cast(stage).items()
        if impulses.impulses_visible_to(actor).filter(pk=impulse.pk).exists()
    }

    everybody = set(ROLES)
    assert readers == ({"own staff", "desk", "office"} if state == "draft" else everybody)


# Audience


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience(everybody=True), {"BY", "NW", "SN"}),
        (Audience(laender=("NW",)), {"NW"}),
        (Audience(topics=("digital",)), {"BY", "SN"}),
        (Audience(types=("masterplan",)), {"NW"}),
        (Audience(laender=("BY",), types=("masterplan",)), {"BY", "NW"}),
        (Audience(laender=("XX",)), set()),
    ],
)
def test_choices_of_an_audience_add_up(stage: Stage, audience: Audience, names: set[str]) -> None:
    found = impulses.choose_addressees(audience)

    assert {each.name.removeprefix("Initiative ") for each in found} == names, stage


def test_single_initiative_is_chosen_by_its_organisation(stage: Stage) -> None:
    audience = Audience(initiatives=(int(stage.by.organisation_id or 0),))

    assert [e.name for e in impulses.choose_addressees(audience)] == ["Initiative BY"]
    assert Audience.from_json(audience.to_json()) == audience


# Publishing


def test_publishing_writes_down_who_was_asked_and_tells_them_by_the_worker(stage: Stage) -> None:
    impulse = make_impulse(stage.desk, Audience(topics=("skills",)))

    assert impulse.public_id.startswith("I-")
    assert not Notification.objects.exists()
    assert set(impulse.addressees.values_list("name", flat=True)) == {
        "Initiative NW",
        "Initiative SN",
    }
    assert told("impulse_new") == {stage.nw.person_id, stage.sn.person_id}


def test_publishing_costs_the_same_however_many_people_act_for_the_initiatives(
    stage: Stage,
) -> None:
    def cost() -> int:
        draft = make_impulse_draft(stage.desk)
        with CaptureQueriesContext(connection) as queries:
            impulse_sending.publish_impulse(stage.desk, draft.pk)
        return len(queries)

    few = cost()
    for _person in range(30):
        colleague_of(stage.nw, MandateRole.EDITOR)

    assert cost() <= few


def test_nobody_is_told_twice(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    told("impulse_new")
    before = Notification.objects.count()

    while deliver_due():
        pass

    assert (Notification.objects.count(), impulse.state) == (before, ImpulseState.PUBLISHED)


def test_published_impulse_is_on_the_trace_and_found(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)

    item = impulse.item
    assert item is not None
    assert (item.kind, item.is_public, item.owner_id, item.due_on) == (
        "impulse",
        True,
        stage.desk.organisation_id,
        impulse.open_until,
    )
    found = search.find("Anträge", actor=ANONYMOUS, language="de", kinds=["impulse"])
    assert [hit.key for hit in found.hits] == [impulse.public_id]


def test_office_writes_for_a_desk_and_is_named(stage: Stage) -> None:
    content = impulse_writing.ImpulseContent(
        impulse_words(), Audience(everybody=True), sender_id=stage.desk.organisation_id
    )
    draft = impulse_writing.save_impulse(stage.office, content)

    impulse = impulse_sending.publish_impulse(stage.office, draft.pk)

    assert impulse.sender_id == stage.desk.organisation_id
    assert impulse.mandate.organisation_id == stage.office.organisation_id


def test_desk_cannot_write_in_the_name_of_another(stage: Stage) -> None:
    content = impulse_writing.ImpulseContent(
        impulse_words(), sender_id=stage.office.organisation_id
    )

    with pytest.raises(NotAllowed):
        impulse_writing.save_impulse(stage.desk, content)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"what_follows": ""}, "what_follows"),
        ({"question": ""}, "question"),
        ({"open_until": timezone.localdate()}, "open_until"),
        ({"open_until": timezone.localdate() + timedelta(days=900)}, "open_until"),
        ({"follows_by": timezone.localdate() + timedelta(days=28)}, "follows_by"),
        ({"answer_form": "choices", "options": ["nur eine"]}, "options"),
    ],
)
def test_incomplete_impulse_is_not_published(
    stage: Stage, words: dict[str, object], field: str
) -> None:
    draft = make_impulse_draft(stage.desk, None, **words)

    with pytest.raises(ValidationError) as error:
        impulse_sending.publish_impulse(stage.desk, draft.pk)

    assert field in error.value.message_dict


def test_impulse_to_nobody_is_not_published(stage: Stage) -> None:
    draft = make_impulse_draft(stage.desk, Audience(laender=("SH",)))

    with pytest.raises(ValidationError, match=r"Initiative|initiative"):
        impulse_sending.publish_impulse(stage.desk, draft.pk)


def test_impulse_out_of_a_concern_and_a_concern_out_of_it_form_one_chain(stage: Stage) -> None:
    concern = make_handed_over(make_house())
    content = impulse_writing.ImpulseContent(
        impulse_words(), Audience(everybody=True), origins=(concern.public_id, "S-1999-0001")
    )
    draft = impulse_writing.save_impulse(stage.desk, content)
    impulse = impulse_sending.publish_impulse(stage.desk, draft.pk)

    begun = concerns.begin_draft(stage.nw, taken_up=impulse.public_id)
    again = concerns.begin_draft(stage.nw, taken_up=impulse.public_id)

    assert impulse.item is not None
    chain = trace.chain_of(impulse.item, public_only=True)
    assert [link.public_id for link in chain.came_from] == [concern.public_id]
    assert (begun.taken_up_from, begun.topic) == (impulse.item, "permitting")
    assert begun == again
    assert Signal.objects.filter(taken_up_from=impulse.item).count() == 1


# The clock


def test_the_last_day_counts_and_the_next_does_not(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    Impulse.objects.filter(pk=impulse.pk).update(open_until=timezone.localdate())

    say(stage.nw, impulse)
    let_it_end(impulse)

    assert (impulse.state, impulse.due_on) == (ImpulseState.IN_EVALUATION, impulse.follows_by)
    assert told("impulse_ended") == {stage.desk.person_id}
    with pytest.raises(Conflict):
        say(stage.by, impulse)


def test_only_the_silent_are_reminded_and_once(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    yesterday = timezone.now() - timedelta(days=9)
    Impulse.objects.filter(pk=impulse.pk).update(
        published_at=yesterday, open_until=timezone.localdate() + timedelta(days=4)
    )

    runs = [impulse_sending.run_impulse_clock(timezone.now()) for _run in range(2)]

    assert runs == [1, 0]
    assert told("impulse_closes_soon") == {stage.by.person_id, stage.sn.person_id}


def test_late_sender_is_told_once(stage: Stage) -> None:
    impulse = make_late(make_impulse(stage.desk))

    runs = [impulse_sending.run_impulse_clock(timezone.now()) for _run in range(2)]

    assert impulse.is_overdue(timezone.localdate())
    assert runs == [1, 0]
    assert told("impulse_overdue") == {stage.desk.person_id}


def test_what_follows_reaches_everybody_who_reacted(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    say(stage.by, impulse, consent=Consent.COUNTED)
    let_it_end(impulse)

    impulse_sending.evaluate_impulse(stage.desk, impulse.pk, outcome=OUTCOME)

    assert told("impulse_evaluated") == {stage.nw.person_id, stage.by.person_id}
    told_first = Notification.objects.filter(kind="exchange.impulse_outcome").first()
    assert told_first is not None
    assert told_first.context["outcome"] == OUTCOME


def test_what_follows_cannot_be_said_while_others_may_still_react(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)

    with pytest.raises(Conflict):
        impulse_sending.evaluate_impulse(stage.desk, impulse.pk, outcome=OUTCOME)


def test_withdrawing_needs_a_reason_and_tells_those_who_reacted(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)

    with pytest.raises(ValidationError):
        impulse_sending.withdraw_impulse(stage.desk, impulse.pk, note=" ")
    impulse_sending.withdraw_impulse(stage.desk, impulse.pk, note="Hinfällig.")

    assert told("impulse_withdrawn") == {stage.nw.person_id}


def test_withdrawing_ends_and_tells_those_who_waited_for_a_second_person() -> None:
    stage = make_stage(requires_two_keys=True)
    second = make_actor(organisation_id=stage.nw.organisation_id)
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    assert impulse.reactions.waiting().exists()

    impulse_sending.withdraw_impulse(stage.desk, impulse.pk, note="Hinfällig.")

    assert not impulse.reactions.waiting().exists()
    assert told("impulse_withdrawn") == {stage.nw.person_id, second.person_id}
