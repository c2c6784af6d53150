"""Text blocks of the office: write, change, remove."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.models import TextBlock
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.audit import api as audit

__all__ = ["remove_text_block", "save_text_block"]


@transaction.atomic
def save_text_block(actor: Actor, *, title: str, text: str, pk: int | None = None) -> TextBlock:
    """Write a new text block, or change one.

    Raises
    ------
    ValidationError
        If another block has this name.
    """
    way.allow(rules.may_manage(actor))
    block = TextBlock.objects.select_for_update().get(pk=pk) if pk else TextBlock()
    block.title, block.text = title.strip(), text.strip()
    if TextBlock.objects.filter(title=block.title).exclude(pk=block.pk).exists():
        raise ValidationError({"title": _("Another text block has this name already.")})
    block.save()
    _note(actor, "text_block_saved", block)
    return block


@transaction.atomic
def remove_text_block(actor: Actor, pk: int) -> None:
    """Remove a text block; messages that used it keep their words."""
    way.allow(rules.may_manage(actor))
    block = TextBlock.objects.select_for_update().filter(pk=pk).first()
    if block is not None:
        _note(actor, "text_block_removed", block)
        block.delete()


def _note(actor: Actor, verb: str, block: TextBlock) -> None:
    audit.record(
        actor,
        f"advisory.{verb}",
        item_kind="advisory-text-block",
        item_key=str(block.pk),
        changes={"title": block.title},
    )
