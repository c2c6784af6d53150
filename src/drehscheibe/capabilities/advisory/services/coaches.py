"""Who takes cases: the list that the office keeps, and what coaches say about themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.models import Coach
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit import api as audit
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.places.models import Land
from drehscheibe.core.text.topics import Topic

__all__ = ["CoachProfile", "add_coach", "save_coach"]


@dataclass(frozen=True, slots=True)
class CoachProfile:
    """What is known of a coach: fields of work and limits."""

    topics: tuple[str, ...]
    laender: tuple[str, ...]
    kreis: str
    limit: int
    about: str = ""
    is_available: bool = True


@transaction.atomic
def add_coach(
    actor: Actor, *, email: str, profile: CoachProfile, is_example: bool = False
) -> Coach:
    """Put somebody on the list who acts under a valid mandate.

    Raises
    ------
    ValidationError
        If nobody with a mandate has this address, or they are on the list already.
    """
    way.allow(rules.may_manage(actor) or actor.is_system)
    person = get_user_model().objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not organisations.list_valid_mandates(person.pk):
        message = _("Nobody with a mandate has this address. Please invite the person first.")
        raise ValidationError({"email": message})
    if Coach.objects.filter(person=person).exists():
        raise ValidationError({"email": _("This person is on the list already.")})
    coach = Coach(person=person, is_example=is_example)
    _write(coach, profile)
    _note(actor, "coach_added", coach)
    return coach


@transaction.atomic
def save_coach(actor: Actor, pk: int, profile: CoachProfile) -> Coach:
    """Change fields of work and limits: the office, or the coach themselves."""
    coach = Coach.objects.select_for_update().get(pk=pk)
    is_own = actor.mandate_id is not None and coach.person_id == actor.person_id
    way.allow(rules.may_manage(actor) or is_own)
    _write(coach, profile)
    _note(actor, "coach_changed", coach)
    return coach


def _write(coach: Coach, profile: CoachProfile) -> None:
    coach.topics = [code for code in profile.topics if code in Topic.values]
    coach.kreis_id = profile.kreis or None
    coach.limit, coach.about = profile.limit, profile.about.strip()
    coach.is_available = profile.is_available
    coach.save()
    coach.laender.set(Land.objects.filter(pk__in=profile.laender))


def _note(actor: Actor, verb: str, coach: Coach) -> None:
    audit.record(
        actor,
        f"advisory.{verb}",
        item_kind="coach",
        item_key=str(coach.uuid),
        changes={"limit": coach.limit, "is_available": coach.is_available},
    )
