"""Register, confirm, and the personal page: place, link to join, unregistering, feedback."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.library.forms.webinar import FeedbackForm, RegistrationForm
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import feedback, links, registering
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "webinar_confirm",
    "webinar_feedback",
    "webinar_own",
    "webinar_register",
    "webinar_sent",
    "webinar_unregister",
]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_register(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a registration: with an account at once, else after the address was confirmed."""
    actor = actor_from(request)
    webinar = get_object_or_404(webinars.webinars_visible_to(actor), slug=slug)
    own = webinars.find_own_registration(actor, webinar)
    if request.method != "POST":
        initial = {"needs": own.needs, "need_text": own.need_text} if own else {}
        return _page(request, webinar, RegistrationForm(actor=actor, initial=initial), status=200)
    form = RegistrationForm(request.POST, actor=actor)
    if not form.is_valid():
        return _page(request, webinar, form, status=422)
    if not _is_within_limits(request, form, actor):
        form.add_error(
            None,
            _(
                "Many registrations have come from here in a short time. Please try again later."
                " What you typed stays below."
            ),
        )
        return _page(request, webinar, form, status=429)
    try:
        token = submit_once(
            form.cleaned_data["form_token"], lambda: _register(actor, webinar, form)
        )
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        return _page(request, webinar, form, status=409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, webinar, form, status=422)
    return redirect("webinar_own", token) if actor.is_known else redirect("webinar_sent")


def _register(actor: Actor, webinar: Webinar, form: RegistrationForm) -> str:
    language = (get_language() or "de")[:2]
    made = registering.register(actor, webinar.uuid, form.to_wish(), language=language)
    # Only the mailbox tells a stranger the personal address.
    return links.own_token(made) if actor.is_known else "sent"


def _is_within_limits(request: HttpRequest, form: RegistrationForm, actor: Actor) -> bool:
    if actor.is_known:
        return True
    if not ratelimit.consume(request, action="webinar_registration"):
        return False
    email = form.cleaned_data["email"].lower()
    return bool(ratelimit.consume(request, action="webinar_registration_address", key=email))


def _page(
    request: HttpRequest, webinar: Webinar, form: RegistrationForm, *, status: int
) -> HttpResponse:
    actor, now = actor_from(request), timezone.now()
    context = {
        "webinar": webinar,
        "form": form,
        "places": webinars.count_places(webinar),
        "is_open": rules.is_open_for_registration(webinar, now),
        "has_begun": webinar.has_begun(now),
        "own": webinars.find_own_registration(actor, webinar),
    }
    return render(request, "library/webinar_register.html", context, status=status)


@require_safe
def webinar_sent(request: HttpRequest) -> HttpResponse:
    """Say that an e-mail is on its way; the same whoever registered."""
    return render(request, "library/webinar_sent.html", {"days": links.CONFIRM_WITHIN.days})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the link of the confirmation mail; only a press of the button registers."""
    found = links.find_of_confirm_token(token)
    if found is None:
        return _expired(request)
    if request.method == "POST":
        try:
            found = registering.confirm_registration(token)
        except Conflict as refusal:
            return _expired(request, str(refusal))
    if found.placed_at is not None or request.method == "POST":
        return redirect("webinar_own", links.own_token(found))
    return render(request, "library/webinar_confirm.html", {"webinar": found.webinar})


def _expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    context = {"reason": reason or _("This link is no longer valid. Please register again.")}
    return render(request, "library/webinar_expired.html", context, status=410)


@never_cache
@require_safe
def webinar_own(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their registration; the address is the proof."""
    found = _find_own(token)
    if found is None:
        return _expired(request, _("There is no registration under this address any more."))
    return _own_page(request, token, found, FeedbackForm(), status=200)


def _find_own(token: str) -> WebinarRegistration | None:
    return links.find_of_own_token(token)


def _own_page(
    request: HttpRequest,
    token: str,
    found: WebinarRegistration,
    form: FeedbackForm,
    *,
    status: int,
) -> HttpResponse:
    webinar, now = found.webinar, timezone.now()
    context = {
        "own": found,
        "webinar": webinar,
        "token": token,
        "now": now,
        "is_over": webinar.is_over(now),
        "is_open_door": webinar.is_open_door(now),
        "join_url": webinar.join_url if found.has_place and webinar.is_open_door(now) else "",
        "is_seen": rules.may_see(actor_from(request), webinar),
        "asks_feedback": webinar.is_over(now)
        and found.has_place
        and not webinar.is_cancelled
        and found.answered_at is None,
        "form": form,
    }
    return render(request, "library/webinar_own.html", context, status=status)


@never_cache
@require_POST
def webinar_unregister(request: HttpRequest, token: str) -> HttpResponse:
    """Give the place back."""
    found = _find_own(token)
    if found is None:
        raise Http404
    try:
        registering.unregister(actor_from(request), found.uuid)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You are no longer registered. Thank you for telling us."))
    return redirect("webinar_own", token)


@never_cache
@require_POST
def webinar_feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Take in feedback, once."""
    found = _find_own(token)
    if found is None:
        raise Http404
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _own_page(request, token, found, form, status=422)
    try:
        is_first = feedback.give_feedback(
            actor_from(request),
            found.uuid,
            helped=form.cleaned_data["helped"],
            note=form.cleaned_data["note"],
        )
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        return _own_page(request, token, found, form, status=409)
    words = _("Thank you for your feedback.") if is_first else _("You have given feedback already.")
    messages.success(request, words)
    return redirect("webinar_own", token)
