"""Fixtures for every test of notifications."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drehscheibe.core.notify.tests.factories import Person, make_person, registered_kinds


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with registered_kinds():
        yield


@pytest.fixture
def person(db: None) -> Person:
    return make_person("person@example.org")
