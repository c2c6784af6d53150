"""Texts of the project: read, write, compare, take along; and the financing plan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import DraftKind
from drehscheibe.capabilities.founding.forms.project import DraftForm, LineForm
from drehscheibe.capabilities.founding.models import DraftVersion, Project
from drehscheibe.capabilities.founding.queries.texts import (
    find_text,
    list_signatures,
    read_parts,
    sum_up,
)
from drehscheibe.capabilities.founding.services import drafts
from drehscheibe.capabilities.founding.services.projects import Stale
from drehscheibe.capabilities.founding.views.opening import (
    act,
    add_errors,
    carry_version,
    open_inside,
    tabs,
    try_form,
)
from drehscheibe.capabilities.founding.views.paper import make_document, make_plain_text
from drehscheibe.core.documents import api as documents

__all__ = [
    "draft_detail",
    "draft_edit",
    "draft_file",
    "draft_renew",
    "draft_version",
    "line_edit",
    "line_remove",
    "project_documents",
    "project_financing",
]

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@login_required
@require_safe
def project_documents(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show all texts of the project and how finished they are."""
    actor, project = open_inside(request, uuid)
    texts = [find_text(project, kind) for kind in DraftKind]
    context = {**tabs(actor, project, "project_documents"), "texts": texts}
    return render(request, "founding/documents.html", context)


@login_required
@require_safe
def draft_detail(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Show one text as it will look."""
    actor, project = open_inside(request, uuid)
    text = find_text(project, _kind(kind))
    lines = list(project.financing_lines.all())
    context = {
        **tabs(actor, project, "project_documents"),
        "text": text,
        "parts": read_parts(text.text),
        "signatures": list_signatures(project),
        "lines": lines,
        "sums": sum_up(lines),
        "versions": _versions(project, text.kind),
    }
    return render(request, "founding/draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Write a text; two who write at once both see both."""
    actor, project = open_inside(request, uuid, rules.may_work)
    text = find_text(project, _kind(kind))
    form = DraftForm(request.POST or None, initial={"text": text.text, "version": text.version})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            drafts.save_draft(
                actor, project.pk, text.kind, text=said["text"], version=said["version"]
            )
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = text.text
            carry_version(form, text.version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, pgettext("founding", "Saved."))
            return redirect("draft_detail", uuid, kind)
    signed = [each for each in list_signatures(project) if each.is_signed]
    context = {
        **tabs(actor, project, "project_documents"),
        "form": form,
        "text": text,
        "theirs": theirs,
        "signed": len(signed) if text.kind == DraftKind.DECLARATION else 0,
    }
    return render(request, "founding/draft_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def draft_renew(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Fill a text from the project once more."""
    actor, project = open_inside(request, uuid, rules.may_work)
    wanted = _kind(kind)
    act(
        request,
        lambda: drafts.renew_draft(actor, project.pk, wanted),
        pgettext("founding", "Filled anew. The text before stands among the earlier ones."),
    )
    return redirect("draft_detail", uuid, kind)


@login_required
@require_safe
def draft_version(request: HttpRequest, uuid: UUID, kind: str, number: int) -> HttpResponse:
    """Show an earlier wording."""
    actor, project = open_inside(request, uuid)
    wanted = _kind(kind)
    version = get_object_or_404(
        DraftVersion.objects.select_related("by__person"),
        draft__project=project,
        draft__kind=wanted,
        number=number,
    )
    context = {
        **tabs(actor, project, "project_documents"),
        "text": find_text(project, wanted),
        "version": version,
        "parts": read_parts(version.text),
    }
    return render(request, "founding/draft_version.html", context)


@login_required
@require_safe
def draft_file(request: HttpRequest, uuid: UUID, kind: str, ending: str) -> HttpResponse:
    """Send a text as a PDF, for Word, or as plain text."""
    _actor, project = open_inside(request, uuid)
    document = make_document(project, find_text(project, _kind(kind)))
    name = f"{slugify(project.name)[:60] or 'project'}-{kind}.{ending}"
    content: bytes | str
    if ending == "pdf":
        content = documents.find_pdf(document)
    elif ending == "docx":
        content = documents.make_docx(document)
    else:
        content = make_plain_text(document)
    response = HttpResponse(content, content_type=CONTENT_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_financing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the financing plan with its sums, and take a further line."""
    actor, project = open_inside(request, uuid)
    may_work = rules.may_work(actor, project)
    form = LineForm(request.POST or None) if may_work else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if request.method == "POST" and form is not None and form.is_valid():
        said = {k: v for k, v in form.cleaned_data.items() if k != "form_token"}
        if try_form(form, lambda: drafts.save_line(actor, project.pk, **said)):
            messages.success(request, pgettext("founding", "The line is in the plan."))
            return redirect("project_financing", uuid)
    lines = list(project.financing_lines.all())
    context = {
        **tabs(actor, project, "project_documents"),
        "lines": lines,
        "sums": sum_up(lines),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "founding/financing.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    """Change a line of the plan."""
    actor, project = open_inside(request, uuid, rules.may_work)
    found = get_object_or_404(project.financing_lines, uuid=line)
    names = ("kind", "label", "euros", "certainty")
    form = LineForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in names}
        if try_form(form, lambda: drafts.save_line(actor, project.pk, uuid=line, **said)):
            messages.success(request, pgettext("founding", "Saved."))
            return redirect("project_financing", uuid)
    context = {**tabs(actor, project, "project_documents"), "form": form, "line": found}
    return render(request, "founding/line.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def line_remove(request: HttpRequest, uuid: UUID, line: UUID) -> HttpResponse:
    actor, project = open_inside(request, uuid, rules.may_work)
    act(
        request,
        lambda: drafts.remove_line(actor, project.pk, line),
        pgettext("founding", "The line is out of the plan."),
    )
    return redirect("project_financing", uuid)


def _kind(kind: str) -> DraftKind:
    if kind not in DraftKind.values:
        raise Http404
    return DraftKind(kind)


def _versions(project: Project, kind: DraftKind) -> list[DraftVersion]:
    rows = DraftVersion.objects.filter(draft__project=project, draft__kind=kind)
    return list(rows.select_related("by__person")[:20])
