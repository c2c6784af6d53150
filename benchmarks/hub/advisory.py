"""The queue of the office with 20,000 advisory cases: queries, and server time beside a bare view.

On SQLite, or on the database that ``DATABASE_URL`` names, which must be empty: its figures are kept
under a name of their own. Cases are written to the tables directly, in the shares of states that a busy
office would have; every page and query is the product's own.
"""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from typing import Any

from benchmarks.hub import pages
from benchmarks.hub.exchange import log_in
from benchmarks.hub.measuring import save

CASES = int(os.environ.get("BENCH_CASES", "20000"))
BATCH = 5_000
QUEUE = "/de/arbeitsplatz/beratung/"
#: Share of each state.
STATES = {
    "received": 0.06,
    "asked_back": 0.02,
    "coach_proposed": 0.02,
    "agreeing": 0.03,
    "goal_proposed": 0.02,
    "running": 0.15,
    "result_given": 0.05,
    "later_3": 0.1,
    "asked_3": 0.02,
    "later_12": 0.1,
    "asked_12": 0.03,
    "closed": 0.3,
    "declined": 0.06,
    "withdrawn": 0.04,
}
FINAL = {"closed", "declined", "withdrawn"}


def fill() -> None:
    """Bring the room to ``CASES`` cases."""
    from django.utils import timezone

    from drehscheibe.capabilities.advisory.models import Case, Coach, Session
    from drehscheibe.core.organisations.models import Organisation
    from drehscheibe.core.places.models import Kreis
    from drehscheibe.core.text.topics import Topic
    from drehscheibe.core.trace.models import Item

    chance = random.Random(7)  # noqa: S311 -- the same data every time
    now, today = timezone.now(), timezone.localdate()
    office = Organisation.objects.get(kind="office")
    coaches, topics = list(Coach.objects.all()), Topic.values
    kreise = list(Kreis.objects.values_list("pk", "land_id"))
    for start in range(0, CASES, BATCH):
        size = min(BATCH, CASES - start)
        states = chance.choices(list(STATES), list(STATES.values()), k=size)
        ages = [chance.randrange(1, 900) for _ in states]
        items = Item.objects.bulk_create(
            Item(
                public_id=f"B-2025-{start + number + 1:06d}",
                kind="advice",
                title="Beratung",
                state=state,
                owner=None if state in FINAL else office,
                due_on=None if state in FINAL else today + timedelta(days=age % 90 - 20),
                created_at=now - timedelta(days=age),
                changed_at=now - timedelta(days=age // 2),
            )
            for number, (state, age) in enumerate(zip(states, ages, strict=True))
        )
        cases = []
        for item, age in zip(items, ages, strict=True):
            kreis, land = chance.choice(kreise)
            asked = now - timedelta(days=age)
            cases.append(
                Case(
                    item=item,
                    state=item.state,
                    owner=item.owner,
                    due_on=item.due_on,
                    confirmed_at=asked,
                    first_answer_at=asked + timedelta(days=age % 5),
                    days_to_first_answer=age % 4,
                    closed_at=now if item.state in FINAL else None,
                    topic=chance.choice(topics),
                    land_id=land,
                    kreis_id=kreis,
                    situation="Worum es geht. " * 20,
                    wish="Was erreicht werden soll. " * 5,
                    confidentiality=chance.choice(["office", "coaches", "network"]),
                    email=f"region-{item.public_id}@example.org",
                    refusal="not_ours" if item.state == "declined" else "",
                    coach=chance.choice(coaches),
                    goal="Ein Ziel.",
                    goal_agreed_at=asked,
                )
            )
        made = Case.objects.bulk_create(cases)
        Session.objects.bulk_create(
            Session(case=case, state="held", starts_at=now - timedelta(days=30), hours=2)
            for case in made
        )
        print(f"\r  {start + size:,} cases", end="", flush=True)
    print()


def list_kinds() -> list[pages.Kind]:
    """Return what is measured, with at least as many addresses as one turn asks for."""
    from drehscheibe.core.places.models import Land
    from drehscheibe.core.text.topics import Topic

    laender = list(Land.objects.values_list("code", flat=True))
    everything = tuple(f"{QUEUE}?view=all&page={n}" for n in range(1, 60))
    narrowed = tuple(
        f"{QUEUE}?view={view}&topic={topic}&land={land}"
        for view in ("", "late", "coaches")
        for topic in Topic.values
        for land in laender[:4]
    )
    by_date = _views("", "late", "coaches", "later")
    return [
        _kind("office queue by due date", by_date, 12, 20),
        _kind("office queue, all cases page by page", everything, 12, 20),
        _kind("office queue, filtered", narrowed, 12, 20),
        _kind("figures of a year", (f"{QUEUE}zahlen/",)),
    ]


def _kind(
    name: str,
    addresses: tuple[str, ...],
    most_queries: int | None = None,
    most: float | None = None,
) -> pages.Kind:
    """Return a kind of page that nobody keeps: cases are confidential."""
    return pages.Kind(name, addresses, most_queries, None, most, is_kept=False)


def _views(*views: str) -> tuple[str, ...]:
    return tuple(f"{QUEUE}?view={view}&page={n}" for view in views for n in range(1, 14))


def measure(hub: pages.Server) -> list[dict[str, Any]]:
    """Ask for every kind of page as one of the office's people."""
    hub.cookie = log_in("office@example.org")
    handler = pages.make_handler(hub.cookie)
    return [row for kind in list_kinds() for row in pages.measure(handler, hub, kind)]


def main() -> None:
    pages.prepare_demo()
    fill()
    hub = pages.Server("drehscheibe.config.wsgi:application", DREHSCHEIBE_HOME=str(pages.HOME))
    try:
        hub.wait("/de/")
        rows = measure(hub)
    finally:
        hub.stop()
    shutil.rmtree(pages.HOME, ignore_errors=True)
    is_service = os.environ.get("DATABASE_URL", "").startswith("postgres")
    save("hub_advisory_postgresql" if is_service else "hub_advisory", rows)


if __name__ == "__main__":
    main()
