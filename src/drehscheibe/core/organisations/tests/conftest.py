"""An organisation, for every test of mandates."""

from __future__ import annotations

import pytest

from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import (
    OrganisationFactory,
)


@pytest.fixture
def initiative() -> Organisation:
    return OrganisationFactory.create(name="Industrie am Fluss")
