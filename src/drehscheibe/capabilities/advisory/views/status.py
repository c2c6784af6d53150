"""The page of those who asked, reached by its personal address; with an account, by logging in too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import Circle, Helped
from drehscheibe.capabilities.advisory.exports import talk_as_ical
from drehscheibe.capabilities.advisory.forms import acts as forms
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES, CASE, REQUESTER
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.coaching import asked_proposal, reason_words
from drehscheibe.capabilities.advisory.services import documents, links, looking_back, requester
from drehscheibe.capabilities.advisory.views.acting import Act, Outcome, perform
from drehscheibe.capabilities.advisory.views.journey import way_of_case
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files.api import bounded_uploads
from drehscheibe.core.files.views import answer_with_file
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.ui.forms import Form

__all__ = [
    "advisory_later",
    "advisory_status",
    "advisory_status_act",
    "advisory_status_document",
    "advisory_status_talk",
]


def _acts(actor: Actor, case: Case) -> dict[str, Act]:
    token = case.token
    return {
        "answer": Act(
            forms.WriteForm,
            lambda v: requester.answer(actor, token, text=v["text"]),
            _("Your message is sent."),
        ),
        "agree_goal": Act(
            forms.SeenForm,
            lambda v: requester.agree_goal(actor, token, seen=v["seen"]),
            _("The goal is agreed. The work begins."),
        ),
        "discuss_goal": Act(
            forms.DiscussForm,
            lambda v: requester.discuss_goal(actor, token, text=v["text"]),
            _("Thank you. Your coach has been told and writes a new goal."),
        ),
        "refuse_coach": Act(
            forms.RefuseCoachForm,
            lambda v: requester.refuse_coach(actor, token, note=v["note"]),
            _("This person no longer has your case. You are told who is asked next."),
        ),
        "step": Act(
            forms.StepTickForm,
            lambda v: requester.tick_own_step(actor, token, uuid=v["uuid"], is_done=v["is_done"]),
            _("The step is noted."),
        ),
        "document": Act(
            forms.OwnDocumentForm,
            lambda v: documents.add_document_of_requester(actor, token, v["file"]),
            _("The document is there. Service office and coach can open it."),
        ),
        "rate": Act(
            forms.HelpedForm,
            lambda v: requester.rate_result(actor, token, helped=v["helped"], note=v["note"]),
            _("Thank you. We ask you once more in three months."),
        ),
        "reopen": Act(
            forms.ReopenForm,
            lambda v: requester.reopen_case(actor, token, text=v["text"]),
            _("Your case is open again. The service office reads it."),
        ),
        "confidentiality": Act(
            forms.ConfidentialityForm,
            lambda v: requester.choose_confidentiality(
                actor, token, confidentiality=v["confidentiality"]
            ),
            _("Your choice holds at once."),
        ),
        "withdraw": Act(
            forms.EmptyForm,
            lambda _v: requester.withdraw_case(actor, token),
            _("Your request is withdrawn. Nobody has to do anything any more."),
        ),
        "quiet": Act(
            forms.EmptyForm,
            lambda _v: requester.set_mails(actor, token, wanted=False),
            _("You get no more e-mails about this case."),
        ),
        "loud": Act(
            forms.EmptyForm,
            lambda _v: requester.set_mails(actor, token, wanted=True),
            _("You get e-mails about this case again."),
        ),
        "erase": Act(
            forms.EmptyForm,
            lambda _v: requester.erase_case(case.pk),
            _("Everything you told us is erased."),
        ),
    }


@never_cache
@require_safe
def advisory_status(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show those who asked where their case stands and what they can do."""
    found = _find(request, token)
    return found if isinstance(found, HttpResponse) else _page(request, found, Outcome())


@never_cache
@require_POST
@bounded_uploads
def advisory_status_act(request: HttpRequest, token: UUID, act: str) -> HttpResponse:
    """Do one act of those who asked."""
    case = _find(request, token)
    if isinstance(case, HttpResponse):
        return case
    if case.erased_at is not None:
        raise Http404
    outcome = perform(request, _acts(actor_from(request), case), act)
    if outcome is not None:
        again = _find(request, token)
        return again if isinstance(again, HttpResponse) else _page(request, again, outcome)
    return redirect("advisory_status", token)


@never_cache
@require_safe
def advisory_status_document(request: HttpRequest, token: UUID, uuid: UUID) -> HttpResponseBase:
    """Send a document that both sides may open."""
    case = _find(request, token)
    if isinstance(case, HttpResponse):
        return case
    document = case.documents.filter(uuid=uuid, circle=Circle.BOTH).select_related("file").first()
    if document is None:
        raise Http404
    return answer_with_file(request, document.file, is_public=False)


@never_cache
@require_safe
def advisory_status_talk(request: HttpRequest, token: UUID, uuid: UUID) -> HttpResponse:
    """Send a talk for the calendar."""
    case = _find(request, token)
    if isinstance(case, HttpResponse):
        return case
    session = cases.session_of(case, uuid)
    if session is None:
        raise Http404
    address = request.build_absolute_uri(reverse("advisory_status", args=[token]))
    return calendar_answer(talk_as_ical(session, case.public_id, address), case.public_id)


def calendar_answer(text: str, number: str) -> HttpResponse:
    """Return a calendar file to be saved."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_later(request: HttpRequest, token: str) -> HttpResponse:
    """Ask months later whether it still helps; the link shows, only a button tells."""
    found = links.find_of_later_token(token)
    if found is None or found[0].erased_at is not None:
        return render(request, "advisory/later_expired.html", status=410)
    case, months = found
    form = forms.HelpedForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            values = form.cleaned_data
            try:
                submit_once(
                    values["form_token"],
                    lambda: (
                        looking_back.tell_later(
                            token, helped=values["helped"], note=values["note"]
                        ).public_id
                    ),
                )
            except Conflict:
                return render(request, "advisory/later_expired.html", status=410)
            context = {"case": case, "is_no": values["helped"] != Helped.YES}
            return render(request, "advisory/later_thanks.html", context)
        status = 422
    context = {"case": case, "months": months, "form": form}
    return render(request, "advisory/later.html", context, status=status)


def _find(request: HttpRequest, token: UUID) -> Case | HttpResponse:
    """Return the case of an address; whoever asked with an account has to be that account."""
    case = cases.find_by_token(token)
    actor = actor_from(request)
    if case is None:
        raise Http404
    if rules.is_requester(actor, case):
        return case
    if actor.is_known:
        raise Http404
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _page(request: HttpRequest, case: Case, outcome: Outcome) -> HttpResponse:
    actor, today = actor_from(request), timezone.localdate()
    acts = _acts(actor, case)
    shown = _acts_now(case)
    proposal = None if case.coach else asked_proposal(case)
    accepted = case.proposals.filter(state="accepted").last() if case.coach else proposal
    context = {
        "case": case,
        "way": way_of_case(case),
        "forms": {act: outcome.forms.get(act) or _empty(acts[act], act, case) for act in shown},
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
        "today": today,
        "is_mine": case.turn == REQUESTER,
        "is_active": case.state in ACTIVE_STATES,
        "is_overdue": case.is_overdue(today),
        "badge": CASE.states[case.state].badge,
        "coach": case.coach or (proposal.coach if proposal else None),
        "reasons": [reason_words(r) for r in accepted.reasons if r[0] != "free"]
        if accepted
        else [],
        "messages_read": list(cases.messages_for(case, is_team=False)),
        "steps": list(case.steps.all()),
        "talks": list(case.sessions.all()),
        "documents": list(case.documents.filter(circle=Circle.BOTH).select_related("file")),
        "materials": list(case.materials.all()),
        "follow_ups": list(case.follow_ups.exclude(helped="")),
    }
    return render(request, "advisory/status.html", context, status=outcome.status)


def _empty(act: Act, name: str, case: Case) -> Form:
    initial: Mapping[str, Any] = {
        "agree_goal": {"seen": case.goal},
        "confidentiality": {"confidentiality": case.confidentiality},
    }.get(name, {})
    return act.form(prefix=name, initial=initial)


def _acts_now(case: Case) -> list[str]:
    """Return which acts the state allows."""
    if case.erased_at is not None:
        return []
    of_machine = ("agree_goal", "discuss_goal", "rate", "reopen", "withdraw")
    acts = [act for act in of_machine if CASE.target_of(act, case.state) is not None]
    has_coach = case.coach is not None or asked_proposal(case) is not None
    if has_coach and CASE.target_of("refuse_coach", case.state) is not None:
        acts.append("refuse_coach")
    if case.state in ACTIVE_STATES:
        acts += ["answer", "document", "confidentiality"]
    acts.append("quiet" if case.wants_mail else "loud")
    return [*acts, "erase"]
