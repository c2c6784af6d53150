"""Tell office, authors and reporters; each fact once."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from drehscheibe.core.moderation import deciders, notifications
from drehscheibe.core.moderation.choices import CaseState, Party
from drehscheibe.core.moderation.facts import (
    CaseDecided,
    CaseDelayed,
    DecisionAppealed,
    ItemReported,
    OperatorAsked,
)
from drehscheibe.core.moderation.models import Appeal, Case, Decision, Report
from drehscheibe.core.notify.api import Words, queue_mail, tell
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import subscribe


def register() -> None:
    """Listen; called from ``AppConfig.ready``."""
    subscribe(ItemReported, "moderation.tell_office", tell_office)
    subscribe(ItemReported, "moderation.acknowledge", acknowledge)
    subscribe(CaseDecided, "moderation.tell_decided", tell_decided)
    subscribe(DecisionAppealed, "moderation.tell_appealed", tell_appealed)
    subscribe(OperatorAsked, "moderation.tell_operator", tell_operator)
    subscribe(CaseDelayed, "moderation.tell_delayed", tell_delayed)


def tell_office(fact: ItemReported) -> None:
    """Tell the office of a new case; further reports of the same item make no noise."""
    if not fact.is_first:
        return
    report = Report.objects.select_related("case").get(pk=fact.report_id)
    context = {**_about(report.case), "category": report.category}
    tell(
        organisations.list_office_person_ids(),
        "moderation.case_opened",
        fact_key=f"moderation-opened:{fact.number}",
        context=context,
    )


def acknowledge(fact: ItemReported) -> None:
    """Tell whoever reported that it has arrived, with the way back."""
    report = Report.objects.select_related("case").get(pk=fact.report_id)
    _tell_reporter(report, "moderation.received", notifications.received, "moderation-received", {})


def tell_decided(fact: CaseDecided) -> None:
    """Tell author and reporters the decision and its reason."""
    decision = Decision.objects.select_related("case").get(
        case_id=fact.case_id, number=fact.decision
    )
    case = decision.case
    words = {
        "outcome": decision.outcome,
        "ground": decision.ground,
        "words": decision.words,
        "is_first": decision.number == 1,
    }
    key = f"moderation-decided:{decision.number}"
    for report in case.reports.all():
        _tell_reporter(
            report,
            "moderation.decided_for_reporter",
            notifications.decided_for_reporter,
            key,
            words,
        )
    if case.organisation_id is not None:
        tell(
            organisations.list_person_ids(case.organisation_id),
            "moderation.decided_for_author",
            fact_key=f"{key}:{case.number}:author",
            context={**_about(case), **words},
        )


def tell_appealed(fact: DecisionAppealed) -> None:
    """Ask those of the office who may decide; if nobody may, all of it has to find somebody."""
    appeal = Appeal.objects.select_related("case__organisation").get(pk=fact.appeal_id)
    able = deciders.of_office(appeal.case)
    tell(
        able or organisations.list_office_person_ids(),
        "moderation.appealed" if able else "moderation.second_person_missing",
        fact_key=f"moderation-appealed:{appeal.pk}",
        context={**_about(appeal.case), "party": appeal.party},
    )


def tell_operator(fact: OperatorAsked) -> None:
    """Ask the operator to decide, unless that was done meanwhile."""
    case = _case(fact.case_id)
    if case.is_open:
        tell(
            deciders.operators(case),
            "moderation.operator_asked",
            fact_key=f"moderation-operator:{case.number}:{case.state}",
            context=_about(case),
        )


def tell_delayed(fact: CaseDelayed) -> None:
    """Tell the office, and whoever waits for a decision, unless it was made meanwhile."""
    case = _case(fact.case_id)
    if not case.is_open or str(case.due_on) != fact.due_on:
        return
    key = f"moderation-delayed:{fact.due_on}"
    tell(
        organisations.list_office_person_ids(),
        "moderation.overdue",
        fact_key=f"{key}:{case.number}",
        context=_about(case),
    )
    words = {"is_missing": deciders.is_missing(case), "is_asked": bool(case.operator_asked_at)}
    waiting = case.reports.all()
    if case.state == CaseState.APPEALED:
        waiting = waiting.filter(appeals__isnull=False)
    for report in waiting:
        _tell_reporter(
            report,
            "moderation.delayed_for_reporter",
            notifications.delayed_for_reporter,
            key,
            words,
        )
    has_objected = case.appeals.filter(party=Party.AUTHOR).exists()
    if case.organisation_id is not None and has_objected:
        tell(
            organisations.list_person_ids(case.organisation_id),
            "moderation.delayed_for_author",
            fact_key=f"{key}:{case.number}:author",
            context={**_about(case), **words},
        )


def _case(pk: int) -> Case:
    return Case.objects.select_related("organisation").get(pk=pk)


def _about(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.item_title,
        "due": (case.due_on or case.opened_at.date()).isoformat(),
    }


def _tell_reporter(
    report: Report,
    kind: str,
    words: Any,  # noqa: ANN401 -- makes Words from the context
    key: str,
    more: dict[str, Any],
) -> None:
    context = {**_about(report.case), **more, "token": str(report.token)}
    fact_key = f"{key}:{report.pk}"
    if report.person_id is not None:
        tell([report.person_id], kind, fact_key=fact_key, context=context)
    elif report.email:
        with translation.override(report.language):
            letter: Words = words(context)
        queue_mail(report.email, letter, key=fact_key, language=report.language)
