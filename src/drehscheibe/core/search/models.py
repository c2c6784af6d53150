from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def make_version() -> int:
    """Return a number that no other version has, small enough that a million of them can be added."""
    return secrets.randbelow(2**40)


class Versioned(models.Model):
    """What a change gives a new version; by the sum of all versions processes see that they are behind."""

    version = models.BigIntegerField(default=make_version, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Save under a new version."""
        self.version = make_version()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Entry(Versioned):
    """One findable thing in one language, with the words by which it is found."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)  # stable identifier within the kind
    language = models.CharField(max_length=5)
    audience = models.CharField(
        max_length=60, default="public"
    )  # "public", "office", "org:7", "person:3"
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300)
    topics = models.CharField(max_length=400, blank=True)  # codes with spaces between
    lands = models.CharField(max_length=100, blank=True)
    benches = models.CharField(max_length=200, blank=True)  # sides that carry it or took part
    is_example = models.BooleanField(default=False)
    is_answered = models.BooleanField(default=False)  # an answer to it stands
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key", "language"), name="one_entry_per_language"
            ),
        )
        indexes = (
            models.Index(fields=("audience", "kind"), name="search_by_audience"),
            models.Index(fields=("language", "version"), name="search_by_version"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.language})"


class WordGroup(Versioned):
    """Words of the field that belong together; the office keeps the list."""

    names = models.CharField(
        _("Words that mean the same"),
        max_length=600,
        help_text=_("Separated by commas, the usual one first: Auszubildende, Azubi, Lehrling"),
    )
    first_name = models.CharField(max_length=120, unique=True, editable=False)
    narrower = models.CharField(
        _("Narrower words"), max_length=600, blank=True, help_text=_("Special cases of it.")
    )
    related = models.CharField(
        _("Words close to it"), max_length=600, blank=True, help_text=_("Found too, but behind.")
    )
    is_used = models.BooleanField(_("In use"), default=True)

    class Meta:
        verbose_name = _("words that belong together")
        verbose_name_plural = _("words that belong together")
        ordering = ("first_name",)

    def __str__(self) -> str:
        return self.first_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, named by the first word."""
        self.first_name = self.names.split(",")[0].strip()[:120]
        super().save(*args, **kwargs)


class Split(Versioned):
    """A compound that the search would split wrongly, with its right parts."""

    word = models.CharField(_("Word"), max_length=80, unique=True)
    parts = models.CharField(
        _("Parts"),
        max_length=200,
        blank=True,
        help_text=_(
            "Separated by commas, as in a dictionary: Azubi, Wohnheim. Empty: never split."
        ),
    )

    class Meta:
        verbose_name = _("compound")
        verbose_name_plural = _("compounds")
        ordering = ("word",)

    def __str__(self) -> str:
        return self.word


class Miss(models.Model):
    """Words that found nothing, counted without the people who asked."""

    words = models.CharField(_("Searched words"), max_length=80)
    language = models.CharField(_("Language"), max_length=5)
    count = models.PositiveIntegerField(_("How often"), default=1)
    last_on = models.DateField(_("Last asked on"))

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ("-count", "words")
        constraints = (
            models.UniqueConstraint(fields=("words", "language"), name="one_miss_per_language"),
        )

    def __str__(self) -> str:
        return self.words
