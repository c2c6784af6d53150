from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.choices.impulse import (
    OPTION_CODES,
    AnswerForm,
    ImpulseKind,
    ImpulseState,
    Stance,
)
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.text.topics import Topic


class ImpulseQuerySet(models.QuerySet["Impulse"]):
    def public(self) -> ImpulseQuerySet:
        """Keep what everybody may read."""
        return self.filter(published_at__isnull=False, hidden_at__isnull=True)

    def overdue_at(self, today: date) -> ImpulseQuerySet:
        """Keep those whose senders owe what follows since before today."""
        return self.filter(state=ImpulseState.IN_EVALUATION, due_on__lt=today)


class Impulse(models.Model):
    """A programme, a consultation or a question that goes to initiatives and asks them something.

    From the first saving it is a row here; when it is published it is also an item on the trace.
    ``services.impulses.way`` writes state, owner and due date in both, and nothing else does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="impulse"
    )
    is_example = models.BooleanField(default=False)

    # Where it stands; its owner stands on the trace: its sender, or the office once that has ended
    state = models.CharField(max_length=20, choices=ImpulseState, default=ImpulseState.DRAFT)
    due_on = models.DateField(null=True, blank=True)
    nudged_on = models.DateField(null=True, blank=True)  # when the silent ones were reminded
    overdue_told_for = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)  # under the house rules

    # Who asks: a desk or the office; the mandate says who wrote it, perhaps the office for a desk
    sender = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")

    # What is asked
    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("What it is"), max_length=20, choices=ImpulseKind, blank=True)
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic, blank=True)
    about = models.TextField(_("What it is about"), max_length=3000, blank=True)
    question = models.CharField(_("Your question"), max_length=300, blank=True)
    answer_form = models.CharField(
        _("How initiatives answer"), max_length=10, choices=AnswerForm, blank=True
    )
    options = models.JSONField(default=list, blank=True)  # texts, where one of several is chosen
    source_url = models.URLField(_("Link to the source"), max_length=600, blank=True)
    open_until = models.DateField(_("Reactions until"), null=True, blank=True)
    what_follows = models.TextField(
        _("What happens with the reactions"), max_length=1500, blank=True
    )
    follows_by = models.DateField(_("By when you say what follows"), null=True, blank=True)
    #: {"everybody": bool, "laender": [...], "topics": [...], "types": [...], "initiatives": [ids]}
    audience = models.JSONField(default=dict, blank=True)
    origins = models.ManyToManyField("trace.Item", blank=True, related_name="+")

    # What followed
    outcome = models.TextField(
        pgettext_lazy("impulse", "What follows"), max_length=5000, blank=True
    )
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_note = models.TextField(max_length=1500, blank=True)

    objects = ImpulseQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(item__isnull=False, published_at__isnull=False),
                name="published_impulse_is_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"]) | Q(due_on__isnull=False),
                name="open_impulse_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (~Q(what_follows="") & Q(open_until__isnull=False, follows_by__isnull=False)),
                name="published_impulse_says_what_follows",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome=""), name="closed_impulse_has_an_outcome"
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_on"), name="impulses_by_state"),
            models.Index(fields=("sender", "-changed_at"), name="impulses_by_sender"),
            models.Index(
                F("published_at").desc(),
                condition=Q(published_at__isnull=False),
                name="impulses_published",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id or self.uuid} {self.title}"

    @property
    def public_id(self) -> str:
        """The speakable id, once the impulse was published."""
        return self.item.public_id if self.item else ""

    @property
    def owner_id(self) -> int:
        """Who has to act: the sender, or the office if that has ended meanwhile."""
        return (self.item and self.item.owner_id) or self.sender_id

    @property
    def owner(self) -> Organisation:
        """The organisation of ``owner_id``; load ``item__owner`` along."""
        return (self.item and self.item.owner) or self.sender

    @property
    def is_left(self) -> bool:
        """Whether its sender ended before it said what follows; then the office does."""
        ended_at = self.sender.ended_at
        if ended_at is None or self.item is None:
            return False
        return self.item.closed_at is None or self.item.closed_at >= ended_at

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.hidden_at is None

    def is_overdue(self, today: date) -> bool:
        """Whether the sender owes what follows since before today."""
        is_owed = self.state == ImpulseState.IN_EVALUATION
        return is_owed and self.due_on is not None and self.due_on < today

    def takes_reactions(self, today: date) -> bool:
        """Whether initiatives may react; the date itself still counts."""
        is_open = self.state == ImpulseState.PUBLISHED
        return is_open and self.open_until is not None and today <= self.open_until

    def stances(self) -> dict[str, str]:
        """Return what may be chosen, code to words in the current language; empty for free words."""
        if self.answer_form == AnswerForm.SCALE:
            return {code: str(words) for code, words in Stance.choices}
        if self.answer_form == AnswerForm.CHOICES:
            return dict(zip(OPTION_CODES, self.options, strict=False))
        return {}
