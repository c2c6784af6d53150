"""The closed vocabulary of partner packages. Codes are lasting: they stand in forms and files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["FigureChoice", "Part"]


class FigureChoice(models.TextChoices):
    """Which figure of the region stands in the texts."""

    EMPLOYEES = "employees", _("People who work in manufacturing")
    SHARE = "share", _("Share of manufacturing in all jobs")
    OWN = "own", _("A figure of our own")
    NONE = "none", pgettext_lazy("figure", "No figure")


class Part(models.TextChoices):
    """What one takes home, a file each."""

    POSTER_A4 = "poster-a4", _("Poster A4")
    POSTER_A3 = "poster-a3", _("Poster A3")
    TILE = "tile", _("Picture tile")
    TILE_TEXT = "tile-text", _("Text for the tile")
    PRESS_DOCX = "press-docx", _("Press release for Word")
    PRESS_PDF = "press-pdf", _("Press release as PDF")
    PRESS_TEXT = "press-text", _("Press release as text")
    LETTER_DOCX = "letter-docx", _("Invitation for Word")
    LETTER_TEXT = "letter-text", _("Invitation for an e-mail")
    NEWSLETTER = "newsletter", _("Paragraph for a newsletter")
    ALL = "all", _("Everything in one file")
