"""The office's queue, one case with the house rules beside it, and the rules themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.moderation import queries, rules, services
from drehscheibe.core.moderation.choices import CaseState
from drehscheibe.core.moderation.forms import DecideForm, HouseRulesForm
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
    actor = _office(request)
    found = get_object_or_404(queries.cases_visible_to(actor), number=number)
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
            return redirect("moderation_queue")
    context = {
        "case": found,
        "thing": queries.find_thing(found),
        "reports": list(found.reports.all()),
        "decisions": list(found.decisions.select_related("decided_by")),
        "appeals": list(found.appeals.all()),
        "form": form if may_decide or (form and form.errors) else None,
        "may_decide": may_decide,
        "rules": queries.house_rules(),
        "today": timezone.localdate(),
    }
    return render(request, "moderation/case.html", context)


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
