"""Cases in the workspace: the queue of the office, the cases of a coach, one's own requests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.exports import queue_table, talk_as_ical
from drehscheibe.capabilities.advisory.forms import acts as forms
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES, CASE
from drehscheibe.capabilities.advisory.models import Case, Coach
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import (
    Candidate,
    asked_proposal,
    list_candidates,
    reason_words,
)
from drehscheibe.capabilities.advisory.queries.practices import find_practice
from drehscheibe.capabilities.advisory.queries.queue_rows import QueueRow, RowsOf, names_of_coaches
from drehscheibe.capabilities.advisory.queries.suggestions import search_hub
from drehscheibe.capabilities.advisory.services import coaching, documents, maturing, talks, triage
from drehscheibe.capabilities.advisory.views.acting import Act, Outcome, perform
from drehscheibe.capabilities.advisory.views.journey import way_of_case
from drehscheibe.capabilities.advisory.views.status import calendar_answer
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.documents.cells import csv_lines
from drehscheibe.core.files.api import bounded_uploads
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.places.names import names_of_laender
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels
from drehscheibe.ui.forms import Form

__all__ = [
    "advisory_case",
    "advisory_queue_csv",
    "advisory_talk",
    "advisory_talk_ical",
    "advisory_work",
    "advisory_work_act",
    "advisory_work_list",
    "find_or_404",
]

PER_PAGE = 30


@login_required
@require_safe
def advisory_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead whoever has a number to the page that is theirs; for all others there is no such case."""
    actor = actor_from(request)
    if cases.work_cases(actor).filter(item__public_id=public_id).exists():
        return redirect("advisory_work", public_id)
    own = cases.own_cases(actor).filter(item__public_id=public_id).first()
    if own is not None:
        return redirect("advisory_status", own.token)
    if cases.network_cases(actor).filter(item__public_id=public_id).exists():
        return redirect("advisory_network_case", public_id)
    raise Http404


@never_cache
@login_required
@require_safe
def advisory_work_list(request: HttpRequest) -> HttpResponse:
    """List cases by what is due first, with filters; and what the actor asked themselves."""
    actor, today = actor_from(request), timezone.localdate()
    filters = cases.filters_of(request.GET.dict())
    is_coach = not actor.is_office and Coach.objects.filter(person_id=actor.person_id).exists()
    is_working = actor.is_office or is_coach
    coaches = names_of_coaches() if is_working else {}
    counts = cases.count_views(actor, today) if is_working else {}
    count = None if filters.is_narrowed else counts.get(filters.view, 0)
    found = RowsOf(cases.queue(actor, filters, today), count, coaches, PER_PAGE)
    # A paginator asks for no more than a length and slices, whatever its types say.
    pages: Paginator[QueueRow] = Paginator(found, PER_PAGE)  # type: ignore[arg-type]
    context = {
        "filters": filters,
        "is_office": actor.is_office,
        "is_coach": is_coach,
        "page_obj": pages.get_page(request.GET.get("page")),
        "counts": counts,
        "own": list(cases.own_cases(actor).select_related("item")[:20]),
        "today": today,
        "topics": list(labels(Topic).items()),
        "laender": list(names_of_laender().items()),
        "coaches": list(coaches.items()) if actor.is_office else [],
        "has_mandate": actor.mandate_id is not None,
    }
    return render(request, "advisory/work_list.html", context)


@never_cache
@login_required
@require_safe
def advisory_queue_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the queue as it is filtered now: numbers, states and dates."""
    actor = actor_from(request)
    if not rules.may_manage(actor):
        raise PermissionDenied
    found = cases.queue(actor, cases.filters_of(request.GET.dict()), timezone.localdate())
    rows = found.select_related("item", "coach__person").iterator(chunk_size=1000)
    response = StreamingHttpResponse(
        csv_lines(*queue_table(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="beratung.csv"'
    return response


def _acts(actor: Actor, case: Case) -> dict[str, Act]:
    pk = case.pk
    return {
        "ask_back": Act(
            forms.AskBackForm,
            lambda v: triage.ask_back(actor, pk, text=v["text"]),
            gettext_lazy("The question is sent. The case comes back with the answer."),
        ),
        "decline": Act(
            forms.DeclineForm,
            lambda v: triage.decline_case(actor, pk, reason=v["reason"], note=v["note"]),
            gettext_lazy("The request is declined. Those who asked read why."),
        ),
        "propose_coach": Act(
            partial(_propose_form, case),
            lambda v: triage.propose_coach(actor, pk, coach_id=v["coach"], second_id=v["second"]),
            gettext_lazy("The coach is being asked. Those who asked are told."),
        ),
        "end": Act(
            forms.EndForm,
            lambda v: triage.end_case(actor, pk, text=v["text"]),
            gettext_lazy("The case is closed. Those who asked read why."),
        ),
        "accept": Act(
            forms.EmptyForm,
            lambda _v: coaching.accept_case(actor, pk),
            gettext_lazy("You have taken the case. Next, agree on a goal with each other."),
        ),
        "cannot": Act(
            forms.CannotForm,
            lambda v: coaching.decline_proposal(actor, pk, reason=v["reason"], note=v["note"]),
            gettext_lazy("Thank you. Somebody else is asked."),
        ),
        "leave": Act(
            forms.CannotForm,
            lambda v: coaching.leave_case(actor, pk, reason=v["reason"], note=v["note"]),
            gettext_lazy("The case is with the service office again."),
        ),
        "propose_goal": Act(
            forms.GoalForm,
            lambda v: coaching.propose_goal(actor, pk, goal=v["goal"], seen=v["seen"]),
            gettext_lazy("The goal waits for the yes of those who asked."),
        ),
        "go_on": Act(
            forms.GoOnForm,
            lambda v: coaching.go_on(actor, pk, due_on=v["due_on"]),
            gettext_lazy("The new day is noted."),
        ),
        "finish": Act(
            forms.FinishForm,
            lambda v: coaching.finish_case(actor, pk, result=v["result"]),
            gettext_lazy("The result is written down. Those who asked say whether it helps."),
        ),
        "message": Act(
            forms.MessageForm,
            lambda v: coaching.write_message(actor, pk, text=v["text"], circle=v["circle"]),
            gettext_lazy("Your message is there."),
        ),
        "add_step": Act(
            forms.StepForm,
            lambda v: coaching.add_step(
                actor, pk, text=v["text"], side=v["side"], due_on=v["due_on"]
            ),
            gettext_lazy("The step is agreed."),
        ),
        "step": Act(
            forms.StepTickForm,
            lambda v: coaching.tick_step(actor, pk, uuid=str(v["uuid"]), is_done=v["is_done"]),
            gettext_lazy("The step is noted."),
        ),
        "remove_step": Act(
            forms.StepTickForm,
            lambda v: coaching.remove_step(actor, pk, uuid=str(v["uuid"])),
            gettext_lazy("The step is removed."),
        ),
        "talk": Act(
            forms.TalkForm,
            lambda v: talks.plan_talk(actor, pk, _talk_of(v)),
            gettext_lazy("The talk is written down. Both sides can put it into their calendar."),
        ),
        "material": Act(
            forms.MaterialForm,
            lambda v: coaching.hand_over_material(
                actor, pk, address=v["address"], title=v["title"], note=v["note"]
            ),
            gettext_lazy("It is handed over."),
        ),
        "document": Act(
            forms.DocumentForm,
            lambda v: documents.add_document(actor, pk, v["file"], circle=v["circle"]),
            gettext_lazy("The document is there."),
        ),
        "remove_document": Act(
            forms.StepTickForm,
            lambda v: documents.remove_document(actor, pk, uuid=v["uuid"]),
            gettext_lazy("The document is removed."),
        ),
    }


def _talk_of(values: Mapping[str, Any]) -> talks.TalkContent:
    names = ("starts_at", "minutes", "place", "link", "people", "notes", "hours", "state")
    return talks.TalkContent(**{name: values[name] for name in names})


def _propose_form(case: Case, *args: Any, **kwargs: Any) -> forms.ProposeForm:
    return forms.ProposeForm(*args, candidates=list_candidates(case), **kwargs)


@never_cache
@login_required
@require_safe
def advisory_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one case with what can be done now."""
    return _page(request, find_or_404(request, public_id), Outcome())


@never_cache
@require_POST
@login_required
@bounded_uploads
def advisory_work_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act of office or coach."""
    case = find_or_404(request, public_id)
    outcome = perform(request, _acts(actor_from(request), case), act)
    if outcome is None:
        if act in {"cannot", "leave", "decline"} and not actor_from(request).is_office:
            return redirect("advisory_work_list")
        return redirect("advisory_work", public_id)
    try:
        again = find_or_404(request, public_id)
    except Http404:
        # Somebody else was faster, and the case is no longer theirs.
        context = {"conflict": outcome.conflict, "typed": outcome.typed}
        return render(request, "advisory/gone.html", context, status=409)
    return _page(request, again, outcome)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_talk(request: HttpRequest, public_id: str, uuid: UUID) -> HttpResponse:
    """Show one talk; change it for both sides, or write something down for oneself alone."""
    actor, case = actor_from(request), find_or_404(request, public_id)
    session = cases.session_of(case, uuid)
    if session is None or not rules.may_work(actor, case):
        raise Http404
    acts = {
        "talk": Act(
            forms.TalkForm,
            lambda v: talks.save_talk(
                actor, case.pk, session.pk, _talk_of(v), version=v["version"] or 0
            ),
            gettext_lazy("The talk is saved. Both sides see it."),
        ),
        "private": Act(
            forms.PrivateNoteForm,
            lambda v: talks.save_private_note(actor, case.pk, session.pk, text=v["text"]),
            gettext_lazy("Your private note is saved. Nobody else sees it."),
        ),
    }
    outcome: Outcome | None = Outcome()
    if request.method == "POST":
        outcome = perform(request, acts, request.POST.get("act", ""))
        if outcome is None:
            return redirect("advisory_talk", public_id, uuid)
        session.refresh_from_db()
    assert outcome is not None  # noqa: S101 -- tells the type checker
    names = (
        "starts_at",
        "minutes",
        "place",
        "link",
        "people",
        "notes",
        "hours",
        "state",
        "version",
    )
    own_note = cases.private_notes_of(actor, case).get(session.pk, "")
    context = {
        "case": case,
        "session": session,
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "talk_form": outcome.forms.get("talk")
        or forms.TalkForm(prefix="talk", initial={name: getattr(session, name) for name in names}),
        "private_form": outcome.forms.get("private")
        or forms.PrivateNoteForm(prefix="private", initial={"text": own_note}),
        "has_private_note": bool(own_note),
    }
    return render(request, "advisory/talk.html", context, status=outcome.status)


@never_cache
@login_required
@require_safe
def advisory_talk_ical(request: HttpRequest, public_id: str, uuid: UUID) -> HttpResponse:
    """Send a talk for the calendar."""
    case = find_or_404(request, public_id)
    session = cases.session_of(case, uuid)
    if session is None or not rules.may_work(actor_from(request), case):
        raise Http404
    address = request.build_absolute_uri(reverse("advisory_work", args=[public_id]))
    return calendar_answer(talk_as_ical(session, public_id, address), public_id)


def find_or_404(request: HttpRequest, public_id: str) -> Case:
    """Return a case on whose advisory side the actor stands; any other does not exist for them."""
    try:
        return cases.get_by_number(cases.work_cases(actor_from(request)), public_id)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _page(request: HttpRequest, case: Case, outcome: Outcome) -> HttpResponse:
    actor, today = actor_from(request), timezone.localdate()
    acts, shown = _acts(actor, case), _acts_now(actor, case)
    may_work = rules.may_work(actor, case)
    candidates = list_candidates(case) if "propose_coach" in shown else []
    words = request.GET.get("find", "")[:100]
    context: dict[str, Any] = {
        "case": case,
        "way": way_of_case(case),
        "forms": {
            act: outcome.forms.get(act) or _empty(acts[act], act, request, case, candidates)
            for act in shown
        },
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
        "may_work": may_work,
        "is_office": actor.is_office,
        "is_overdue": case.is_overdue(today),
        "is_active": case.state in ACTIVE_STATES,
        "badge": CASE.states[case.state].badge,
        "asked": asked_proposal(case),
        "refused": [one for one in candidates if one.obstacle],
        "turn_words": _turn_words(case),
        "find": words,
    }
    if may_work:
        context |= {
            "messages_read": list(cases.messages_for(case, is_team=True)),
            "steps": list(case.steps.all()),
            "talks": list(case.sessions.all()),
            "private_notes": cases.private_notes_of(actor, case),
            "documents": list(case.documents.select_related("file")),
            "materials": list(case.materials.all()),
            "follow_ups": list(case.follow_ups.all()),
            "proposals": [
                (one, [reason_words(reason) for reason in one.reasons])
                for one in case.proposals.select_related("coach__person")
            ]
            if actor.is_office
            else [],
            "blocks": list(cases.text_blocks()) if actor.is_office else [],
            "hits": search_hub(words, actor=actor) if words else [],
            "may_mature": maturing.may_mature(case),
            "practice": find_practice(case),
        }
    return render(request, "advisory/work.html", context, status=outcome.status)


def _turn_words(case: Case) -> str:
    """Return who has to act now, in words."""
    if case.turn == "requester":
        return _("those who asked")
    if case.turn == "coach":
        asked = None if case.coach else asked_proposal(case)
        return str(case.coach or (asked.coach if asked else ""))
    return str(case.owner or "")


def _empty(
    act: Act, name: str, request: HttpRequest, case: Case, candidates: list[Candidate]
) -> Form:
    if name == "propose_coach":
        return forms.ProposeForm(prefix=name, candidates=candidates)
    block = request.GET.get("block", "")
    initial: dict[str, Any] = {}
    if name == "propose_goal":
        initial = {"goal": case.goal, "seen": case.goal}
    elif name in {"message", "ask_back"} and block.isdigit() and len(block) < 12:
        found = cases.text_blocks().filter(pk=int(block)).first()
        if found is not None and actor_from(request).is_office:
            initial = {"text": found.text}
    elif name == "material" and request.GET.get("path"):
        initial = {
            "address": request.GET["path"][:500],
            "title": request.GET.get("title", "")[:300],
        }
    elif name == "finish":
        initial = {"result": case.result}
    return act.form(prefix=name, initial=initial)


def _acts_now(actor: Actor, case: Case) -> list[str]:
    """Return which acts state and mandate allow, in the order in which they stand on the page."""
    if case.erased_at is not None:
        return []

    def can(act: str) -> bool:
        return CASE.target_of(act, case.state) is not None

    acts = []
    if rules.is_asked_coach(actor, case):
        acts += ["accept", "cannot"]
    if not rules.may_work(actor, case):
        return acts
    office_acts = ("propose_coach", "ask_back", "decline", "end")
    if actor.is_office:
        acts += [act for act in office_acts if can(act)]
    acts += [act for act in ("propose_goal", "go_on", "finish") if can(act)]
    if can("lose_coach") and case.coach is not None:
        acts.append("leave")
    if case.state in ACTIVE_STATES:
        acts += ["add_step", "step", "remove_step", "talk"]
    return [*acts, "message", "material", "document", "remove_document"]
