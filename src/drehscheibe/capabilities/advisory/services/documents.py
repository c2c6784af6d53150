"""Documents of a case: from either side, for both sides or for the advisory side alone."""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import Circle, Side
from drehscheibe.capabilities.advisory.models import Case, Document
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.services import way
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files import api as files

__all__ = ["MOST_DOCUMENTS", "add_document", "add_document_of_requester", "remove_document"]

MOST_DOCUMENTS = 30


@transaction.atomic
def add_document(actor: Actor, pk: int, upload: File[bytes], *, circle: str) -> Case:
    """Add a file from the advisory side.

    Raises
    ------
    FileRefused
        With a message for the field.
    """
    case = cases.lock_case(pk)
    way.allow(rules.may_work(actor, case))
    document = _keep(case, actor, upload, Side.TEAM, circle)
    if circle == Circle.BOTH:
        way.news(case, actor, "document", Side.TEAM, f"document-{document.pk}")
    way.note(case, actor, "document_added", {"circle": circle})
    return case


@transaction.atomic
def add_document_of_requester(actor: Actor, token: UUID, upload: File[bytes]) -> Case:
    """Add a file from those who asked; the personal address stands for an account."""
    case = cases.lock_by_token(token)
    way.allow(rules.is_requester(actor, case))
    document = _keep(case, SYSTEM, upload, Side.REQUESTER, Circle.BOTH)
    way.news(case, actor, "document", Side.REQUESTER, f"document-{document.pk}")
    way.note(case, SYSTEM, "document_added", {"circle": Circle.BOTH})
    return case


@transaction.atomic
def remove_document(actor: Actor, pk: int, *, uuid: UUID) -> Case:
    """Remove a file for good; the advisory side may remove its own."""
    case = cases.lock_case(pk)
    way.allow(rules.may_work(actor, case))
    document = case.documents.select_related("file").filter(uuid=uuid, side=Side.TEAM).first()
    if document is not None:
        files.erase_file(actor, document.file)
        way.note(case, actor, "document_removed", {})
    return case


def _keep(case: Case, actor: Actor, upload: File[bytes], side: str, circle: str) -> Document:
    if case.documents.count() >= MOST_DOCUMENTS:
        raise Conflict(_("There are %(n)d documents already.") % {"n": MOST_DOCUMENTS})
    stored = files.store_file(actor, upload)
    files.attach_file(actor, stored, owner_kind=cases.FILE_OWNER, owner_key=str(case.uuid))
    return Document.objects.create(case=case, file=stored, side=side, circle=Circle(circle))
