"""Whom the team asks: bodies for their signature, initiatives as mentors, people for the team."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import (
    DraftKind,
    InvitationState,
    MemberRole,
    SignatureState,
)
from drehscheibe.capabilities.founding.forms.project import (
    AskSignatureForm,
    InviteForm,
    MentorAnswerForm,
    MessageForm,
    SignForm,
)
from drehscheibe.capabilities.founding.queries.mentors import find_mentors
from drehscheibe.capabilities.founding.queries.projects import (
    mentorships_asked_of,
    projects_visible_to,
)
from drehscheibe.capabilities.founding.queries.texts import (
    find_text,
    list_signatures,
    read_parts,
    region_of,
)
from drehscheibe.capabilities.founding.services import mentorships, signatures, team
from drehscheibe.capabilities.founding.services.links import (
    invitation_of,
    invitation_token,
    signature_of,
)
from drehscheibe.capabilities.founding.views.opening import (
    act,
    carry_version,
    open_inside,
    tabs,
    try_form,
)
from drehscheibe.core.organisations.middleware import actor_from

__all__ = [
    "founding_join",
    "founding_sign",
    "invitation_withdraw",
    "member_remove",
    "member_role",
    "mentor_ask",
    "mentorship_detail",
    "mentorship_end",
    "mentorship_list",
    "project_mentors",
    "project_signatures",
    "project_team",
    "signature_cancel",
]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_signatures(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who was asked and who has signed; who leads asks further bodies here."""
    actor, project = open_inside(request, uuid)
    may_lead = rules.may_lead(actor, project)
    if request.method == "POST" and not may_lead:
        raise PermissionDenied
    form = AskSignatureForm(request.POST or None) if may_lead else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("body", "bench", "email")}
        if try_form(form, lambda: signatures.ask_for_signature(actor, project.pk, **said)):
            messages.success(request, pgettext("founding", "The request is on its way by e-mail."))
            return redirect("project_signatures", uuid)
    rows = list_signatures(project)
    text = find_text(project, DraftKind.DECLARATION)
    context = {
        **tabs(actor, project, "project_signatures"),
        "rows": [(row, signatures.has_expired(row)) for row in rows],
        "signed": sum(row.is_signed for row in rows),
        "text": text,
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/signatures.html", context, status=status)


@login_required
@require_POST
def signature_cancel(request: HttpRequest, uuid: UUID, signature: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_lead)
    act(
        request,
        lambda: signatures.cancel_signature(actor, project.pk, signature),
        pgettext("founding", "The request is taken back. Its link no longer works."),
    )
    return redirect("project_signatures", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def founding_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Read the declaration by a personal link, sign it, say no, or take a signature back."""
    signature = signature_of(token)
    is_gone = (
        signature is None
        or signature.state == SignatureState.CANCELLED
        or signatures.has_expired(signature)
        or not (signature.project.is_open or signature.is_signed)
    )
    if signature is None or is_gone:
        return render(request, "founding/link_dead.html", {"robots": "noindex"}, status=410)
    actor = actor_from(request)
    project = signature.project
    text = find_text(project, DraftKind.DECLARATION)
    form = SignForm(None, initial={"version": text.version, "signer": actor.name})
    what = request.POST.get("act", "") if request.method == "POST" else ""
    if what == "decline":
        act(
            request,
            lambda: signatures.decline_signature(actor, signature.pk),
            pgettext("founding", "Your no has reached the team. Nobody else sees it."),
        )
        return redirect("founding_sign", token)
    if what == "withdraw":
        act(
            request,
            lambda: signatures.withdraw_signature(actor, signature.pk),
            pgettext(
                "founding", "Your signature is taken back. Your name is gone from the declaration."
            ),
        )
        return redirect("founding_sign", token)
    if what == "sign":
        form = SignForm(request.POST)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("signer", "function", "version")}
            if try_form(form, lambda: signatures.sign(actor, signature.pk, **said)):
                messages.success(request, pgettext("founding", "Signed. The team has been told."))
                return redirect("founding_sign", token)
            carry_version(form, find_text(project, DraftKind.DECLARATION).version)
    context = {
        "signature": signature,
        "project": project,
        "region": region_of(project),
        "parts": read_parts(text.text),
        "form": form,
        "under": actor.organisation_name if actor.role in rules.WORKING_ROLES else "",
        "robots": "noindex",
    }
    return render(request, "founding/sign.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def project_mentors(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who could accompany the founding, with reasons and limits, and who was asked."""
    actor, project = open_inside(request, uuid)
    asked = list(project.mentorships.select_related("organisation"))
    running = {each.organisation_id for each in asked if each.state in ("asked", "accepted")}
    found = find_mentors(
        [kreis.pk for kreis in project.kreise.all()],
        project.topics,
        for_example=project.is_example,
        most=12,
    )
    context = {
        **tabs(actor, project, "project_mentors"),
        "asked": asked,
        "mentors": [mentor for mentor in found if mentor.organisation_id not in running],
        "limit": rules.MOST_MENTORSHIPS,
    }
    return render(request, "founding/mentors.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_ask(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """Write to an initiative."""
    actor, project = open_inside(request, uuid, rules.may_lead)
    found = find_mentors(
        [kreis.pk for kreis in project.kreise.all()],
        project.topics,
        for_example=project.is_example,
        most=50,
    )
    mentor = next((each for each in found if each.slug == slug and each.can_be_asked), None)
    if mentor is None:
        messages.warning(request, pgettext("founding", "This initiative cannot be asked here."))
        return redirect("project_mentors", uuid)
    words = pgettext(
        "founding",
        "Hello,\n\nwe want to found “%(name)s” for %(region)s. We would like to learn from you. Could we"
        " talk for half an hour about how you began, and what you would do differently today?\n\n%(who)s",
    ) % {"name": project.name, "region": region_of(project), "who": actor.name}
    form = MessageForm(request.POST or None, initial={"text": words})
    if request.method == "POST" and form.is_valid():
        is_asked = try_form(
            form,
            lambda: mentorships.ask_mentor(
                actor,
                project.pk,
                organisation_id=mentor.organisation_id,
                message=form.cleaned_data["text"],
            ),
        )
        if is_asked:
            messages.success(
                request, pgettext("founding", "Asked. The answer comes within two weeks.")
            )
            return redirect("project_mentors", uuid)
    context = {
        **tabs(actor, project, "project_mentors"),
        "mentor": mentor,
        "form": form,
        "days": mentorships.ANSWER_DAYS,
    }
    return render(request, "founding/mentor_ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def mentorship_list(request: HttpRequest) -> HttpResponse:
    """Show an initiative what it was asked."""
    rows = mentorships_asked_of(actor_from(request))
    return render(request, "founding/mentorship_list.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mentorship_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let an initiative read what it was asked, and answer."""
    actor = actor_from(request)
    mentorship = get_object_or_404(mentorships_asked_of(actor), uuid=uuid)
    form = MentorAnswerForm(request.POST or None) if mentorship.state == "asked" else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        is_answered = try_form(
            form,
            lambda: mentorships.answer_mentorship(
                actor, uuid, agrees=said["agrees"] == "yes", answer=said["text"]
            ),
        )
        if is_answered:
            messages.success(request, pgettext("founding", "Your answer is with the team."))
            return redirect("mentorship_detail", uuid)
    project = mentorship.project
    context = {
        "mentorship": mentorship,
        "project": project,
        "region": region_of(project),
        "form": form,
        "is_running": mentorship.state == "accepted",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/mentorship.html", context, status=status)


@login_required
@require_POST
def mentorship_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a mentorship, from either side."""
    actor = actor_from(request)
    asked = mentorships_asked_of(actor).filter(uuid=uuid).first()
    back = reverse("mentorship_detail", args=[uuid])
    if asked is None:
        project = get_object_or_404(projects_visible_to(actor), mentorships__uuid=uuid)
        back = reverse("project_mentors", args=[project.uuid])
    act(
        request,
        lambda: mentorships.end_mentorship(actor, uuid),
        pgettext("founding", "Ended. The other side has been told."),
    )
    return redirect(back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_team(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who works on the project, and invite others."""
    actor, project = open_inside(request, uuid)
    may_work = rules.may_work(actor, project)
    if request.method == "POST" and not may_work:
        raise PermissionDenied
    form = InviteForm(request.POST or None) if may_work else None
    if request.method == "POST" and form is not None and form.is_valid():
        email = form.cleaned_data["email"]
        if try_form(form, lambda: team.invite_member(actor, project.pk, email=email)):
            messages.success(
                request, pgettext("founding", "The invitation is on its way by e-mail.")
            )
            return redirect("project_team", uuid)
    waiting = project.invitations.filter(state=InvitationState.OPEN)
    context = {
        **tabs(actor, project, "project_team"),
        "members": project.members.all(),
        "own": rules.member_of(actor, project),
        "invitations": [
            (
                each,
                request.build_absolute_uri(reverse("founding_join", args=[invitation_token(each)])),
            )
            for each in waiting
        ]
        if may_work
        else [],
        "form": form,
        "roles": MemberRole,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/team.html", context, status=status)


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_work)
    act(
        request,
        lambda: team.withdraw_invitation(actor, project.pk, invitation),
        pgettext("founding", "The invitation is taken back. Its link no longer works."),
    )
    return redirect("project_team", uuid)


@login_required
@require_POST
def member_remove(request: HttpRequest, uuid: UUID, member: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.is_team)
    found = get_object_or_404(project.members, uuid=member)
    is_self = found.person_id == actor.person_id
    is_gone = act(
        request,
        lambda: team.remove_member(actor, project.pk, member),
        pgettext("founding", "You have left the team.")
        if is_self
        else pgettext("founding", "This person no longer belongs to the team."),
    )
    return redirect("project_list") if is_self and is_gone else redirect("project_team", uuid)


@login_required
@require_POST
def member_role(request: HttpRequest, uuid: UUID, member: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_lead)
    get_object_or_404(project.members, uuid=member)
    role = request.POST.get("role", "")
    if role in MemberRole.values:
        act(
            request,
            lambda: team.change_role(actor, project.pk, member, role=role),
            pgettext("founding", "Saved."),
        )
    return redirect("project_team", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def founding_join(request: HttpRequest, token: str) -> HttpResponse:
    """Join a team by link; looking at one does not use it."""
    invitation = invitation_of(token)
    if invitation is None or not invitation.is_usable or not invitation.project.is_open:
        return render(request, "founding/link_dead.html", {"robots": "noindex"}, status=410)
    actor = actor_from(request)
    if request.method == "POST":
        if not actor.is_known:
            raise PermissionDenied
        act(
            request,
            lambda: team.accept_invitation(actor, invitation),
            pgettext("founding", "Welcome to the team."),
        )
        return redirect("project_detail", invitation.project.uuid)
    context = {
        "invitation": invitation,
        "project": invitation.project,
        "region": region_of(invitation.project),
        "robots": "noindex",
    }
    return render(request, "founding/join.html", context)
