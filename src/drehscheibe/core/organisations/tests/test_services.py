from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.core.access.actor import ANONYMOUS, SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    OrganisationFactory,
    make_actor,
)
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db


def topics() -> list[str]:
    """Return what was published, oldest first, without the name of the app."""
    return [m.topic.partition(".")[2] for m in Message.objects.order_by("pk")]


def verbs() -> list[str]:
    """Return what was written into the audit log, oldest first, without the name of the app."""
    return [e.verb.partition(".")[2] for e in Entry.objects.order_by("pk")]


def person() -> Actor:
    return queries.make_actor(UserFactory.create(), None)


def lead_of(organisation: Organisation, role: str = "coordinator") -> Actor:
    return make_actor(organisation=organisation, role=role)


@pytest.fixture
def initiative() -> Organisation:
    return OrganisationFactory.create(name="Industrie am Fluss")


# Creating


def test_office_creates_an_organisation() -> None:
    made = services.create_organisation(
        make_actor(OrganisationKind.OFFICE), kind="initiative", name="  Neue Initiative "
    )

    assert (made.name, made.kind) == ("Neue Initiative", "initiative")
    assert topics() == ["organisation_created"]
    assert verbs() == ["organisation_created"]


@pytest.mark.parametrize("kind", ["initiative", "desk", "partner", "member"])
def test_others_do_not_create_organisations(kind: str) -> None:
    with pytest.raises(NotAllowed):
        services.create_organisation(make_actor(kind), kind="initiative", name="Neue")
    assert Organisation.objects.filter(name="Neue").count() == 0


def test_an_organisation_needs_a_name() -> None:
    with pytest.raises(ValidationError) as caught:
        services.create_organisation(SYSTEM, kind="initiative", name="  ")
    assert list(caught.value.message_dict) == ["name"]


# Requesting


def test_a_request_waits_and_gives_no_rights(initiative: Organisation) -> None:
    asker = person()

    mandate = services.request_mandate(
        asker, organisation_id=initiative.pk, role="editor", side="union", note=" Bitte "
    )

    assert (mandate.state, mandate.side, mandate.request_note) == ("requested", "union", "Bitte")
    assert queries.list_valid_mandates(mandate.person_id) == []
    assert topics() == ["mandate_requested"]


def test_asking_twice_is_answered_with_where_it_stands(initiative: Organisation) -> None:
    asker = person()
    services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    with pytest.raises(Conflict):
        services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    assert Mandate.objects.count() == 1
    assert topics() == ["mandate_requested"]


def test_nobody_asks_without_log_in(initiative: Organisation) -> None:
    with pytest.raises(NotAllowed):
        services.request_mandate(ANONYMOUS, organisation_id=initiative.pk, role="editor")


@pytest.mark.parametrize(("role", "side"), [("king", ""), ("editor", "martians"), ("", "")])
def test_unknown_roles_and_sides_are_refused(
    initiative: Organisation, role: str, side: str
) -> None:
    with pytest.raises(ValidationError):
        services.request_mandate(person(), organisation_id=initiative.pk, role=role, side=side)


def test_one_may_ask_again_after_a_refusal_or_an_end(initiative: Organisation) -> None:
    asker, lead = person(), lead_of(initiative)
    first = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")
    services.decline_mandate(lead, first.pk, reason="Bitte im Mai noch einmal")

    second = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    assert second.pk != first.pk
    assert second.state == MandateState.REQUESTED


# Deciding: who may


DECIDERS = [
    ("lead", True),
    ("speaker", True),
    ("office", True),
    ("editor", False),
    ("staff", False),
    ("foreign lead", False),
    ("desk", False),
    ("asker", False),
    ("plain person", False),
    ("nobody", False),
]


def decider(name: str, initiative: Organisation, asker: Actor) -> Actor:
    match name:
        case "lead":
            return lead_of(initiative)
        case "speaker" | "editor" | "staff":
            return lead_of(initiative, role=name)
        case "office" | "desk":
            return make_actor(name)
        case "foreign lead":
            return make_actor()
        case "asker":
            return asker
        case "plain person":
            return person()
    return ANONYMOUS


@pytest.mark.parametrize(("who", "may"), DECIDERS)
@pytest.mark.parametrize("act", ["confirm", "grant", "decline"])
def test_who_decides_about_a_request(
    initiative: Organisation, who: str, may: bool, act: str
) -> None:
    asker = person()
    asked = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")
    actor = decider(who, initiative, asker)

    def decide() -> Mandate:
        if act == "confirm":
            return services.confirm_mandate(actor, asked.pk)
        if act == "decline":
            return services.decline_mandate(actor, asked.pk, reason="Nein")
        return services.grant_mandate(
            actor, person_id=asked.person_id, organisation_id=initiative.pk, role="editor"
        )

    if may:
        assert decide().state == ("declined" if act == "decline" else "valid")
    else:
        with pytest.raises(NotAllowed):
            decide()
        asked.refresh_from_db()
        assert asked.state == MandateState.REQUESTED


def test_a_granted_mandate_lets_the_person_act(initiative: Organisation) -> None:
    office = make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()

    mandate = services.grant_mandate(
        office,
        person_id=newcomer.pk,
        organisation_id=initiative.pk,
        role="coordinator",
        side="chamber",
        reason="Website geprüft",
    )

    actor = queries.actor_for_person(newcomer)
    assert (actor.organisation_name, actor.role, actor.side) == (
        "Industrie am Fluss",
        "coordinator",
        "chamber",
    )
    assert (mandate.decided_by_id, mandate.decision_reason) == (office.person_id, "Website geprüft")
    assert verbs() == ["mandate_granted"]
    assert topics() == ["mandate_granted"]


def test_granting_twice_grants_once(initiative: Organisation) -> None:
    office = make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()
    wanted = functools.partial(
        services.grant_mandate,
        person_id=newcomer.pk,
        organisation_id=initiative.pk,
        role="editor",
    )

    first = wanted(office)
    second = wanted(office)

    assert first.pk == second.pk
    assert topics() == ["mandate_granted"]


def test_several_people_act_for_one_organisation(initiative: Organisation) -> None:
    first, second = lead_of(initiative), lead_of(initiative, role="speaker")

    assert queries.list_lead_person_ids(initiative.pk) == [first.person_id, second.person_id]


def test_nobody_confirms_themselves(initiative: Organisation) -> None:
    lead = lead_of(initiative)
    asked = services.request_mandate(lead, organisation_id=initiative.pk, role="speaker")

    with pytest.raises(NotAllowed):
        services.confirm_mandate(lead, asked.pk)
    with pytest.raises(NotAllowed):
        services.decline_mandate(lead, asked.pk)


@pytest.mark.parametrize("act", [services.confirm_mandate, services.decline_mandate])
def test_what_was_decided_is_not_decided_again(initiative: Organisation, act: object) -> None:
    lead = lead_of(initiative)
    asked = services.request_mandate(person(), organisation_id=initiative.pk, role="editor")
    services.confirm_mandate(lead, asked.pk)

    with pytest.raises(Conflict):
        act(lead, asked.pk)  # type: ignore[operator]


# Time


def test_a_mandate_ends_with_its_time(initiative: Organisation) -> None:
    newcomer = UserFactory.create()
    start = datetime(2027, 1, 1, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        services.grant_mandate(
            SYSTEM,
            person_id=newcomer.pk,
            organisation_id=initiative.pk,
            role="editor",
            valid_until=start + timedelta(days=30),
        )
        clock.shift(timedelta(days=30) - timedelta(seconds=1))
        before = queries.actor_for_person(newcomer)
        clock.shift(timedelta(seconds=1))
        after = queries.actor_for_person(newcomer)

        assert (before.role, after.role) == ("editor", "")
        assert services.end_expired_mandates() == 1
        assert services.end_expired_mandates() == 0
        assert topics() == ["mandate_granted", "mandate_ended"]


def test_an_expired_mandate_does_not_block_a_new_one(initiative: Organisation) -> None:
    old = MandateFactory.create(
        organisation=initiative,
        role="editor",
        valid_from=timezone.now() - timedelta(days=9),
        valid_until=timezone.now() - timedelta(days=2),
    )
    end = old.valid_until

    new = services.grant_mandate(
        SYSTEM, person_id=old.person_id, organisation_id=initiative.pk, role="editor"
    )

    old.refresh_from_db()
    assert (old.state, old.valid_until) == ("ended", end)
    assert new.state == "valid"


def test_an_expired_lead_decides_nothing(initiative: Organisation) -> None:
    MandateFactory.create(organisation=initiative, valid_until=timezone.now() - timedelta(days=1))

    assert queries.list_lead_person_ids(initiative.pk) == []


# Ending


def test_a_person_leaves_when_others_stay(initiative: Organisation) -> None:
    leaver = lead_of(initiative)
    lead_of(initiative)

    ended = services.end_mandate(leaver, leaver.mandate_id or 0, reason="Neue Stelle")

    assert (ended.state, ended.decision_reason) == ("ended", "Neue Stelle")
    assert ended.valid_until is not None
    assert queries.list_valid_mandates(ended.person_id) == []
    assert topics() == ["mandate_ended"]


@pytest.mark.parametrize("role", ["coordinator", "speaker"])
def test_the_last_lead_cannot_just_leave(initiative: Organisation, role: str) -> None:
    last = lead_of(initiative, role=role)
    lead_of(initiative, role="editor")

    with pytest.raises(Conflict):
        services.end_mandate(last, last.mandate_id or 0)

    assert queries.list_lead_person_ids(initiative.pk) == [last.person_id]


def test_the_office_may_end_the_last_lead(initiative: Organisation) -> None:
    last = lead_of(initiative)

    ended = services.end_mandate(make_actor(OrganisationKind.OFFICE), last.mandate_id or 0)

    assert ended.state == "ended"


def test_the_office_never_ends_its_own_last_lead() -> None:
    office = make_actor(OrganisationKind.OFFICE)

    with pytest.raises(Conflict):
        services.end_mandate(office, office.mandate_id or 0)


def test_a_lead_ends_the_mandate_of_an_editor_but_not_elsewhere(initiative: Organisation) -> None:
    editor, foreign = lead_of(initiative, role="editor"), make_actor()

    with pytest.raises(NotAllowed):
        services.end_mandate(foreign, editor.mandate_id or 0)
    assert services.end_mandate(lead_of(initiative), editor.mandate_id or 0).state == "ended"


def test_a_request_is_withdrawn_by_its_author(initiative: Organisation) -> None:
    asker = person()
    asked = services.request_mandate(asker, organisation_id=initiative.pk, role="editor")

    withdrawn = services.end_mandate(asker, asked.pk)

    assert (withdrawn.state, withdrawn.valid_until) == ("ended", None)


def test_what_has_ended_does_not_end_again(initiative: Organisation) -> None:
    editor = lead_of(initiative, role="editor")
    services.end_mandate(editor, editor.mandate_id or 0)

    with pytest.raises(Conflict):
        services.end_mandate(editor, editor.mandate_id or 0)


# Handing over


def test_the_last_lead_hands_over_without_a_gap(initiative: Organisation) -> None:
    leaver, successor = lead_of(initiative), UserFactory.create()

    mandate = services.hand_over_mandate(leaver, leaver.mandate_id or 0, to_person_id=successor.pk)

    old = Mandate.objects.get(pk=leaver.mandate_id or 0)
    assert (mandate.state, mandate.role, mandate.successor_of_id) == (
        "valid",
        "coordinator",
        old.pk,
    )
    assert old.state == "ended"
    assert queries.list_lead_person_ids(initiative.pk) == [successor.pk]
    assert topics() == ["mandate_handed_over", "mandate_granted"]


def test_an_editor_stays_until_the_successor_is_confirmed(initiative: Organisation) -> None:
    editor, lead, successor = (
        lead_of(initiative, role="editor"),
        lead_of(initiative),
        UserFactory.create(),
    )

    mandate = services.hand_over_mandate(editor, editor.mandate_id or 0, to_person_id=successor.pk)
    old = Mandate.objects.get(pk=editor.mandate_id or 0)
    assert (mandate.state, old.state) == ("requested", "valid")

    services.confirm_mandate(lead, mandate.pk)
    old.refresh_from_db()
    assert old.state == "ended"


def test_the_last_lead_cannot_hand_over_to_a_mere_editor(initiative: Organisation) -> None:
    last = lead_of(initiative)

    with pytest.raises(Conflict):
        services.hand_over_mandate(
            last, last.mandate_id or 0, to_person_id=UserFactory.create().pk, role="editor"
        )

    assert queries.list_lead_person_ids(initiative.pk) == [last.person_id]
    assert Mandate.objects.count() == 1


def test_nobody_hands_over_to_themselves_or_for_others(initiative: Organisation) -> None:
    lead = lead_of(initiative)

    with pytest.raises(Conflict):
        services.hand_over_mandate(lead, lead.mandate_id or 0, to_person_id=lead.person_id or 0)
    with pytest.raises(NotAllowed):
        services.hand_over_mandate(
            make_actor(), lead.mandate_id or 0, to_person_id=UserFactory.create().pk
        )


# Two keys


def two_key_initiative() -> Organisation:
    return OrganisationFactory.create(requires_two_keys=True)


def test_with_two_keys_two_different_people_agree() -> None:
    organisation = two_key_initiative()
    first, second = lead_of(organisation), lead_of(organisation, role="speaker")
    asked = services.request_mandate(person(), organisation_id=organisation.pk, role="editor")

    assert services.confirm_mandate(first, asked.pk).state == "requested"
    with pytest.raises(Conflict):
        services.confirm_mandate(first, asked.pk)
    assert services.confirm_mandate(second, asked.pk).state == "valid"
    assert verbs() == ["mandate_requested", "mandate_first_key_turned", "mandate_granted"]


def test_the_office_is_one_of_two_keys() -> None:
    organisation = two_key_initiative()
    lead, office = lead_of(organisation), make_actor(OrganisationKind.OFFICE)
    newcomer = UserFactory.create()
    wanted = functools.partial(
        services.grant_mandate,
        person_id=newcomer.pk,
        organisation_id=organisation.pk,
        role="editor",
    )

    assert wanted(office).state == "requested"
    assert wanted(lead).state == "valid"


def test_two_keys_never_lock_an_organisation_out() -> None:
    organisation = two_key_initiative()
    only = make_actor(OrganisationKind.OFFICE)
    asked = services.request_mandate(person(), organisation_id=organisation.pk, role="editor")

    assert services.confirm_mandate(only, asked.pk).state == "valid"


# Switching


def test_a_person_wears_one_of_their_valid_hats() -> None:
    user = UserFactory.create()
    first, second = MandateFactory.create(person=user), MandateFactory.create(person=user)
    session: dict[str, object] = {}
    actor = queries.actor_for_person(user)

    services.switch_mandate(actor, session, second.pk)

    assert session == {"mandate": second.pk}
    assert actor.mandate_id == first.pk
    assert queries.actor_for_person(user, preferred_mandate=second.pk).mandate_id == second.pk


def test_a_person_may_act_for_themselves() -> None:
    actor = make_actor()
    user = Mandate.objects.get(pk=actor.mandate_id or 0).person
    session: dict[str, int] = {}

    services.switch_mandate(actor, session, None)

    assert queries.actor_for_person(user, preferred_mandate=session["mandate"]).mandate_id is None


def test_foreign_and_ended_hats_are_refused(initiative: Organisation) -> None:
    actor, foreign = make_actor(), make_actor()
    ended = MandateFactory.create(person_id=actor.person_id, state="ended")
    session: dict[str, object] = {}

    for mandate_id in (foreign.mandate_id, ended.pk, 0, 10**9):
        with pytest.raises(NotAllowed):
            services.switch_mandate(actor, session, mandate_id)
    assert session == {}


def test_names_are_shown_only_by_those_who_bear_them() -> None:
    actor = make_actor()

    with pytest.raises(NotAllowed):
        services.set_listed(make_actor("office"), actor.mandate_id or 0, is_listed=True)
    assert services.set_listed(actor, actor.mandate_id or 0, is_listed=True).is_listed is True
