"""Supporting the concern of another organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.support import JoinForm
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.queries.support import find_support, may_join_now
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import support
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.signals.public import find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.submissions.api import submit_once

__all__ = ["signal_join", "signal_join_act"]

ACTS = {
    "release": Act(
        EmptyForm,
        lambda actor, pk, _values: support.release_support(actor, pk),
        gettext_lazy("You have agreed. Your organisation supports this concern now."),
    ),
    "leave": Act(
        EmptyForm,
        lambda actor, pk, _values: support.leave_signal(actor, pk),
        gettext_lazy("Your organisation does not support this concern any more."),
    ),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how to join a concern, or how one's organisation has joined it; join on POST."""
    signal = find_or_404(actor_from(request), public_id)
    if request.method == "POST":
        return _join(request, signal)
    return _page(request, signal, Outcome({}), status=200)


def _join(request: HttpRequest, signal: Signal) -> HttpResponse:
    actor = actor_from(request)
    form = _form(actor, request.POST)
    if not form.is_valid():
        return _page(request, signal, Outcome({"join": form}), status=422)
    said = form.cleaned_data
    try:
        submit_once(
            said["form_token"],
            lambda: (
                support.join_signal(
                    actor, signal.pk, words=said["text"], laender=said["laender"]
                ).public_id
            ),
        )
    except Conflict as conflict:
        return _page(request, signal, Outcome({}, str(conflict), (said["text"],)), status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, signal, Outcome({"join": form}), status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    joined = find_support(actor, signal)
    if joined is not None and joined.confirmed_at is None:
        messages.success(
            request, _("A second person of your organisation has been asked to agree.")
        )
    else:
        messages.success(request, _("You support this concern. You will be told of the answer."))
    return redirect("signal_detail", signal.public_id)


@never_cache
@require_POST
@login_required
def signal_join_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Agree as the second person, or stop supporting."""
    signal = find_or_404(actor_from(request), public_id)
    outcome = perform(request, ACTS, act, signal, "signal_detail")
    if isinstance(outcome, Outcome):
        return _page(request, signal, outcome, status=outcome.status)
    return outcome


def _form(actor: Actor, *args: Any) -> JoinForm:
    organisation = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    own = [organisation.land_id] if organisation is not None and organisation.land_id else []
    return JoinForm(*args, laender=signals.list_laender(), initial={"laender": own})


def _page(request: HttpRequest, signal: Signal, outcome: Outcome, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    own = find_support(actor, signal)
    is_waiting = own is not None and own.confirmed_at is None
    context = {
        "signal": signal,
        "own": own,
        "is_waiting": is_waiting,
        "may_join": own is None and may_join_now(actor, signal),
        "may_leave": own is not None and rules.may_join(actor, signal),
        "may_release": own is not None
        and is_waiting
        and rules.is_second_key_of_support(actor, own),
        "form": outcome.forms.get("join") or _form(actor),
        "forms": {act: made.form(prefix=act) for act, made in ACTS.items()},
        "conflict": outcome.conflict,
        "typed": outcome.typed,
    }
    return render(request, "exchange/join.html", context, status=status)
