"""Reacting to an impulse in the name of an initiative."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.exchange.forms.acts import EmptyForm
from drehscheibe.capabilities.exchange.forms.impulse import ReactionForm
from drehscheibe.capabilities.exchange.models import Impulse, Reaction
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.capabilities.exchange.services.impulses import reactions
from drehscheibe.capabilities.exchange.views.acts import Act, Outcome, perform
from drehscheibe.capabilities.exchange.views.impulses.public import badges, find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = ["impulse_inbox", "impulse_react", "impulse_react_act"]


def _of(reaction: Reaction) -> Impulse:
    return reaction.impulse


ACTS = {
    "release": Act(
        EmptyForm,
        lambda actor, pk, _values: _of(reactions.release_reaction(actor, pk)),
        gettext_lazy("You have agreed. The reaction of your organisation counts now."),
    ),
    "refuse": Act(
        EmptyForm,
        lambda actor, pk, _values: _of(reactions.refuse_reaction(actor, pk)),
        gettext_lazy("The reaction that waited is gone. What counted before goes on counting."),
    ),
    "take_back": Act(
        EmptyForm,
        lambda actor, pk, _values: _of(reactions.take_back_reaction(actor, pk)),
        gettext_lazy("Your reaction does not count any more."),
    ),
}


@never_cache
@login_required
@require_safe
def impulse_inbox(request: HttpRequest) -> HttpResponse:
    """List the impulses that went to the actor's initiative: first those that wait for it."""
    actor = actor_from(request)
    if actor.organisation_kind != OrganisationKind.INITIATIVE:
        raise PermissionDenied
    today = timezone.localdate()
    waiting = list(impulses.with_card_data(impulses.open_for(actor, today)))
    all_rows = impulses.with_card_data(impulses.addressed_to(int(actor.organisation_id or 0)))
    known = {impulse.pk for impulse in waiting}
    context = {
        "waiting": waiting,
        "others": [impulse for impulse in all_rows[:40] if impulse.pk not in known],
        "today": today,
        "badges": badges(),
    }
    return render(request, "exchange/impulse_inbox.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impulse_react(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what one's initiative has said and can say; say it on POST."""
    impulse = find_or_404(actor_from(request), public_id)
    if request.method == "POST":
        return _react(request, impulse)
    return _page(request, impulse, Outcome({}), status=200)


def _react(request: HttpRequest, impulse: Impulse) -> HttpResponse:
    actor = actor_from(request)
    form = ReactionForm(request.POST, impulse=impulse)
    if not form.is_valid():
        return _page(request, impulse, Outcome({"react": form}), status=422)
    content = form.to_content()
    try:
        submit_once(
            form.cleaned_data["form_token"],
            lambda: str(reactions.react(actor, impulse.pk, content).pk),
        )
    except Conflict as conflict:
        typed = tuple(filter(None, (content.words,)))
        return _page(request, impulse, Outcome({}, str(conflict), typed), status=409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, impulse, Outcome({"react": form}), status=422)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if impulses.find_waiting(impulse, actor.organisation_id) is not None:
        messages.success(
            request, _("A second person of your organisation has been asked to agree.")
        )
    else:
        messages.success(
            request, _("Thank you. Your reaction counts. You will be told what follows.")
        )
    return redirect("impulse_react", impulse.public_id)


@never_cache
@require_POST
@login_required
def impulse_react_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Agree as the second person, do not agree, or take back."""
    impulse = find_or_404(actor_from(request), public_id)
    outcome = perform(request, ACTS, act, impulse, "impulse_react")
    if isinstance(outcome, Outcome):
        return _page(request, impulse, outcome, status=outcome.status)
    return outcome


def _page(request: HttpRequest, impulse: Impulse, outcome: Outcome, *, status: int) -> HttpResponse:
    actor = actor_from(request)
    today = timezone.localdate()
    is_addressed = impulses.addressee_of(actor, impulse) is not None
    current = impulses.find_current(impulse, actor.organisation_id) if is_addressed else None
    waiting = impulses.find_waiting(impulse, actor.organisation_id) if is_addressed else None
    may_react = is_addressed and impulse_rules.may_react(actor) and impulse.takes_reactions(today)
    context = {
        "impulse": impulse,
        "is_addressed": is_addressed,
        "takes_reactions": impulse.takes_reactions(today),
        "may_react": may_react,
        "counting": current,
        "waiting": waiting,
        "may_release": may_react
        and waiting is not None
        and impulse_rules.is_second_key(actor, waiting),
        "history": impulses.list_history(impulse, actor.organisation_id) if is_addressed else [],
        "stances": impulse.stances(),
        "form": outcome.forms.get("react") or _form(actor, impulse, waiting or current),
        "is_filled": "react" in outcome.forms,
        "forms": {act: made.form(prefix=act) for act, made in ACTS.items()},
        "conflict": outcome.conflict,
        "typed": outcome.typed,
    }
    return render(request, "exchange/impulse_react.html", context, status=status)


def _form(_actor: Actor, impulse: Impulse, said: Reaction | None) -> ReactionForm:
    initial: dict[str, Any] = {}
    if said is not None:
        initial = {"stance": said.stance, "text": said.words, "consent": said.consent}
    return ReactionForm(impulse=impulse, initial=initial)
