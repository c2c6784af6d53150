"""The exchange with 100,000 concerns: register, answer times, office queue, chain, similar ones, export.

On SQLite, or on the database that ``DATABASE_URL`` names, which must be empty: its figures are kept
under a name of their own. Concerns are written to the tables directly, in the shares of states that a
busy hub would have; every page, query and export is the product's own.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.hub import pages
from benchmarks.hub.measuring import figure, middle, save

CONCERNS = int(os.environ.get("BENCH_CONCERNS", "100000"))
CHAIN = 5_000
BATCH = 5_000
#: Share of each state.
STATES = {
    "closed": 0.45,
    "answered": 0.1,
    "handed_over": 0.2,
    "in_review": 0.05,
    "submitted": 0.1,
    "recorded": 0.1,
}
MIN_LETTERS = 4


def list_words() -> list[str]:
    """Return the words of the real public concerns, as often as they occur there."""
    from drehscheibe.capabilities.exchange.models import Signal

    texts = Signal.objects.values_list("title", "what_happens")
    return [word for pair in texts for text in pair for word in text.split() if word.isalpha()]


def fill() -> None:
    """Bring the exchange to ``CONCERNS`` concerns."""
    from django.utils import timezone

    from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
    from drehscheibe.core.organisations.models import Mandate, Organisation
    from drehscheibe.core.places.models import Land
    from drehscheibe.core.search import api as search
    from drehscheibe.core.text.topics import Topic
    from drehscheibe.core.trace.models import Item

    chance = random.Random(7)  # noqa: S311 -- the same data every time
    words, now, today = list_words(), timezone.now(), timezone.localdate()
    laender, topics = list(Land.objects.all()), Topic.values
    office = Organisation.objects.get(kind="office")
    office_mandate = Mandate.objects.filter(organisation=office)[0]
    authors = list(Organisation.objects.filter(kind="initiative")[:90])
    author_mandate = Mandate.objects.filter(organisation__kind="initiative")[0]
    desks = list(Organisation.objects.filter(kind="desk"))
    desks += [Organisation.objects.create(kind="desk", name=f"Ressort {n}") for n in range(40)]
    for start in range(0, CONCERNS, BATCH):
        plans = []
        for number in range(start, start + BATCH):
            state = chance.choices(list(STATES), list(STATES.values()))[0]
            is_open = state in ("handed_over", "in_review", "submitted", "answered")
            desk = chance.choice(desks)
            owner = desk if state in ("handed_over", "in_review") else office
            age = chance.randrange(1, 120 if is_open else 1500)
            plans.append(
                (number, state, is_open, desk, owner, age, " ".join(chance.sample(words, 8)))
            )
        items = Item.objects.bulk_create(
            Item(
                public_id=f"S-2025-{number + 1:06d}",
                kind="signal",
                title=title[:120],
                state=state,
                owner=owner if is_open else None,
                due_on=today + timedelta(days=28 - age) if is_open else None,
                is_public=state != "submitted",
                created_at=now - timedelta(days=age),
                changed_at=now - timedelta(days=age // 2),
            )
            for number, state, is_open, _desk, owner, age, title in plans
        )
        found = Signal.objects.bulk_create(
            Signal(
                item=item,
                state=state,
                owner=owner if is_open else None,
                due_on=item.due_on,
                sent_at=item.created_at,
                published_at=item.created_at if item.is_public else None,
                visibility="public",
                title=item.title,
                what_happens=" ".join(chance.sample(words, 60)),
                wish=" ".join(chance.sample(words, 20)),
                affected_companies=chance.randrange(1, 50),
                topic=chance.choice(topics),
                level="federal",
                scope="laender",
                organisation=chance.choice(authors),
                mandate=author_mandate,
            )
            for item, (_n, state, is_open, _desk, owner, _age, _title) in zip(
                items, plans, strict=True
            )
        )
        Signal.laender.through.objects.bulk_create(
            Signal.laender.through(signal_id=one.pk, land_id=chance.choice(laender).pk)
            for one in found
        )
        is_over = {"closed": True, "answered": True}
        stays = HandOver.objects.bulk_create(
            HandOver(
                signal=one,
                number=1,
                desk=desk,
                handed_over_by=office_mandate,
                due_on=today + timedelta(days=28 - age),
                ended_at=now - timedelta(days=age // 2) if state in is_over else None,
                outcome="answered" if state in is_over else "",
            )
            for one, (_n, state, _o, desk, _w, age, _t) in zip(found, plans, strict=True)
            if state not in ("submitted", "recorded")
        )
        Answer.objects.bulk_create(
            Answer(
                signal_id=stay.signal_id,
                hand_over=stay,
                number=1,
                desk_id=stay.desk_id,
                mandate=office_mandate,
                decision="accepted",
                text=" ".join(chance.sample(words, 80)),
                contact="referat@example.org",
            )
            for stay in stays
            if stay.ended_at is not None
        )
        search.put(
            search.Document(
                kind="signal",
                key=item.public_id,
                language="de",
                title=item.title,
                summary="",
                body=item.title,
                path=f"/de/anliegen/{item.public_id}/",
            )
            for item in items
            if item.is_public
        )
        print(f"\r  {start + BATCH:,} concerns", end="", flush=True)
    print()


def make_chain() -> str:
    """Give one concern ``CHAIN`` ancestors and descendants, half each; return its number."""
    from drehscheibe.core.trace.models import Edge, Item

    ids = list(
        Item.objects.filter(is_public=True, public_id__startswith="S-2025")
        .order_by("pk")[: CHAIN + 1]
        .values_list("pk", flat=True)
    )
    middle_one, half = ids[CHAIN // 2], CHAIN // 2
    edges = []
    # Trees of fifty branches at each step: three steps deep on both sides.
    for side, forwards in ((ids[:half], False), (ids[half + 1 :], True)):
        for place, pk in enumerate(side):
            parent = middle_one if place < 50 else side[(place - 50) // 50]
            origin, result = (parent, pk) if forwards else (pk, parent)
            edges.append(Edge(origin_id=origin, result_id=result, how="taken_up"))
    Edge.objects.bulk_create(edges, batch_size=2000)
    return str(Item.objects.get(pk=middle_one).public_id)


def measure_similar() -> list[dict[str, Any]]:
    """Ask for similar concerns as somebody would who types."""
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
        "import resource, time\n"
        "from benchmarks.hub import exchange\n"
        f"exchange.stream({address!r})\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    idle, peak, seconds, megabytes, rows = map(float, answer[-5:])
    name = address.rpartition("/")[2]
    return [
        figure(f"export {name}: memory beyond the idle process", peak - idle, "MB", 100),
        figure(f"export {name}: duration", seconds, "s", size_mb=megabytes, rows=rows),
    ]


def stream(address: str) -> None:
    """Read an export to its end and print memory before and after, seconds, size and rows."""
    import django

    django.setup()
    ask = _streaming_handler()
    for _part in ask("/de/anliegen/?page=2"):
        pass
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, size, rows = time.perf_counter(), 0, 0
    for part in ask(address):
        size += len(part)
        rows += part.count(b"\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(idle, peak, time.perf_counter() - began, size / 1e6, rows)


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
    kind = pages.Kind(
        "office queue", tuple(f"{queue}?page={n}" for n in range(1, 40)), 12, None, 25
    )
    rows = pages.measure(pages.make_handler(hub.cookie), hub, kind)
    return [row for row in rows if "again" not in row["what"]]


def list_kinds(chain: str) -> list[pages.Kind]:
    from drehscheibe.core.text.topics import Topic

    register = [f"/de/anliegen/?page={n}" for n in range(1, 60)]
    filtered = [
        f"/de/anliegen/?topic={t}&status={s}" for t in Topic.values for s in ("waiting", "answered")
    ]
    return [
        pages.Kind("register, page by page", tuple(register), 12, None, 25),
        pages.Kind("register, filtered", tuple(filtered), 12, None, 25),
        pages.Kind("register, overdue", ("/de/anliegen/?overdue=1",), 12, None, 25),
        pages.Kind("answer times", ("/de/anliegen/antwortzeiten/",), 12, None, 25),
        pages.Kind(
            "page of a chain of 5,000",
            (f"/de/anliegen/{chain}/kette/", f"/de/anliegen/{chain}/kette/?became=1&page=3"),
            6,
            None,
            20,
        ),
        pages.Kind("concern with a chain of 5,000", (f"/de/anliegen/{chain}/",), 12),
    ]


def main() -> None:
    pages.prepare_demo()
    fill()
    chain = make_chain()
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
    on = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    save(f"hub_exchange_{on}", rows)


if __name__ == "__main__":
    main()
