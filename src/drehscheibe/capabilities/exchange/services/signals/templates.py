"""Text blocks of a desk: write, change, remove."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.models import AnswerTemplate
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit import api as audit

__all__ = ["remove_template", "save_template"]


@transaction.atomic
def save_template(actor: Actor, *, title: str, text: str, pk: int | None = None) -> AnswerTemplate:
    """Write a new text block of the actor's desk, or change one of its own.

    Raises
    ------
    NotAllowed
        If it is not the actor's desk's.
    ValidationError
        If another block of the desk has this name, or something is missing.
    """
    way.allow(rules.may_answer(actor))
    way.ensure_mandate(actor)
    desk_id = way.organisation_of(actor)
    template = _own(actor, pk) if pk else AnswerTemplate(organisation_id=desk_id)
    template.title, template.text = title, text
    namesakes = AnswerTemplate.objects.filter(organisation_id=desk_id, title=title)
    if namesakes.exclude(pk=template.pk).exists():
        raise ValidationError({"title": _("Another text block has this name already.")})
    template.full_clean()
    template.save()
    _note(actor, "template_saved", template)
    return template


@transaction.atomic
def remove_template(actor: Actor, pk: int) -> None:
    """Remove a text block; answers that used it keep their words."""
    way.allow(rules.may_answer(actor))
    way.ensure_mandate(actor)
    template = _own(actor, pk)
    _note(actor, "template_removed", template)
    template.delete()


def _own(actor: Actor, pk: int) -> AnswerTemplate:
    template = AnswerTemplate.objects.select_for_update().filter(pk=pk).first()
    way.allow(template is not None and actor.acts_for(template.organisation_id))
    assert template is not None  # noqa: S101 -- allowed above; tells the type checker
    return template


def _note(actor: Actor, verb: str, template: AnswerTemplate) -> None:
    audit.record(
        actor,
        f"exchange.{verb}",
        item_kind="answer-template",
        item_key=str(template.pk),
        changes={"title": template.title},
    )
