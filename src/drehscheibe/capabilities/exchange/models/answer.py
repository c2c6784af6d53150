from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.choices.signal import Decision, Helped, Reason
from drehscheibe.capabilities.exchange.models.common_answer import CommonAnswer
from drehscheibe.capabilities.exchange.models.hand_over import HandOver
from drehscheibe.capabilities.exchange.models.signal import Signal


class Answer(models.Model):
    """What an addressee says to a concern; public if the concern is."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="answers")
    hand_over = models.OneToOneField(HandOver, on_delete=models.PROTECT, related_name="answer")
    number = models.PositiveSmallIntegerField()
    desk = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("Decision"), max_length=20, choices=Decision)
    reason = models.CharField(_("Reason"), max_length=20, choices=Reason, blank=True)
    text = models.TextField(_("Answer"), max_length=5000)
    what_changes = models.TextField(_("What changes now"), max_length=1500, blank=True)
    effective_on = models.DateField(_("By when"), null=True, blank=True)
    contact = models.CharField(_("Contact for questions"), max_length=200)
    published_at = models.DateTimeField(auto_now_add=True)

    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    helped_note = models.TextField(max_length=1500, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    rated_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # One text for several concerns; ``text`` holds what this one was told in full.
    common = models.ForeignKey(
        CommonAnswer, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )

    # A withdrawn answer stays readable, with the reason
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("signal", "number"), name="answers_are_numbered"),
            models.CheckConstraint(
                condition=~Q(decision__in=["partly", "declined"]) | ~Q(reason=""),
                name="a_no_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} answer {self.number}: {self.decision}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_promise(self) -> bool:
        """Whether something was promised for a day, so that somebody can be asked for it."""
        is_yes = self.decision in (Decision.ACCEPTED, Decision.PARTLY)
        return is_yes and self.effective_on is not None and not self.is_withdrawn
