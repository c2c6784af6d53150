"""The office, for every test of webinars."""

from __future__ import annotations

import pytest

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor


@pytest.fixture
def office() -> Actor:
    return make_actor(OrganisationKind.OFFICE)
