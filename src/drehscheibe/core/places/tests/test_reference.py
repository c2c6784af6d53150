from __future__ import annotations

import pytest

from drehscheibe.core.places.models import Figure, Indicator, Kreis, Land
from drehscheibe.core.places.reference import load_reference_places

pytestmark = pytest.mark.django_db


def test_load_reference_places_writes_all_places_once() -> None:
    first = load_reference_places()
    second = load_reference_places()

    assert first == second
    assert (Land.objects.count(), Kreis.objects.count(), Figure.objects.count()) == (16, 400, 1600)
    assert Kreis.neighbours.through.objects.count() == 2 * first.neighbour_pairs == 2 * 1042


def test_values_kept_secret_at_the_source_are_unknown_not_zero() -> None:
    load_reference_places()

    secret = Figure.objects.filter(value=None).values_list("kreis_id", "indicator")
    assert set(secret) == {
        (ags5, Indicator.MANUFACTURING_EMPLOYEES) for ags5 in ("03103", "03158", "09161", "09180")
    }


@pytest.mark.parametrize(
    ("ags5", "label"),
    [
        ("01002", "Kiel"),
        ("03403", "Oldenburg (Oldenburg)"),
        ("03458", "Landkreis Oldenburg"),
        ("03241", "Region Hannover"),
        ("03358", "Heidekreis"),
        ("01057", "Kreis Plön"),
        ("10041", "Regionalverband Saarbrücken"),
        ("05334", "Städteregion Aachen"),
    ],
)
def test_label_is_the_name_as_people_say_it(ags5: str, label: str) -> None:
    load_reference_places()

    assert str(Kreis.objects.get(pk=ags5)) == label
