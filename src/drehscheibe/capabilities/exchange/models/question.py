from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.choices.question import (
    Publicity,
    QuestionState,
    Refusal,
)
from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.machine.question import FINAL_STATES, OWED_STATES
from drehscheibe.core.accounts.asker import Asked


class QuestionQuerySet(models.QuerySet["Question"]):
    def confirmed(self) -> QuestionQuerySet:
        """Keep what was really asked: its address is proven, so it has a number."""
        return self.filter(item__isnull=False)

    def public(self) -> QuestionQuerySet:
        """Keep what everybody may read."""
        return self.filter(published_at__isnull=False)

    def owed(self) -> QuestionQuerySet:
        """Keep what waits for an answer."""
        return self.filter(state__in=OWED_STATES)

    def overdue_at(self, today: date) -> QuestionQuerySet:
        """Keep what somebody owes since before today."""
        return self.owed().filter(due_on__lt=today)


class Question(Asked):
    """What somebody asks an initiative; with an account, or with a confirmed e-mail address.

    Until the address is confirmed it is a row here and nothing else: no number, no state, no
    owner. From then on it is an item on the trace as well; ``services.questions.way`` writes both.
    Whoever has the personal address is the asker.
    """

    item = models.OneToOneField(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="question"
    )
    is_example = models.BooleanField(default=False)

    # Where it stands
    state = models.CharField(max_length=30, choices=QuestionState, blank=True)
    owner = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)  # the missed date that was told last
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)  # since when everybody may read it

    # What is asked, and of whom
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("Your question in one sentence"), max_length=120)
    text = models.TextField(pgettext_lazy("noun", "Question"), max_length=3000)
    publicity = models.CharField(max_length=20, choices=Publicity, default=Publicity.PRIVATE)

    # What came of it
    answer = models.TextField(pgettext_lazy("noun", "Answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_under = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the second key
    #: Whether those who answer show it, should the asker allow it.
    is_released = models.BooleanField(default=False)
    work_note = models.TextField(blank=True)  # why it came back, or was passed on; not public
    refusal = models.CharField(max_length=20, choices=Refusal, blank=True)
    refusal_note = models.TextField(blank=True)
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    helped_note = models.TextField(max_length=1500, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="", item__isnull=True, confirmed_at__isnull=True)
                | (~Q(state="") & Q(item__isnull=False, confirmed_at__isnull=False)),
                name="asked_question_is_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *sorted(FINAL_STATES)])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="open_question_has_owner_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(item__isnull=False) & ~Q(publicity="private")),
                name="only_released_questions_are_public",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(refusal=""),
                name="declined_question_has_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_on"), name="questions_by_state"),
            models.Index(fields=("organisation", "-changed_at"), name="questions_by_organisation"),
            models.Index(
                fields=("-published_at",),
                condition=Q(published_at__isnull=False),
                name="questions_published",
            ),
            models.Index(
                fields=("created_at",),
                condition=Q(confirmed_at__isnull=True),
                name="questions_unconfirmed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id or self.uuid} {self.subject}"

    @property
    def public_id(self) -> str:
        """The speakable number; empty until the address is confirmed."""
        return self.item.public_id if self.item else ""

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def shown_name(self) -> str:
        """The name that everybody may read; empty where the asker did not allow it."""
        return self.name if self.publicity == Publicity.NAMED else ""

    @property
    def has_answer(self) -> bool:
        """Whether there is an answer that the asker may read."""
        return self.answered_at is not None and bool(self.answer)

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes an answer since before today."""
        return self.state in OWED_STATES and self.due_on is not None and self.due_on < today
