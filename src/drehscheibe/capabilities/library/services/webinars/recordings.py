"""What stays of a webinar: recording, chapters, captions, materials.

A file is kept as soon as it has arrived, whatever is still wrong in the form around it: nobody has to
send three hundred megabytes twice because of a typing error in a chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.webinar import SpokenLanguage, WebinarState
from drehscheibe.capabilities.library.facts.webinar import (
    WebinarChanged,
    WebinarRecordingPublished,
)
from drehscheibe.capabilities.library.models import Webinar, WebinarCaptions
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars import findable
from drehscheibe.capabilities.library.services.webinars.planning import allow, demand_seen, note
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.documents.webvtt import CaptionsBroken, Cue, read_captions
from drehscheibe.core.files import api as files
from drehscheibe.core.outbox.api import publish

__all__ = [
    "RecordingWords",
    "add_material",
    "describe_recording",
    "keep_captions",
    "keep_recording",
    "remove_captions",
    "remove_material",
    "remove_recording",
    "spell_time",
]

#: Captions may run on a little after the end: players round.
TOLERANCE_MS = 5000


@dataclass(frozen=True, slots=True)
class RecordingWords:
    """What the office says of a recording besides the file.

    Attributes
    ----------
    url : str
        Of a recording kept elsewhere; used only where there is no file.
    length_s : int or None
        Typed by hand; a file that knows its length knows better.
    chapters : sequence of (int, str)
        Second and title, in the order of time.
    is_public : bool
        Whether those for whom the webinar is may see it now.
    """

    url: str = ""
    length_s: int | None = None
    chapters: Sequence[tuple[int, str]] = ()
    is_public: bool = False


@transaction.atomic
def keep_recording(actor: Actor, uuid: UUID, upload: File[bytes]) -> Webinar:
    """Keep the file of a recording in place of a former one.

    Raises
    ------
    FileRefused
        If it is too large, broken off or no recording; the former one stays.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    former = webinar.recording
    file = files.store_recording(actor, upload)
    files.attach_file(actor, file, owner_kind=webinars.RECORDING_OWNER, owner_key=str(webinar.uuid))
    length = files.length_of_recording(file)
    webinar.recording, webinar.recording_url = file, ""
    webinar.recording_s = max(1, round(length)) if length is not None else None
    if webinar.recording_s is not None:
        webinar.chapters = [one for one in webinar.chapters if one[0] < webinar.recording_s]
    webinar.save()
    if former is not None:
        files.erase_file(actor, former)
    _tell_change(actor, webinar, "library.webinar_recording_kept")
    return webinar


@transaction.atomic
def describe_recording(
    actor: Actor, uuid: UUID, words: RecordingWords, *, seen_at: str = ""
) -> Webinar:
    """Write link, length and chapters, and show the recording or take it back.

    Raises
    ------
    Conflict
        If somebody else changed it since the form was drawn.
    ValidationError
        If there is nothing to show, or a chapter lies behind the end.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    if seen_at:
        demand_seen(webinar.changed_at.isoformat(), seen_at)
    was_shown = webinar.shows_recording
    if webinar.recording_id is None:
        webinar.recording_url = words.url
    knows_length = webinar.recording is not None and (
        files.length_of_recording(webinar.recording) is not None
    )
    if not knows_length:
        webinar.recording_s = words.length_s
    _check_chapters(webinar, words.chapters)
    webinar.chapters = [[second, title] for second, title in words.chapters]
    _show(webinar, is_public=words.is_public)
    webinar.full_clean()
    webinar.save()
    if webinar.shows_recording and not was_shown and webinar.is_announced:
        assert webinar.recording_public_at is not None  # noqa: S101 -- it is shown
        stamp = webinar.recording_public_at.isoformat()
        publish(WebinarRecordingPublished(str(webinar.uuid), webinar.slug, stamp))
    _tell_change(actor, webinar, "library.webinar_recording_described")
    return webinar


def _check_chapters(webinar: Webinar, chapters: Sequence[tuple[int, str]]) -> None:
    end = webinar.recording_s
    for second, title in chapters:
        if end is not None and second >= end:
            raise ValidationError(
                {
                    "chapters": _(
                        "“%(title)s” begins behind the end. The recording lasts %(length)s."
                    )
                    % {"title": title, "length": spell_time(end)}
                }
            )


def _show(webinar: Webinar, *, is_public: bool) -> None:
    if not is_public:
        webinar.recording_public_at = None
        return
    if not webinar.has_recording:
        raise ValidationError(
            {"is_public": _("There is no recording to show yet. Please add a file or a link.")}
        )
    if webinar.state == WebinarState.CANCELLED:
        raise ValidationError({"is_public": _("The webinar was cancelled.")})
    webinar.recording_public_at = webinar.recording_public_at or timezone.now()


@transaction.atomic
def remove_recording(actor: Actor, uuid: UUID) -> Webinar:
    """Erase the recording, its chapters and captions; what was told of it leads to the page."""
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    file = webinar.recording
    webinar.recording, webinar.recording_url, webinar.recording_s = None, "", None
    webinar.chapters, webinar.recording_public_at = [], None
    webinar.save()
    webinar.captions.all().delete()
    if file is not None:
        files.erase_file(actor, file)
    _tell_change(actor, webinar, "library.webinar_recording_removed")
    return webinar


@transaction.atomic
def keep_captions(actor: Actor, uuid: UUID, language: str, content: bytes) -> tuple[Cue, ...]:
    """Keep captions in a language in place of former ones, and return them.

    Raises
    ------
    CaptionsBroken
        With the line and what is wrong; the former captions stay.
    Conflict
        If there is no recording.
    """
    allow(actor)
    cues = read_captions(content)
    webinar = webinars.lock_webinar(uuid)
    if not webinar.has_recording:
        raise Conflict(_("Please add the recording first, then its captions."))
    end = webinar.recording_s
    if end is not None and cues[-1].start_ms > end * 1000 + TOLERANCE_MS:
        raise CaptionsBroken(
            0,
            _(
                "These captions go on until %(last)s, but the recording lasts %(length)s. Are they"
                " those of another recording?"
            )
            % {"last": spell_time(cues[-1].start_ms // 1000), "length": spell_time(end)},
        )
    WebinarCaptions.objects.update_or_create(
        webinar=webinar,
        language=SpokenLanguage(language),
        defaults={"cues": [[cue.start_ms, cue.end_ms, cue.text] for cue in cues]},
    )
    webinar.save(update_fields=["changed_at"])
    _tell_change(actor, webinar, "library.webinar_captions_kept")
    return cues


@transaction.atomic
def remove_captions(actor: Actor, uuid: UUID, language: str) -> None:
    """Take captions in a language away; those that are gone already stay gone."""
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    webinar.captions.filter(language=language).delete()
    webinar.save(update_fields=["changed_at"])
    _tell_change(actor, webinar, "library.webinar_captions_removed")


@transaction.atomic
def add_material(actor: Actor, uuid: UUID, upload: File[bytes]) -> files.StoredFile:
    """Hang slides or another document on a webinar.

    Raises
    ------
    FileRefused
        If it is too large, dangerous or of another kind.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    file = files.store_file(actor, upload)
    files.attach_file(actor, file, owner_kind=webinars.MATERIAL_OWNER, owner_key=str(webinar.uuid))
    _tell_change(actor, webinar, "library.webinar_material_added")
    return file


@transaction.atomic
def remove_material(actor: Actor, uuid: UUID, file_uuid: UUID) -> None:
    """Take a document away and erase it; one that is gone already stays gone."""
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    for file in webinars.list_materials(webinar):
        if file.uuid == file_uuid:
            files.erase_file(actor, file)
            _tell_change(actor, webinar, "library.webinar_material_removed")


def _tell_change(actor: Actor, webinar: Webinar, verb: str) -> None:
    findable.refresh(webinar)
    note(actor, webinar, verb)
    if webinar.is_announced:
        now: datetime = timezone.now()
        publish(WebinarChanged(str(webinar.uuid), webinar.slug, now.isoformat()))


def spell_time(seconds: int) -> str:
    """Return a moment as chapters are written: ``00:05:30``."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
