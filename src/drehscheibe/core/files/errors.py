"""Why a file is not taken."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):  # noqa: N818 -- reads as the sentence it is
    """The file is not taken; the message says why and what to do, and belongs at the field."""
