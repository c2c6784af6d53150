"""Example copies for the demo, marked as such; they are made by the same services as real ones."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import Checklist, ChecklistCopy, CopyItem
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists.copies import archive_copy, make_copy
from drehscheibe.capabilities.library.services.checklists.items import ItemWork, work_on_item
from drehscheibe.capabilities.library.services.checklists.releasing import release_note
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import demo
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Organisation

__all__ = ["load_example_copies"]

FILE = files("drehscheibe.capabilities.library") / "data" / "example_copies.json"


@transaction.atomic
def load_example_copies() -> int:
    """Make the example copies unless they are there; return how many were made."""
    team, other = _actor_of(demo.INITIATIVE), _actor_of(demo.MEMBER)
    known = ChecklistCopy.objects.filter(is_example=True).exists()
    if known or team is None or other is None:
        return 0
    told = json.loads(FILE.read_text(encoding="utf-8"))
    _play(team, told["running"])
    archive_copy(team, _play(team, told["finished"], all_done=True).pk)
    _release(other, told["released"])
    return 3


def _actor_of(name: str) -> Actor | None:
    organisation = Organisation.objects.filter(name=name).first()
    if organisation is None:
        return None
    mandates = organisations.mandates_of(organisation.pk).select_related("person", "organisation")
    mandate = mandates.order_by("pk").first()
    return organisations.make_actor(mandate.person, mandate) if mandate else None


def _play(actor: Actor, told: dict[str, Any], *, all_done: bool = False) -> ChecklistCopy:
    checklist = Checklist.objects.get(slug=told["slug"])
    target_on = timezone.localdate() + timedelta(weeks=told["weeks_until"])
    copy = make_copy(actor, checklist.pk, title=told["title"], target_on=target_on, is_example=True)
    access = Access(actor, copy)
    items = {item.key: item for item in copy.items.all()}
    for name, said in told["items"].items():
        _work(access, items[_key(told["slug"], name)], said)
    if all_done:
        for item in items.values():
            _work(access, item, {"state": ItemState.DONE})
    return copy


def _work(access: Access, item: CopyItem, said: dict[str, Any]) -> None:
    work = ItemWork(
        state=said["state"],
        reason=said.get("reason", ""),
        note=said.get("note", ""),
        owner_id=access.actor.mandate_id if said.get("mine") else None,
        owner_name=said.get("who", item.owner_name),
        due_on=item.due_on,
    )
    work_on_item(access, item.pk, work, version=item.version)


def _release(actor: Actor, told: dict[str, Any]) -> None:
    copy = _play(actor, {**told, "weeks_until": -8, "items": {}}, all_done=True)
    access = Access(actor, copy)
    items = {item.key: item for item in copy.items.all()}
    for name, text in told["notes"].items():
        release_note(access, items[_key(told["slug"], name)].pk, text=text, is_example=True)
    archive_copy(actor, copy.pk)


def _key(slug: str, name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"drehscheibe:checklist:{slug}:{name}")
