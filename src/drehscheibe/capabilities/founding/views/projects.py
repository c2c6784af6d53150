"""The way in, the list of one's own foundings, and the project itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.guide import find_station, list_stations
from drehscheibe.capabilities.founding.forms.project import MilestoneForm, ProjectForm
from drehscheibe.capabilities.founding.models import Milestone, Project
from drehscheibe.capabilities.founding.queries.circle import count_taken_sides, what_is_missing
from drehscheibe.capabilities.founding.queries.files import MILESTONE_FILES
from drehscheibe.capabilities.founding.queries.projects import own_projects, plans
from drehscheibe.capabilities.founding.queries.texts import region_of
from drehscheibe.capabilities.founding.queries.tools import find_tools
from drehscheibe.capabilities.founding.queries.white_spots import find_spot
from drehscheibe.capabilities.founding.services import milestones, projects, tools
from drehscheibe.capabilities.founding.services.publishing import list_obstacles
from drehscheibe.capabilities.founding.views.opening import (
    act,
    add_errors,
    carry_version,
    open_inside,
    tabs,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.files import api as files
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.search import api as search
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "founding_begin",
    "founding_home",
    "founding_station",
    "milestone_checklist",
    "milestone_detail",
    "project_detail",
    "project_edit",
    "project_end",
    "project_list",
    "proof_add",
    "proof_remove",
]

MOST_HITS = 4
#: Kinds of findable things that say nothing about how to found.
BESIDE = frozenset({"page", "region", "partner", "question"})


@require_safe
def founding_home(request: HttpRequest) -> HttpResponse:
    """Say how founding works, with all stations and the plans that are public."""
    actor = actor_from(request)
    context = {
        "stations": list_stations(),
        "plans": [(plan, region_of(plan)) for plan in plans()[:6]],
        "own": own_projects(actor)[:3] if actor.is_known else [],
    }
    return render(request, "founding/home.html", context)


@require_safe
def founding_station(request: HttpRequest, key: str) -> HttpResponse:
    """Show one station to everybody."""
    station = find_station(key)
    if station is None:
        raise Http404
    stations = list_stations()
    context = {
        "station": station,
        "stations": stations,
        "before": stations[station.number - 1] if station.number else None,
        "after": stations[station.number + 1] if station.number + 1 < len(stations) else None,
        "hits": _find_more(request, station.search),
        "tools": find_tools(actor_from(request), key),
    }
    return render(request, "founding/station.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def founding_begin(request: HttpRequest) -> HttpResponse:
    """Begin a founding; filled in as far as we know."""
    actor = actor_from(request)
    spot = find_spot(request.GET.get("kreis", "")[:5])
    initial = {"starts_on": timezone.localdate(), "tells_when_stuck": True}
    if spot is not None:
        name = pgettext("founding", "Industry initiative %(kreis)s") % {"kreis": spot.name}
        initial |= {"kreis": spot.key, "name": name}
    elif request.GET.get("kreis"):
        messages.warning(
            request,
            pgettext("founding", "We do not know the Kreis “%(key)s”. Please choose one.")
            % {"key": request.GET["kreis"][:20]},
        )
    form = ProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = projects.ProjectWords(**form.words())
        try:
            uuid = submit_once(
                form.cleaned_data["form_token"],
                lambda: str(projects.begin_project(actor, words).uuid),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                pgettext(
                    "founding", "Your project stands, with all dates. Only your team sees it."
                ),
            )
            return redirect("project_detail", uuid)
    context = {"form": form, "acts_for": actor.organisation_name, "spot": spot}
    status = 422 if form.errors else 200
    return render(request, "founding/begin.html", context, status=status)


@login_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the foundings on which the actor works."""
    rows = [
        (project, region_of(project), _progress(project))
        for project in own_projects(actor_from(request))
    ]
    return render(request, "founding/project_list.html", {"rows": rows})


@login_required
@require_safe
def project_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the path: what is done, what comes next, who takes care."""
    actor, project = open_inside(request, uuid)
    names = {station.key: station for station in list_stations()}
    stops = [(names[each.key], each) for each in _in_order(project)]
    following = next((stop for stop in stops if not stop[1].is_settled), None)
    context = {
        **tabs(actor, project, "project_detail"),
        "region": region_of(project),
        "stops": stops,
        "following": following,
        "progress": _progress(project),
        "missing": what_is_missing(project),
        "sides": count_taken_sides(project),
        "obstacles": list_obstacles(project),
        "today": timezone.localdate(),
        "may_end": rules.may_end(actor, project),
    }
    return render(request, "founding/project_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change the words of the project; two who do so at once both see both."""
    actor, project = open_inside(request, uuid, rules.may_work)
    form = ProjectForm(request.POST or None, initial=ProjectForm.initial_of(project))
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        words = projects.ProjectWords(**form.words())
        version = form.cleaned_data["version"] or 0
        try:
            projects.edit_project(actor, project.pk, words, version=version)
        except projects.Stale as stale:
            form.add_error(None, str(stale))
            theirs = _differences(form, project)
            carry_version(form, project.version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, pgettext("founding", "Saved."))
            return redirect("project_detail", uuid)
    context = {**tabs(actor, project, ""), "form": form, "theirs": theirs}
    return render(
        request, "founding/project_edit.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def project_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_end)
    act(
        request,
        lambda: projects.end_project(actor, project.pk),
        pgettext("founding", "The project has ended. Everything you wrote stays readable for you."),
    )
    return redirect("project_detail", uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_detail(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Show a station of a project with everything that helps, and let the team work on it."""
    actor, project = open_inside(request, uuid)
    station = find_station(key)
    milestone = next((each for each in project.milestones.all() if each.key == key), None)
    if station is None or milestone is None:
        raise Http404
    may_work = rules.may_work(actor, project)
    if request.method == "POST" and not may_work:
        raise PermissionDenied
    team = [(str(member.uuid), str(member)) for member in project.members.all()]
    form = MilestoneForm(request.POST or None, team=team, initial=_initial(milestone, project))
    theirs: Milestone | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = milestones.MilestoneWords(
            said["state"], said["owner"], said["due_on"], said["note"], said["proof_url"]
        )
        version = said["version"] or 0
        try:
            milestones.save_milestone(actor, project.pk, key, words, version=version)
        except projects.Stale as stale:
            theirs = milestone
            form.add_error(None, str(stale))
            carry_version(form, milestone.version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, pgettext("founding", "Saved."))
            return redirect("project_detail", uuid)
    context = {
        **tabs(actor, project, "project_detail"),
        "station": station,
        "milestone": milestone,
        "form": form if may_work else None,
        "theirs": theirs,
        "proofs": list(files.files_of(MILESTONE_FILES, str(milestone.uuid))),
        "endings": ",".join(files.ACCEPTED_ENDINGS),
        "has_room": may_work,
        "hits": _find_more(request, station.search),
        "tools": find_tools(actor, key, project),
        "may_begin": may_work and actor.mandate_id is not None,
    }
    status = 422 if form.errors else 200
    return render(request, "founding/milestone.html", context, status=status)


@login_required
@require_POST
def milestone_checklist(request: HttpRequest, uuid: UUID, key: str, slug: str) -> HttpResponse:
    """Begin a checklist of the library from a station, or open the one that was begun."""
    actor, project = open_inside(request, uuid, rules.may_work)
    try:
        copy_uuid = tools.begin_checklist(actor, project.pk, key, slug)
    except (Conflict, NotAllowed) as refusal:
        messages.warning(request, str(refusal))
        return redirect("milestone_detail", uuid, key)
    messages.success(
        request, pgettext("founding", "Your copy is ready, with the date of the project.")
    )
    return redirect("copy_detail", copy_uuid)


@login_required
@files.bounded_uploads
@require_POST
def proof_add(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Take a file as proof."""
    actor, project = open_inside(request, uuid, rules.may_work)
    if not project.milestones.filter(key=key).exists():
        raise Http404
    upload = request.FILES.get("file")
    if upload is None:
        messages.warning(request, pgettext("founding", "Please choose a file."))
        return redirect("milestone_detail", uuid, key)
    try:
        act(
            request,
            lambda: milestones.add_proof(actor, project.pk, key, upload),
            pgettext("founding", "The file is there."),
        )
    except files.FileRefused as error:
        messages.warning(request, str(error))
    return redirect("milestone_detail", uuid, key)


@login_required
@require_POST
def proof_remove(request: HttpRequest, uuid: UUID, key: str, file: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_work)
    if not project.milestones.filter(key=key).exists():
        raise Http404
    act(
        request,
        lambda: milestones.remove_proof(actor, project.pk, key, file),
        pgettext("founding", "The file is erased."),
    )
    return redirect("milestone_detail", uuid, key)


def _in_order(project: Project) -> list[Milestone]:
    return sorted(project.milestones.all(), key=lambda each: int(each.key.removeprefix("m")))


def _progress(project: Project) -> tuple[int, int]:
    stops = project.milestones.all()
    return sum(stop.is_settled for stop in stops), len(stops)


def _initial(milestone: Milestone, project: Project) -> dict[str, Any]:
    owner = next((m for m in project.members.all() if m.pk == milestone.owner_id), None)
    return {
        "state": milestone.state,
        "owner": str(owner.uuid) if owner else "",
        "due_on": milestone.due_on,
        "note": milestone.note,
        "proof_url": milestone.proof_url,
        "version": milestone.version,
    }


def _differences(form: ProjectForm, project: Project) -> list[dict[str, str]]:
    """Return what stands there now where it is not what was typed, by the label of the field."""
    names = ("name", "starts_on", "reason", "goal", "host", "contact_email")
    return [
        {"label": str(form.fields[name].label), "value": str(getattr(project, name))}
        for name in names
        if form.cleaned_data.get(name) != getattr(project, name)
    ]


def _find_more(request: HttpRequest, words: str) -> list[search.Hit]:
    """Return what the house has about a station; nothing is promised that is not there."""
    if not words:
        return []
    found = search.find(
        words,
        actor=actor_from(request),
        language=(get_language() or "de")[:2],
        limit=5 * MOST_HITS,
    )
    return [hit for hit in found.hits if hit.kind not in BESIDE][:MOST_HITS]
