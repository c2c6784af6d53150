"""Joining a concern instead of writing it anew: who may, who reads it, who is told, and leaving."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Signal, Supporter
from drehscheibe.capabilities.exchange.queries.people import audience_of_answer
from drehscheibe.capabilities.exchange.queries.similar import list_similar
from drehscheibe.capabilities.exchange.services.signals import answering, author, support
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    House,
    colleague_of,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import faulty_fields, text
from drehscheibe.capabilities.exchange.tests.telling import events_of
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.choices import Bench, MandateRole
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.outbox.epoch import advance_epoch
from drehscheibe.core.outbox.tests.delivering import deliver_all
from drehscheibe.core.places.tests.factories import LandFactory

pytestmark = pytest.mark.django_db

WORDS = "Bei uns warten vier Betriebe seit zwei Jahren."


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def lands() -> tuple[str, str]:
    bavaria = LandFactory.create(code="BY", key="09", name="Bayern")
    return LandFactory.create().code, bavaria.code


def join(actor: Actor, signal: Signal, *lands: str) -> Signal:
    return support.join_signal(actor, signal.pk, words=WORDS, laender=lands)


def page_of(signal: Signal, client: Client | None = None) -> str:
    advance_epoch()  # as every fact does after its commit, which a test never reaches
    address = reverse("signal_detail", args=[signal.public_id])
    return text((client or Client()).get(address))


def test_from_the_public_page_to_the_answer(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    first, second = make_actor(), make_actor()
    client = client_of(first)
    assert "Dieses Anliegen mittragen" in page_of(signal)
    address = reverse("signal_join", args=[signal.public_id])
    form = {"text": WORDS, "laender": [lands[0]], "form_token": "join"}

    for _twice in range(2):
        client.post(address, form)
    join(second, signal, lands[1])

    assert "Ihre Organisation trägt dieses Anliegen mit." in page_of(signal, client)
    page = page_of(signal)
    assert "Ihre Organisation trägt" not in page
    assert "Getragen von 3 Initiativen aus 2 Ländern" in page
    assert page.count(WORDS) == 2
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()
    assert events_of(first) == ["answered_supported"]
    assert events_of(second) == ["answered_supported"]
    assert events_of(house.author).count("joined") == 2
    assert events_of(house.author).count("answered") == 1


def test_faults_are_named_and_words_stay(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    client = client_of(make_actor())
    address = reverse("signal_join", args=[signal.public_id])

    answer = client.post(address, {"text": WORDS, "form_token": "a"})
    too_long = client.post(address, {"text": "x" * 1001, "laender": [lands[0]], "form_token": "b"})

    assert (answer.status_code, faulty_fields(answer)) == (422, {"laender"})
    assert WORDS in text(answer)
    assert faulty_fields(too_long) == {"text"}
    assert not Supporter.objects.exists()


def test_late_supporter_reads_what_is_true_and_keeps_the_words(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_answered(house)
    address = reverse("signal_join", args=[signal.public_id])

    answer = client_of(make_actor()).post(address, {"text": WORDS, "laender": [lands[0]]})

    assert answer.status_code == 409
    assert WORDS in text(answer)


def test_who_may_join(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    editor = make_actor(role=MandateRole.EDITOR)
    staff = make_actor(role=MandateRole.STAFF)
    refused = [house.author, colleague_of(house.author), house.office, house.desk, editor, staff]

    for actor in (*refused, ANONYMOUS):
        with pytest.raises(NotAllowed):
            join(actor, signal, lands[0])
    for kind in ("initiative", "partner", "member"):
        join(make_actor(kind), signal, lands[0])

    assert Supporter.objects.count() == 3
    assert "Getragen von 4 Organisationen" in page_of(signal)


def test_what_one_may_not_read_one_cannot_join(house: House, lands: tuple[str, str]) -> None:
    hidden = (make_submitted(house), make_handed_over(house, visibility=Visibility.PRIVATE))
    member = make_actor()

    for signal in hidden:
        with pytest.raises(NotAllowed):
            join(member, signal, lands[0])
        address = reverse("signal_join", args=[signal.public_id])
        assert client_of(member).get(address).status_code == 404


def test_network_concern_is_joined_within_the_network(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    member = make_actor()
    join(member, signal, lands[0])

    assert WORDS in page_of(signal, client_of(make_actor()))
    assert WORDS not in text(Client().get(reverse("signal_json")))
    Mandate.objects.filter(person_id=member.person_id).update(valid_until=timezone.now())
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()
    assert events_of(member) == []


def test_an_organisation_joins_once(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    member = make_actor()
    join(member, signal, lands[0])

    with pytest.raises(Conflict):
        join(colleague_of(member), signal, lands[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Supporter.objects.create(
            signal=signal,
            organisation_id=int(member.organisation_id or 0),
            mandate_id=int(member.mandate_id or 0),
            words="Noch einmal",
        )


def test_a_land_that_does_not_exist_is_none(house: House, lands: tuple[str, str]) -> None:
    with pytest.raises(ValidationError):
        join(make_actor(), make_handed_over(house), "XX")


def test_who_leaves_is_gone_from_the_page_and_not_told(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house)
    stays, leaves = make_actor(), make_actor()
    join(stays, signal, lands[0])
    join(leaves, signal, lands[1])
    act = reverse("signal_join_act", args=[signal.public_id, "leave"])

    client_of(leaves).post(act, {"leave-form_token": "x"})
    assert "Getragen von 2 Initiativen aus 1 Land" in page_of(signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert (events_of(stays), events_of(leaves)) == (["answered_supported"], [])
    with pytest.raises(Conflict):
        support.leave_signal(leaves, signal.pk)
    assert Entry.objects.filter(verb="exchange.support_withdrawn").count() == 1


def test_who_left_may_come_back_and_is_told_once(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    member = make_actor()
    for _again in range(2):
        join(member, signal, lands[0])
        support.leave_signal(member, signal.pk)
    join(member, signal, lands[0])

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(member) == ["answered_supported"]


def test_author_and_supporter_in_one_person_is_told_once_as_author(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house)
    other_hat = make_actor(person_id=house.author.person_id)
    join(other_hat, signal, lands[0])
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    told = events_of(house.author)
    assert [event for event in told if event.startswith("answered")] == ["answered"]


def test_person_with_two_supporting_hats_stays_until_the_last_leaves(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house)
    one = make_actor()
    other = make_actor(person_id=one.person_id)
    join(one, signal, lands[0])
    join(other, signal, lands[0])
    support.leave_signal(one, signal.pk)
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(one) == ["answered_supported"]


def test_successors_are_told_when_the_supporter_may_act_no_more(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    former = make_actor()
    successor = colleague_of(former)
    join(former, signal, lands[0])
    Mandate.objects.filter(person_id=former.person_id).update(valid_until=timezone.now())

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert (events_of(former), events_of(successor)) == ([], ["answered_supported"])


def test_supporters_hear_when_the_authors_withdraw(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    member = make_actor()
    join(member, signal, lands[0])

    author.withdraw_signal(house.author, signal.pk)
    deliver_all()

    assert events_of(member) == ["supported_withdrawn"]


def test_the_desk_sees_supporters_among_those_who_will_be_told(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house)
    member = make_actor(organisation__name="Initiative Süd")
    join(member, signal, lands[0])

    audience = audience_of_answer(signal)

    assert audience.organisation_names == ("Initiative Nord", "Initiative Süd")
    assert {house.author.person_id, member.person_id} <= audience.person_ids


def test_with_two_keys_it_counts_when_a_second_person_agrees(
    house: House, lands: tuple[str, str]
) -> None:
    signal = make_handed_over(house)
    strict = OrganisationFactory.create(requires_two_keys=True)
    first = make_actor(organisation=strict, side=Bench.COMPANIES)
    same_side = make_actor(organisation=strict, side=Bench.COMPANIES)
    second = make_actor(organisation=strict, side=Bench.UNION)
    join(first, signal, lands[0])
    act = reverse("signal_join_act", args=[signal.public_id, "release"])
    deliver_all()

    assert WORDS not in page_of(signal)
    assert events_of(second) == ["support_needs_release"]
    for actor in (first, same_side):
        response = client_of(actor).post(act, {"release-form_token": f"x{actor.person_id}"})
        assert response.status_code == 403
    client_of(second).post(act, {"release-form_token": "y"})
    assert WORDS in page_of(signal)
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()
    assert events_of(first) == ["answered_supported"]


def test_support_that_nobody_agreed_to_is_not_told(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    first = make_actor(organisation__requires_two_keys=True)
    join(first, signal, lands[0])
    answering.publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()

    assert events_of(first) == []


def test_similar_concerns_offer_to_join_where_one_can(house: House, lands: tuple[str, str]) -> None:
    title = "Schwertransporte über gesperrte Brücke"
    open_one = make_handed_over(house, title=title)
    answered = make_answered(house, title=title)
    network = make_handed_over(house, title=title, visibility=Visibility.NETWORK)
    make_handed_over(house, title=title, visibility=Visibility.PRIVATE)
    make_submitted(house, title=title)
    member = make_actor()

    def found(actor: Actor) -> dict[str, bool]:
        similar = list_similar(title, actor=actor, language="de")
        return {other.public_id: other.may_join for other in similar}

    ids = (open_one.public_id, answered.public_id, network.public_id)
    assert found(member) == dict(zip(ids, (True, False, True), strict=True))
    assert found(ANONYMOUS) == {ids[0]: False, ids[1]: False}
    join(member, open_one, lands[0])
    assert found(member)[ids[0]] is False


def test_the_form_shows_at_most_five_similar_with_join(house: House) -> None:
    for number in range(6):
        make_handed_over(house, title=f"Schwertransporte über gesperrte Brücke {number}")
    member = make_actor()
    draft = make_draft(member, title="Gesperrte Brücke für Schwertransporte")

    page = text(client_of(member).get(reverse("signal_draft", args=[draft.uuid])))

    assert page.count("Mittragen statt neu schreiben") == 5


def test_supporters_are_part_of_the_open_data(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    join(make_actor(organisation__name="Initiative Süd"), signal, lands[0])

    record = Client().get(f"/api/v1/signals/{signal.public_id}").json()

    assert [(s["organisation"], s["laender"]) for s in record["supporters"]] == [
        ("Initiative Süd", ["NW"])
    ]
    assert "Initiative Süd" in text(Client().get(reverse("signal_csv")))


def test_more_supporters_take_no_more_queries(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    address = reverse("signal_detail", args=[signal.public_id])
    client = Client()
    counts = []
    for _another in range(3):
        join(make_actor(), signal, *lands)
        client.get(address)
        advance_epoch()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[2] <= 11


def test_hostile_words_are_text(house: House, lands: tuple[str, str]) -> None:
    signal = make_handed_over(house)
    words = "<script>alert(1)</script>"
    support.join_signal(make_actor(), signal.pk, words=words, laender=[lands[0]])

    assert words not in page_of(signal)
