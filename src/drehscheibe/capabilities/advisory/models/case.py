from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.advisory.choices import (
    CaseState,
    Confidentiality,
    Helped,
    Refusal,
    Urgency,
)
from drehscheibe.capabilities.advisory.machine import FINAL_STATES, turn_of
from drehscheibe.core.accounts.asker import Asked
from drehscheibe.core.text.topics import Topic


class CaseQuerySet(models.QuerySet["Case"]):
    def confirmed(self) -> CaseQuerySet:
        """Keep what was really asked: its address is proven, so it has a number and a state."""
        # The database holds number and state together; the state stands in the indexes.
        return self.filter(state__gt="")

    def open(self) -> CaseQuerySet:
        """Keep what somebody has to do something for."""
        return self.confirmed().exclude(state__in=FINAL_STATES)

    def overdue_at(self, today: date) -> CaseQuerySet:
        """Keep what somebody owes since before today."""
        return self.open().filter(due_on__lt=today)


class Case(Asked):
    """What somebody asks advice for, from the first words to the last look back.

    Until the address is confirmed it is a row here and nothing else: no number, no state, no
    owner. From then on it is an item on the trace as well, which knows no word of it;
    ``services.way`` writes both. The personal address opens its page; where somebody asked with an
    account, they must log in as well.
    """

    item = models.OneToOneField(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="advisory_case"
    )
    is_example = models.BooleanField(default=False)

    # Where it stands
    state = models.CharField(max_length=30, choices=CaseState, blank=True)
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
    first_answer_at = models.DateTimeField(null=True, blank=True)
    #: Working days until then, for the figures: from two moments no database can tell them.
    days_to_first_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # since when the result is there
    closed_at = models.DateTimeField(null=True, blank=True)

    # What is asked
    topic = models.CharField(_("topic"), max_length=30, choices=Topic)
    land = models.ForeignKey("places.Land", on_delete=models.PROTECT, related_name="+")
    kreis = models.ForeignKey(
        "places.Kreis", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    situation = models.TextField(_("What is it about?"), max_length=3000)
    wish = models.TextField(_("What do you want to reach?"), max_length=1000)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.WEEKS)
    wanted_on = models.DateField(null=True, blank=True)  # a day that is fixed on their side
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality, default=Confidentiality.COACHES
    )

    # Who asks, besides a person
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    # What becomes of it
    coach = models.ForeignKey(
        "advisory.Coach", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    goal = models.TextField(_("Goal"), max_length=1500, blank=True)
    goal_proposed_at = models.DateTimeField(null=True, blank=True)  # the yes of the advisory side
    goal_agreed_at = models.DateTimeField(null=True, blank=True)  # the yes of those who asked
    refusal = models.CharField(max_length=20, choices=Refusal, blank=True)
    refusal_note = models.TextField(blank=True)
    result = models.TextField(_("Result"), max_length=3000, blank=True)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    helped_note = models.TextField(max_length=1500, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="", item__isnull=True, confirmed_at__isnull=True)
                | (~Q(state="") & Q(item__isnull=False, confirmed_at__isnull=False)),
                name="asked_case_is_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *sorted(FINAL_STATES)])
                | Q(owner__isnull=False, due_on__isnull=False),
                name="open_case_has_owner_and_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreeing", "goal_proposed", "running"])
                | Q(coach__isnull=False),
                name="case_in_work_has_a_coach",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(goal_agreed_at__isnull=False),
                name="case_in_work_has_a_goal",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(refusal=""),
                name="declined_case_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(first_answer_at__isnull=True, days_to_first_answer__isnull=True)
                | Q(first_answer_at__isnull=False, days_to_first_answer__isnull=False),
                name="first_answer_came_after_some_days",
            ),
        )
        indexes = (
            models.Index(fields=("due_on", "id"), name="cases_by_due"),
            # With the key, so that a page of the queue is found here alone, and so are its counts.
            models.Index(fields=("state", "due_on", "id"), name="cases_by_state_and_due"),
            models.Index(fields=("land", "due_on"), name="cases_by_land"),
            models.Index(fields=("topic", "due_on"), name="cases_by_topic"),
            models.Index(fields=("coach", "state"), name="cases_by_coach"),
            # Of who asks again: their own cases, and who advised them before.
            models.Index(fields=("person", "organisation"), name="cases_by_person"),
            models.Index(fields=("email",), name="cases_by_email"),
            # All that the figures of a year read, so that they read no case.
            models.Index(
                fields=("confirmed_at", "is_example", "land", "topic", "days_to_first_answer"),
                name="cases_by_beginning_in_figures",
            ),
            models.Index(
                fields=("finished_at", "is_example", "helped"),
                name="cases_by_result_in_figures",
                condition=Q(finished_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.public_id or str(self.uuid)

    @property
    def public_id(self) -> str:
        """The speakable number; empty until the address is confirmed."""
        return self.item.public_id if self.item else ""

    @property
    def region(self) -> str:
        """The Kreis, or the whole Land."""
        return str(self.kreis) if self.kreis_id else str(self.land)

    @property
    def turn(self) -> str:
        """Who has to act now: requester, coach or office."""
        return turn_of(self.state)

    @property
    def is_open_to_network(self) -> bool:
        """Whether others of the network may learn topic, region and goal."""
        return self.confidentiality == Confidentiality.NETWORK and self.erased_at is None

    def is_overdue(self, today: date) -> bool:
        """Whether somebody owes something since before today."""
        return bool(self.turn) and self.due_on is not None and self.due_on < today
