"""The office's queue, one case with the house rules beside it, and the rules themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.moderation import deciders, queries, rules, services
from drehscheibe.core.moderation.choices import CaseState
from drehscheibe.core.moderation.forms import DecideForm, HouseRulesForm
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.organisations.views.edges import attempt_form
from drehscheibe.core.submissions.forms import posted

PAGE_SIZE = 30


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, most urgent first; ``?show=done`` shows what was decided."""
    _office(request)
    is_done = request.GET.get("show") == "done"
    rows = queries.office_queue(is_open=not is_done)
    context = {
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": "show=done" if is_done else "",
        "is_done": is_done,
        "today": timezone.localdate(),
        "CaseState": CaseState,
    }
    return render(request, "moderation/queue.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the item, the reports and the house rules side by side; take the decision."""
    actor = actor_from(request)
    found = _case_or_404(actor, number)
    may_decide = rules.may_decide(actor, found)
    outcomes = services.possible_outcomes(found)
    form = DecideForm(posted(request), outcomes=outcomes) if found.is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            services.decide_case(
                actor,
                found.pk,
                outcome=data["outcome"],
                words=data["words"],
                ground=data["ground"],
                passage=data["passage"],
            )

        if attempt_form(form, act):
            messages.success(request, _("Your decision is made. Both sides are told."))
            if actor.is_office:
                return redirect("moderation_queue")
            return redirect("moderation_case", number)
    context = {
        "case": found,
        "thing": queries.find_thing(found),
        "reports": list(found.reports.all()),
        "decisions": list(found.decisions.select_related("decided_by")),
        "appeals": list(found.appeals.all()),
        "form": form if may_decide or (form and form.errors) else None,
        "may_decide": may_decide,
        "missing": _describe_missing(actor, found) if found.is_open and not may_decide else None,
        "rules": queries.house_rules(),
        "today": timezone.localdate(),
    }
    return render(request, "moderation/case.html", context)


def _case_or_404(actor: Actor, number: str) -> Case:
    found = get_object_or_404(queries.cases_visible_to(actor), number=number)
    if not rules.may_see_case(actor, found):
        raise Http404
    return found


def _describe_missing(actor: Actor, case: Case) -> Missing:
    """Return who can decide instead of the actor."""
    office = deciders.of_office(case)
    operators = [] if office else deciders.operators(case)
    is_asked = case.operator_asked_at is not None
    return Missing(
        able=deciders.names(office),
        operators=deciders.names(operators),
        is_asked=is_asked and bool(operators),
        may_ask=actor.is_office and bool(operators) and not is_asked,
        office_uuid=str(actor.organisation_uuid) if actor.is_office else "",
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """Who can decide a case instead of the reader; ``operators`` only where the office cannot."""

    able: list[str]
    operators: list[str]
    is_asked: bool
    may_ask: bool
    office_uuid: str


@login_required
@require_POST
def ask_operator(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the operator of the hub to decide, where nobody of the office may."""
    actor = _office(request)
    found = _case_or_404(actor, number)
    try:
        services.ask_operator(actor, found.pk)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Conflict as conflict:
        messages.error(request, str(conflict))
    else:
        messages.success(request, _("The operator is asked to decide."))
    return redirect("moderation_case", number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def house_rules_edit(request: HttpRequest) -> HttpResponse:
    """Let the office write the house rules in the language of the page."""
    actor = _office(request)
    language = (get_language() or "de")[:2]
    form = HouseRulesForm(posted(request), initial={"text": queries.house_rules(language)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        if attempt_form(
            form, lambda: services.change_house_rules(actor, language=language, text=words)
        ):
            messages.success(request, _("The house rules are public now."))
            return redirect("house_rules")
    return render(request, "moderation/house_rules_edit.html", {"form": form})


def _office(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not rules.may_see_queue(actor):
        raise Http404
    return actor
