"""A case becomes a practice case: text, checks, consents, a second pair of eyes."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import HiddenInput, IntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import ConsentState, Softening
from drehscheibe.capabilities.advisory.exports import practice_as_markdown
from drehscheibe.capabilities.advisory.forms import acts as act_forms
from drehscheibe.capabilities.advisory.forms import desk as forms
from drehscheibe.capabilities.advisory.models import Case, Consent
from drehscheibe.capabilities.advisory.queries.practices import (
    consents_visible_to,
    find_practice,
    what_is_missing,
)
from drehscheibe.capabilities.advisory.services import links, maturing, shelf
from drehscheibe.capabilities.advisory.views.acting import Act, Outcome, perform
from drehscheibe.capabilities.advisory.views.work import find_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.ui.forms import Form

__all__ = [
    "advisory_consent",
    "advisory_consent_work",
    "advisory_practice",
    "advisory_practice_act",
    "advisory_practice_text",
]

_TEXTS = ("title", "challenge", "measures", "result", "lessons")


def _acts(actor: Actor, case: Case) -> dict[str, Act]:
    pk = case.pk
    practice = find_practice(case)
    version = practice.version if practice else 0
    return {
        "write": Act(
            forms.PracticeForm,
            lambda v: maturing.write_practice(
                actor, pk, {name: v[name] for name in _TEXTS}, version=v["version"] or 0
            ),
            _("The text is saved. Everybody who was asked is asked for this version."),
        ),
        "check": Act(
            forms.CheckForm,
            lambda v: maturing.check_practice(actor, pk, v["checked"]),
            _("It is noted what has been checked."),
        ),
        "consent": Act(
            partial(forms.ConsentForm, organisation=case.organisation),
            lambda v: maturing.ask_consent(
                actor, pk, body=v["body"], email=v["email"], organisation=v.get("organisation")
            ),
            _("The body is being asked. You are told what it says."),
        ),
        "drop": Act(
            _DropForm,
            lambda v: maturing.drop_consent(actor, pk, consent=v["consent"]),
            _("This body is not asked any more."),
        ),
        "approve": Act(
            act_forms.EmptyForm,
            lambda _v: maturing.approve_practice(actor, pk, version=version),
            _("You have agreed as the second person. The text is ready."),
        ),
    }


class _DropForm(Form):
    consent = IntegerField(widget=HiddenInput)


@never_cache
@login_required
@require_safe
def advisory_practice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the text in the making and what it still needs."""
    return _page(request, _find(request, public_id), Outcome())


@never_cache
@require_POST
@login_required
def advisory_practice_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Write, check, ask or agree."""
    case = _find(request, public_id)
    if act != "write" and find_practice(case) is None:
        raise Http404
    outcome = perform(request, _acts(actor_from(request), case), act)
    if outcome is None:
        return redirect("advisory_practice", public_id)
    return _page(request, case, outcome)


@never_cache
@login_required
@require_safe
def advisory_practice_text(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send an approved text as a file."""
    practice = find_practice(_find(request, public_id))
    if practice is None or practice.approved_at is None:
        raise Http404
    response = HttpResponse(
        practice_as_markdown(practice), content_type="text/markdown; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="praxisfall.md"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Let a body read the text and decide, by the address in a mail; only a button decides."""
    consent = links.find_of_consent_token(token)
    if consent is None:
        return render(request, "advisory/consent_expired.html", status=410)

    def decide(*, agrees: bool, version: int, note: str) -> object:
        return maturing.decide_by_link(token, agrees=agrees, version=version, note=note)

    return _consent_page(request, consent, decide, "ui/plain.html")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_consent_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let those who lead an organisation read the text and decide for it."""
    actor = actor_from(request)
    consent = consents_visible_to(actor).filter(uuid=uuid).first()
    if consent is None:
        raise Http404
    decide = partial(maturing.decide_by_mandate, actor, consent)
    return _consent_page(request, consent, decide, "ui/plain.html")


def _consent_page(request: HttpRequest, consent: Consent, decide: Any, layout: str) -> HttpResponse:  # noqa: ANN401 -- a service
    form = forms.DecideForm(request.POST if request.method == "POST" else None)
    conflict, status = "", 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            decide(agrees=values["agrees"] == "yes", version=values["version"], note=values["note"])
            consent.refresh_from_db()
        except Conflict as refusal:
            conflict, status = str(refusal), 409
            consent.practice.refresh_from_db()
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
    elif request.method == "POST":
        status = 422
    context = {
        "consent": consent,
        "practice": consent.practice,
        "form": forms.DecideForm(initial={"version": consent.practice.version}),
        "conflict": conflict,
        "is_given": consent.state == ConsentState.GIVEN,
        "is_decided": consent.state != ConsentState.ASKED,
        "layout": layout,
    }
    return render(request, "advisory/consent.html", context, status=status)


def _find(request: HttpRequest, public_id: str) -> Case:
    case = find_or_404(request, public_id)
    if not rules.may_work(actor_from(request), case) or not maturing.may_mature(case):
        raise Http404
    return case


def _page(request: HttpRequest, case: Case, outcome: Outcome) -> HttpResponse:
    actor = actor_from(request)
    practice = find_practice(case)
    acts = _acts(actor, case)
    initial: dict[str, dict[str, Any]] = {"write": {"result": case.result, "version": 0}}
    if practice is not None:
        initial["write"] = {
            **{name: getattr(practice, name) for name in _TEXTS},
            "version": practice.version,
        }
        initial["check"] = {"checked": practice.checked}
    names = ("write", "check", "consent") if practice else ("write",)
    is_second = practice is not None and rules.is_second_pair_of_eyes(actor, practice)
    missing = what_is_missing(practice) if practice else None
    context = {
        "case": case,
        "practice": practice,
        "forms": {
            name: outcome.forms.get(name)
            or acts[name].form(prefix=name, initial=initial.get(name, {}))
            for name in names
        },
        "consents": list(practice.consents.select_related("organisation")) if practice else [],
        "missing": missing,
        "missing_checks": [Softening(code).label for code in missing.checks] if missing else [],
        "is_second": is_second,
        "may_approve": is_second and missing is not None and missing.is_nothing,
        "approve_form": act_forms.EmptyForm(prefix="approve"),
        "in_library": shelf.find(actor, practice) if practice else None,
        "filled": list(outcome.forms),
        "conflict": outcome.conflict,
        "typed": outcome.typed,
    }
    return render(request, "advisory/practice.html", context, status=outcome.status)
