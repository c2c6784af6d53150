"""The closed vocabulary of questions. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionState(models.TextChoices):
    """Where a question rests; who has to act in which state is declared in ``question_machine``.

    A question whose address was not confirmed yet rests nowhere: nobody has asked it.
    """

    ASKED = "asked", pgettext_lazy("question", "Asked")
    AWAITING_SECOND_KEY = "awaiting_second_key", _("Answer waits for the second person")
    WITH_OFFICE = "with_office", _("With the service office")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    HANDED_ON = "handed_on", _("Became a concern")
    DECLINED = "declined", pgettext_lazy("question", "Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Publicity(models.TextChoices):
    """What the asker allows to be shown once there is an answer."""

    PRIVATE = "private", _("No, only I get the answer")
    NAMELESS = "nameless", _("Yes, but without my name")
    NAMED = "named", _("Yes, with the name that I gave")


class Refusal(models.TextChoices):
    """Why a question is not answered."""

    OUT_OF_SCOPE = "out_of_scope", _("It is not about industry in the region")
    SINGLE_CASE = "single_case", _("It is a single case that an authority has to decide")
    CONFIDENTIAL = "confidential", _("An answer would give away confidential details")
    UNCLEAR = "unclear", _("It stayed unclear what is asked")
    HOUSE_RULES = "house_rules", _("It breaks the house rules")
