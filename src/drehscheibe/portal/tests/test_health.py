"""``/health``: the truth about database, Redis and worker, and in time whatever is away."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.jobs.models import Heartbeat
from drehscheibe.core.notify.api import Words, queue_mail
from drehscheibe.core.notify.models import Mail
from drehscheibe.portal.health import MOST_HANGING

pytestmark = pytest.mark.django_db

#: The examination has a connection of its own, which sees only what is committed.
committed = pytest.mark.django_db(transaction=True)


def beat(seconds_ago: int) -> None:
    seen_at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.update_or_create(worker="one", defaults={"seen_at": seen_at})


@committed
@pytest.mark.parametrize(("seconds_ago", "status"), [(5, 200), (600, 503)])
def test_health_needs_a_worker_that_was_seen_lately(
    client: Client, seconds_ago: int, status: int
) -> None:
    beat(seconds_ago)

    answer = client.get("/health")

    assert answer.status_code == status
    assert (answer.json()["database"], answer.json()["worker"]) == (True, status == 200)
    assert seconds_ago <= answer.json()["worker_seen_seconds_ago"] < seconds_ago + 60
    assert answer.headers["Cache-Control"] == "no-store"


@committed
def test_health_without_any_worker_says_so(client: Client) -> None:
    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json()["worker_seen_seconds_ago"] is None


@committed
def test_health_is_asked_anew_each_time(client: Client) -> None:
    beat(5)
    first = client.get("/health")
    beat(600)

    assert [first.status_code, client.get("/health").status_code] == [200, 503]


@committed
def test_health_tells_how_long_work_has_waited(client: Client) -> None:
    beat(5)
    queue_mail("a@example.org", Words("S", "T", "/", "L"), key="late")
    queue_mail("a@example.org", Words("S", "T", "/", "L"), key="soon")
    Mail.objects.filter(key="late").update(next_attempt_at=timezone.now() - timedelta(minutes=10))
    Mail.objects.filter(key="soon").update(next_attempt_at=timezone.now() + timedelta(minutes=10))

    document = client.get("/health").json()

    assert 600 <= document["mails_late_seconds"] < 660
    assert document["facts_late_seconds"] == 0


# What is away


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database refuse every new connection."""

    def refuse(*_arguments: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(type(connections["default"]), "get_new_connection", refuse)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every new connection to the database wait, as for a pool that is empty."""
    over = threading.Event()

    def wait(*_arguments: object) -> None:
        over.wait(30)
        raise OperationalError("the pool is empty")

    monkeypatch.setattr(type(connections["default"]), "get_new_connection", wait)
    yield
    over.set()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Return a port that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def ask(client: Client) -> tuple[int, dict[str, object]]:
    """Return status and document, which must be there in time."""
    started = time.monotonic()
    answer = client.get("/health")
    assert time.monotonic() - started < 2
    return answer.status_code, answer.json()


@pytest.mark.usefixtures("refused")
def test_health_without_a_database_is_an_answer_not_a_crash(client: Client) -> None:
    status, document = ask(client)

    assert status == 503
    assert (document["database"], document["worker"]) == (False, False)
    assert "facts_late_seconds" not in document


@pytest.mark.usefixtures("hanging")
def test_health_does_not_wait_for_a_database_that_hangs(client: Client) -> None:
    status, document = ask(client)

    assert (status, document["database"]) == (503, False)


@pytest.mark.usefixtures("hanging")
def test_health_asked_again_and_again_piles_nothing_up(client: Client) -> None:
    before = threading.active_count()
    askers = [threading.Thread(target=ask, args=(Client(),)) for _number in range(30)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert threading.active_count() - before <= MOST_HANGING
    assert ask(client)[1]["database"] is False


@pytest.mark.parametrize("is_there", [True, False], ids=["silent", "refusing"])
def test_health_does_not_wait_for_redis(
    client: Client, settings: Settings, silent_port: int, is_there: bool
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{silent_port if is_there else 1}/0"

    status, document = ask(client)

    assert (status, document["redis"]) == (503, False)


def test_health_leaves_out_redis_where_none_is_configured(
    client: Client, settings: Settings
) -> None:
    settings.REDIS_URL = ""

    assert "redis" not in ask(client)[1]


@committed
@pytest.mark.services
def test_health_greets_redis(client: Client, settings: Settings) -> None:
    if not settings.REDIS_URL:
        pytest.skip("needs Redis (REDIS_URL)")
    beat(5)

    status, document = ask(client)

    assert (status, document["redis"]) == (200, True)


def test_health_does_not_look_up_who_asks(client: Client, request: pytest.FixtureRequest) -> None:
    client.force_login(make_person())
    request.getfixturevalue("hanging")
    connections["default"].close()

    assert ask(client)[0] == 503
