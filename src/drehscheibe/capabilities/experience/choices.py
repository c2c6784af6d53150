from django.db import models
from django.utils.translation import pgettext_lazy

__all__ = ["GoBetween", "Helped", "RequestState", "Side"]


class RequestState(models.TextChoices):
    """Where a request for contact stands."""

    ASKED = "asked", pgettext_lazy("contact request", "waits for an answer")
    WITH_OFFICE = "with_office", pgettext_lazy("contact request", "with the service office")
    CONNECTED = "connected", pgettext_lazy("contact request", "contact open to both")
    LOOKING_BACK = "looking_back", pgettext_lazy("contact request", "did it help?")
    CLOSED = "closed", pgettext_lazy("contact request", "closed")
    DECLINED = "declined", pgettext_lazy("contact request", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("contact request", "taken back")
    EXPIRED = "expired", pgettext_lazy("contact request", "expired without an answer")
    ENDED = "ended", pgettext_lazy("contact request", "consent withdrawn")
    STOPPED = "stopped", pgettext_lazy("contact request", "stopped after a report")


class GoBetween(models.TextChoices):
    """Why the service office stands between both sides."""

    NONE = "", pgettext_lazy("contact request", "no")
    UNCONFIRMED = (
        "unconfirmed",
        pgettext_lazy("contact request", "nobody looks after the entry yet"),
    )
    SUGGESTED = "suggested", pgettext_lazy("contact request", "suggested by those who were asked")


class Side(models.TextChoices):
    ASKING = "asking", pgettext_lazy("contact request", "those who asked")
    ASKED = "asked", pgettext_lazy("contact request", "those who were asked")


class Helped(models.TextChoices):
    YES = "yes", pgettext_lazy("contact request", "Yes, it helped")
    PARTLY = "partly", pgettext_lazy("contact request", "In part")
    NO = "no", pgettext_lazy("contact request", "No, it did not help")
