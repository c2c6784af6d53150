"""What the portal and its editorial system keep of people: announced to ``core.privacy``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)

from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    leave_to_account,
    register_rule,
    register_source,
)
from drehscheibe.portal.models import BarrierReport, BarrierState, OperatorSettings

_EDITORIAL = _("Editorial pages")
_SITE = _("This site")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_BARRIERS, _OPERATOR, _WRITTEN, _AT_WORK):
        register_source(source)
    register_rule(_OLD_BARRIERS)


@dataclass(frozen=True, slots=True)
class Written:
    """Something that an editor did: which kind of thing, what it is called, when."""

    kind: str
    title: str
    at: datetime | None


#: What carries an editor's name: model, field that points to them, field with the moment.
_WORKS: tuple[tuple[Any, str, str], ...] = (
    (Page, "owner", "first_published_at"),
    (Page, "locked_by", "locked_at"),
    (Revision, "user", "created_at"),
    (PageLogEntry, "user", "timestamp"),
    (ModelLogEntry, "user", "timestamp"),
    (Comment, "user", "created_at"),
    (Comment, "resolved_by", "resolved_at"),
    (CommentReply, "user", "created_at"),
    (WorkflowState, "requested_by", "created_at"),
    (TaskState, "finished_by", "finished_at"),
    (Image, "uploaded_by_user", "created_at"),
    (Document, "uploaded_by_user", "created_at"),
)
#: What the editorial system remembers while somebody works.
_TRACES_OF_WORK: tuple[tuple[Any, str, str], ...] = (
    (EditingSession, "user", "last_seen_at"),
    (FormState, "user", "created_at"),
    (PageSubscription, "user", ""),
    (UploadedFile, "uploaded_by_user", ""),
)


def _list(subject: Subject, models: tuple[tuple[Any, str, str], ...]) -> list[Written]:
    if subject.person_id is None:
        return []
    return [
        Written(_kind(model), str(row), getattr(row, moment, None))
        for model, field, moment in models
        for row in model.objects.filter(**{f"{field}_id": subject.person_id}).order_by("pk")
    ]


def _kind(model: Any) -> str:  # noqa: ANN401 -- models of Wagtail are untyped
    return str(model._meta.verbose_name)


def _find_written(subject: Subject) -> list[Written]:
    return _list(subject, _WORKS)


def _find_at_work(subject: Subject) -> list[Written]:
    return _list(subject, _TRACES_OF_WORK)


def _delete_at_work(subject: Subject) -> int:
    number = len(_find_at_work(subject))
    for model, field, _moment in _TRACES_OF_WORK:
        model.objects.filter(**{f"{field}_id": subject.person_id}).delete()
    return number


def _find_barriers(subject: Subject) -> QuerySet[BarrierReport]:
    return BarrierReport.objects.filter(_is_one_of("email", subject)).order_by("pk")


def _find_operator(subject: Subject) -> QuerySet[OperatorSettings]:
    found: QuerySet[OperatorSettings] = OperatorSettings.objects.filter(
        _is_one_of("email", subject)
    )
    return found.order_by("pk")


def _is_one_of(field: str, subject: Subject) -> Q:
    """Return the condition that a field holds one of the person's addresses, however written."""
    condition = Q(pk__in=())
    for email in subject.emails:
        condition |= Q(**{f"{field}__iexact": email})
    return condition


_BARRIERS = Source(
    name="portal.barrier_reports",
    room=_SITE,
    label=_("Reported barriers"),
    models=("portal.BarrierReport",),
    purpose=_("Remove barriers, and answer those who met them"),
    people=(People.VISITORS, People.MEMBERS),
    basis=Basis.LEGAL_DUTY,
    readers=(Reader.OFFICE,),
    retention="report",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("The address is taken out; the report itself still helps to remove the barrier."),
    find=_find_barriers,
    fields={
        "text": (_("Text"), "text"),
        "address": (_("On which page"), "address"),
        "email": (_("E-mail address"), "email"),
        "received_at": (_("Received on"), "received_at"),
        "answer": (_("Our answer"), "answer"),
    },
    erase=lambda subject: _find_barriers(subject).update(email=""),
)
_OPERATOR = Source(
    name="portal.operator",
    room=_SITE,
    label=_("Imprint and contacts"),
    models=("portal.OperatorSettings",),
    purpose=_("Name who runs this hub (section 5 DDG)"),
    people=(People.EDITORS,),
    basis=Basis.LEGAL_DUTY,
    readers=(Reader.PUBLIC,),
    retention="task",
    fate=Fate.KEEP,
    at_erasure=_("Stays until the editors name somebody else, because the law asks for a contact."),
    find=_find_operator,
    fields={"name": (_("Operator"), "name"), "email": (_("E-mail address"), "email")},
)
_WRITTEN = Source(
    name="portal.editorial",
    room=_EDITORIAL,
    label=_("What was written, changed or uploaded in the editorial system"),
    models=(
        "wagtailcore.Page",
        "wagtailcore.Revision",
        "wagtailcore.PageLogEntry",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.WorkflowState",
        "wagtailcore.TaskState",
        "wagtailimages.Image",
        "wagtaildocs.Document",
    ),
    purpose=_("Write pages together, and see who changed what"),
    people=(People.EDITORS,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.EDITORS,),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("Pages, pictures and their history stay, without the name."),
    find=_find_written,
    fields={
        "kind": (_("Kind"), "kind"),
        "title": (_("Title"), "title"),
        "at": (_("When"), "at"),
    },
    erase=leave_to_account(_find_written),
)
_AT_WORK = Source(
    name="portal.editing",
    room=_EDITORIAL,
    label=_("What the editorial system remembers during the work"),
    models=(
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailcore.PageSubscription",
        "wagtailcore.UploadedFile",
    ),
    purpose=_("Warn when two people change the same page, and lose nothing"),
    people=(People.EDITORS,),
    basis=Basis.CONTRACT,
    readers=(Reader.SELF, Reader.EDITORS),
    retention="account",
    fate=Fate.DELETE,
    at_erasure=_("Deleted."),
    find=_find_at_work,
    fields={
        "kind": (_("Kind"), "kind"),
        "title": (_("Title"), "title"),
        "at": (_("When"), "at"),
    },
    erase=_delete_at_work,
)

_OLD_BARRIERS = Rule(
    name="portal.barrier_reports",
    retention="report",
    label=_("Reports of barriers that were answered"),
    find=lambda before: BarrierReport.objects.filter(
        state=BarrierState.ANSWERED, answered_at__lt=before
    ),
)
