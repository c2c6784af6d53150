"""One installation for all tests here, on PostgreSQL and Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.conftest import guard, make_person, transactional_db
from tests.services.installation import Installation, fresh_database, installation

__all__ = ["guard", "make_person", "transactional_db"]


@pytest.fixture(scope="session")
def installed(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    redis_url = os.environ.get("REDIS_URL", "")
    if connection.vendor != "postgresql" or not redis_url:
        pytest.skip("several processes share PostgreSQL and Redis: tools/test-on-services")
    home = tmp_path_factory.mktemp("home")
    with (
        django_db_blocker.unblock(),
        fresh_database(),
        installation(home, redis_url) as hub,
    ):
        yield hub


@pytest.fixture
def hub(installed: Installation) -> Installation:
    """Return the installation with everything running that a test before may have killed."""
    installed.make_whole()
    return installed
