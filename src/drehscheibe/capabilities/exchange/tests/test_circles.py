"""Who meets a concern where: role by state by circle, on every way by which it could be met.

The expectation is written down, not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.exchange.choices.signal import SignalState, Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services import (
    answering,
    author,
    checking,
    draft,
    evidence,
    sending,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    ANSWER,
    WORDS,
    House,
    colleague_of,
    hand_over_to_desk,
    make_answered,
    make_draft,
    make_handed_over,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import cards, text
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.files.tests import samples
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.delivery import deliver_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

TITLE = "Schienenanschluss Musterhafen fehlt"

OWN = {"own staff"}
HANDLING = OWN | {"office", "desk"}
NETWORK = HANDLING | {"member", "other desk"}
EVERYBODY = NETWORK | {"public", "person", "former"}

#: State → circle → who reads its page, and opens the file that is for its readers.
READERS: dict[str, dict[str, set[str]]] = {
    "draft": dict.fromkeys(Visibility.values, OWN),
    "submitted": dict.fromkeys(Visibility.values, OWN | {"office"}),
    "rejected": dict.fromkeys(Visibility.values, OWN | {"office"}),
    "handed_over": {"private": HANDLING, "network": NETWORK, "public": EVERYBODY},
    "answered": {"private": HANDLING, "network": NETWORK, "public": EVERYBODY},
    "withdrawn": {"private": HANDLING, "network": NETWORK, "public": EVERYBODY},
}
#: Once it is open: circle → who meets it in the list and in the search.
FINDERS: dict[str, set[str]] = {"private": set(), "network": NETWORK, "public": EVERYBODY}
#: Open data has no reader: everybody gets the same.
OPEN_DATA: dict[str, set[str]] = {"private": set(), "network": set(), "public": EVERYBODY}
OPENED = {"handed_over", "answered", "withdrawn"}


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=actor.email))
    return client


def make_readers(house: House) -> dict[str, Client]:
    former = make_actor()
    Mandate.objects.filter(person_id=former.person_id).update(valid_until=timezone.now())
    person = Client()
    person.force_login(UserFactory.create())
    return {
        "public": Client(),
        "person": person,
        "former": client_of(former),
        "member": client_of(make_actor(role=MandateRole.STAFF)),
        "own staff": client_of(colleague_of(house.author, MandateRole.STAFF)),
        "office": client_of(house.office),
        "desk": client_of(house.desk),
        "other desk": client_of(make_actor(OrganisationKind.DESK)),
    }


def bring_to(house: House, state: str, visibility: str) -> Signal:
    signal = make_draft(house.author, title=TITLE, visibility=visibility)
    upload = samples.upload("beleg.pdf", samples.PDF)
    row = evidence.add_evidence(house.author, signal.pk, upload)
    words = evidence.EvidenceWords("Ein Bescheid", "readers")
    evidence.describe_evidence(house.author, signal.pk, {row.file.uuid: words})
    if state != "draft":
        sending.send_signal(house.author, signal.pk)
    if state == "rejected":
        checking.reject_signal(house.office, signal.pk, reason="unclear", note="Leider unklar.")
    if state in OPENED:
        hand_over_to_desk(house, signal)
    if state == "answered":
        answering.publish_answer(house.desk, signal.pk, ANSWER)
    if state == "withdrawn":
        author.withdraw_signal(house.author, signal.pk)
    signal.refresh_from_db()
    return signal


def reads(client: Client, address: str) -> bool:
    response = client.get(address)
    response.getvalue()
    assert response.status_code in (200, 404)
    return bool(response.status_code == 200)


def who(readers: dict[str, Client], meets: Callable[[Client], bool]) -> set[str]:
    return {name for name, client in readers.items() if meets(client)}


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("state", sorted(READERS))
def test_who_meets_a_concern_where(state: str, visibility: str) -> None:
    house = make_house()
    signal = bring_to(house, state, visibility)
    readers = make_readers(house)
    file = reverse("file_content", args=[signal.evidence.get().file.uuid])
    find = FINDERS[visibility] if state in OPENED else set()
    data = OPEN_DATA[visibility] if state in OPENED else set()

    assert who(readers, lambda c: reads(c, file)) == READERS[state][visibility]
    if signal.public_id:
        page = reverse("signal_detail", args=[signal.public_id])
        record = f"/api/v1/signals/{signal.public_id}"
        assert who(readers, lambda c: reads(c, page)) == READERS[state][visibility]
        assert who(readers, lambda c: reads(c, record)) == data

    def listed(address: str) -> Callable[[Client], bool]:
        return lambda client: TITLE in text(client.get(address))

    assert who(readers, lambda c: TITLE in cards(c.get(reverse("signal_list")))) == find
    assert who(readers, listed(reverse("signal_list") + "?q=Musterhafen")) == find
    assert who(readers, listed(reverse("search") + "?q=Musterhafen")) == find
    for name in ("signal_csv", "signal_json", "signal_feed"):
        assert who(readers, listed(reverse(name))) == data
    assert who(readers, listed("/api/v1/signals?q=Musterhafen")) == data


def test_pages_of_the_network_are_marked_and_kept_by_nobody() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    client = client_of(make_actor())

    page = client.get(reverse("signal_detail", args=[signal.public_id]))
    listing = client.get(reverse("signal_list"))

    for response in (page, listing):
        assert "Nur im Netzwerk" in text(response)
        assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in text(page)


def test_counts_above_the_list_fit_the_list() -> None:
    house = make_house()
    make_handed_over(house, visibility=Visibility.NETWORK)
    make_handed_over(house)

    seen = text(client_of(make_actor()).get(reverse("signal_list")))
    public = text(Client().get(reverse("signal_list")))

    assert "2 Anliegen" in seen
    assert "1 Anliegen" in public


def test_a_concern_is_opened_to_more_people_and_never_to_fewer() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE, title=TITLE)
    stranger, member = Client(), client_of(make_actor())
    page = reverse("signal_detail", args=[signal.public_id])
    client = client_of(house.author)
    act = reverse("signal_own_act", args=[signal.public_id, "widen"])

    client.post(act, {"widen-visibility": "network", "widen-form_token": "a"})
    assert (reads(member, page), reads(stranger, page)) == (True, False)
    client.post(act, {"widen-visibility": "public", "widen-form_token": "b"})
    assert (reads(member, page), reads(stranger, page)) == (True, True)
    with pytest.raises(ValidationError):
        author.widen_signal(house.author, signal.pk, visibility="network")
    assert TITLE in cards(stranger.get(reverse("signal_list")))


def test_what_is_not_handed_over_is_opened_only_then() -> None:
    house = make_house()
    signal = make_submitted(house, visibility=Visibility.PRIVATE)

    author.widen_signal(house.author, signal.pk, visibility="public")
    page = reverse("signal_detail", args=[signal.public_id])
    assert not reads(Client(), page)
    hand_over_to_desk(house, signal)
    assert reads(Client(), page)


def test_an_answer_stays_with_the_readers_for_whom_it_was_written() -> None:
    house = make_house()
    signal = make_answered(house, visibility=Visibility.PRIVATE)

    with pytest.raises(Conflict):
        author.widen_signal(house.author, signal.pk, visibility="public")
    own = text(client_of(house.author).get(reverse("signal_own", args=[signal.public_id])))
    assert "Für mehr Menschen öffnen" not in own


def test_only_who_commits_the_organisation_opens_a_concern() -> None:
    house = make_house()
    signal = make_handed_over(house, visibility=Visibility.PRIVATE)

    for actor in (house.office, house.desk, make_actor(), colleague_of(house.author, "editor")):
        with pytest.raises(NotAllowed):
            author.widen_signal(actor, signal.pk, visibility="public")


def told_of_answer(person_id: int | None) -> int:
    notes = Notification.objects.filter(person_id=person_id, kind="exchange.answer")
    return notes.count()


@pytest.mark.parametrize(("is_former", "told"), [(False, 1), (True, 0)])
def test_upstream_authors_are_told_of_what_they_may_read(is_former: bool, told: int) -> None:
    house = make_house()
    first = make_actor()
    origin = hand_over_to_desk(house, sending.send_signal(first, make_draft(first).pk))
    begun = draft.begin_draft(house.author, taken_up=origin.public_id)
    words = {**WORDS, "visibility": Visibility.NETWORK}
    draft.save_draft(house.author, begun.pk, draft.DraftContent(words))
    signal = sending.send_signal(house.author, begun.pk)
    hand_over_to_desk(house, signal)
    if is_former:
        Mandate.objects.filter(person_id=first.person_id).update(valid_until=timezone.now())

    answering.publish_answer(house.desk, signal.pk, ANSWER)
    while deliver_due():
        pass

    assert told_of_answer(first.person_id) == told
    assert told_of_answer(house.author.person_id) == 1


def test_states_of_the_matrix_are_states() -> None:
    assert set(READERS) <= set(SignalState.values)
