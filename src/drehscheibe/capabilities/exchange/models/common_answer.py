from __future__ import annotations

import uuid

from django.db import models


class CommonAnswer(models.Model):
    """What a desk said once to several concerns; each has an answer of its own that refers to it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.uuid} by {self.desk_id}"
