from __future__ import annotations

import factory

from drehscheibe.core.places.models import Kreis, Land


class LandFactory(factory.django.DjangoModelFactory[Land]):
    code = "NW"
    key = "05"
    name = "Nordrhein-Westfalen"
    name_en = "North Rhine-Westphalia"

    class Meta:
        model = Land
        django_get_or_create = ("code",)


class KreisFactory(factory.django.DjangoModelFactory[Kreis]):
    ags5 = factory.Sequence(lambda n: f"05{n:03d}")
    name = factory.Sequence(lambda n: f"Kreis {n}")
    kind = "Kreis"
    land = factory.SubFactory(LandFactory)
    nuts3 = "DEA00"
    longitude = 7.6
    latitude = 51.9

    class Meta:
        model = Kreis
