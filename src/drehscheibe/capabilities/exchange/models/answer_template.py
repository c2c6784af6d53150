from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerTemplate(models.Model):
    """A block of text that the people of a desk use again in their answers."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("Name of the text block"), max_length=80)
    text = models.TextField(_("Text"), max_length=3000)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "title"), name="text_blocks_differ_in_name"
            ),
        )

    def __str__(self) -> str:
        return self.title
