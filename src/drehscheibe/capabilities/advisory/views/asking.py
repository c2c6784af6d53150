"""Ask for advice, read once more what goes out, and confirm that the address is right."""

from __future__ import annotations

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.advisory.api import PREFILLED
from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.forms.asking import RequestForm
from drehscheibe.capabilities.advisory.machine import CASE
from drehscheibe.capabilities.advisory.queries.cases import find_office
from drehscheibe.capabilities.advisory.queries.regions import list_region_names
from drehscheibe.capabilities.advisory.queries.suggestions import suggest_help
from drehscheibe.capabilities.advisory.services import asking, links, requester
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "advisory_confirm",
    "advisory_request",
    "advisory_sent",
    "advisory_start",
    "advisory_stop",
]


def _answer_by() -> object:
    return due_date(CASE.states[CaseState.RECEIVED], timezone.localdate())


@require_safe
def advisory_start(request: HttpRequest) -> HttpResponse:
    """Say what advice there is, how it goes, and who reads what."""
    context = {"answer_by": _answer_by(), "has_office": find_office() is not None}
    return render(request, "advisory/start.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_request(request: HttpRequest) -> HttpResponse:
    """Take a request: first read once more with what may help already, then sent."""
    actor = actor_from(request)
    if request.method != "POST":
        initial = {
            "region": request.GET.get("region", "")[:100],
            "topic": request.GET.get("topic", ""),
            **request.session.pop(PREFILLED, {}),
        }
        return _page(request, RequestForm(actor=actor, initial=initial), status=200)
    form = RequestForm(request.POST, actor=actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    if "change" in request.POST:
        return _page(request, form, status=200)
    if "send" not in request.POST:
        return _check_page(request, form, actor)
    if not _is_within_limits(request, form):
        form.add_error(
            None,
            _(
                "Many requests have come from here in a short time. Please try again later."
                " What you typed stays below."
            ),
        )
        return _page(request, form, status=429)
    try:
        token = submit_once(form.cleaned_data["form_token"], lambda: _ask(actor, form))
    except (Conflict, ValidationError) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _page(request, form, status=422)
    return redirect("advisory_status", token) if actor.is_known else redirect("advisory_sent")


def _ask(actor: Actor, form: RequestForm) -> str:
    language = (get_language() or "de")[:2]
    case = asking.ask_for_advice(actor, form.to_content(), language=language)
    # Only the mailbox tells a stranger the personal address.
    return str(case.token) if actor.is_known else "sent"


def _is_within_limits(request: HttpRequest, form: RequestForm) -> bool:
    if not ratelimit.consume(request, action="advisory_request"):
        return False
    email = form.cleaned_data.get("email", "").lower()
    return not email or ratelimit.consume(request, action="advisory_request_address", key=email)


def _page(request: HttpRequest, form: RequestForm, *, status: int) -> HttpResponse:
    context = {"form": form, "regions": list_region_names(), "answer_by": _answer_by()}
    return render(request, "advisory/request.html", context, status=status)


def _check_page(request: HttpRequest, form: RequestForm, actor: Actor) -> HttpResponse:
    data = form.cleaned_data
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "change", "send"}
    ]
    context = {
        "rows": form.summary(),
        "typed": typed,
        "suggestions": suggest_help(f"{data['situation']} {data['wish']}", actor=actor),
        "answer_by": _answer_by(),
        "is_known": actor.is_known,
    }
    return render(request, "advisory/check.html", context)


@require_safe
def advisory_sent(request: HttpRequest) -> HttpResponse:
    """Say that an e-mail is on its way; the same whoever asked."""
    return render(request, "advisory/sent.html", {"days": links.CONFIRM_WITHIN.days})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the confirmation mail; only a press of the button asks."""
    case = links.find_of_confirm_token(token)
    if case is None:
        return _aged_link(request, token)
    if request.method == "POST":
        try:
            case = asking.confirm_request(token)
        except Conflict as refusal:
            return render(
                request,
                "advisory/expired.html",
                {"reason": str(refusal), "can_renew": False},
                status=410,
            )
    if case.confirmed_at is not None:
        return redirect("advisory_status", case.token)
    return render(request, "advisory/confirm.html", {"case": case})


def _aged_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a link is too old; as long as the request is there, send a new one on a press."""
    if request.method == "POST" and request.POST.get("again"):
        try:
            asking.send_link_again(token)
        except Conflict as refusal:
            return render(
                request,
                "advisory/expired.html",
                {"reason": str(refusal), "can_renew": False},
                status=410,
            )
        return redirect("advisory_sent")
    context = {"reason": "", "can_renew": links.find_of_aged_confirm_token(token) is not None}
    return render(request, "advisory/expired.html", context, status=410)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the e-mails about a case: a button for people, one POST for mail programs.

    Mail programs send no CSRF token (RFC 8058); the signed address is the proof.
    """
    if request.method == "POST":
        requester.stop_mails(token)
        return render(request, "advisory/stop.html", {"is_done": True})
    case = links.find_of_stop_token(token)
    return render(request, "advisory/stop.html", {"is_done": case is None or not case.wants_mail})
