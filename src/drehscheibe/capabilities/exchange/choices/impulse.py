"""The closed vocabulary of impulses. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImpulseState(models.TextChoices):
    """Where an impulse rests; who has to act is declared in ``impulse_machine.py``."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Open for reactions")
    IN_EVALUATION = "in_evaluation", _("Being evaluated")
    CLOSED = "closed", pgettext_lazy("impulse", "Evaluated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ImpulseKind(models.TextChoices):
    """What the sender brings."""

    PROGRAMME = "programme", _("Programme")
    CONSULTATION = "consultation", _("Consultation")
    QUESTION = "question", _("Question")


class AnswerForm(models.TextChoices):
    """In which form organisations react."""

    SCALE = "scale", _("Yes, partly or no, with own words")
    CHOICES = "choices", _("One of several options, with own words")
    WORDS = "words", _("Own words only")


class Stance(models.TextChoices):
    """What a reaction says where the question is answered by a scale."""

    AGREE = "agree", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Consent(models.TextChoices):
    """How the reaction of an organisation may be shown."""

    NAMED = "named", _("With the name of our organisation, for everybody to read")
    COUNTED = "counted", _("Only counted, without our name")


#: Options that a sender may offer, at most; each has a code of its own, ``a`` to ``f``.
OPTION_CODES = ("a", "b", "c", "d", "e", "f")
