"""Ask for advice: with an account at once, else after the address was confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import Confidentiality, Urgency
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.services import links, way
from drehscheibe.capabilities.advisory.services.telling import words_in
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.notify import api as notify
from drehscheibe.core.text.topics import Topic

__all__ = ["RequestContent", "ask_for_advice", "confirm_request", "send_link_again"]


@dataclass(frozen=True, slots=True)
class RequestContent:
    """What somebody asks.

    Attributes
    ----------
    land, kreis : str
        Code of the Land, and key of the Kreis; ``kreis`` is empty for a whole Land.
    wanted_on : date or None
        A day that is fixed on their side.
    in_name_of_organisation : bool
        Whether a mandate is used: then those who lead the organisation see the case too.
    email : str
        Where answers go; needed without an account, ignored with one.
    """

    topic: str
    land: str
    kreis: str
    situation: str
    wish: str
    urgency: str
    confidentiality: str
    wanted_on: date | None = None
    name: str = ""
    email: str = ""
    in_name_of_organisation: bool = False


@transaction.atomic
def ask_for_advice(
    actor: Actor, content: RequestContent, *, language: str, is_example: bool = False
) -> Case:
    """Ask for advice; without an account only the question whether the address is right goes out.

    Raises
    ------
    ValidationError
        If the day lies in the past, or there is neither account nor address.
    """
    if content.wanted_on is not None and content.wanted_on < timezone.localdate():
        raise ValidationError({"wanted_on": _("This day has passed. Please choose a day to come.")})
    if not actor.is_known and not content.email:
        raise ValidationError({"email": _("Please enter your e-mail address.")})
    case = Case(
        topic=Topic(content.topic),
        land_id=content.land,
        kreis_id=content.kreis or None,
        situation=content.situation.strip(),
        wish=content.wish.strip(),
        urgency=Urgency(content.urgency),
        wanted_on=content.wanted_on,
        confidentiality=Confidentiality(content.confidentiality),
        name=content.name.strip(),
        language=language,
        is_example=is_example,
    )
    if actor.is_known:
        case.person_id = actor.person_id
        if content.in_name_of_organisation and actor.mandate_id is not None:
            case.organisation_id = actor.organisation_id
        case.save()
        way.start(case)
        return case
    case.email = content.email.lower()
    case.save()
    _send_link(case, key=f"advisory.confirm:{case.uuid}")
    return case


def _send_link(case: Case, *, key: str) -> None:
    notify.queue_mail(
        case.email,
        words_in(case.language, {"event": "confirm", "confirm_token": links.confirm_token(case)}),
        key=key,
        language=case.language,
    )


@transaction.atomic
def send_link_again(token: str) -> None:
    """Send a new link to the address of a request whose link is too old; once a day.

    The term after which unconfirmed requests are deleted begins anew with it.

    Raises
    ------
    Conflict
        If the request is gone or confirmed already.
    """
    found = links.find_of_aged_confirm_token(token)
    waiting = Case.objects.select_for_update().filter(confirmed_at__isnull=True)
    case = waiting.filter(pk=found.pk).first() if found else None
    if case is None:
        raise Conflict(_("This link is no longer valid. Please ask again."))
    Case.objects.filter(pk=case.pk).update(created_at=timezone.now())
    _send_link(case, key=f"advisory.confirm:{case.uuid}:{timezone.localdate().isoformat()}")


@transaction.atomic
def confirm_request(token: str) -> Case:
    """Prove the address and put the request on its way; confirming twice asks once.

    Raises
    ------
    Conflict
        If the link is too old, or the request is gone.
    """
    found = links.find_of_confirm_token(token)
    case = Case.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if case is None:
        raise Conflict(_("This link is no longer valid. Please ask again."))
    if case.confirmed_at is None:
        way.start(case)
    return case
