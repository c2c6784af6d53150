"""The closed vocabulary of moderation. Codes are lasting: they stand in the public report."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """What somebody says is wrong."""

    INSULT = "insult", _("Insult or incitement")
    PERSONAL = "personal", _("Personal data of others")
    CONFIDENTIAL = "confidential", _("Business secrets or confidential details")
    MISLEADING = "misleading", _("Demonstrably wrong")
    ADVERTISING = "advertising", _("Advertising or spam")
    RIGHTS = "rights", _("Copyright or other rights")
    CHILD_SAFETY = "child_safety", _("Harm to children")
    ILLEGAL = "illegal", _("Against the law in another way")
    OTHER = "other", _("Something else against the house rules")


class Outcome(models.TextChoices):
    """What the office decided."""

    LEAVE = "leave", _("stays as it is")
    HIDE_PASSAGE = "hide_passage", _("a passage is hidden")
    HIDE_ITEM = "hide_item", _("the whole item is hidden")
    UPHOLD = "uphold", _("the first decision stands")
    RESTORE = "restore", _("everything is shown again")


#: What takes something away from an author and therefore owes a reason.
HIDING = frozenset({Outcome.HIDE_PASSAGE, Outcome.HIDE_ITEM})


class CaseState(models.TextChoices):
    """Where a case rests; owners and clocks stand in ``machine.py``."""

    RECEIVED = "received", _("being checked")
    DECIDED = "decided", _("decided")
    APPEALED = "appealed", _("being checked by a second person")
    SETTLED = "settled", pgettext_lazy("case", "settled")


class Party(models.TextChoices):
    """Who objects to a decision."""

    AUTHOR = "author", pgettext_lazy("party", "author")
    REPORTER = "reporter", pgettext_lazy("party", "person who reported")
