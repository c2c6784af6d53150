from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from drehscheibe.core.notify.choices import Rhythm, Urgency

DEFAULT_HOUR = 7


class DigestState(models.TextChoices):
    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    SETTLED = "settled"  # somebody has looked after it in another way


class Digest(models.Model):
    """The summary of one person for one day; there only if something waits for it.

    While it waits, ``day`` is the day planned. It is made and its e-mail queued in one transaction
    under a lock; the row stays, so that nobody gets a second one on that day.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DigestState, default=DigestState.WAITING)
    made_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "day"), name="one_digest_per_day"),
            models.UniqueConstraint(
                fields=("person",), condition=Q(state="waiting"), name="one_waiting_digest"
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state="waiting"), name="digest_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} ({self.state})"


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
    digest = models.ForeignKey(
        Digest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        db_index=False,  # most have none; see the index below
    )

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("person", "fact_key"), name="told_once"),)
        indexes = (
            models.Index(fields=("person",), condition=Q(read_at__isnull=True), name="unread"),
            models.Index(
                fields=("digest",), condition=Q(digest__isnull=False), name="note_in_digest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.fact_key}"


class MailState(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    SETTLED = "settled"  # somebody has looked after it in another way


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
    """How soon a kind shall reach a person; no row means the kind's default."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=Urgency)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind"), name="one_preference_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.urgency}"


class DigestSetting(models.Model):
    """When a person wants the summary; no row means once a day in the morning."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(default=DEFAULT_HOUR)  # in the time zone of the hub

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(hour__lte=23), name="hour_of_the_day"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}, {self.hour}"
