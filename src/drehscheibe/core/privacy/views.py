"""My data: look at it, take it along, leave. And the register for the office."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.privacy import queries, rules, services
from drehscheibe.core.privacy.choices import Fate
from drehscheibe.core.privacy.export import file_name
from drehscheibe.core.privacy.forms import EraseForm
from drehscheibe.core.privacy.retention import CLASSES, all_rules
from drehscheibe.core.privacy.sources import Subject, all_sources
from drehscheibe.core.submissions.forms import posted

#: Rows of one source that the page shows; the file holds them all.
SHOWN = 20
_OUTCOME_SALT, _OUTCOME_LIFETIME_S = "privacy.outcome", 3600


@login_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show a person what is stored about them, room by room."""
    subject = queries.find_subject(_person_id(request))
    holdings = queries.list_holdings(subject)
    rooms = [
        (
            room,
            [
                (each, list(queries.read_records(each.source, subject, limit=SHOWN)))
                for each in found
            ],
        )
        for room, found in queries.by_room(holdings)
    ]
    context = {
        "rooms": rooms,
        "shown": SHOWN,
        "empty": [each.source for each in holdings if not each.number],
    }
    return render(request, "privacy/data.html", context)


@login_required
@never_cache
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def download(request: HttpRequest) -> HttpResponse:
    """Give a person everything about them in one file; whoever found an open screen is asked first."""
    archive = services.export_person(_actor(request), queries.find_subject(_person_id(request)))
    response = HttpResponse(archive, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name()}"'
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Show what leaving would do; do it with the password, or send a link to who has none."""
    person: Any = request.user
    subject = queries.find_subject(_person_id(request))
    if not person.has_usable_password():
        return _offer_link(request, subject)
    limited = request.method == "POST" and not ratelimit.consume(
        request, action="reauthenticate", user=person
    )
    if limited:
        response: HttpResponse = ratelimit.respond_429(request)
        return response
    return _ask_and_erase(request, subject, person=person)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Do the same behind a link from an e-mail, which stands for the password."""
    person_id = services.find_person_of_link(token)
    if person_id is None:
        return render(request, "privacy/link_dead.html", status=410)
    return _ask_and_erase(request, queries.find_subject(person_id), person=None)


def _offer_link(request: HttpRequest, subject: Subject) -> HttpResponse:
    if request.method == "POST":
        services.send_erasure_link(_actor(request))
        messages.success(request, _("The e-mail is on its way. Its link works for one hour."))
        return redirect("privacy_erase")
    context = {"plan": queries.plan_erasure(subject), "form": None, "Fate": Fate}
    return render(request, "privacy/erase.html", context)


def _ask_and_erase(request: HttpRequest, subject: Subject, *, person: object) -> HttpResponse:
    plan = queries.plan_erasure(subject)
    form = EraseForm(posted(request), obstacles=plan.obstacles, person=person)
    if request.method == "POST" and plan.is_possible and form.is_valid():
        actor = Actor(person_id=subject.person_id, name=subject.name)
        try:
            done = services.erase_person(actor, subject, confirmed=form.confirmed)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            logout(request)
            outcome = signing.dumps(done, salt=_OUTCOME_SALT, compress=True)
            return redirect("privacy_erased", outcome)
    context = {"plan": plan, "form": form, "Fate": Fate}
    return render(request, "privacy/erase.html", context)


@never_cache
@require_safe
def erased(request: HttpRequest, outcome: str) -> HttpResponse:
    """Say what was done; the address itself carries it, so that nothing has to be kept for it."""
    try:
        done = signing.loads(outcome, salt=_OUTCOME_SALT, max_age=_OUTCOME_LIFETIME_S)
    except signing.BadSignature as fault:
        raise Http404 from fault
    lines = [(source, done[source.name]) for source in all_sources() if source.name in done]
    context = {
        "deleted": [line for line in lines if line[0].fate == Fate.DELETE],
        "nameless": [line for line in lines if line[0].fate == Fate.PSEUDONYMISE],
    }
    return render(request, "privacy/erased.html", context)


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the office the register of processing activities, made from the code."""
    if not rules.may_see_register(_actor(request)):
        raise Http404
    rooms: dict[str, list[queries.Activity]] = {}
    for activity in queries.list_activities():
        rooms.setdefault(activity.room, []).append(activity)
    context = {
        "rooms": rooms,
        "terms": [(CLASSES[rule.retention], rule) for rule in all_rules()],
    }
    return render(request, "privacy/register.html", context)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor


def _person_id(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101 -- behind login_required
    return int(request.user.pk)
