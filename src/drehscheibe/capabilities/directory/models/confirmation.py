from __future__ import annotations

from django.db import models


class ConfirmationRequest(models.Model):
    """The yearly question "is your entry still correct?", answered by one click from an e-mail.

    Only a hash of the token is kept: who reads the database cannot confirm for others.
    """

    initiative = models.ForeignKey(
        "directory.Initiative", on_delete=models.CASCADE, related_name="confirmation_requests"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    due_on = models.DateField()  # the confirmation that was due; one round of questions per date
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "mandate", "due_on"), name="one_question_per_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} due {self.due_on}"
