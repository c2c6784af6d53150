"""What is done with items of every kind."""

from __future__ import annotations

from django.db import transaction

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.capabilities.library.models import HelpVote
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.audit import api as audit

__all__ = ["say_helped"]


@transaction.atomic
def say_helped(_actor: Actor, *, kind: str, key: str, helped: str, note: str = "") -> HelpVote:
    """Keep what a reader says about an item; who it was is kept nowhere."""
    vote = HelpVote(kind=kind, key=key, helped=Helped(helped), note=note.strip())
    vote.full_clean()
    vote.save()
    audit.record(
        ANONYMOUS,
        "library.help_said",
        item_kind=kind,
        item_key=key,
        changes={"helped": str(vote.helped)},
    )
    return vote
