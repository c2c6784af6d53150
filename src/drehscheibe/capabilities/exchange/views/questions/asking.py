"""Ask an initiative something, and confirm that the address is right."""

from __future__ import annotations

from typing import NamedTuple

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.forms.question import AskForm
from drehscheibe.capabilities.exchange.machine.question import QUESTION
from drehscheibe.capabilities.exchange.services.questions import asker, asking, links
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.trace.clock import due_date

__all__ = ["question_ask", "question_confirm", "question_sent", "question_stop"]


class Asked(NamedTuple):
    """Of whom a page asks something, and who will read it."""

    initiative: directory.InitiativeLink
    organisation_id: int
    is_example: bool


def _find(slug: str) -> Asked:
    found = directory.find_published(slug)
    if found is None:
        raise Http404
    return Asked(*found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a question: with an account it is asked at once, else the address is confirmed first."""
    asked = _find(slug)
    actor = actor_from(request)
    form = AskForm(request.POST if request.method == "POST" else None, is_known=actor.is_known)
    if request.method != "POST":
        return _page(request, asked, actor, form, status=200)
    if not form.is_valid():
        return _page(request, asked, actor, form, status=422)
    if not _is_within_limits(request, form):
        form.add_error(
            None,
            _(
                "Many questions have come from here in a short time. Please try again later."
                " What you typed stays below."
            ),
        )
        return _page(request, asked, actor, form, status=429)
    try:
        token = submit_once(form.cleaned_data["form_token"], lambda: _ask(actor, asked, form))
    except (Conflict, ValidationError) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _page(request, asked, actor, form, status=422)
    if actor.is_known:
        return redirect("question_status", token)
    return redirect("question_sent", slug)


def _ask(actor: Actor, asked: Asked, form: AskForm) -> str:
    question = asking.ask_question(
        actor,
        asked.organisation_id,
        form.to_content(),
        language=(get_language() or "de")[:2],
        is_example=asked.is_example,
    )
    # Only the mailbox tells a stranger the personal address.
    return str(question.token) if actor.is_known else "sent"


def _is_within_limits(request: HttpRequest, form: AskForm) -> bool:
    if not ratelimit.consume(request, action="exchange_question"):
        return False
    email = form.cleaned_data.get("email", "").lower()
    return not email or ratelimit.consume(request, action="exchange_question_address", key=email)


def _page(
    request: HttpRequest, asked: Asked, actor: Actor, form: AskForm, *, status: int
) -> HttpResponse:
    has_people = bool(organisations.list_lead_person_ids(asked.organisation_id))
    state = QuestionState.ASKED if has_people else QuestionState.WITH_OFFICE
    context = {
        "initiative": asked.initiative,
        "is_example": asked.is_example,
        "form": form,
        "has_people": has_people,
        "answer_by": due_date(QUESTION.states[state], timezone.localdate()),
        "is_known": actor.is_known,
    }
    return render(request, "exchange/question_ask.html", context, status=status)


@require_safe
def question_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that an e-mail is on its way; the same whoever asked."""
    context = {"initiative": _find(slug).initiative, "days": links.CONFIRM_WITHIN.days}
    return render(request, "exchange/question_sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the confirmation mail; only a press of the button asks."""
    question = links.find_of_confirm_token(token)
    if question is None:
        return render(request, "exchange/question_expired.html", {"reason": ""}, status=410)
    if request.method == "POST":
        try:
            question = asking.confirm_question(token)
        except Conflict as refusal:
            context = {"reason": str(refusal)}
            return render(request, "exchange/question_expired.html", context, status=410)
    if question.confirmed_at is not None:
        return redirect("question_status", question.token)
    return render(request, "exchange/question_confirm.html", {"question": question})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the e-mails about a question: a button for people, one POST for mail programs.

    Mail programs send no CSRF token (RFC 8058); the signed address is the proof.
    """
    if request.method == "POST":
        asker.stop_mails(token)
        return render(request, "exchange/question_stop.html", {"is_done": True})
    question = links.find_of_stop_token(token)
    is_done = question is None or not question.wants_mail
    return render(request, "exchange/question_stop.html", {"is_done": is_done})
