"""Register for a webinar: with an account at once, else after the address was confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.webinar import Access, Need, RegistrationState
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import links
from drehscheibe.capabilities.library.services.webinars.places import move_up, tell_places
from drehscheibe.capabilities.library.services.webinars.planning import allow, note
from drehscheibe.capabilities.library.services.webinars.telling import tell
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed

__all__ = [
    "Wish",
    "confirm_registration",
    "mark_attendance",
    "register",
    "unregister",
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody tells when they register.

    Attributes
    ----------
    email, name : str
        Needed and used without an account only.
    needs : tuple of str
        Values of ``Need``.
    """

    email: str = ""
    name: str = ""
    needs: tuple[str, ...] = ()
    need_text: str = ""


@transaction.atomic
def register(actor: Actor, webinar_uuid: UUID, wish: Wish, *, language: str) -> WebinarRegistration:
    """Register; without an account only the question whether the address is right goes out.

    Registering again changes nothing but what somebody needs. Whether an address is registered
    already is told to its mailbox alone.

    Raises
    ------
    NotAllowed
        If the webinar is not for the actor.
    Conflict
        If it has begun, is cancelled or is not announced.
    ValidationError
        If there is neither account nor address.
    """
    webinar = webinars.lock_webinar(webinar_uuid)
    if not rules.may_see(actor, webinar):
        raise NotAllowed(_("This webinar is for people who act for an organisation."))
    _demand_open(webinar)
    if actor.is_known:
        return _register_person(actor, webinar, wish, language)
    if not wish.email:
        raise ValidationError({"email": _("Please enter your e-mail address.")})
    return _register_address(webinar, wish, language)


def _register_person(
    actor: Actor, webinar: Webinar, wish: Wish, language: str
) -> WebinarRegistration:
    rows = WebinarRegistration.objects.filter(webinar=webinar, person_id=actor.person_id)
    registration = rows.first() or WebinarRegistration(webinar=webinar, person_id=actor.person_id)
    _take_needs(registration, wish)
    registration.language = language
    if registration.is_active:
        registration.save()
        return registration
    _place(registration, webinar)
    return registration


def _register_address(webinar: Webinar, wish: Wish, language: str) -> WebinarRegistration:
    email = wish.email.lower()
    rows = WebinarRegistration.objects.filter(webinar=webinar, email=email)
    registration = rows.first() or WebinarRegistration(webinar=webinar, email=email)
    stamp = timezone.now().isoformat()
    if registration.is_active:
        # Whoever types an address has not shown that it is theirs: nothing is changed.
        tell(registration, webinar, "already", stamp=stamp)
        return registration
    _take_needs(registration, wish)
    registration.state, registration.placed_at = RegistrationState.UNCONFIRMED, None
    registration.created_at = timezone.now()
    registration.name, registration.language = " ".join(wish.name.split()), language
    registration.full_clean(validate_constraints=False)
    registration.save()
    token = links.confirm_token(registration)
    tell(registration, webinar, "confirm", stamp=stamp, confirm_token=token)
    return registration


def _take_needs(registration: WebinarRegistration, wish: Wish) -> None:
    registration.needs = [need.value for need in Need if need.value in wish.needs]
    registration.need_text = wish.need_text.strip() if Need.OTHER in wish.needs else ""


def _demand_open(webinar: Webinar) -> None:
    now = timezone.now()
    if webinar.is_cancelled:
        raise Conflict(_("This webinar is cancelled. Nobody can register for it any more."))
    if webinar.has_begun(now):
        raise Conflict(_("This webinar has begun. Nobody can register for it any more."))
    if not rules.is_open_for_registration(webinar, now):
        raise Conflict(_("This webinar is not announced. Nobody can register for it."))


def _place(registration: WebinarRegistration, webinar: Webinar) -> None:
    """Give a place, or the last one of the waiting list; the webinar is locked."""
    is_full = webinars.count_places(webinar).is_full
    state = RegistrationState.WAITING if is_full else RegistrationState.REGISTERED
    registration.state, registration.placed_at = state, timezone.now()
    registration.save()
    event = "waiting" if is_full else "registered"
    tell(registration, webinar, event, stamp=registration.placed_at.isoformat())
    # Who it is stays out of the log.
    note(ANONYMOUS, webinar, "library.webinar_registered")
    tell_places(webinar)


@transaction.atomic
def confirm_registration(token: str) -> WebinarRegistration:
    """Prove the address and take a place, or one of the waiting list; confirming twice does it once.

    Raises
    ------
    Conflict
        If the link is too old, the webinar was cancelled meanwhile, or it has begun.
    """
    found = links.find_of_confirm_token(token)
    if found is None:
        raise Conflict(_("This link is no longer valid. Please register again."))
    registration = webinars.lock_registration(found.uuid)
    if registration.state == RegistrationState.UNCONFIRMED:
        if registration.webinar.access != Access.PUBLIC:
            raise Conflict(_("This webinar is now for people who act for an organisation only."))
        _demand_open(registration.webinar)
        _place(registration, registration.webinar)
    return registration


@transaction.atomic
def unregister(_actor: Actor, uuid: UUID) -> WebinarRegistration:
    """Give the place back; whoever waits the longest gets it. The address of the page is the proof.

    Raises
    ------
    Conflict
        If the webinar is over.
    """
    registration = webinars.lock_registration(uuid)
    webinar = registration.webinar
    if webinar.is_over(timezone.now()):
        raise Conflict(_("This webinar is over."))
    if not registration.is_active:
        return registration
    registration.state, registration.placed_at = RegistrationState.ENDED, None
    registration.needs, registration.need_text = [], ""
    registration.save()
    tell(registration, webinar, "unregistered", stamp=timezone.now().isoformat())
    note(ANONYMOUS, webinar, "library.webinar_unregistered")
    tell_places(webinar)
    if not webinar.has_begun(timezone.now()) and not webinar.is_cancelled:
        move_up(webinar)
    return registration


@transaction.atomic
def mark_attendance(actor: Actor, webinar_uuid: UUID, present: set[UUID]) -> int:
    """Note who was there and return how many; only of those who had a place."""
    allow(actor)
    webinar = webinars.lock_webinar(webinar_uuid)
    rows = WebinarRegistration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED)
    rows.exclude(uuid__in=present).update(attended=False)
    number = rows.filter(uuid__in=present).update(attended=True)
    note(actor, webinar, "library.webinar_attendance_marked", {"present": number})
    return number
