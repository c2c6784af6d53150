from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """A form that was accepted; its token makes a second sending of the same form harmless."""

    token = models.CharField(max_length=64, unique=True)
    result = models.CharField(max_length=200)
    accepted_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.token} → {self.result}"
