from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How soon something reaches a person; on the hub it always stands at once."""

    AT_ONCE = "at_once", _("At once by e-mail")
    DIGEST = "digest", _("In the summary")
    APP = "app", _("Only here on the hub")


class Rhythm(models.TextChoices):
    """When what may wait comes by e-mail."""

    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week, on Mondays")
    AT_ONCE = "at_once", _("No summary: each piece of news at once, in an e-mail of its own")
    NEVER = "never", _("Never: I look here on the hub")
