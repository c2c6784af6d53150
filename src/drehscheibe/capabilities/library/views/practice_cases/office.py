"""The office's pages of practice cases: which ones wait, and the check of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.library.choices.practice_case import AnonymityCheck, CaseState
from drehscheibe.capabilities.library.forms.practice_case import DecisionForm
from drehscheibe.capabilities.library.models import (
    PracticeCase,
)
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.practice_cases import proposals
from drehscheibe.capabilities.library.views.practice_cases.public import topics_of
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["case_proposal", "case_proposals"]

PER_PAGE = 30


@login_required
@require_safe
def case_proposals(request: HttpRequest) -> HttpResponse:
    """Show what waits for the office, the oldest first, and what was decided."""
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise Http404
    is_open = request.GET.get("state") != "decided"
    rows = practice_cases.proposals_visible_to(actor)
    if is_open:
        rows = rows.filter(state__in=practice_cases.WAITING).order_by("proposed_at", "pk")
    else:
        rows = rows.exclude(state__in=practice_cases.WAITING).order_by("-changed_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "is_open": is_open,
        "rows": [(case, _next_step(actor, case)) for case in page.object_list],
    }
    return render(request, "library/case_proposals.html", context)


def _next_step(actor: Actor, case: PracticeCase) -> str:
    """Return what the actor can do with a case, in words."""
    if rules.may_check(actor, case):
        return _("You can check it.")
    if rules.may_publish(actor, case):
        return _("You can publish it.")
    if case.state in practice_cases.WAITING:
        return _("Somebody else of the office has to look at it.")
    return ""


_DONE = {
    "check": gettext_lazy("Checked. A second person of the office is asked to publish it."),
    "publish": gettext_lazy("Published. Everybody can read it now."),
    "return": gettext_lazy("Sent back. Whoever handed it in is told the reason."),
    "withdraw": gettext_lazy("Withdrawn. Nobody can read it any more."),
    "consent": gettext_lazy("Noted. Without this consent the case is public no longer."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a proposal to the office and to whoever handed it in; the office decides here."""
    actor = actor_from(request)
    case = get_object_or_404(practice_cases.proposals_visible_to(actor), uuid=uuid)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(actor, case, form):
        messages.success(request, str(_DONE[form.data["decision"]]))
        return redirect("case_proposals" if rules.may_keep(actor) else "practice_case_list")
    context = {
        "case": case,
        "topics": topics_of(case),
        "form": form,
        "checks": [(each, each.value in case.checks) for each in AnonymityCheck],
        "may_keep": rules.may_keep(actor),
        "may_check": rules.may_check(actor, case),
        "may_publish": rules.may_publish(actor, case),
        "may_send_back": rules.may_send_back(actor, case),
        "may_withdraw": rules.may_withdraw(actor, case),
        "is_own": rules.is_proposer(actor, case),
        "next_step": _next_step(actor, case),
        "is_waiting": case.state in practice_cases.WAITING,
        "CaseState": CaseState,
    }
    status = 422 if form.errors else 200
    return render(request, "library/case_proposal.html", context, status=status)


def _decide(actor: Actor, case: PracticeCase, form: DecisionForm) -> bool:
    """Carry out a decision; False if it could not be done, the form says why."""
    words = form.cleaned_data
    acts: dict[str, Callable[[], Any]] = {
        "check": lambda: proposals.check_case(actor, case.uuid, checks=words["checks"]),
        "publish": lambda: proposals.publish_case(actor, case.uuid),
        "return": lambda: proposals.return_case(actor, case.uuid, reason=words["reason"]),
        "withdraw": lambda: proposals.withdraw_case(actor, case.uuid, reason=words["reason"]),
        "consent": lambda: proposals.withdraw_consent(
            actor, case.uuid, body=form.data.get("body", "")
        ),
    }
    act = acts.get(form.data.get("decision", ""))
    if act is None:
        form.add_error(None, _("Please choose what is to happen."))
        return False
    try:
        act()
    except (Conflict, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
        return False
    except ValidationError as error:
        form.add_error("checks", error.messages)
        return False
    return True
