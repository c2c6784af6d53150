from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.choices.webinar import (
    Access,
    RegistrationState,
    SpokenLanguage,
    WebinarState,
)
from drehscheibe.capabilities.library.models.shelf import ShelfItem
from drehscheibe.core.text.spoken import Spoken, say
from drehscheibe.core.text.topics import Topic

__all__ = [
    "Webinar",
    "WebinarCaptions",
    "WebinarFeedback",
    "WebinarRegistration",
    "WebinarSeries",
]

#: So long before the start the link to the video system is shown.
DOORS_OPEN = timedelta(minutes=30)


class WebinarSeries(ShelfItem):
    """Webinars that belong together; whoever may see one of them sees the series."""

    topic = models.CharField(_("Topic"), max_length=40, choices=Topic)
    take_home = models.TextField(_("What you take home"), max_length=1200)
    take_home_en = models.TextField(
        _("What you take home, in English"), max_length=1200, blank=True
    )
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ("title", "pk")
        verbose_name_plural = "webinar series"

    @property
    def shown_take_home(self) -> Spoken:
        """What one takes home, in the reader's language if it is there."""
        return say(self.take_home, self.take_home_en)


class Webinar(models.Model):
    """One date of a series, from the draft to the recording.

    Lists that are read and written as a whole are JSON. ``speakers`` holds ``{"name", "organisation"}``
    (a name may be empty), ``chapters`` holds ``[second, title]`` in the order of time, ``links`` holds
    ``[kind, key]`` as the search knows them. ``moves`` counts how often date or time changed: calendars
    and reminders go by it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    series = models.ForeignKey(WebinarSeries, on_delete=models.PROTECT, related_name="webinars")
    state = models.CharField(max_length=20, choices=WebinarState, default=WebinarState.DRAFT)
    title = models.CharField(_("Title"), max_length=120)
    title_en = models.CharField(_("Title in English"), max_length=120, blank=True)
    summary = models.TextField(_("What it is about"), max_length=1200)
    summary_en = models.TextField(_("What it is about, in English"), max_length=1200, blank=True)
    starts_at = models.DateTimeField(_("Start"))
    ends_at = models.DateTimeField(_("End"))
    language = models.CharField(
        _("Language"), max_length=5, choices=SpokenLanguage, default=SpokenLanguage.GERMAN
    )
    access = models.CharField(_("For whom"), max_length=20, choices=Access, default=Access.PUBLIC)
    speakers = models.JSONField(default=list, blank=True)
    speakers_agreed = models.BooleanField(default=False)
    join_url = models.URLField(_("Link to the video system"), max_length=600, blank=True)
    seats = models.PositiveIntegerField(
        _("Places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    links = models.JSONField(default=list, blank=True)
    moves = models.PositiveIntegerField(default=0)
    #: Why it is cancelled; everybody who is registered reads it.
    reason = models.TextField(max_length=600, blank=True)
    recording = models.OneToOneField(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recording_url = models.URLField(max_length=600, blank=True)
    recording_s = models.PositiveIntegerField(null=True, blank=True)  # seconds; None: not known
    recording_public_at = models.DateTimeField(null=True, blank=True)
    chapters = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["state", "starts_at"], name="library_webinar_by_date"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="library_webinar_ends_after_its_start",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> Spoken:
        """The title in the reader's language, if there is one."""
        return say(self.title, self.title_en)

    @property
    def shown_summary(self) -> Spoken:
        """What it is about, in the reader's language if it is there."""
        return say(self.summary, self.summary_en)

    @property
    def is_public(self) -> bool:
        """Whether everybody may know of it."""
        return self.access == Access.PUBLIC and self.is_announced

    @property
    def is_announced(self) -> bool:
        """Whether those for whom it is may know of it."""
        return self.state in (WebinarState.PUBLISHED, WebinarState.CANCELLED)

    @property
    def is_cancelled(self) -> bool:
        return self.state == WebinarState.CANCELLED

    @property
    def has_recording(self) -> bool:
        """Whether there is a recording, shown or not."""
        return self.recording_id is not None or bool(self.recording_url)

    @property
    def shows_recording(self) -> bool:
        """Whether those for whom the webinar is may see the recording."""
        return self.recording_public_at is not None and self.has_recording

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def is_open_door(self, now: datetime) -> bool:
        """Whether people come in: from shortly before the start until the end."""
        is_time = self.starts_at - DOORS_OPEN <= now < self.ends_at
        return is_time and self.state == WebinarState.PUBLISHED


class WebinarCaptions(models.Model):
    """What is said in a recording, in one language: ``cues`` holds ``[start ms, end ms, text]``."""

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=5, choices=SpokenLanguage)
    cues = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("language",)
        constraints = (
            models.UniqueConstraint(
                fields=["webinar", "language"], name="library_captions_once_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.webinar_id} ({self.language})"


class WebinarRegistration(models.Model):
    """Somebody wants to take part: under an account, or by an address that was shown to be theirs.

    ``placed_at`` is when the place or the one in the waiting list was taken; first come, first served.
    ``answered_at`` says that feedback was given, not which.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(
        max_length=20, choices=RegistrationState, default=RegistrationState.UNCONFIRMED
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True)
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    language = models.CharField(max_length=5, default="de")
    needs = models.JSONField(default=list, blank=True)
    need_text = models.CharField(
        pgettext_lazy("webinar", "What do you need?"), max_length=300, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(default=False)
    #: For which move of the date (``Webinar.moves``) the reminders went out.
    day_told = models.PositiveIntegerField(null=True, blank=True)
    hour_told = models.PositiveIntegerField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("placed_at", "pk")
        indexes = (models.Index(fields=["webinar", "state"], name="library_registration_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["webinar", "person"],
                condition=models.Q(person__isnull=False),
                name="library_one_registration_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["webinar", "email"],
                condition=~models.Q(email=""),
                name="library_one_registration_of_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(email=""),
                name="library_registration_by_person_or_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.webinar_id} {self.state}"

    @property
    def has_place(self) -> bool:
        return self.state == RegistrationState.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    @property
    def is_active(self) -> bool:
        """Whether somebody counts on the webinar: with a place, or waiting for one."""
        return self.has_place or self.is_waiting


class WebinarFeedback(models.Model):
    """What somebody said afterwards; whose it is nobody knows, and it cannot be found out."""

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="feedback")
    helped = models.CharField(max_length=10)
    note = models.TextField(max_length=600, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.webinar_id}: {self.helped}"
