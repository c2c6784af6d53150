from __future__ import annotations

from django.db import models

from drehscheibe.capabilities.exchange.choices.signal import EvidenceAudience
from drehscheibe.capabilities.exchange.models.signal import Signal


class Evidence(models.Model):
    """A file that shows what the authors say; its description stands at the file itself."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="evidence")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(
        max_length=20, choices=EvidenceAudience, default=EvidenceAudience.OFFICIALS
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.signal_id} {self.file_id} for {self.audience}"

    @property
    def is_for_officials(self) -> bool:
        return self.audience == EvidenceAudience.OFFICIALS
