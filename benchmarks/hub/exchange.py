"""The exchange with 100,000 concerns: register, answer times, office queue, chain, similar ones, export.

On SQLite and then, where a PostgreSQL can be reached, on a database of its own there, which is dropped
afterwards; ``TEST_DATABASE_URL`` says where, as for ``tools/test-on-services``. With ``DATABASE_URL`` on
that database alone, which must be empty. The figures of PostgreSQL are kept under a name of their own.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.hub import pages
from benchmarks.hub.measuring import figure, middle, save

CONCERNS = int(os.environ.get("BENCH_CONCERNS", "100000"))
CHAIN = 5_000
BATCH = 2_000
LOOK_EVERY = 50  # lines of an export between two looks at the memory
SERVICE = "postgres://postgres@127.0.0.1:5432/postgres"
DATABASE = "drehscheibe_bench_exchange"


def make_chain() -> str:
    """Give one concern ``CHAIN`` ancestors and as many descendants; return its number."""
    from drehscheibe.core.trace.models import Edge, Item

    items = Item.objects.filter(is_public=True, public_id__startswith="S-2025-0").order_by("pk")
    first, *others = items.values_list("pk", flat=True)[: 2 * CHAIN + 1]
    edges = []
    # Trees of fifty branches at each step: three steps deep on both sides.
    for side, forwards in ((others[:CHAIN], False), (others[CHAIN:], True)):
        for place, pk in enumerate(side):
            parent = first if place < 50 else side[(place - 50) // 50]
            origin, result = (parent, pk) if forwards else (pk, parent)
            edges.append(Edge(origin_id=origin, result_id=result, how="taken_up"))
    Edge.objects.bulk_create(edges, batch_size=BATCH)
    return str(Item.objects.get(pk=first).public_id)


def measure_similar() -> list[dict[str, Any]]:
    """Ask for similar concerns as somebody would who types."""
    from benchmarks.hub.many_concerns import list_words
    from drehscheibe.capabilities.exchange.queries.similar import list_similar
    from drehscheibe.core.access.actor import ANONYMOUS

    chance, words = random.Random(11), list_words()  # noqa: S311 -- the same data every time
    titles = [" ".join(chance.sample(words, chance.randrange(2, 10))) for _ in range(400)]
    took = []
    for title in titles:
        began = time.perf_counter()
        list_similar(title, actor=ANONYMOUS, language="de")
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return [
        figure("similar concerns: p50", middle(took), "ms"),
        figure("similar concerns: p99", took[int(len(took) * 0.99)], "ms", 100),
    ]


def measure_export(address: str) -> list[dict[str, Any]]:
    """Stream all public concerns in a process of its own and say how much memory that took."""
    script = (
        f"import sys; from benchmarks.hub import exchange; sys.exit(exchange.stream({address!r}))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    idle, peak, first, seconds, megabytes, rows = map(float, answer[-6:])
    name = address.rpartition("/")[2]
    return [
        figure(f"export {name}: memory beyond the idle process", peak - idle, "MB", 100),
        figure(f"export {name}: until the first byte", first, "s"),
        figure(f"export {name}: duration", seconds, "s", size_mb=megabytes, rows=rows),
    ]


def stream(address: str) -> None:
    """Read an export to its end; print memory before and at its peak, seconds, size and rows."""
    import django

    django.setup()
    ask = _streaming_handler()
    for _part in ask("/de/anliegen/?page=2"):
        pass
    idle = peak = _own_mb()
    began, first, size, rows = time.perf_counter(), 0.0, 0, 0
    for number, part in enumerate(ask(address)):
        first = first or time.perf_counter() - began
        size += len(part)
        rows += part.count(b"\n")
        if number % LOOK_EVERY == 0:
            peak = max(peak, _own_mb())
    print(idle, peak, first, time.perf_counter() - began, size / 1e6, rows)


def _own_mb() -> float:
    """Return the memory of this process without the mapped database file, which all processes share."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def _streaming_handler() -> Any:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    application, requests = WSGIHandler(), RequestFactory()

    def ask(address: str) -> Iterator[bytes]:
        answer = application(requests.get(address).environ, lambda *_given: len)
        yield from answer
        answer.close()

    return ask


def log_in(email: str) -> str:
    """Return the cookie of somebody who is logged in."""
    from django.conf import settings
    from django.test import Client

    from drehscheibe.core.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def measure_office(hub: pages.Server) -> list[dict[str, Any]]:
    """Ask for the queue of the office as one of its people."""
    hub.cookie = log_in("office@example.org")
    queue = "/de/arbeitsplatz/servicestelle/anliegen/"
    addresses = tuple(f"{queue}?page={n}" for n in range(1, 40))
    kind = pages.Kind("office queue", addresses, 12, None, 25, is_kept=False)
    return pages.measure(pages.make_handler(hub.cookie), hub, kind)


def list_kinds(chain: str) -> list[pages.Kind]:
    from drehscheibe.core.text.topics import Topic

    register = [f"/de/anliegen/?page={n}" for n in range(1, 60)]
    filtered = [
        f"/de/anliegen/?topic={t}&status={s}" for t in Topic.values for s in ("waiting", "answered")
    ]
    ways = [f"/de/anliegen/{chain}/kette/?page={n}" for n in range(1, 100)]
    ways += [f"/de/anliegen/{chain}/kette/?became=1&page={n}" for n in range(1, 100)]
    return [
        pages.Kind("register, page by page", tuple(register), 12, None, 25),
        pages.Kind("register, filtered", tuple(filtered), 12, None, 25),
        pages.Kind("register, overdue", ("/de/anliegen/?overdue=1",), 12, None, 25),
        pages.Kind("answer times", ("/de/anliegen/antwortzeiten/",), 12, None, 25),
        pages.Kind("page of a chain of 5,000", tuple(ways), 6, None, 20, ("chains",)),
        pages.Kind("concern with a chain of 5,000", (f"/de/anliegen/{chain}/",), 12),
    ]


def measure() -> None:
    """Fill one database and measure everything on it."""
    pages.prepare_demo()
    from benchmarks.hub import many_concerns

    began = time.perf_counter()
    many_concerns.fill(CONCERNS)
    chain = make_chain()
    print(f"  filled in {time.perf_counter() - began:.0f} s", flush=True)
    ask = pages.make_handler()
    hub = pages.Server("drehscheibe.config.wsgi:application", DREHSCHEIBE_HOME=str(pages.HOME))
    try:
        hub.wait("/de/")
        rows = [row for kind in list_kinds(chain) for row in pages.measure(ask, hub, kind)]
        rows += measure_office(hub)
    finally:
        hub.stop()
    rows += measure_similar()
    rows += measure_export("/de/anliegen/tabelle.csv") + measure_export("/de/anliegen/daten.json")
    shutil.rmtree(pages.HOME, ignore_errors=True)
    is_service = os.environ.get("DATABASE_URL", "").startswith("postgres")
    save("hub_exchange_postgresql" if is_service else "hub_exchange", rows)


def measure_on_service() -> None:
    """Do the same on a new database of a PostgreSQL, if there is one."""
    import psycopg

    service = os.environ.get("TEST_DATABASE_URL", SERVICE)
    address = service.replace("postgres://", "postgresql://", 1)
    try:
        connection = psycopg.connect(address, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        print(f"  not on PostgreSQL: {error}")
        return
    with connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
    there = f"{service.rpartition('/')[0]}/{DATABASE}"
    print("  on PostgreSQL", flush=True)
    try:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.hub.exchange"],
            env={**os.environ, "DATABASE_URL": there},
            check=True,
        )
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def main() -> None:
    measure()
    if "DATABASE_URL" not in os.environ:
        measure_on_service()


if __name__ == "__main__":
    main()
