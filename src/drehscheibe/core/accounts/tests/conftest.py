"""Fixtures for everything about accounts."""

from __future__ import annotations

import pytest

from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import make_person


@pytest.fixture
def person(db: None) -> User:
    return make_person()
