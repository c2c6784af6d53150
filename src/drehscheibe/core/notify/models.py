from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """One person is told one fact, once. The words are made when it is read, in their language."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    fact_key = models.CharField(max_length=120)  # what is told; the same key is never told twice
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("person", "fact_key"), name="told_once"),)
        indexes = (
            models.Index(fields=("person",), condition=Q(read_at__isnull=True), name="unread"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.fact_key}"


class MailState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


class Mail(models.Model):
    """One e-mail in the queue.

    It is marked ``sending`` before it is handed to the mail server. If the worker dies between
    the two, it becomes ``unsure`` and is not sent again by itself: nobody gets a message twice,
    and the office sees which ones to look at. The in-app note is there in any case.
    """

    key = models.CharField(max_length=200, unique=True)  # what is told to whom
    to = models.EmailField()
    language = models.CharField(max_length=5, default="de")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_attempt_at",), condition=Q(state="waiting"), name="mail_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.subject} ({self.state})"


class Preference(models.Model):
    """Which kinds a person does not want by e-mail; no row means the kind's default."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    by_email = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind"), name="one_preference_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.by_email}"
