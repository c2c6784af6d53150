"""Somebody who acts for an organisation tells an experience."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drehscheibe.capabilities.library.forms.practice_case import ProposalForm
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.practice_cases.proposals import propose_case
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["practice_case_new"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_case_new(request: HttpRequest) -> HttpResponse:
    """Take in an experience; two people of the office look at it before it becomes public."""
    actor = actor_from(request)
    if not rules.may_propose(actor):
        raise PermissionDenied
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proposal = form.proposal(
            organisation_id=actor.organisation_id, organisation_name=actor.organisation_name
        )
        try:
            uuid = submit_once(
                form.cleaned_data["form_token"], lambda: str(propose_case(actor, proposal).uuid)
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Thank you. Your experience is with the service office."))
            return redirect("case_proposal", uuid)
    status = 422 if form.errors else 200
    return render(request, "library/practice_case_new.html", {"form": form}, status=status)
