"""Figures of a region are the official ones, or unknown; never made up."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from drehscheibe.capabilities.library.choices.package import FigureChoice
from drehscheibe.capabilities.library.queries.region_figures import find_offers, name_region
from drehscheibe.core.places.models import Figure, FigureSource, Indicator, Kreis
from drehscheibe.core.places.tests.factories import KreisFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> FigureSource:
    return FigureSource.objects.create(
        key="amt",
        name="Amt",
        attribution="Amt, Tabelle 1, Stichtag 30.06.2020",
        licence="dl-de/by-2-0",
    )


def count(kreis: Kreis, source: FigureSource, industry: int | None, total: int | None) -> None:
    for indicator, value in (
        (Indicator.MANUFACTURING_EMPLOYEES, industry),
        (Indicator.EMPLOYEES_TOTAL, total),
    ):
        Figure.objects.create(
            kreis=kreis,
            indicator=indicator,
            value=value,
            reference_date=date(2020, 6, 30),
            source=source,
        )


def test_known_figures_come_with_source_and_date(source: FigureSource) -> None:
    kreis = KreisFactory.create()
    count(kreis, source, 12345, 50000)

    offers = find_offers([kreis.pk], "in Flensburg")

    employees = offers[FigureChoice.EMPLOYEES]
    assert employees.sentence == "12.345 Menschen arbeiten in Flensburg im verarbeitenden Gewerbe."
    assert employees.note.startswith("Amt, Tabelle 1, Stichtag 30.06.2020 (dl-de/by-2-0)")
    assert "30. Juni 2020" in employees.note
    assert offers[FigureChoice.SHARE].value == "25\u00a0%"


def test_secret_figure_is_unknown_and_not_zero(source: FigureSource) -> None:
    kreis = KreisFactory.create()
    count(kreis, source, None, 50000)

    offers = find_offers([kreis.pk], "in Flensburg")

    assert [offer.is_known for offer in offers.values()] == [False, False]
    assert [offer.sentence for offer in offers.values()] == ["", ""]
    assert "geheim" in offers[FigureChoice.EMPLOYEES].note


def test_sum_with_a_gap_is_said_to_be_a_lower_bound_and_has_no_share(source: FigureSource) -> None:
    known, secret = KreisFactory.create_batch(2)
    count(known, source, 1000, 4000)
    count(secret, source, None, 9000)

    offers = find_offers([known.pk, secret.pk], "in unserer Region")

    assert offers[FigureChoice.EMPLOYEES].value == "Mindestens 1.000"
    assert not offers[FigureChoice.SHARE].is_known


def test_kreis_without_any_figure_is_unknown() -> None:
    kreis = KreisFactory.create()

    offers = find_offers([kreis.pk], "hier")

    assert not offers[FigureChoice.EMPLOYEES].is_known
    assert find_offers([], "hier") == {}


@pytest.mark.parametrize(
    ("name", "kind", "german", "english"),
    [
        ("Kiel, Landeshauptstadt", "Kreisfreie Stadt", "in Kiel", "in Kiel"),
        ("Gifhorn", "Landkreis", "im Landkreis Gifhorn", "in the district of Gifhorn"),
        ("Unna", "Kreis", "im Kreis Unna", "in the district of Unna"),
        ("Rhein-Kreis Neuss", "Kreis", "im Rhein-Kreis Neuss", "in Rhein-Kreis Neuss"),
        ("Region Hannover", "Landkreis", "in der Region Hannover", "in Region Hannover"),
        ("Städteregion Aachen", "Kreis", "in der Städteregion Aachen", "in Städteregion Aachen"),
    ],
)
def test_regions_stand_in_a_sentence(name: str, kind: str, german: str, english: str) -> None:
    kreis = KreisFactory.create(name=name, kind=kind)

    assert name_region([kreis.pk]) == german
    with translation.override("en"):
        assert name_region([kreis.pk]) == english
