"""What every item of the library says of itself. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """For whom an item was written in the first place."""

    INITIATIVES = "initiatives", _("Initiatives and networks")
    COMPANIES = "companies", _("Companies")
    ORGANISERS = "organisers", _("People who organise events")
    EVERYBODY = "everybody", pgettext_lazy("audience", "Everybody")


class Phase(models.TextChoices):
    """At which point of their work people need an item."""

    FOUND = "found", pgettext_lazy("phase", "Found and build up")
    PLAN = "plan", pgettext_lazy("phase", "Plan and prepare")
    MEET = "meet", pgettext_lazy("phase", "Meet and carry out")
    TALK = "talk", pgettext_lazy("phase", "Talk and resolve conflicts")
    EVALUATE = "evaluate", pgettext_lazy("phase", "Evaluate and carry on")


class Licence(models.TextChoices):
    """What others may do with an item."""

    CC_BY = "cc-by-4.0", _("CC BY 4.0: share and change, name the source")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0: share and change under the same licence")
    CC0 = "cc0-1.0", _("CC0: no conditions")


class Accessibility(models.TextChoices):
    """What is known of how accessible an item is."""

    CHECKED = "checked", _("Checked: accessible")
    PARTLY = "partly", _("Checked: not everything is accessible")
    UNCHECKED = "unchecked", _("Not checked yet")


class Helped(models.TextChoices):
    """What a reader says about an item."""

    YES = "yes", pgettext_lazy("helped", "Yes")
    PARTLY = "partly", pgettext_lazy("helped", "Partly")
    NO = "no", pgettext_lazy("helped", "No")
