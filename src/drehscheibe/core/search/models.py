from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One findable thing in one language, with the words by which it is found."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)  # stable identifier within the kind
    language = models.CharField(max_length=5)
    audience = models.CharField(
        max_length=60, default="public"
    )  # "public", "office", "org:7", "person:3"
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    path = models.CharField(max_length=300)
    title_stems = models.TextField()
    body_stems = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key", "language"), name="one_entry_per_language"
            ),
        )
        indexes = (models.Index(fields=("audience", "kind"), name="search_by_audience"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.language})"
