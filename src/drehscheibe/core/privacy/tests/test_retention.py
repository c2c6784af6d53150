"""What is too old goes, what is not stays, and a dry run touches nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from pytest_django import Settings

from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.audit import api as audit
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Mail, MailState
from drehscheibe.core.privacy import checks, services
from drehscheibe.core.privacy.retention import BATCH, Rule, register_rule
from drehscheibe.core.submissions.models import Submission

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)


def make_mail(key: str, state: str, *, days_ago: int) -> Mail:
    moment = NOW - timedelta(days=days_ago)
    mail = Mail.objects.create(
        key=key,
        to="person@example.org",
        subject=key,
        text="",
        state=state,
        next_attempt_at=moment,
        sent_at=moment if state == MailState.SENT else None,
    )
    Mail.objects.filter(pk=mail.pk).update(created_at=moment)
    return mail


def test_sent_mails_go_after_a_month_and_waiting_ones_never() -> None:
    make_mail("old", MailState.SENT, days_ago=31)
    make_mail("new", MailState.SENT, days_ago=29)
    make_mail("waiting", MailState.WAITING, days_ago=400)
    make_mail("stuck", MailState.FAILED, days_ago=89)
    make_mail("long stuck", MailState.UNSURE, days_ago=91)

    done = services.apply_retention(NOW)

    assert (done["notify.sent_mails"], done["notify.stuck_mails"]) == (1, 1)
    assert set(Mail.objects.values_list("key", flat=True)) == {"new", "waiting", "stuck"}


def test_the_log_loses_names_after_a_year_and_keeps_what_happened() -> None:
    person = get_user_model().objects.create_user(
        "a@example.org", name="Person Beispiel", last_login=NOW
    )
    actor = Actor(person_id=person.pk, name="Person Beispiel", mandate_id=7)
    about = {"person": person.pk, "reason": "weil Beispiel", "fields": ["name"]}
    for days in (400, 300):
        with time_machine.travel(NOW - timedelta(days=days), tick=False):
            audit.record(actor, "test.done", item_kind="test", item_key=str(days), changes=about)
    with time_machine.travel(NOW - timedelta(days=400), tick=False):
        audit.record(SYSTEM, "test.done", item_kind="test", item_key="system")

    first = services.apply_retention(NOW)["audit.entries"]
    again = services.apply_retention(NOW)["audit.entries"]

    rows = Entry.objects.filter(item_kind="test").order_by("pk")
    assert (first, again) == (1, 0)
    assert list(rows.values_list("item_key", "actor_name", "person_id", "changes")) == [
        ("400", "", None, {"fields": ["name"]}),
        ("300", "Person Beispiel", person.pk, about),
        ("system", SYSTEM.name, None, {}),
    ]


def test_more_rows_than_one_batch_go_in_one_run() -> None:
    old = NOW - timedelta(days=31)
    Submission.objects.bulk_create(Submission(token=f"t{n}", result="") for n in range(BATCH + 3))
    Submission.objects.update(accepted_at=old)

    assert services.apply_retention(NOW)["submissions.tokens"] == BATCH + 3
    assert Submission.objects.count() == 0


def test_the_dry_run_counts_and_touches_nothing() -> None:
    make_mail("old", MailState.SENT, days_ago=3000)
    answer = StringIO()

    call_command("privacy", "retention", "--dry-run", stdout=answer)

    assert "       1  notify.sent_mails" in answer.getvalue()
    assert "Nothing was changed." in answer.getvalue()
    assert Mail.objects.count() == 1


def test_the_command_does_what_the_worker_does() -> None:
    make_mail("old", MailState.SENT, days_ago=3000)

    call_command("privacy", "retention", stdout=StringIO())

    entry = Entry.objects.get(verb="privacy.retention_applied")
    assert Mail.objects.count() == 0
    assert entry.changes == {"notify.sent_mails": 1}


def test_an_operator_chooses_other_terms(settings: Settings) -> None:
    make_mail("old", MailState.SENT, days_ago=31)
    settings.RETENTION_DAYS = {"mail": 60}

    assert services.count_due(NOW)["notify.sent_mails"] == 0
    assert services.count_due(NOW + timedelta(days=30))["notify.sent_mails"] == 1
    assert checks.check_retention_days() == []


@pytest.mark.parametrize("terms", [{"mails": 60}, {"mail": 0}, {"account": 5}])
def test_a_term_that_nobody_knows_is_said_at_the_start(
    settings: Settings, terms: dict[str, int]
) -> None:
    settings.RETENTION_DAYS = terms

    assert [fault.id for fault in checks.check_retention_days()] == ["privacy.E001"]


def test_a_rule_needs_a_class_with_a_term() -> None:
    def rule(name: str) -> Rule:
        return Rule(name="test.rows", retention=name, label="", find=lambda _: Mail.objects.none())

    with pytest.raises(KeyError):
        register_rule(rule("unknown"))
    with pytest.raises(ValueError, match="has no term"):
        register_rule(rule("account"))
