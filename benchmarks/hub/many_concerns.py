"""A hundred thousand concerns for ``exchange.py``, written to the tables directly and fast.

In the shares of states that a busy hub would have, with words of the real public concerns, so that the
search finds as much as it would in life.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

BATCH = 10_000
#: Share of each state.
STATES = {
    "closed": 0.45,
    "answered": 0.1,
    "handed_over": 0.2,
    "in_review": 0.05,
    "submitted": 0.1,
    "recorded": 0.1,
}
OPEN = {"handed_over", "in_review", "submitted", "answered"}
WITH_DESK = {"handed_over", "in_review"}
NEVER_HANDED_OVER = {"submitted", "recorded"}
ANSWERED = {"closed", "answered"}


def list_words() -> list[str]:
    """Return the words of the real public concerns, as often as they occur there."""
    from drehscheibe.capabilities.exchange.models import Signal

    texts = Signal.objects.values_list("title", "what_happens")
    return [word for pair in texts for text in pair for word in text.split() if word.isalpha()]


class Table:
    """Rows of a model, written without making its objects: what is not given is as in a new object."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.local_concrete_fields
        self._fields = {field.attname: field for field in fields if not field.generated}
        blank = model()
        self._usual = {
            name: field.get_db_prep_save(field.pre_save(blank, add=True), connection)
            for name, field in self._fields.items()
        }
        rows: models.QuerySet[models.Model] = models.QuerySet(model).order_by("-pk")
        newest = rows.values_list("pk", flat=True).first()
        self._numbers = itertools.count((newest or 0) + 1)

    def next_key(self) -> int:
        """Return the key of a row that is about to be written."""
        return next(self._numbers)

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows, given by the names of their columns."""
        columns = [field.column for field in self._fields.values()]
        quoted = ", ".join(map(connection.ops.quote_name, columns))
        table = connection.ops.quote_name(self.model._meta.db_table)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({quoted}) VALUES ({marks})",  # noqa: S608 -- names of our own tables
                list(self._complete(rows)),
            )

    def finish(self) -> None:
        """Let the database go on counting where the rows end."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)

    def _complete(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
        names = list(self._fields)
        for row in rows:
            values = {
                name: self._fields[name].get_db_prep_save(value, connection)
                for name, value in row.items()
            }
            values.setdefault("id", self.next_key())
            if "uuid" in self._fields:
                field = self._fields["uuid"]
                values["uuid"] = field.get_db_prep_save(field.get_default(), connection)
            yield [values.get(name, self._usual[name]) for name in names]


def fill(total: int) -> None:
    """Bring the exchange to ``total`` concerns."""
    from drehscheibe.capabilities.exchange.models import Answer, HandOver, Signal
    from drehscheibe.capabilities.exchange.services.signals import answer_times
    from drehscheibe.core.search import api as search
    from drehscheibe.core.trace.models import Item

    tables = {
        "item": Table(Item),
        "signal": Table(Signal),
        "land": Table(Signal.laender.through),
        "stay": Table(HandOver),
        "answer": Table(Answer),
    }
    plan = _Plan(tables)
    for start in range(0, total, BATCH):
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
        for number in range(start, min(start + BATCH, total)):
            plan.add(rows, number)
        with transaction.atomic():
            for name, table in tables.items():
                table.write(rows[name])
            search.put(
                search.Document(
                    kind="signal",
                    key=item["public_id"],
                    language="de",
                    title=item["title"],
                    summary="",
                    body="",
                    path=f"/de/anliegen/{item['public_id']}/",
                )
                for item in rows["item"]
                if item["is_public"]
            )
        print(f"\r  {start + BATCH:,} concerns", end="", flush=True)
    for table in tables.values():
        table.finish()
    answer_times.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the worker does every night, or PostgreSQL by itself
    print()


class _Plan:
    """Makes up one concern after the other, the same ones every time."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        from drehscheibe.core.organisations.models import Mandate, Organisation
        from drehscheibe.core.places.models import Land
        from drehscheibe.core.text.topics import Topic

        self._tables = tables
        self._chance = random.Random(7)  # noqa: S311 -- the same data every time
        self._words, self._now = list_words(), timezone.now()
        self._laender = list(Land.objects.values_list("pk", flat=True))
        self._topics = list(Topic.values)
        self._office = Organisation.objects.get(kind="office").pk
        office_mandate = Mandate.objects.filter(organisation=self._office)[0]
        author_mandate = Mandate.objects.filter(organisation__kind="initiative")[0]
        self._office_mandate, self._author_mandate = office_mandate.pk, author_mandate.pk
        authors = Organisation.objects.filter(kind="initiative").values_list("pk", flat=True)
        self._authors = list(authors[:90])
        for number in range(40):
            Organisation.objects.create(kind="desk", name=f"Ressort {number}")
        self._desks = list(Organisation.objects.filter(kind="desk").values_list("pk", flat=True))

    def add(self, rows: dict[str, list[dict[str, Any]]], number: int) -> None:
        """Add the rows of one concern."""
        chance, tables = self._chance, self._tables
        state = chance.choices(list(STATES), list(STATES.values()))[0]
        is_open, is_public = state in OPEN, state != "submitted"
        desk = chance.choice(self._desks)
        age = chance.randrange(1, 120 if is_open else 1500)
        began = self._now - timedelta(days=age, minutes=chance.randrange(1440))
        ended = began + (self._now - began) / 2
        due = timezone.localdate(began) + timedelta(days=28)
        where_it_stands = {
            "state": state,
            "title": self._say(8)[:120],
            "owner_id": (desk if state in WITH_DESK else self._office) if is_open else None,
            "due_on": due if is_open else None,
            "changed_at": ended,
        }
        item, signal = tables["item"].next_key(), tables["signal"].next_key()
        rows["item"].append(
            {
                "id": item,
                "public_id": f"S-2025-{number + 1:06d}",
                "kind": "signal",
                "is_public": is_public,
                "created_at": began,
                **where_it_stands,
            }
        )
        rows["signal"].append(
            {
                "id": signal,
                "item_id": item,
                "sent_at": began,
                "published_at": began if is_public else None,
                "visibility": "public",
                "what_happens": self._say(60),
                "wish": self._say(20),
                "affected_companies": chance.randrange(1, 50),
                "topic": chance.choice(self._topics),
                "level": "federal",
                "scope": "laender",
                "organisation_id": chance.choice(self._authors),
                "mandate_id": self._author_mandate,
                **where_it_stands,
            }
        )
        rows["land"].append({"signal_id": signal, "land_id": chance.choice(self._laender)})
        if state in NEVER_HANDED_OVER:
            return
        stay, is_answered = tables["stay"].next_key(), state in ANSWERED
        rows["stay"].append(
            {
                "id": stay,
                "signal_id": signal,
                "number": 1,
                "desk_id": desk,
                "handed_over_at": began,
                "handed_over_by_id": self._office_mandate,
                "due_on": due,
                "ended_at": ended if is_answered else None,
                "outcome": "answered" if is_answered else "",
            }
        )
        if is_answered:
            rows["answer"].append(
                {
                    "signal_id": signal,
                    "hand_over_id": stay,
                    "number": 1,
                    "desk_id": desk,
                    "mandate_id": self._office_mandate,
                    "decision": "accepted",
                    "text": self._say(80),
                    "contact": "referat@example.org",
                    "published_at": ended,
                }
            )

    def _say(self, number: int) -> str:
        return " ".join(self._chance.choices(self._words, k=number))
