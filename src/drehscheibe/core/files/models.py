from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from drehscheibe.core.files.choices import (
    CONTENT_TYPES,
    PICTURES,
    RECORDINGS,
    SHOWN_INLINE,
    FileKind,
)

MAX_LABEL = 100
MAX_DESCRIPTION = 300


def private_storage() -> Storage:
    """Return the storage that no web server hands out by itself."""
    return storages["files"]


def random_name(_file: StoredFile, _given: str) -> str:
    """Return a name that says nothing and leads nowhere, whatever the sender called the file."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """One uploaded file. It hangs on an owner item, whose room says who may see it.

    Until it is attached it belongs to nobody but the person who sent it. The owner is named by
    strings, because rooms lie above this one and register themselves (``owners.py``).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(storage=private_storage, upload_to=random_name, unique=True)
    kind = models.CharField(max_length=10, choices=FileKind)
    label = models.CharField(max_length=MAX_LABEL)  # what the sender called it, cleaned
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels, of pictures
    height = models.PositiveIntegerField(null=True, blank=True)
    description = models.CharField(max_length=MAX_DESCRIPTION, blank=True)  # of a picture: its
    # alternative text
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    owner_kind = models.CharField(max_length=40, blank=True)
    owner_key = models.CharField(max_length=80, blank=True)
    attached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(attached_at__isnull=True, owner_kind="", owner_key="")
                | (Q(attached_at__isnull=False) & ~Q(owner_kind="") & ~Q(owner_key="")),
                name="attached_file_has_an_owner",
            ),
        )
        indexes = (
            models.Index(fields=("owner_kind", "owner_key"), name="files_by_owner"),
            models.Index(
                fields=("created_at",),
                condition=Q(attached_at__isnull=True),
                name="files_unattached",
            ),
        )

    def __str__(self) -> str:
        return f"{self.uuid} {self.label}"

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def is_recording(self) -> bool:
        return self.kind in RECORDINGS

    @property
    def is_shown_inline(self) -> bool:
        """Whether a browser may show it in its window."""
        return self.kind in SHOWN_INLINE

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[FileKind(self.kind)]
