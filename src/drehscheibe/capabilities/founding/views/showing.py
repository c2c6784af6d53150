"""What others see: public plans, the entry made from a project, and the desk of the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.guide import find_station, list_stations
from drehscheibe.capabilities.founding.choices.project import (
    CallReason,
    DraftKind,
    ProjectState,
    SeatState,
)
from drehscheibe.capabilities.founding.forms.project import MessageForm, ProfileForm
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.circle import sides_of, what_is_missing
from drehscheibe.capabilities.founding.queries.projects import calls_visible_to, plans
from drehscheibe.capabilities.founding.queries.texts import (
    find_text,
    list_signatures,
    read_parts,
    region_of,
)
from drehscheibe.capabilities.founding.services import help as helping
from drehscheibe.capabilities.founding.services import publishing
from drehscheibe.capabilities.founding.views.opening import act, open_inside, tabs, try_form
from drehscheibe.core.moderation import api as moderation
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.trace import api as trace

__all__ = [
    "call_answer",
    "call_take",
    "founded_profile",
    "founding_desk",
    "help_end",
    "plan_detail",
    "plan_list",
    "plan_publish",
    "plan_withdraw",
    "project_help",
    "project_publish",
]

PER_PAGE = 20


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans that teams have made public."""
    page = Paginator(plans(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "rows": [(plan, region_of(plan)) for plan in page]}
    return render(request, "founding/plan_list.html", context)


@require_safe
def plan_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a public plan: region, reason, goal, stations, table, signatures, what it became."""
    plan = plans().filter(item__public_id=public_id).first()
    if plan is None or plan.item is None:
        hidden = moderation.show_hidden(request, "founding", public_id)
        if hidden is not None:
            return hidden
        raise Http404
    names = {station.key: station for station in list_stations()}
    stops = sorted(plan.milestones.all(), key=lambda each: int(each.key.removeprefix("m")))
    signed = [each for each in list_signatures(plan) if each.is_signed]
    sides = [
        (
            side,
            [s.name for s in side.seats if s.may_be_named and s.state == SeatState.AGREED],
        )
        for side in sides_of(plan)
    ]
    context = {
        "plan": plan,
        "region": region_of(plan),
        "stops": [(names[stop.key], stop) for stop in stops],
        "sides": sides,
        "missing": what_is_missing(plan),
        "signed": signed,
        "parts": read_parts(find_text(plan, DraftKind.DECLARATION).text) if signed else [],
        "chain": trace.chain_of(plan.item, public_only=True),
    }
    return render(request, "founding/plan.html", context)


@require_safe
def founded_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead from the trace to the entry that a project became."""
    rows = Project.objects.filter(
        item__results__result__public_id=public_id, state=ProjectState.FOUNDED
    )
    project = rows.first()
    if project is None or directory.find_published(project.initiative_slug) is None:
        raise Http404
    return redirect("initiative_detail", project.initiative_slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is missing, publish the plan, and make the entry in the directory."""
    actor, project = open_inside(request, uuid, rules.is_team)
    may_propose = rules.may_propose_profile(actor, project)
    if request.method == "POST" and not may_propose:
        if not rules.leads_as_person(actor, project):
            raise PermissionDenied
        messages.warning(request, publishing.too_late())
        return redirect("project_publish", uuid)
    message = pgettext(
        "founding", "I lead the founding of “%(name)s”. The plan with its stations is on this hub."
    ) % {"name": project.name}
    address = reverse("plan_detail", args=[project.public_id]) if project.is_public else ""
    evidence = request.build_absolute_uri(address) if address else ""
    form = (
        ProfileForm(request.POST or None, initial={"message": message, "evidence": evidence})
        if may_propose
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("side", "message", "evidence")}
        if try_form(form, lambda: publishing.propose_profile(actor, project.pk, **said)):
            messages.success(
                request, pgettext("founding", "The entry is with the service office for checking.")
            )
            return redirect("project_publish", uuid)
    context = {
        **tabs(actor, project, "project_publish"),
        "form": form,
        "obstacles": publishing.list_obstacles(project),
        "may_publish": rules.may_publish(actor, project),
        "region": region_of(project),
        "agreed": [s for s in project.seats.all() if s.state == SeatState.AGREED],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/publish.html", context, status=status)


@login_required
@require_POST
def plan_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_publish)
    act(
        request,
        lambda: publishing.publish_plan(actor, project.pk),
        pgettext("founding", "Your plan is public."),
    )
    return redirect("project_publish", uuid)


@login_required
@require_POST
def plan_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_publish)
    act(
        request,
        lambda: publishing.withdraw_plan(actor, project.pk),
        pgettext("founding", "Your plan is no longer public."),
    )
    return redirect("project_publish", uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_help(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the office, and read what it answered."""
    actor, project = open_inside(request, uuid, rules.is_team)
    calls = list(project.help_calls.select_related("owner").order_by("-raised_at"))
    is_open = any(call.is_open and call.reason == CallReason.ASKED for call in calls)
    may_ask = rules.may_work(actor, project) and not is_open
    if request.method == "POST" and not rules.may_work(actor, project):
        raise PermissionDenied
    form = MessageForm(request.POST or None) if may_ask else None
    if request.method == "POST" and form is None:
        messages.warning(request, pgettext("founding", "The service office is on it already."))
        return redirect("project_help", uuid)
    if request.method == "POST" and form is not None and form.is_valid():
        words = form.cleaned_data["text"]
        if try_form(form, lambda: helping.ask_for_help(actor, project.pk, text=words)):
            messages.success(
                request, pgettext("founding", "Your request is with the service office.")
            )
            return redirect("project_help", uuid)
    context = {
        **tabs(actor, project, "project_help"),
        "calls": [(call, find_station(call.milestone_key)) for call in calls],
        "is_open": is_open,
        "form": form,
        "days": helping.ANSWER_WORKING_DAYS,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/help.html", context, status=status)


@login_required
@require_POST
def help_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.is_team)
    act(
        request,
        lambda: helping.end_help(actor, project.pk),
        pgettext("founding", "Taken back. The service office no longer looks into your project."),
    )
    return redirect("project_help", uuid)


@login_required
@require_safe
def founding_desk(request: HttpRequest) -> HttpResponse:
    """Show the office who asks for help and who stands still."""
    actor = actor_from(request)
    if not rules.may_see_desk(actor):
        raise PermissionDenied
    calls = calls_visible_to(actor)
    shown = [(call, find_station(call.milestone_key)) for call in calls.filter(settled_at=None)]
    done = calls.exclude(settled_at=None).order_by("-settled_at")[:20]
    return render(request, "founding/desk.html", {"rows": shown, "done": done})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the office answer a team."""
    actor = actor_from(request)
    call = get_object_or_404(calls_visible_to(actor), uuid=uuid)
    if not call.is_open:
        messages.warning(request, pgettext("founding", "This is settled already."))
        return redirect("founding_desk")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        if try_form(form, lambda: helping.answer_call(actor, uuid, answer=words)):
            messages.success(request, pgettext("founding", "The team has your answer."))
            return redirect("founding_desk")
    context = {
        "call": call,
        "station": find_station(call.milestone_key),
        "region": region_of(call.project),
        "form": form,
        "may_look": rules.office_is_asked(actor, call.project),
    }
    return render(request, "founding/call.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def call_take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = actor_from(request)
    get_object_or_404(calls_visible_to(actor), uuid=uuid)
    act(
        request,
        lambda: helping.take_call(actor, uuid),
        pgettext("founding", "It is yours now."),
    )
    return redirect("founding_desk")
