"""Report something, follow one's report, object; rules and figures for everybody."""

from __future__ import annotations

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.core.moderation import deciders, queries, rules, services
from drehscheibe.core.moderation.choices import CaseState
from drehscheibe.core.moderation.forms import AppealForm, ReportForm
from drehscheibe.core.moderation.kinds import Thing, find_kind
from drehscheibe.core.moderation.models import Case, Report
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.organisations.views.edges import attempt_form
from drehscheibe.core.submissions.forms import posted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Let anybody report a public item."""
    thing = _find_public(kind, key)
    actor = actor_from(request)
    form = ReportForm(posted(request), is_known=actor.is_known)
    if request.method == "POST" and not ratelimit.consume(request, action="moderation_report"):
        limited: HttpResponse = ratelimit.respond_429(request)
        return limited
    if request.method == "POST" and form.is_valid():
        if form.is_from_program:
            return redirect("house_rules")
        data, made = form.cleaned_data, []

        def act() -> None:
            made.append(
                services.report_item(
                    actor,
                    kind=kind,
                    key=key,
                    category=data["category"],
                    reason=data["reason"],
                    email=data.get("email", ""),
                    name=data.get("name", ""),
                    language=(get_language() or "de")[:2],
                )
            )

        if attempt_form(form, act):
            # A second sending of the same form made nothing; its first one did.
            token = made[0].token if made else _token_of(actor.person_id, kind, key, data)
            return redirect("moderation_status", token) if token else redirect(thing.path)
    context = {"form": form, "thing": thing, "rules": queries.house_rules()}
    return render(request, "moderation/report.html", context)


def _find_public(kind: str, key: str) -> Thing:
    reportable = find_kind(kind)
    thing = reportable.find_public(key) if reportable else None
    if thing is None:
        raise Http404
    return thing


def _token_of(person_id: int | None, kind: str, key: str, data: dict[str, str]) -> UUID | None:
    mine = Report.objects.filter(case__item_kind=kind, case__item_key=key)
    if person_id is not None:
        mine = mine.filter(person_id=person_id)
    else:
        mine = mine.filter(email=data.get("email", "").lower(), reason=data["reason"].strip())
    return mine.order_by("-pk").values_list("token", flat=True).first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show whoever has the personal link where their report stands; take their objection."""
    found = get_object_or_404(Report.objects.select_related("case__organisation"), token=token)
    case = found.case
    may_appeal = rules.is_in_time(case, timezone.now()) and not found.appeals.exists()
    form = AppealForm(posted(request)) if may_appeal else None
    if request.method == "POST" and form is not None and form.is_valid():
        words = form.cleaned_data["text"]
        if attempt_form(form, lambda: services.appeal_as_reporter(found, words)):
            messages.success(request, _("Thank you. A second person looks at it."))
            return redirect("moderation_status", token)
    context = {**_case_context(case), "report": found, "form": form}
    return render(request, "moderation/status.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: HttpRequest, number: str) -> HttpResponse:
    """Show an author the decision about their words; take their objection."""
    actor = actor_from(request)
    case = get_object_or_404(queries.cases_visible_to(actor), number=number)
    if not rules.is_author(actor, case):
        raise Http404
    may_appeal = rules.may_appeal_as_author(actor, case, timezone.now())
    form = AppealForm(posted(request)) if may_appeal else None
    if request.method == "POST" and form is not None and form.is_valid():
        words = form.cleaned_data["text"]
        if attempt_form(form, lambda: services.appeal_as_author(actor, case.pk, words)):
            messages.success(request, _("Thank you. A second person looks at it."))
            return redirect("moderation_author", number)
    context = {**_case_context(case), "form": form}
    return render(request, "moderation/author.html", context)


def _case_context(case: Case) -> dict[str, object]:
    thing = queries.find_thing(case)
    return {
        "case": case,
        "decisions": list(case.decisions.all()),
        "appeals": list(case.appeals.all()),
        "path": thing.path if thing and not case.is_item_hidden else "",
        "is_missing": deciders.is_missing(case),
        "CaseState": CaseState,
        "today": timezone.localdate(),
    }


@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    """Show everybody what holds here, and how reports are dealt with."""
    return render(request, "moderation/house_rules.html", {"rules": queries.house_rules()})


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show everybody what was reported and decided, half-year by half-year."""
    context = {
        "half_years": queries.list_half_years(),
        "n_open": queries.count_open(),
        "n_overdue": queries.count_overdue(timezone.localdate()),
    }
    return render(request, "moderation/figures.html", context)
