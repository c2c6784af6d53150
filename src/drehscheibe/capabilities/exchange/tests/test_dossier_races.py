"""Two people at once at a dossier or a merging, on a database that really has two."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.exchange.models import DossierEntry, HandOver, Merge, Signal
from drehscheibe.capabilities.exchange.services.dossiers.preparing import add_signals
from drehscheibe.capabilities.exchange.services.signals.author import withdraw_signal
from drehscheibe.capabilities.exchange.services.signals.merging import merge_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.core.access.errors import Conflict
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


@pytest.fixture
def house() -> House:
    return make_house()


def test_crosswise_merging_makes_no_circle(house: House) -> None:
    one, two = make_submitted(house), make_submitted(house)

    outcomes = run_at_once(
        lambda: merge_signal(house.office, one.pk, into=two.public_id),
        lambda: merge_signal(house.office, two.pk, into=one.public_id),
    )

    assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert Merge.objects.count() == 1


def test_a_concern_comes_into_one_dossier_only(house: House) -> None:
    signal = make_submitted(house)
    first, second = made.begin(house), made.begin(house)

    run_at_once(
        lambda: add_signals(house.office, first.pk, [signal.public_id]),
        lambda: add_signals(house.office, second.pk, [signal.public_id]),
    )

    assert DossierEntry.objects.filter(signal=signal).count() == 1


def test_hand_over_and_withdrawal_leave_no_stay_without_a_concern(house: House) -> None:
    signal, other = make_submitted(house), made.make_other(house, "Initiative Süd")
    dossier = made.begin(house, signal, other)
    made.write_core(house, dossier)

    run_at_once(
        lambda: made.hand_over(house, dossier),
        lambda: withdraw_signal(house.author, signal.pk),
    )

    assert Signal.objects.get(pk=signal.pk).state == "withdrawn"
    assert not HandOver.objects.filter(signal=signal, ended_at=None).exists()
    assert HandOver.objects.filter(signal=other, ended_at=None).count() == 1
