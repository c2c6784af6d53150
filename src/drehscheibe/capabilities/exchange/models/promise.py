from __future__ import annotations

from django.db import models

from drehscheibe.capabilities.exchange.models.answer import Answer


class Postponement(models.Model):
    """A promise is kept later than it said; reason and both days are as public as the answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="postponements")
    until_now = models.DateField()
    from_now = models.DateField()
    reason = models.TextField(max_length=2000)
    postponed_at = models.DateTimeField(auto_now_add=True)
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.until_now} → {self.from_now}"


class EffectReport(models.Model):
    """What was promised is in effect: in which words, and where it can be seen."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="effect")
    text = models.TextField(max_length=2000)
    link = models.URLField(max_length=400, blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    reporter = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )  # the desk, or the office in its place
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.answer_id} is in effect"
