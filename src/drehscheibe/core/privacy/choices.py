from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Fate(models.TextChoices):
    """What becomes of data when the person leaves."""

    DELETE = "delete", _("is deleted")
    PSEUDONYMISE = "pseudonymise", _("stays without the name")
    KEEP = "keep", _("is kept for a while")


class Basis(models.TextChoices):
    """Why the data may be processed (Article 6 (1) GDPR)."""

    CONSENT = "consent", _("consent (Art. 6 (1) (a) GDPR)")
    CONTRACT = "contract", _("use of the account (Art. 6 (1) (b) GDPR)")
    LEGAL_DUTY = "legal_duty", _("legal duty (Art. 6 (1) (c) GDPR)")
    PUBLIC_TASK = "public_task", _("task in the public interest (Art. 6 (1) (e) GDPR)")
    LEGITIMATE = "legitimate", _("legitimate interest: security and proof (Art. 6 (1) (f) GDPR)")


class People(models.TextChoices):
    """Whose data it is."""

    MEMBERS = "members", _("people with an account")
    REPRESENTATIVES = "representatives", _("people who act for organisations")
    EDITORS = "editors", _("people who write pages")
    VISITORS = "visitors", _("visitors without an account")


class Reader(models.TextChoices):
    """Who gets to see the data."""

    SELF = "self", pgettext_lazy("reader", "the person")
    ORGANISATION = "organisation", _("those who lead the organisation")
    OFFICE = "office", pgettext_lazy("reader", "the service office")
    DESK = "desk", _("the addressee of the concern")
    EDITORS = "editors", _("other editors")
    OPERATOR = "operator", _("whoever runs the server")
    PUBLIC = "public", pgettext_lazy("reader", "everybody")
