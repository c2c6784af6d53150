"""My mandates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.accounts.queries import list_verified_emails
from drehscheibe.core.organisations import queries, rules, services
from drehscheibe.core.organisations.choices import LEAD_ROLES
from drehscheibe.core.organisations.forms import HandOverForm, ReasonForm, RequestForm
from drehscheibe.core.organisations.middleware import actor_from, mandates_of
from drehscheibe.core.organisations.models import Invitation, Mandate
from drehscheibe.core.organisations.views.edges import (
    actor_for,
    attempt,
    attempt_form,
    find_mandate,
)
from drehscheibe.core.submissions.forms import posted


@login_required
@require_safe
def mandate_list(request: HttpRequest) -> HttpResponse:
    """Show the person's mandates and invitations: valid, waiting, past."""
    actor = actor_from(request)
    person_id = actor.person_id or 0
    rows = Mandate.objects.filter(person_id=person_id).select_related("organisation")
    mandates = sorted(rows, key=lambda m: (m.organisation.name, m.pk))
    is_valid = {m.pk for m in mandates_of(request)}
    context = {
        "valid": [m for m in mandates if m.pk in is_valid],
        "requested": [m for m in mandates if m.state == "requested"],
        "past": _past([m for m in mandates if not m.is_open or m.has_expired]),
        "invitations": queries.list_invitations_for(list_verified_emails(person_id)),
        "lead_roles": LEAD_ROLES,
    }
    return render(request, "organisations/mandate_list.html", context)


def _past(mandates: list[Mandate]) -> list[dict[str, object]]:
    """Return ended and declined mandates as entries of a chronicle, newest first."""
    entries: list[dict[str, object]] = [
        {
            "when": m.valid_until or m.decided_at or m.requested_at,
            "title": f"{m.organisation} ({m.get_role_display()})",
            "body": m.decision_reason,
            "who": _("has ended") if m.has_expired else m.get_state_display(),
        }
        for m in mandates
    ]
    return sorted(entries, key=lambda entry: str(entry["when"]), reverse=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_request(request: HttpRequest) -> HttpResponse:
    """Ask to act for an organisation."""
    form = RequestForm(posted(request), initial={"organisation": request.GET.get("for")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            services.request_mandate(
                actor_from(request),
                organisation_id=data["organisation"].pk,
                role=data["role"],
                side=data["side"],
                note=data["note"],
            )

        if attempt_form(form, act):
            messages.success(
                request, _("Your request is on its way. You are told as soon as it is decided.")
            )
            return redirect("mandate_list")
    return render(request, "organisations/mandate_request.html", {"form": form})


@login_required
@require_POST
def mandate_switch(request: HttpRequest) -> HttpResponse:
    """Wear another hat and stay on the page."""
    raw = request.POST.get("mandate", "")
    if raw and not raw.isdecimal():
        raise PermissionDenied
    try:
        services.switch_mandate(actor_from(request), request.session, int(raw) if raw else None)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    return redirect(_local(request, request.POST.get("next", "")))


def _local(request: HttpRequest, address: str) -> str:
    is_local = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if address and is_local else reverse("mandate_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate, or withdraw a request of one's own, after a look at what that means."""
    mandate = find_mandate(request, pk)
    actor = actor_for(request, mandate)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt_form(form, lambda: services.end_mandate(actor, mandate.pk, reason=reason)):
            was_request = mandate.state == "requested"
            messages.success(
                request,
                _("The request is withdrawn.") if was_request else _("The mandate has ended."),
            )
            return redirect(_after(request, mandate))
    context = {"form": form, "mandate": mandate, "back": _after(request, mandate)}
    return render(request, "organisations/mandate_end.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a mandate to a colleague or to somebody with an e-mail address."""
    mandate = find_mandate(request, pk)
    actor = actor_for(request, mandate)
    if not rules.may_hand_over(actor, mandate):
        raise PermissionDenied(_("You cannot hand over this mandate."))
    form = HandOverForm(posted(request), colleagues=_colleagues(mandate))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            if data["person"] == "email":
                services.hand_over_by_email(actor, mandate.pk, email=data["email"])
            else:
                services.hand_over_mandate(actor, mandate.pk, to_person_id=int(data["person"]))

        if attempt_form(form, act):
            messages.success(
                request, _("The hand-over is under way. You are told when it is done.")
            )
            return redirect(_after(request, mandate))
    context = {"form": form, "mandate": mandate, "back": _after(request, mandate)}
    return render(request, "organisations/mandate_hand_over.html", context)


def _colleagues(mandate: Mandate) -> list[tuple[int, str]]:
    """Return who else acts for the organisation but does not hold this role yet."""
    rows = queries.mandates_of(mandate.organisation_id).select_related("person")
    holders = {m.person_id for m in rows if m.role == mandate.role}
    others = {m.person_id: str(m.person) for m in rows if m.person_id not in holders}
    return sorted(others.items(), key=lambda item: item[1])


def _after(request: HttpRequest, mandate: Mandate) -> str:
    if rules.is_own(actor_from(request), mandate):
        return reverse("mandate_list")
    return reverse("organisation_people", args=[mandate.organisation.uuid])


@login_required
@require_POST
def mandate_show_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or hide one's name in the profile of the organisation."""
    mandate = find_mandate(request, pk)
    is_listed = request.POST.get("show") == "yes"
    attempt(
        request,
        lambda: services.set_listed(actor_from(request), mandate.pk, is_listed=is_listed),
        done=_("Your name is shown in the profile now.")
        if is_listed
        else _("Your name is no longer shown in the profile."),
    )
    return redirect("mandate_list")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, invitation_uuid: UUID) -> HttpResponse:
    """Show an invitation to everybody who has its address; accept or refuse it with log-in."""
    found = get_object_or_404(
        Invitation.objects.select_related("organisation", "invited_by"), uuid=invitation_uuid
    )
    actor = actor_from(request)
    if request.method == "POST":
        if not actor.is_known:
            raise PermissionDenied
        return _answer(request, found)
    emails = list_verified_emails(actor.person_id) if actor.person_id else []
    is_open = found.settled_at is None and found.expires_at > timezone.now()
    context = {"invitation": found, "is_open": is_open, "is_mine": found.email in emails}
    return render(request, "organisations/invitation.html", context)


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    actor = actor_from(request)
    if request.POST.get("answer") == "no":
        attempt(
            request,
            lambda: services.refuse_invitation(actor, found.uuid),
            done=_("You have declined the invitation."),
        )
    else:
        attempt(
            request,
            lambda: services.accept_invitation(actor, found.uuid),
            done=_("Thank you! You find the mandate in the list."),
        )
    return redirect("mandate_list")
