"""Changes of the portal itself. Each function is one use case and one transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify import api as notify
from drehscheibe.portal.models import BarrierReport, BarrierState

#: Section 12b BGG: the answer is due within one month.
ANSWER_DAYS = 30


@transaction.atomic
def report_barrier(
    actor: Actor, *, text: str, address: str, email: str, language: str
) -> BarrierReport:
    """Note that somebody met a barrier, and confirm it to them if they left an address."""
    report = BarrierReport.objects.create(
        text=text,
        address=address,
        email=email,
        language=language,
        due_on=timezone.localdate() + timedelta(days=ANSWER_DAYS),
    )
    audit.record(actor, "portal.barrier_reported", item_kind="barrier", item_key=str(report.uuid))
    if email:
        with translation.override(language):
            notify.queue_mail(
                email,
                notify.Words(
                    subject=_("We have your report of a barrier"),
                    text=_(
                        "Thank you. You get an answer by %(day)s at the latest.\n\nYou wrote:\n%(text)s"
                    )
                    % {"day": f"{report.due_on:%d.%m.%Y}", "text": text},
                    path=reverse("barrier_report"),
                    action=_("Accessibility of this hub"),
                ),
                key=f"barrier-received:{report.uuid}",
                language=language,
            )
    return report


@transaction.atomic
def answer_barrier(actor: Actor, report_id: int, *, answer: str) -> BarrierReport:
    """Answer a report; the answer goes out by e-mail if an address was left.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    Conflict
        If it was answered already.
    """
    if not actor.is_office:
        raise NotAllowed(_("Only the service office answers reports of barriers."))
    report = BarrierReport.objects.select_for_update().get(pk=report_id)
    if report.state == BarrierState.ANSWERED:
        raise Conflict(_("This report has been answered already."))
    report.state = BarrierState.ANSWERED
    report.answer = answer
    report.answered_at = timezone.now()
    report.save()
    audit.record(actor, "portal.barrier_answered", item_kind="barrier", item_key=str(report.uuid))
    if report.email:
        with translation.override(report.language):
            notify.queue_mail(
                report.email,
                notify.Words(
                    subject=_("Answer to your report of a barrier"),
                    text=answer,
                    path=reverse("barrier_report"),
                    action=_("Accessibility of this hub"),
                ),
                key=f"barrier-answered:{report.uuid}",
                language=report.language,
            )
    return report
