"""What people say after a webinar: once each, and nobody sees whose words they are."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.capabilities.library.models import WebinarFeedback
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict

__all__ = ["give_feedback"]


@transaction.atomic
def give_feedback(_actor: Actor, uuid: UUID, *, helped: str, note: str = "") -> bool:
    """Take in an answer; return whether it was the first one of this registration.

    The answer is kept without a reference and without a time; that one was given is kept apart.

    Raises
    ------
    Conflict
        If the webinar is not over, or the person had no place.
    """
    registration = webinars.lock_registration(uuid)
    if not registration.webinar.is_over(timezone.now()) or registration.webinar.is_cancelled:
        raise Conflict(_("You can give feedback when the webinar is over."))
    if not registration.has_place:
        raise Conflict(_("Feedback is asked of those who had a place."))
    if registration.answered_at is not None:
        return False
    answer = WebinarFeedback(webinar=registration.webinar, helped=Helped(helped), note=note.strip())
    answer.full_clean()
    answer.save()
    # A day is exact enough, and does not lead to the answer.
    registration.answered_at = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    registration.save(update_fields=["answered_at"])
    return True
