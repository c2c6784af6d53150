"""The closed vocabulary of webinars. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["Access", "Need", "RegistrationState", "SpokenLanguage", "WebinarState"]


class WebinarState(models.TextChoices):
    """How far a webinar has got; whether it is over follows from the clock."""

    DRAFT = "draft", pgettext_lazy("webinar", "Draft")
    PUBLISHED = "published", pgettext_lazy("webinar", "Published")
    CANCELLED = "cancelled", pgettext_lazy("webinar", "Cancelled")
    HIDDEN = "hidden", pgettext_lazy("webinar", "Hidden")


class Access(models.TextChoices):
    """Who may know of a webinar and register for it."""

    PUBLIC = "public", pgettext_lazy("webinar access", "Everybody")
    NETWORK = "network", pgettext_lazy("webinar access", "Only people who act for an organisation")


class SpokenLanguage(models.TextChoices):
    """The language in which a webinar is held, and in which captions are written."""

    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")


class RegistrationState(models.TextChoices):
    """How far a registration has got."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("registration", "Not confirmed yet")
    REGISTERED = "registered", pgettext_lazy("registration", "Has a place")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    ENDED = "ended", pgettext_lazy("registration", "Unregistered")


class Need(models.TextChoices):
    """What somebody needs to take part."""

    CAPTIONS = "captions", _("Captions while people speak")
    SIGN_LANGUAGE = "sign-language", _("German Sign Language")
    OTHER = "other", _("Something else")
