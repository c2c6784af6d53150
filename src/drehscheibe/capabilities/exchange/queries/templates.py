"""Named reads of text blocks; a desk sees its own."""

from __future__ import annotations

from django.db.models import QuerySet

from drehscheibe.capabilities.exchange.models import AnswerTemplate
from drehscheibe.core.access.actor import Actor

__all__ = ["templates_visible_to"]


def templates_visible_to(actor: Actor) -> QuerySet[AnswerTemplate]:
    """Return the text blocks of the actor's desk, by name; none for everybody else."""
    if not actor.is_desk or actor.organisation_id is None:
        return AnswerTemplate.objects.none()
    return AnswerTemplate.objects.filter(organisation_id=actor.organisation_id)
