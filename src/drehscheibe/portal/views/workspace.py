"""Where people who work on the hub begin."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.notify.undelivered import (
    make_again,
    send_again,
    settle_digest,
    settle_mail,
)
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.outbox.delivery import list_dead, retry_dead
from drehscheibe.portal import services, undelivered, workspace
from drehscheibe.portal.forms import BarrierAnswerForm
from drehscheibe.portal.models import BarrierReport


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor."""
    actor = actor_from(request)
    return render(request, "portal/workspace.html", {"tasks": workspace.list_tasks(actor)})


@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show the office what did not arrive."""
    _only_office(request)
    context = {
        "dead": list_dead()[: undelivered.MOST],
        "mails": undelivered.list_mails(),
        "digests": undelivered.list_digests(),
        "has_worker": workspace.has_live_worker(),
    }
    return render(request, "portal/deliveries.html", context)


@login_required
@require_POST
def deliver_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Send one given-up message on its way again."""
    _only_office(request)
    again = {"fact": retry_dead, "mail": send_again, "digest": make_again}.get(kind)
    if again is None:
        raise Http404
    if again(pk):
        messages.success(request, _("It is on its way again."))
    else:
        messages.info(request, _("Somebody else has taken care of it already."))
    return redirect("deliveries")


@login_required
@require_POST
def delivery_settle(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take an e-mail or a summary off the list, because its person was reached otherwise."""
    _only_office(request)
    settle = {"mail": settle_mail, "digest": settle_digest}.get(kind)
    if settle is None:
        raise Http404
    if settle(pk):
        messages.success(request, _("It is off the list."))
    else:
        messages.info(request, _("Somebody else has taken care of it already."))
    return redirect("deliveries")


@login_required
def barrier_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the office answer the report of a barrier."""
    _only_office(request)
    report = get_object_or_404(BarrierReport, uuid=uuid)
    form = BarrierAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_barrier(
                actor_from(request), report.pk, answer=form.cleaned_data["answer"]
            )
        except Conflict as conflict:
            messages.warning(request, str(conflict))
        else:
            messages.success(
                request, _("Your answer is saved and, if an address was left, on its way.")
            )
        return redirect("workspace")
    return render(request, "portal/barrier_detail.html", {"report": report, "form": form})


def _only_office(request: HttpRequest) -> None:
    if not actor_from(request).is_office:
        raise Http404
