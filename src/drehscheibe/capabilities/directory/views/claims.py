"""Taking over an entry, proposing a new one, and the queue of the office."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import ClaimState
from drehscheibe.capabilities.directory.forms.claims import ClaimForm, DecisionForm, ProposalForm
from drehscheibe.capabilities.directory.models import Claim
from drehscheibe.capabilities.directory.queries.claims import claims_visible_to
from drehscheibe.capabilities.directory.queries.duplicates import Likeness, find_similar_entries
from drehscheibe.capabilities.directory.services import claims
from drehscheibe.capabilities.directory.views.initiatives import detail_url_pattern
from drehscheibe.capabilities.directory.views.profile import get_or_404
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

PER_PAGE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to look after an entry."""
    actor = actor_from(request)
    initiative = get_or_404(slug, actor)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        token = words.pop("form_token", "")
        try:
            uuid = submit_once(
                token, lambda: str(claims.submit_claim(actor, initiative.pk, **words).uuid)
            )
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            messages.success(request, _("Your request is with the service office."))
            return redirect("claim_detail", uuid)
    context = {
        "initiative": initiative,
        "form": form,
        "may_claim": rules.may_claim(actor, initiative),
        "answer_days": claims.ANSWER_DAYS,
    }
    return render(request, "directory/initiative_claim.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_new(request: HttpRequest) -> HttpResponse:
    """Propose an initiative; possible duplicates are shown before it is sent."""
    form = ProposalForm(request.POST or None)
    similar: list[Likeness] = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        similar = find_similar_entries(words["name"], website=words["website"])
        if similar and not words["is_none_of_these"]:
            message = _("The directory may have this initiative already. Please look at the list.")
            form.add_error("is_none_of_these", message)
        else:
            uuid = submit_once(words["form_token"], _propose(request, form))
            messages.success(request, _("Your proposal is with the service office."))
            return redirect("claim_detail", uuid)
    context = {
        "form": form,
        "similar": similar,
        "detail_url": detail_url_pattern(),
        "answer_days": claims.ANSWER_DAYS,
    }
    return render(request, "directory/initiative_new.html", context)


def _propose(request: HttpRequest, form: ProposalForm) -> Callable[[], str]:
    words = form.cleaned_data
    fields = {
        name: words[name] for name in ("message", "evidence", "wants_mandate", "role", "side")
    }
    return lambda: str(
        claims.propose_initiative(actor_from(request), form.profile_values(), **fields).uuid
    )


@login_required
@require_safe
def claim_queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for the office, the most urgent first, and what was decided lately."""
    actor = actor_from(request)
    if not rules.may_see_queue(actor):
        raise Http404
    is_open = request.GET.get("state") != "decided"
    rows = claims_visible_to(actor)
    if is_open:
        rows = rows.filter(state=ClaimState.SUBMITTED).order_by("due_on", "pk")
    else:
        rows = rows.exclude(state=ClaimState.SUBMITTED).order_by("-decided_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/claim_queue.html", {"page_obj": page, "is_open": is_open})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one request to the person who made it; the office decides it here."""
    actor = actor_from(request)
    claim = get_object_or_404(claims_visible_to(actor), uuid=uuid)
    may_decide = rules.may_decide_claim(actor, claim)
    criteria = claims.criteria_for(claim)
    form = DecisionForm(request.POST or None, criteria=criteria) if may_decide else None
    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and _decide(request, claim, form)
    ):
        return redirect("claim_queue")
    initiative = claim.initiative
    context = {
        "claim": claim,
        "initiative": initiative,
        "form": form,
        "criteria": [(each, claim.criteria.get(each.value)) for each in criteria],
        "similar": _similar(claim) if actor.is_office else [],
        "is_own": rules.is_claimant(actor, claim),
        "may_withdraw": rules.may_withdraw_claim(actor, claim),
        "detail_url": detail_url_pattern(),
    }
    return render(request, "directory/claim_detail.html", context)


def _similar(claim: Claim) -> list[Likeness]:
    initiative = claim.initiative
    keys = [kreis.pk for kreis in initiative.kreise.all()]
    return find_similar_entries(
        initiative.name, website=initiative.website, kreise=keys, exclude_id=initiative.pk
    )


def _decide(request: HttpRequest, claim: Claim, form: DecisionForm) -> bool:
    """Carry out the decision of the office; False if it could not be done."""
    words = form.cleaned_data
    is_accepted = words["decision"] == "accept"
    service = claims.accept_claim if is_accepted else claims.reject_claim
    try:
        service(actor_from(request), claim.pk, criteria=form.ticked(), reason=words["reason"])
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    done = (
        _("Accepted. The person is told.")
        if is_accepted
        else _("Not accepted. The person is told.")
    )
    messages.success(request, done)
    return True


@login_required
@require_POST
def claim_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back one's own request."""
    actor = actor_from(request)
    claim = get_object_or_404(claims_visible_to(actor), uuid=uuid, person_id=actor.person_id)
    try:
        claims.withdraw_claim(actor, claim.pk)
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("claim_detail", uuid)
