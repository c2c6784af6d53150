"""The run that makes summaries: 500 people with news among 500, and the same 500 among 50,000.

The others have had news before, have read some of it and got a summary yesterday, as in life. What is
measured is the job that the worker runs: find who has something waiting, make the e-mails, queue them.
The two hubs are one database that grows between the rounds; every run does the same work again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.hub.measuring import cpu_ms, figure, middle, save

HOME = Path(tempfile.mkdtemp(prefix="drehscheibe-bench-"))
WITH_NEWS, FEW, MANY = 500, 500, 50_000
NOTES_OF_OTHERS = 3
ROUNDS = 9
KIND = "organisations.mandate_left"


def prepare() -> None:
    """Make an empty hub in a folder of its own, or in the database of DATABASE_URL."""
    os.environ["DREHSCHEIBE_HOME"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings.local"
    import django

    from drehscheibe.config.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def add_people(total: int) -> None:
    """Bring the hub to so many people; each new one has a past, and nothing that waits."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from drehscheibe.core.notify.models import Digest, Notification

    people: Any = get_user_model()
    first = people.objects.count()
    made = people.objects.bulk_create(
        [
            people(email=f"person{number}@example.org", name=f"Person {number}")
            for number in range(first, total)
        ],
        batch_size=500,
    )
    EmailAddress.objects.bulk_create(
        [
            EmailAddress(user=person, email=person.email, primary=True, verified=True)
            for person in made
        ],
        batch_size=500,
    )
    yesterday = timezone.now() - timedelta(days=1)
    digests = Digest.objects.bulk_create(
        [
            Digest(
                person=person,
                day=timezone.localdate(yesterday),
                due_at=yesterday,
                made_at=yesterday,
                state="made",
            )
            for person in made
        ],
        batch_size=500,
    )
    Notification.objects.bulk_create(
        [
            Notification(
                person=person,
                kind=KIND,
                fact_key=f"past:{number}",
                context=news(0),
                digest=digest,
                read_at=yesterday if number else None,
            )
            for person, digest in zip(made, digests, strict=True)
            for number in range(NOTES_OF_OTHERS)
        ],
        batch_size=500,
    )


def news(number: int) -> dict[str, str]:
    """Return what a note is about."""
    return {
        "person": "Vorname Beispiel",
        "organisation": f"Beispielbündnis {number}",
        "organisation_uuid": f"00000000-0000-0000-0000-00000000000{number}",
        "role": "editor",
    }


def let_something_wait() -> None:
    """Tell 500 people three things about two organisations; their summaries are due now."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from drehscheibe.core.notify.api import tell
    from drehscheibe.core.notify.models import Digest

    ids = list(get_user_model().objects.order_by("pk").values_list("pk", flat=True)[:WITH_NEWS])
    for number, organisation in enumerate((1, 2, 1)):
        key = f"news:{uuid4()}:{number}"
        assert tell(ids, KIND, fact_key=key, context=news(organisation)) == WITH_NEWS
    Digest.objects.filter(state="waiting").update(due_at=timezone.now())


def let_it_wait_again() -> None:
    """Put the summaries of the last run back, so that the next one does the same work."""
    from drehscheibe.core.notify.models import Digest, Mail

    Mail.objects.all().delete()
    Digest.objects.filter(notes__fact_key__startswith="news:").update(state="waiting")


def run() -> int:
    """Run the job once."""
    from django.db import transaction
    from django.utils import timezone

    from drehscheibe.core.notify.digests import make_due_digests

    with transaction.atomic():  # as core.jobs does
        return make_due_digests(timezone.now())


def measure() -> dict[str, float]:
    """Return queries and milliseconds of CPU and of waiting of one run for the 500."""
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    run()  # what is slow once; it also moves the summaries to today
    let_it_wait_again()
    with CaptureQueriesContext(connection) as queries:
        assert run() == WITH_NEWS
    cpu, waited = [], []
    for _round in range(ROUNDS):
        let_it_wait_again()
        started = time.perf_counter()
        cpu += cpu_ms(lambda _number: run(), rounds=1, per_round=1)
        waited.append((time.perf_counter() - started) * 1000)
    with CaptureQueriesContext(connection) as idle:
        assert run() == 0
    return {
        "queries": len(queries),
        "cpu": middle(cpu),
        "waited": middle(waited),
        "idle_queries": len(idle),
        "idle": middle(cpu_ms(lambda _number: run(), rounds=9, per_round=5)),
    }


def main() -> None:
    prepare()
    try:
        add_people(FEW)
        let_something_wait()
        few = measure()
        let_it_wait_again()
        add_people(MANY)
        many = measure()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    save(
        "hub_digest",
        [
            figure("500 with news of 500 people: queries", few["queries"], ""),
            figure("500 with news of 50,000 people: queries", many["queries"], ""),
            figure("queries, 50,000 to 500", many["queries"] / few["queries"], "×", 1),
            figure("500 with news of 500 people: CPU", few["cpu"], "ms", wall_ms=few["waited"]),
            figure(
                "500 with news of 50,000 people: CPU", many["cpu"], "ms", wall_ms=many["waited"]
            ),
            figure("CPU, 50,000 to 500", many["cpu"] / few["cpu"], "×", 1.2),
            figure("nobody with news of 50,000 people: queries", many["idle_queries"], ""),
            figure("nobody with news of 50,000 people: CPU", many["idle"], "ms"),
        ],
    )


if __name__ == "__main__":
    main()
