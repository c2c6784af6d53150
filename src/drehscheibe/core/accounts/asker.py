"""Whoever asks something, with an account or with an e-mail address that they have confirmed."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Asked"]


class Asked(models.Model):
    """What is asked by a person who may have no account: who they are, and how they are reached.

    Base of models, without a table of its own. ``token`` is the personal address of the page; what it
    opens, and for whom, is said by each room.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    email = models.EmailField(_("Your e-mail address"), blank=True)
    language = models.CharField(max_length=5, default="de")
    wants_mail = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_told(self) -> bool:
        """Whether whoever asked is told what becomes of it."""
        return self.erased_at is None and self.wants_mail

    def forget_who_asked(self) -> None:
        """Take the person out for good; the caller saves, and forgets what was said."""
        self.name = self.email = ""
        self.person_id = None
        self.wants_mail = False
        self.erased_at = timezone.now()
