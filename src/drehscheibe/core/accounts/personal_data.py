"""What accounts keep of people, and for how long: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drehscheibe.core.accounts.models import LoginLink, User
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    delete_found,
    of_person,
    register_rule,
    register_source,
)

_ROOM = _("Account")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_ACCOUNT, _ADDRESSES, _FACTORS, _SIGN_ON, _SESSIONS, _LINKS):
        register_source(source)
    for rule in _RULES:
        register_rule(rule)


def _find_account(subject: Subject) -> QuerySet[User]:
    return User.objects.filter(pk=subject.person_id or 0)


def _erase_account(subject: Subject) -> int:
    """Delete the person; where others' history refers to them, leave a row that says nothing."""
    person = _find_account(subject).first()
    if person is None:
        return 0
    if person.is_staff:
        # Comments on pages, and the replies of others to them, would go with the row.
        person.make_nameless()
        return 1
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.make_nameless()
    return 1


def _find_addresses(subject: Subject) -> QuerySet[EmailAddress]:
    return of_person(EmailAddress.objects.order_by("pk"), subject, "user")


def _find_factors(subject: Subject) -> QuerySet[Authenticator]:
    return of_person(Authenticator.objects.order_by("pk"), subject, "user")


def _find_sign_on(subject: Subject) -> QuerySet[SocialAccount]:
    return of_person(SocialAccount.objects.order_by("pk"), subject, "user")


def _find_sessions(subject: Subject) -> QuerySet[UserSession]:
    return of_person(UserSession.objects.order_by("pk"), subject, "user")


def _end_sessions(subject: Subject) -> int:
    """Log the person out everywhere, which also deletes what their sessions kept."""
    sessions = list(_find_sessions(subject))
    for session in sessions:
        session.end()
    return len(sessions)


def _find_links(subject: Subject) -> QuerySet[LoginLink]:
    return of_person(LoginLink.objects.order_by("pk"), subject, "user")


def _find_dead_sessions(before: datetime) -> QuerySet[UserSession]:
    alive = Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=timezone.now())
    found: QuerySet[UserSession] = UserSession.objects.filter(
        ~Exists(alive), last_seen_at__lt=before
    )
    return found


def _find_unconfirmed(before: datetime) -> QuerySet[User]:
    """Return people who signed up and never showed that the address is theirs."""
    confirmed = EmailAddress.objects.filter(user_id=OuterRef("pk"), verified=True)
    return User.objects.filter(
        ~Exists(confirmed),
        date_joined__lt=before,
        last_login__isnull=True,
        is_active=True,
        is_staff=False,
        is_superuser=False,
        mandates__isnull=True,
    )


_ACCOUNT = Source(
    name="accounts.person",
    room=_ROOM,
    label=_("Name and account"),
    models=("accounts.User", "wagtailusers.UserProfile"),
    purpose=_("Log in, and act under a name"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF, Reader.ORGANISATION, Reader.OFFICE),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_(
        "Deleted. Where the history of an organisation refers to the person, a row stays that has no name, no address and no password."
    ),
    find=_find_account,
    fields={
        "name": (_("Name"), "name"),
        "email": (_("E-mail address"), "email"),
        "language": (_("Language of e-mails"), "language"),
        "joined": (_("Signed up on"), "date_joined"),
        "last_login": (_("Last log-in"), "last_login"),
        "is_editor": (_("May write pages"), "is_staff"),
    },
    erase=_erase_account,
    order=100,
)
_ADDRESSES = Source(
    name="accounts.addresses",
    room=_ROOM,
    label=_("E-mail addresses"),
    models=("account.EmailAddress",),
    purpose=_("Make sure that an address belongs to the person"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_addresses,
    fields={
        "email": (_("E-mail address"), "email"),
        "is_confirmed": (_("Confirmed"), "verified"),
        "is_primary": (_("Address of the account"), "primary"),
    },
    erase=delete_found(_find_addresses),
    order=95,
)
_FACTORS = Source(
    name="accounts.second_factors",
    room=_ROOM,
    label=_("Passkeys and authenticator app"),
    models=("mfa.Authenticator",),
    purpose=_("Protect the account with a second factor"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_factors,
    # The secrets themselves are not given out: whoever stole the file could log in with them.
    fields={
        "kind": (_("Kind"), "type"),
        "created_at": (_("Set up on"), "created_at"),
        "last_used_at": (_("Last used on"), "last_used_at"),
    },
    erase=delete_found(_find_factors),
)
_SIGN_ON = Source(
    name="accounts.single_sign_on",
    room=_ROOM,
    label=_("Single sign-on"),
    models=("socialaccount.SocialAccount",),
    purpose=_("Log in with the account of one's organisation"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_sign_on,
    fields={
        "provider": (_("Provider"), "provider"),
        "identifier": (_("Identifier there"), "uid"),
        "joined": (_("Connected on"), "date_joined"),
        "last_login": (_("Last log-in"), "last_login"),
        "given": (_("What the provider told us"), "extra_data"),
    },
    erase=delete_found(_find_sign_on),
)
_SESSIONS = Source(
    name="accounts.sessions",
    room=_ROOM,
    label=_("Devices that are logged in"),
    models=("usersessions.UserSession",),
    purpose=_("Show people where they are logged in, and log out strangers"),
    people=(People.MEMBERS,),
    basis=Basis.LEGITIMATE,
    readers=(Reader.SELF, Reader.OPERATOR),
    retention="session",
    fate=Fate.DELETE,
    at_erasure=_("Deleted; all devices are logged out."),
    find=_find_sessions,
    fields={
        "address": (_("Address of the computer (IP)"), "ip"),
        "browser": (_("Browser"), "user_agent"),
        "created_at": (_("Logged in on"), "created_at"),
        "last_seen_at": (_("Last visit"), "last_seen_at"),
    },
    erase=_end_sessions,
)
_LINKS = Source(
    name="accounts.login_links",
    room=_ROOM,
    label=_("Log-in links that were sent"),
    models=("accounts.LoginLink",),
    purpose=_("Log in without a password"),
    people=(People.MEMBERS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF,),
    retention="login_link",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_links,
    fields={
        "email": (_("E-mail address"), "email"),
        "created_at": (_("Sent on"), "created_at"),
        "used_at": (_("Used on"), "used_at"),
    },
    erase=delete_found(_find_links),
)

_RULES = (
    Rule(
        name="accounts.login_links",
        retention="login_link",
        label=_("Log-in links"),
        find=lambda before: LoginLink.objects.filter(created_at__lt=before),
    ),
    Rule(
        name="accounts.sessions",
        retention="session",
        label=_("Addresses of computers that are no longer logged in"),
        find=_find_dead_sessions,
    ),
    Rule(
        name="accounts.unconfirmed",
        retention="unconfirmed",
        label=_("Accounts whose address was never confirmed"),
        find=_find_unconfirmed,
    ),
)
