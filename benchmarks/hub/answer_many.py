"""An answer that 10,000 people wait for, at the end of a chain that is six links deep.

Publishing only writes rows and facts, so that the desk sees its answer at once; the notes and the
e-mails are written by the worker, in portions. Measured: how long the desk waits, how long the worker
takes until nobody is left, and how much the worker's memory grows meanwhile. Then the same with one
answer to twenty concerns that all go back to these people: each of them is told once.

On SQLite in a folder of its own; with ``DATABASE_URL`` on that database, which must be empty.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.hub.measuring import figure, memory_mb, save

HOME = Path(tempfile.mkdtemp(prefix="drehscheibe-bench-"))
PEOPLE = 10_000
DEPTH = 6
ITEMS = 2_000
TOGETHER = 20
BATCH = 1_000


def prepare() -> None:
    """Make an empty hub."""
    os.environ["DREHSCHEIBE_HOME"] = str(HOME)
    os.environ["BASE_URL"] = "http://testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings.local"
    import django

    from drehscheibe.config.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def make_people() -> list[Any]:
    """Make people who confirmed nothing and can be told everything."""
    from drehscheibe.core.accounts.models import User

    people = [User(email=f"p{n}@example.org", name=f"Person {n}") for n in range(PEOPLE)]
    return User.objects.bulk_create(people, batch_size=BATCH)


def make_chain(people: list[Any]) -> Any:
    """Make the origins of a concern, ``DEPTH`` links deep, in which all these people took part.

    Returns the nearest origin.
    """
    from django.utils import timezone

    from drehscheibe.core.trace.models import Edge, Item, Participant

    now = timezone.now()
    items = Item.objects.bulk_create(
        [
            Item(
                public_id=f"S-2020-{number:05d}",
                kind="signal",
                title=f"Anliegen {number}",
                state="closed",
                is_public=True,
                created_at=now,
                changed_at=now,
            )
            for number in range(ITEMS)
        ],
        batch_size=BATCH,
    )
    # The first DEPTH items are the longest way; all others hang on one of its links.
    edges = [Edge(origin=items[at], result=items[at - 1], how="taken_up") for at in range(1, DEPTH)]
    edges += [
        Edge(origin=items[at], result=items[at % (DEPTH - 1)], how="taken_up")
        for at in range(DEPTH, ITEMS)
    ]
    Edge.objects.bulk_create(edges, batch_size=BATCH)
    Participant.objects.bulk_create(
        [
            Participant(item=items[at % ITEMS], person=person, role="author")
            for at, person in enumerate(people)
        ],
        batch_size=BATCH,
    )
    return items[0]


def make_house() -> tuple[Any, Any, Any]:
    """Make an author, the office and a desk, each with a person who may act."""
    from django.utils import timezone

    from drehscheibe.core.accounts.models import User
    from drehscheibe.core.organisations import queries
    from drehscheibe.core.organisations.models import Mandate, Organisation

    def actor(kind: str) -> Any:
        organisation = Organisation.objects.create(kind=kind, name=f"{kind} (Messung)")
        person = User.objects.create(email=f"{kind}@example.org", name=kind)
        mandate = Mandate.objects.create(
            person=person,
            organisation=organisation,
            role="coordinator",
            state="valid",
            valid_from=timezone.now() - timedelta(days=1),
        )
        return queries.make_actor(person, mandate)

    return actor("initiative"), actor("office"), actor("desk")


def make_concern(author: Any, office: Any, desk: Any, origin: Any) -> Any:
    """Bring a concern to the desk that goes back to the chain."""
    from django.utils import timezone

    from drehscheibe.capabilities.exchange.services.signals import draft, hand_over, sending
    from drehscheibe.core.trace import api as trace

    words = {
        "title": "Genehmigungen dauern zu lang",
        "what_happens": "Der Antrag liegt seit 14 Monaten bei der Behörde.",
        "affected": "Mittelständische Betriebe",
        "wish": "Die Behörde sagt zu Beginn, was sie braucht.",
        "topic": "permitting",
        "level": "federal",
        "scope": "nationwide",
        "visibility": "public",
    }
    begun = draft.begin_draft(author)
    draft.save_draft(author, begun.pk, draft.DraftContent(words))
    signal = sending.send_signal(author, begun.pk)
    trace.derive(origin, signal.item, "taken_up")
    return hand_over.hand_over_signal(
        office,
        signal.pk,
        desk_id=desk.organisation_id,
        due_on=timezone.localdate() + timedelta(days=28),
    )


def deliver_all() -> None:
    """Work off everything that waits, as the worker does."""
    from drehscheibe.core.outbox.delivery import deliver_due

    while deliver_due():
        pass


def timed(call: Callable[[], object]) -> float:
    """Return the seconds of the wall that a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def count_told(before: int) -> int:
    """Return how many notes were written since there were ``before``."""
    from drehscheibe.core.notify.models import Notification

    return Notification.objects.count() - before


def measure_one(
    house: tuple[Any, Any, Any], origin: Any, label: str, together: int
) -> list[dict[str, Any]]:
    """Answer one concern, or several at once, and tell everybody."""
    from drehscheibe.capabilities.exchange.services.signals.answering import (
        AnswerContent,
        publish_answer,
    )
    from drehscheibe.capabilities.exchange.services.signals.answering_many import publish_answers
    from drehscheibe.core.notify.models import Notification
    from drehscheibe.core.outbox.models import Delivery

    desk = house[2]
    concerns = [make_concern(*house, origin) for _another in range(together)]
    content = AnswerContent(
        decision="accepted",
        text="Sie haben recht. Künftig gibt es eine Liste.",
        what_changes="Eine Liste innerhalb von vier Wochen.",
        contact="Referat Genehmigungen",
    )
    deliver_all()
    before = Notification.objects.count()

    def publish() -> None:
        if together == 1:
            publish_answer(desk, concerns[0].pk, content)
        else:
            publish_answers(desk, [concern.pk for concern in concerns], content, {})

    published = timed(publish)
    held = memory_mb(os.getpid())
    told = timed(deliver_all)
    grown = memory_mb(os.getpid()) - held
    notes = count_told(before)
    # Everybody of the chain, the author and the office: each of them once.
    expected = PEOPLE + 2
    if notes != expected or Delivery.objects.exclude(state="delivered").exists():
        raise SystemExit(f"{notes} notes instead of {expected}")
    return [
        figure(f"{label}: published", published, "s", 1),
        figure(f"{label}: all {PEOPLE:,} told by the worker", told, "s", 30, notes=notes),
        figure(f"{label}: memory of the worker grows by", grown, "MB", 40),
    ]


def main() -> None:
    try:
        prepare()
        from django.db import connection

        people = make_people()
        house = make_house()
        origin = make_chain(people)
        del people
        database = connection.vendor
        rows = measure_one(house, origin, "one concern", 1)
        rows += measure_one(house, origin, f"{TOGETHER} concerns together", TOGETHER)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    save("hub_answer_many" if database == "sqlite" else f"hub_answer_many_{database}", rows)


if __name__ == "__main__":
    main()
