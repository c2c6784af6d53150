"""Beginning, keeping and discarding a draft."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.choices.signal import (
    Scope,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import draft
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_draft,
    make_handed_over,
    make_house,
)
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.places.tests.factories import KreisFactory, LandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def topics() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("topic", flat=True))


def test_draft_has_no_number_and_publishes_nothing(house: House) -> None:
    signal = make_draft(house.author)

    assert (signal.state, signal.public_id, topics()) == ("draft", "", [])


def test_draft_keeps_what_is_not_valid_yet(house: House) -> None:
    signal = make_draft(house.author)

    draft.save_draft(
        house.author,
        signal.pk,
        draft.DraftContent({"wish": ""}, unfinished={"affected_companies": "ungefähr zwanzig"}),
    )

    signal.refresh_from_db()
    assert signal.unfinished == {"affected_companies": "ungefähr zwanzig"}
    assert (signal.title, signal.wish) == ("Genehmigungen für neue Hallen dauern zu lang", "")


def test_draft_takes_no_other_fields_than_the_authors_words(house: House) -> None:
    signal = make_draft(house.author)

    with pytest.raises(ValueError, match="state"):
        draft.save_draft(house.author, signal.pk, draft.DraftContent({"state": "answered"}))


def test_kreise_bring_their_laender_along(house: House) -> None:
    kreis = KreisFactory.create(land=LandFactory.create(code="BY", key="09", name="Bayern"))
    LandFactory.create()
    signal = make_draft(house.author)

    draft.save_draft(
        house.author,
        signal.pk,
        draft.DraftContent({"scope": "kreise"}, laender=("NW",), kreise=(kreis.ags5, "99999")),
    )

    assert [land.code for land in signal.laender.all()] == ["BY"]
    assert [k.ags5 for k in signal.kreise.all()] == [kreis.ags5]


def test_beginning_again_goes_on_with_the_draft_that_is_still_empty(house: House) -> None:
    first = draft.begin_draft(house.author)

    assert draft.begin_draft(house.author) == first


@pytest.mark.parametrize(
    "content",
    [
        draft.DraftContent({"title": "Der Anschluss fehlt"}),
        draft.DraftContent({"affected_companies": 4}),
        draft.DraftContent(unfinished={"affected_companies": "einige"}),
        draft.DraftContent(laender=("NW",)),
    ],
)
def test_a_draft_in_which_something_stands_is_never_begun_again(
    house: House, content: draft.DraftContent
) -> None:
    first = draft.begin_draft(house.author)
    LandFactory.create(code="NW")
    draft.save_draft(house.author, first.pk, content)

    assert draft.begin_draft(house.author) != first


def test_an_empty_draft_is_the_own_one_and_builds_on_the_same_concern(house: House) -> None:
    first = draft.begin_draft(house.author)
    origin = make_handed_over(house)

    assert draft.begin_draft(colleague_of(house.author, MandateRole.SPEAKER)) != first
    assert draft.begin_draft(house.author, taken_up=origin.public_id) != first


def test_discarded_draft_is_gone(house: House) -> None:
    signal = make_draft(house.author)

    draft.discard_draft(house.author, signal.pk)

    assert not Signal.objects.exists()


@pytest.mark.parametrize("role", [MandateRole.STAFF])
def test_staff_may_not_write(house: House, role: str) -> None:
    with pytest.raises(NotAllowed):
        draft.begin_draft(colleague_of(house.author, role))


@pytest.mark.parametrize("kind", [OrganisationKind.OFFICE, OrganisationKind.DESK])
def test_office_and_desks_raise_nothing(kind: str) -> None:
    with pytest.raises(NotAllowed):
        draft.begin_draft(make_actor(kind))


def test_private_concern_cannot_be_taken_up(house: House) -> None:
    secret = make_handed_over(house, visibility=Visibility.PRIVATE)

    assert draft.begin_draft(house.author, taken_up=secret.public_id).taken_up_from is None


@pytest.mark.parametrize(
    ("keys", "scope", "laender"),
    [
        (("05512", "06411"), Scope.KREISE, ["HE", "NW"]),
        (tuple(f"055{number}" for number in range(50, 62)), Scope.LAENDER, ["NW"]),
        ((), Scope.LAENDER, ["NW"]),
    ],
)
def test_a_new_draft_proposes_the_region_of_the_initiative(
    keys: tuple[str, ...], scope: str, laender: list[str]
) -> None:
    house = make_house()
    kreise = make_kreise(*keys) if keys else make_kreise("05512")[:0]
    InitiativeFactory.create(
        organisation=Organisation.objects.get(pk=house.author.organisation_id or 0),
        land_id="NW",
        kreise=kreise,
    )

    begun = draft.begin_draft(house.author)

    begun.refresh_from_db()
    assert begun.scope == scope
    assert sorted(begun.laender.values_list("pk", flat=True)) == laender
    chosen = list(keys) if scope == Scope.KREISE else []
    assert sorted(begun.kreise.values_list("pk", flat=True)) == chosen


def test_a_draft_of_an_organisation_without_entry_proposes_no_region() -> None:
    begun = draft.begin_draft(make_house().author)

    assert (begun.scope, begun.laender.count(), begun.kreise.count()) == ("", 0, 0)
