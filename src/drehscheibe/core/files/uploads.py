"""Receive uploads without letting anybody fill memory or disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

__all__ = ["BoundedUploadHandler", "bounded_recordings", "bounded_uploads"]

View = Callable[..., HttpResponse]


class NotKept(SimpleUploadedFile):
    """Stands for a file of which nothing was kept: it was too large, or one too many."""


class BoundedUploadHandler(FileUploadHandler):
    """Keep nothing of a file beyond the limit, and lose no other field of the form for it.

    Refusing the whole request would lose what was typed; letting the file in first and measuring
    it afterwards would let anybody fill the disk.
    """

    def __init__(self, request: HttpRequest | None = None, *, most_bytes: int = 0) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes or settings.FILES_MAX_BYTES
        self.received = 0
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        self.files += 1

    @property
    def is_too_much(self) -> bool:
        """Whether nothing more of this file is kept."""
        # Not Django's SkipFile: it also closes the files that came before.
        return self.received > self.most_bytes or self.files > settings.FILES_MAX_PER_REQUEST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 -- signature of Django
        """Pass a chunk on to where it is kept, as long as the limits hold."""
        self.received += len(raw_data)
        return None if self.is_too_much else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Hand over a stand-in for a file that is not kept; else leave it to the others."""
        if not self.is_too_much:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            if isinstance(handler, TemporaryFileUploadHandler) and hasattr(handler, "file"):
                handler.file.close()  # nobody asks it for the part that it has
        stand_in = NotKept(self.file_name or "", b"", self.content_type or "")
        stand_in.size = file_size
        return stand_in


def bounded_uploads(view: View) -> View:
    """Let a view receive uploads up to the limit.

    The way that Django documents: the handler must be there before anything reads the form, and
    the CSRF check reads it, so that check comes after.
    """
    return _bounded(view, lambda: settings.FILES_MAX_BYTES)


def bounded_recordings(view: View) -> View:
    """Let a view receive recordings, as :func:`bounded_uploads` does for other files.

    What is larger than Django's limit for memory is written to disk while it arrives.
    """
    return _bounded(view, lambda: settings.RECORDINGS_MAX_BYTES)


def _bounded(view: View, most_bytes: Callable[[], int]) -> View:
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handler = BoundedUploadHandler(request, most_bytes=most_bytes())
        request.upload_handlers.insert(0, handler)
        return protected(request, *args, **kwargs)

    return receive
