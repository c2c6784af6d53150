"""Tell office, authors and reporters; each fact once."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from drehscheibe.core.moderation import notifications
from drehscheibe.core.moderation.facts import CaseDecided, DecisionAppealed, ItemReported
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
    """Ask those of the office who did not decide first."""
    appeal = Appeal.objects.select_related("case").get(pk=fact.appeal_id)
    deciders = set(appeal.case.decisions.values_list("decided_by_id", flat=True))
    office = organisations.list_office_person_ids()
    tell(
        [pk for pk in office if pk not in deciders] or office,
        "moderation.appealed",
        fact_key=f"moderation-appealed:{appeal.pk}",
        context={**_about(appeal.case), "party": appeal.party},
    )


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
