"""A mandate ends while somebody writes: nothing is done under it any more, whatever the act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Signal, Supporter
from drehscheibe.capabilities.exchange.services import author, checking, draft, support
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_draft,
    make_handed_over,
    make_house,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.places.tests.factories import LandFactory

pytestmark = pytest.mark.django_db

EMPTY = draft.DraftContent()


@pytest.fixture
def house() -> House:
    return make_house()


def end_mandate_of(actor: Actor) -> None:
    Mandate.objects.filter(pk=actor.mandate_id or 0).update(valid_until=timezone.now())


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, _pk: draft.begin_draft(actor),
        lambda actor, pk: draft.save_draft(actor, pk, EMPTY),
        draft.discard_draft,
    ],
)
def test_drafts_stay_as_they_are(house: House, act: Callable[[Actor, int], object]) -> None:
    signal = make_draft(house.author)
    end_mandate_of(house.author)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        act(house.author, signal.pk)

    assert Signal.objects.get().title == signal.title


def test_circle_and_summary_stay_as_they_are(house: House) -> None:
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    end_mandate_of(house.author)
    end_mandate_of(house.office)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        author.widen_signal(house.author, signal.pk, visibility=Visibility.PUBLIC)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        checking.summarise_signal(house.office, signal.pk, summary="Kurz.")

    signal.refresh_from_db()
    assert (signal.visibility, signal.summary) == (Visibility.NETWORK, "")


def test_nobody_joins_agrees_or_leaves(house: House) -> None:
    land = LandFactory.create()
    signal = make_handed_over(house)
    supporting, late = make_actor(), make_actor()
    support.join_signal(supporting, signal.pk, words="Auch hier.", laender=[land.code])
    end_mandate_of(supporting)
    end_mandate_of(late)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.leave_signal(supporting, signal.pk)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.release_support(supporting, signal.pk)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.join_signal(late, signal.pk, words="Auch hier.", laender=[land.code])

    assert Supporter.objects.active().count() == 1
