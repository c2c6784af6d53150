"""What foundings keep of people: announced to ``core.privacy``."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.founding.choices.project import (
    InvitationState,
    MemberRole,
    SignatureState,
)
from drehscheibe.capabilities.founding.models import (
    HelpCall,
    Invitation,
    Member,
    Project,
    Signature,
)
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    delete_found,
    leave_to_account,
    of_person,
    register_rule,
    register_source,
)

__all__ = ["register"]

_ROOM = pgettext_lazy("founding", "Founding of initiatives")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_MEMBERS, _INVITATIONS, _SIGNATURES, _CONTACTS, _CALLS):
        register_source(source)
    register_rule(_OLD_INVITATIONS)


def _find_members(subject: Subject) -> QuerySet[Member]:
    return of_person(Member.objects.select_related("project").order_by("pk"), subject, "person")


def _leave_teams(subject: Subject) -> int:
    """Leave every team; who is alone takes a project along that nobody else can see."""
    members = list(_find_members(subject))
    for member in members:
        project = member.project
        others = project.members.exclude(pk=member.pk)
        if not others.exists() and project.organisation_id is None and project.item_id is None:
            project.delete()
            continue
        if member.leads and not others.filter(role=MemberRole.LEAD).exists():
            heir = others.order_by("joined_at", "pk").first()
            if heir is not None:
                heir.role = MemberRole.LEAD
                heir.save(update_fields=["role"])
        member.delete()
    return len(members)


def _find_invitations(subject: Subject) -> QuerySet[Invitation]:
    return Invitation.objects.filter(email__in=subject.emails).order_by("pk")


def _find_signatures(subject: Subject) -> QuerySet[Signature]:
    mine = Q(email__in=subject.emails)
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    return Signature.objects.filter(mine).select_related("project").order_by("pk")


def _forget_signatures(subject: Subject) -> int:
    """Keep that the body has signed, without the name of who did it for the body."""
    rows = list(_find_signatures(subject))
    for row in rows:
        if row.state == SignatureState.ASKED:
            row.state = SignatureState.CANCELLED
        row.signer = row.function = ""
        row.person = None
        row.email = f"{row.uuid}@erased.invalid"
        row.save()
    return len(rows)


def _find_contacts(subject: Subject) -> QuerySet[Project]:
    return Project.objects.filter(contact_email__in=subject.emails).order_by("pk")


def _forget_contacts(subject: Subject) -> int:
    return _find_contacts(subject).update(contact_email="")


def _find_calls(subject: Subject) -> QuerySet[HelpCall]:
    return of_person(HelpCall.objects.select_related("project").order_by("pk"), subject, "owner")


_MEMBERS = Source(
    name="founding.members",
    room=_ROOM,
    label=pgettext_lazy("founding", "Teams of foundings"),
    models=("founding.Member",),
    purpose=pgettext_lazy("founding", "Work together on a founding"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF, Reader.ORGANISATION),
    retention="task",
    fate=Fate.DELETE,
    at_erasure=pgettext_lazy(
        "founding",
        "You leave every team. A project in which you are alone and that was never public is deleted.",
    ),
    find=_find_members,
    fields={
        "project": (pgettext_lazy("founding", "Working title"), "project.name"),
        "role": (pgettext_lazy("founding", "Role"), "role"),
        "joined_at": (pgettext_lazy("founding", "Since"), "joined_at"),
    },
    erase=_leave_teams,
    order=5,
)
_INVITATIONS = Source(
    name="founding.invitations",
    room=_ROOM,
    label=pgettext_lazy("founding", "Invitations to teams of foundings"),
    models=("founding.Invitation",),
    purpose=pgettext_lazy("founding", "Let people join a team"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.LEGITIMATE,
    readers=(Reader.SELF, Reader.ORGANISATION),
    retention="invitation",
    fate=Fate.DELETE,
    at_erasure=pgettext_lazy("founding", "Deleted."),
    find=_find_invitations,
    fields={
        "email": (pgettext_lazy("founding", "E-mail address"), "email"),
        "created_at": (pgettext_lazy("founding", "Sent on"), "created_at"),
        "state": (pgettext_lazy("founding", "State"), "state"),
    },
    erase=delete_found(_find_invitations),
)
_SIGNATURES = Source(
    name="founding.signatures",
    room=_ROOM,
    label=pgettext_lazy("founding", "Signatures under founding declarations"),
    models=("founding.Signature",),
    purpose=pgettext_lazy("founding", "Show which bodies support a founding"),
    people=(People.REPRESENTATIVES, People.VISITORS),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.ORGANISATION, Reader.PUBLIC),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=pgettext_lazy(
        "founding", "That the body has signed stays; your name, function and address go."
    ),
    find=_find_signatures,
    fields={
        "project": (pgettext_lazy("founding", "Working title"), "project.name"),
        "body": (pgettext_lazy("founding", "Body"), "body"),
        "signer": (pgettext_lazy("founding", "Name"), "signer"),
        "function": (pgettext_lazy("founding", "Function"), "function"),
        "email": (pgettext_lazy("founding", "E-mail address"), "email"),
        "state": (pgettext_lazy("founding", "State"), "state"),
        "answered_at": (pgettext_lazy("founding", "Answered on"), "answered_at"),
    },
    erase=_forget_signatures,
)
_CONTACTS = Source(
    name="founding.contacts",
    room=_ROOM,
    label=pgettext_lazy("founding", "Addresses for questions about a founding"),
    models=("founding.Project",),
    purpose=pgettext_lazy("founding", "Let others ask the team"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.CONSENT,
    readers=(Reader.PUBLIC,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=pgettext_lazy("founding", "The address is taken out of the project."),
    find=_find_contacts,
    fields={
        "project": (pgettext_lazy("founding", "Working title"), "name"),
        "email": (pgettext_lazy("founding", "E-mail address"), "contact_email"),
    },
    erase=_forget_contacts,
)
_CALLS = Source(
    name="founding.help",
    room=_ROOM,
    label=pgettext_lazy("founding", "Foundings that I helped"),
    models=("founding.HelpCall",),
    purpose=pgettext_lazy("founding", "Say who answers a team"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.OFFICE,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=pgettext_lazy("founding", "The answer stays, without the name."),
    find=_find_calls,
    fields={
        "project": (pgettext_lazy("founding", "Working title"), "project.name"),
        "answer": (pgettext_lazy("founding", "Answer"), "answer"),
    },
    erase=leave_to_account(_find_calls),
)
_OLD_INVITATIONS = Rule(
    name="founding.old_invitations",
    retention="invitation",
    label=pgettext_lazy("founding", "Invitations that were settled or have expired"),
    find=lambda before: Invitation.objects.filter(
        Q(settled_at__lt=before) | Q(state=InvitationState.OPEN, expires_at__lt=before)
    ),
)
