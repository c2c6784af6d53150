"""What both sides do together in one case."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.advisory.choices import Circle, Helped, SessionState, Side


class Message(models.Model):
    """A few words from one side; for both, or a note for service office and coach."""

    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    circle = models.CharField(max_length=10, choices=Circle, default=Circle.BOTH)
    text = models.TextField(_("message"), max_length=3000)
    written_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.side} {self.created_at:%Y-%m-%d}"


class Step(models.Model):
    """Something that one side does until a day."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="steps")
    side = models.CharField(max_length=10, choices=Side)
    text = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.case_id} {self.side} {self.due_on}"


class Session(models.Model):
    """A talk: when, where, with whom, what was said for both sides, how many hours it took."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    people = models.CharField(_("people"), max_length=400, blank=True)
    notes = models.TextField(_("notes for both sides"), max_length=5000, blank=True)
    #: Hours of work with preparation, as they are counted for the funder.
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    coach = models.ForeignKey(
        "advisory.Coach", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)  # grows with each change; who is late is told
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("starts_at", "pk")
        # All that the figures of a year read, so that they read no notes.
        indexes = (
            models.Index(
                fields=("state", "starts_at", "case", "hours"), name="sessions_in_figures"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_at:%Y-%m-%d %H:%M}"


class PrivateNote(models.Model):
    """What one person wrote down for themselves about a talk; nobody else reads it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="private_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("private note"), max_length=5000)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "author"), name="one_private_note_each"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.author_id}"


class Material(models.Model):
    """Something of the hub that the advisory side handed over."""

    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=500)  # on this hub, without host
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("case", "path"), name="handed_over_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.path}"


class Document(models.Model):
    """A file of a case."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="documents")
    file = models.OneToOneField("files.StoredFile", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    circle = models.CharField(max_length=10, choices=Circle, default=Circle.BOTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.file_id}"


class FollowUp(models.Model):
    """What those who asked say months later; that nobody answered stays visible too."""

    case = models.ForeignKey("advisory.Case", on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    note = models.TextField(max_length=1500, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("asked_at",), name="follow_ups_by_date"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.months}"
