from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.founding.choices.project import (
    SETTLED,
    MilestoneState,
    ProjectState,
    SeatState,
)
from drehscheibe.core.organisations.choices import Bench


class Project(models.Model):
    """A founding on its way: private to its team, shared or public as far as the team says.

    ``version`` counts changes of the words of the project, so that two people who write at the
    same time both keep what they wrote.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("founding", "Working title"), max_length=200)
    kreise = models.ManyToManyField("places.Kreis", related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.TextField(
        pgettext_lazy("founding", "Why here, why now"), max_length=1500, blank=True
    )
    goal = models.TextField(
        pgettext_lazy("founding", "What shall be different in two years"),
        max_length=1500,
        blank=True,
    )
    topics = models.JSONField(pgettext_lazy("founding", "Topics"), default=list, blank=True)
    host = models.CharField(
        pgettext_lazy("founding", "House that takes in the office"), max_length=200, blank=True
    )
    contact_email = models.EmailField(
        pgettext_lazy("founding", "E-mail address for questions"), blank=True
    )
    starts_on = models.DateField(pgettext_lazy("founding", "Start"))
    state = models.CharField(max_length=20, choices=ProjectState, default=ProjectState.ACTIVE)
    version = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)  # under the house rules
    tells_when_stuck = models.BooleanField(default=True)
    #: On the trace since the plan was published for the first time.
    item = models.OneToOneField(
        "trace.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    initiative_slug = models.CharField(max_length=80, blank=True, db_index=True)
    initiative_organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    claim_path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    acted_at = models.DateTimeField(default=timezone.now)  # when the team last did anything

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(item__isnull=False),
                name="published_plan_is_on_the_trace",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in (ProjectState.ACTIVE, ProjectState.PROPOSED)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and not self.is_hidden

    @property
    def public_id(self) -> str:
        return self.item.public_id if self.item is not None else ""


class Milestone(models.Model):
    """One station of one project."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=4)  # "m0" … "m12"
    state = models.CharField(max_length=20, choices=MilestoneState, default=MilestoneState.OPEN)
    owner = models.ForeignKey(
        "founding.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    has_own_date = models.BooleanField(default=False)  # set by hand: does not move with the start
    note = models.TextField(max_length=3000, blank=True)
    proof_url = models.URLField(max_length=400, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "key"), name="one_milestone_per_station"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def is_overdue(self) -> bool:
        return not self.is_settled and self.due_on < timezone.localdate()


class Seat(models.Model):
    """A chair at the round table: a body, and how far it is on its way to us."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="seats")
    bench = models.CharField(pgettext_lazy("founding", "Bench"), max_length=20, choices=Bench)
    name = models.CharField(pgettext_lazy("founding", "Body"), max_length=200)
    state = models.CharField(
        pgettext_lazy("founding", "State"),
        max_length=20,
        choices=SeatState,
        default=SeatState.WANTED,
    )
    may_be_named = models.BooleanField(
        pgettext_lazy("founding", "The body agrees to be named in public"), default=False
    )
    note = models.CharField(
        pgettext_lazy("founding", "Who asks whom, by when"), max_length=300, blank=True
    )

    class Meta:
        ordering = ("bench", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "bench", "name"), name="one_chair_per_body"),
        )

    def __str__(self) -> str:
        return self.name
