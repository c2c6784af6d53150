from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextBlock(models.Model):
    """A text that the office uses again in its answers."""

    title = models.CharField(_("Name of the text block"), max_length=80, unique=True)
    text = models.TextField(_("Text"), max_length=3000)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title
