"""The closed vocabulary of practice cases. Codes are lasting: they stand in URLs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["AnonymityCheck", "CaseState", "LessonsOrigin"]


class CaseState(models.TextChoices):
    """Where a case stands on its way to the public."""

    PROPOSED = "proposed", pgettext_lazy("practice case", "waits for the first check")
    CHECKED = "checked", pgettext_lazy("practice case", "waits for the second person")
    RETURNED = "returned", pgettext_lazy("practice case", "sent back")
    PUBLISHED = "published", pgettext_lazy("practice case", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("practice case", "withdrawn")
    HIDDEN = "hidden", pgettext_lazy("practice case", "hidden under the house rules")


class LessonsOrigin(models.TextChoices):
    """Whose words "what we would do differently" are."""

    OWN = "own", pgettext_lazy("lessons", "Words of those who did it")
    INFERENCE = "inference", pgettext_lazy("lessons", "Conclusion of the service office")


class AnonymityCheck(models.TextChoices):
    """What the first person of the office looks for before a case may become public."""

    NO_PERSONS = "no-persons", _("No person is named or recognisable")
    BODIES_AGREED = "bodies-agreed", _("Every body that is named or recognisable has agreed")
    NO_SECRETS = "no-secrets", _("No business secret, no part of an agreement under confidence")
    NO_FIGURES = "no-figures", _("Figures are rounded and give nobody away")
    FAIR = "fair", _("The words are fair to everybody who took part")
