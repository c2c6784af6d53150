"""The office keeps what stays of a webinar: recording, chapters, captions, materials."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from drehscheibe.capabilities.library.forms.webinar_planning import (
    CaptionsForm,
    MaterialForm,
    RecordingForm,
)
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars import recordings
from drehscheibe.capabilities.library.services.webinars.recordings import spell_time
from drehscheibe.capabilities.library.views.webinars.desk import for_office, office_or_404
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.documents.webvtt import MOST_BYTES, CaptionsBroken
from drehscheibe.core.files import api as files
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "webinar_captions_keep",
    "webinar_captions_remove",
    "webinar_material_add",
    "webinar_material_remove",
    "webinar_recording",
    "webinar_recording_remove",
]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@files.bounded_recordings
def webinar_recording(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show and take in the recording with its chapters.

    The file is kept as soon as it is there: a typing error in a chapter costs nobody a second upload.
    """
    actor, webinar = _find(request, uuid)
    if request.method != "POST":
        return _page(request, webinar)
    form = RecordingForm(request.POST, request.FILES)
    form.is_valid()
    is_sent = "file" in request.FILES and "file" not in form.errors
    has_kept = is_sent and _keep_file(actor, webinar, form)
    if has_kept:
        webinar = _find(request, uuid)[1]
        _take_as_seen(request, form, webinar)
    if not form.errors and _describe(request, webinar, form):
        messages.success(request, _("Saved. Below you see what readers see."))
        return redirect("webinar_recording", uuid)
    if has_kept:
        messages.success(request, _("The file has arrived and is kept. Please mend the rest."))
    return _page(request, webinar, recording=form, status=422)


def _keep_file(actor: Actor, webinar: Webinar, form: RecordingForm) -> bool:
    upload = form.files["file"]
    assert not isinstance(upload, list)  # noqa: S101 -- one field, one file
    try:
        recordings.keep_recording(actor, webinar.uuid, upload)
    except files.FileRefused as refusal:
        form.add_error("file", refusal.messages)
        return False
    return True


def _take_as_seen(request: HttpRequest, form: RecordingForm, webinar: Webinar) -> None:
    """Let the form go on from the newest state: what changed it was one's own, or is compared."""
    data = request.POST.copy()
    data["seen_at"] = webinar.changed_at.isoformat()
    form.data = data
    if "seen_at" in form.cleaned_data:
        form.cleaned_data["seen_at"] = data["seen_at"]


def _describe(request: HttpRequest, webinar: Webinar, form: RecordingForm) -> bool:
    try:
        recordings.describe_recording(
            office_or_404(request), webinar.uuid, form.words(), seen_at=form.cleaned_data["seen_at"]
        )
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        _take_as_seen(request, form, webinar)
    except ValidationError as error:
        for name, words in error.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
    return not form.errors


@never_cache
@login_required
@require_POST
def webinar_recording_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Erase the recording and everything made for it."""
    actor, webinar = _find(request, uuid)
    recordings.remove_recording(actor, webinar.uuid)
    messages.success(request, _("Recording, chapters and captions are erased."))
    return redirect("webinar_recording", uuid)


@never_cache
@login_required
@require_POST
@for_office
@files.bounded_uploads
def webinar_captions_keep(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take in captions; broken ones are refused with the line, and the former ones stay."""
    actor, webinar = _find(request, uuid)
    form = CaptionsForm(request.POST, request.FILES, prefix="captions")
    if form.is_valid():
        upload = form.cleaned_data["file"]
        # One byte more shows that there is more; the file itself may be huge or not kept at all.
        content = (
            upload.read(MOST_BYTES + 1) if upload.size <= MOST_BYTES else b" " * (MOST_BYTES + 1)
        )
        try:
            cues = recordings.keep_captions(
                actor, webinar.uuid, form.cleaned_data["language"], content
            )
        except (CaptionsBroken, Conflict) as refusal:
            form.add_error("file", str(refusal))
        else:
            words = ngettext("%(num)s caption is kept.", "%(num)s captions are kept.", len(cues))
            messages.success(request, words % {"num": len(cues)})
            return redirect("webinar_recording", uuid)
    return _page(request, webinar, captions=form, status=422)


@never_cache
@login_required
@require_POST
def webinar_captions_remove(request: HttpRequest, uuid: UUID, language: str) -> HttpResponse:
    """Take captions away."""
    actor, webinar = _find(request, uuid)
    recordings.remove_captions(actor, webinar.uuid, language)
    messages.success(request, _("The captions are erased."))
    return redirect("webinar_recording", uuid)


@never_cache
@login_required
@require_POST
@for_office
@files.bounded_uploads
def webinar_material_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hang a document on a webinar."""
    actor, webinar = _find(request, uuid)
    form = MaterialForm(request.POST, request.FILES, prefix="material")
    if form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            submit_once(
                form.cleaned_data["form_token"],
                lambda: str(recordings.add_material(actor, webinar.uuid, upload).uuid),
            )
        except files.FileRefused as refusal:
            form.add_error("file", refusal.messages)
        else:
            messages.success(request, _("The file is there."))
            return redirect("webinar_recording", uuid)
    return _page(request, webinar, material=form, status=422)


@never_cache
@login_required
@require_POST
def webinar_material_remove(request: HttpRequest, uuid: UUID, file_uuid: UUID) -> HttpResponse:
    """Take a document away."""
    actor, webinar = _find(request, uuid)
    recordings.remove_material(actor, webinar.uuid, file_uuid)
    messages.success(request, _("The file is erased."))
    return redirect("webinar_recording", uuid)


def _find(request: HttpRequest, uuid: UUID) -> tuple[Actor, Webinar]:
    actor = office_or_404(request)
    return actor, get_object_or_404(webinars.webinars_visible_to(actor), uuid=uuid)


def _page(
    request: HttpRequest,
    webinar: Webinar,
    *,
    recording: RecordingForm | None = None,
    captions: CaptionsForm | None = None,
    material: MaterialForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "webinar": webinar,
        "length": spell_time(webinar.recording_s) if webinar.recording_s else "",
        "form": recording or RecordingForm(initial=_initial(webinar)),
        "captions_form": captions or CaptionsForm(prefix="captions"),
        "material_form": material or MaterialForm(prefix="material"),
        "captions": [
            (row.language, str(row.get_language_display()), len(row.cues), row.changed_at)
            for row in webinar.captions.all()
        ],
        "materials": webinars.list_materials(webinar),
        "max_mb": settings.RECORDINGS_MAX_BYTES // 1024**2,
    }
    return render(request, "library/webinar_recording.html", context, status=status)


def _initial(webinar: Webinar) -> dict[str, Any]:
    return {
        "url": webinar.recording_url,
        "length": spell_time(webinar.recording_s) if webinar.recording_s else "",
        "chapters": webinar.chapters,
        "is_public": webinar.recording_public_at is not None,
        "seen_at": webinar.changed_at.isoformat(),
    }
