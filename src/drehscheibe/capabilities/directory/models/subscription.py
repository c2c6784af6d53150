from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.directory.choices import Frequency


class Subscription(models.Model):
    """Who wants to hear something: a person with an account, or an e-mail address.

    An address counts only after its owner confirmed it (double opt-in); one that was not
    confirmed in time is deleted. No IP address is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("E-mail address"), blank=True)
    language = models.CharField(max_length=5, default="de")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.uuid}"


class Follow(Subscription):
    """Hears when one initiative changes."""

    initiative = models.ForeignKey(
        "directory.Initiative", on_delete=models.CASCADE, related_name="follows"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(email=""), name="follow_has_one_address"
            ),
            models.UniqueConstraint(fields=("initiative", "person"), name="one_follow_per_person"),
            models.UniqueConstraint(
                fields=("initiative", "email"),
                condition=~Q(email=""),
                name="one_follow_per_address",
            ),
        )


class SavedSearch(Subscription):
    """Hears when the filtered set that a query string names has new entries."""

    query = models.CharField(max_length=1000, blank=True)  # canonical; empty: the whole directory
    frequency = models.CharField(
        _("How often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY
    )
    last_seen = models.DateTimeField()  # entries published later are news
    last_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(email=""), name="search_has_one_address"
            ),
            models.UniqueConstraint(fields=("person", "query"), name="one_search_per_person"),
            models.UniqueConstraint(
                fields=("email", "query"), condition=~Q(email=""), name="one_search_per_address"
            ),
        )
