"""Requests for contact as ``core.moderation`` sees them: misuse can be reported and stopped.

Nothing here is public. The key is the random identifier that only the two sides know; the page of
the report shows a number and no word. By reporting, a side lets the service office read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.capabilities.experience.machine import REQUEST
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.queries.contacts import lock_request
from drehscheibe.capabilities.experience.services import way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.moderation.api import ReportableKind, Thing, label_of_field, register_kind

__all__ = ["KIND", "register"]

KIND = way.KIND
_LABEL = pgettext_lazy("contact request", "Request for contact")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind=KIND,
            label=_LABEL,
            find_public=_find_reportable,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _row(key: str) -> ContactRequest | None:
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    return ContactRequest.objects.select_related("item").filter(uuid=uuid).first()


def _find_reportable(key: str) -> Thing | None:
    row = _row(key)
    return None if row is None or row.state == RequestState.STOPPED else _thing(row)


def _find(key: str) -> Thing | None:
    row = _row(key)
    return _thing(row) if row else None


def _thing(row: ContactRequest) -> Thing:
    texts = {"question": (label_of_field(row, "question"), row.question)} if row.question else {}
    return Thing(
        title=f"{_LABEL} {row.public_id}",
        path=reverse("contact_detail", args=[row.uuid]),
        organisation_id=row.asking_organisation_id,
        texts=texts,
        written_by=frozenset({row.asking_person_id} - {None}),  # type: ignore[arg-type]
    )


@transaction.atomic
def _write(key: str, texts: Mapping[str, str]) -> None:
    row = lock_request(UUID(key))
    if "question" in texts:
        row.question = texts["question"]
        row.save(update_fields=["question"])


@transaction.atomic
def _hide(key: str) -> dict[str, Any]:
    """Stop a request: nobody reads its words any more, and no contact opens."""
    row = lock_request(UUID(key))
    was = {"texts": {"question": row.question}}
    row.question = ""
    if REQUEST.target_of("stop", row.state) is not None:
        way.advance(row, "stop", actor=SYSTEM)
    else:
        row.save(update_fields=["question"])
    return was


@transaction.atomic
def _restore(key: str, was: Mapping[str, Any]) -> None:
    """Show the words again; a stopped request stays stopped, those who asked may ask anew."""
    row = lock_request(UUID(key))
    row.question = str(was.get("texts", {}).get("question", ""))
    row.save(update_fields=["question"])
