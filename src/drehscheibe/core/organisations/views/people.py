"""Who acts for us: the page of those who lead an organisation, and of the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations import queries, rules, services
from drehscheibe.core.organisations.forms import EndOrganisationForm, InviteForm, ReasonForm
from drehscheibe.core.organisations.history import to_lines
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.views.edges import (
    attempt,
    attempt_form,
    find_mandate,
    find_organisation,
    find_other_hat,
)
from drehscheibe.core.submissions.forms import posted

HISTORY_LENGTH = 50


@login_required
@require_safe
def organisation_people(request: HttpRequest, organisation_uuid: UUID) -> HttpResponse:
    """Show who acts for an organisation, who waits, who is invited, and what happened."""
    other = find_other_hat(request, organisation_uuid)
    if other is not None:
        return render(request, "organisations/switch_first.html", {"mandate": other})
    organisation = find_organisation(request, organisation_uuid)
    return render(request, "organisations/people.html", _people_context(request, organisation))


def _people_context(request: HttpRequest, organisation: Organisation) -> dict[str, object]:
    actor = actor_from(request)
    rows = Mandate.objects.filter(organisation=organisation).open()
    mandates = list(rows.select_related("person", "first_key_by", "organisation").order_by("pk"))
    entries = audit.history("organisation", str(organisation.uuid))[:HISTORY_LENGTH]
    return {
        "organisation": organisation,
        "acting": [m for m in mandates if m.state == "valid" and not m.has_expired],
        "waiting": [
            {"mandate": m, "may_confirm": rules.may_confirm(actor, m)}
            for m in mandates
            if m.state == "requested"
        ],
        "invitations": queries.list_open_invitations(organisation.pk),
        "history": to_lines(list(entries)),
        "may_change_two_keys": organisation.ended_at is None
        and rules.may_change_two_keys(actor, organisation),
        "may_end": organisation.ended_at is None
        and rules.may_end_organisation(actor, organisation),
        "now": timezone.now(),
    }


@login_required
@require_POST
def mandate_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a request."""
    mandate = find_mandate(request, pk)

    def act() -> None:
        after = services.confirm_mandate(actor_from(request), mandate.pk)
        if after.state != "valid":
            messages.info(request, _("A second person has to agree before the mandate begins."))

    attempt(request, act, done=_("Thank you. Your decision is noted."))
    return redirect("organisation_people", mandate.organisation.uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request, with a reason if one likes."""
    mandate = find_mandate(request, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor, reason = actor_from(request), form.cleaned_data["reason"]
        if attempt_form(form, lambda: services.decline_mandate(actor, mandate.pk, reason=reason)):
            messages.success(request, _("The request is declined. The person is told."))
            return redirect("organisation_people", mandate.organisation.uuid)
    context = {"form": form, "mandate": mandate}
    return render(request, "organisations/mandate_decline.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_invite(request: HttpRequest, organisation_uuid: UUID) -> HttpResponse:
    """Invite somebody by e-mail; what is answered does not tell whether they have an account."""
    organisation = find_organisation(request, organisation_uuid)
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            services.invite_person(
                actor_from(request),
                organisation_id=organisation.pk,
                email=data["email"],
                role=data["role"],
                side=data["side"],
            )

        if attempt_form(form, act):
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": data["email"]}
            )
            return redirect("organisation_people", organisation.uuid)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/invite.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_end(request: HttpRequest, organisation_uuid: UUID) -> HttpResponse:
    """Note as the office that an organisation no longer exists, after saying what that means."""
    organisation = find_organisation(request, organisation_uuid)
    actor = actor_from(request)
    if not rules.may_end_organisation(actor, organisation):
        raise PermissionDenied
    form = EndOrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt_form(
            form, lambda: services.end_organisation(actor, organisation.pk, reason=reason)
        ):
            messages.success(
                request, _("It is noted. What the organisation had to do goes to your office.")
            )
            return redirect("organisation_people", organisation.uuid)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/organisation_end.html", context)


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    organisations = queries.organisations_visible_to(actor_from(request))
    found = get_object_or_404(
        queries.all_invitations().filter(organisation__in=organisations), pk=pk
    )
    attempt(
        request,
        lambda: services.withdraw_invitation(actor_from(request), found.uuid),
        done=_("The invitation is withdrawn."),
    )
    return redirect("organisation_people", found.organisation.uuid)


@login_required
@require_POST
def organisation_two_keys(request: HttpRequest, organisation_uuid: UUID) -> HttpResponse:
    """Propose, agree to, or withdraw a change of the two-key rule."""
    organisation = find_organisation(request, organisation_uuid)
    actor, act = actor_from(request), request.POST.get("act")
    if act == "withdraw":
        attempt(
            request,
            lambda: services.withdraw_two_keys(actor, organisation.pk),
            done=_("The proposal is withdrawn."),
        )
    else:
        attempt(
            request,
            lambda: services.propose_two_keys(actor, organisation.pk, wanted=act == "on"),
            done=_("Your agreement is noted. The change needs two people."),
        )
    return redirect("organisation_people", organisation.uuid)
