from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.machine.measure import OPEN_STATES
from drehscheibe.core.text.topics import Topic


class MeasureQuerySet(models.QuerySet["Measure"]):
    def public(self) -> MeasureQuerySet:
        """Keep what everybody may read: all that the office has not hidden."""
        return self.filter(hidden_at__isnull=True)

    def overdue_at(self, today: date) -> MeasureQuerySet:
        """Keep those that nobody has reviewed in time."""
        return self.filter(state__in=OPEN_STATES, due_on__lt=today)


class Measure(models.Model):
    """Something that a body has promised to do, followed until it is done; public unless hidden.

    ``due_on`` is the day by which its lead looks at it again. ``services.measures.way`` writes state and
    due date here and in the trace.
    """

    item = models.OneToOneField("trace.Item", on_delete=models.PROTECT, related_name="measure")
    is_example = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=MeasureState, default=MeasureState.PLANNED)
    due_on = models.DateField(null=True, blank=True)
    asked_for = models.DateField(null=True, blank=True)  # the review that its lead was asked for
    overdue_told_for = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)  # under the house rules
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    mandate = models.ForeignKey("organisations.Mandate", on_delete=models.PROTECT, related_name="+")

    topic = models.CharField(_("Field of action"), max_length=30, choices=Topic)
    title = models.CharField(_("Title"), max_length=160)
    lead = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("In the lead"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    partners = models.CharField(pgettext_lazy("measure", "Partners"), max_length=300, blank=True)
    goal = models.TextField(_("Goal"), max_length=2000)
    laender = models.ManyToManyField(
        "places.Land", verbose_name=_("Länder"), blank=True, related_name="+"
    )  # none: all of Germany
    indicator = models.CharField(_("How progress is measured"), max_length=160, blank=True)
    unit = models.CharField(_("Unit"), max_length=30, blank=True)
    baseline = models.DecimalField(
        _("Value at the start"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("Value to be reached"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target_on = models.DateField(_("Reached by"), null=True, blank=True)
    current = models.DecimalField(
        _("Value now"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    current_on = models.DateField(_("As of"), null=True, blank=True)
    next_step = models.CharField(_("Next step"), max_length=300, blank=True)
    next_step_on = models.DateField(_("By when"), null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=1500, blank=True)  # why paused or given up

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OPEN_STATES)) | Q(due_on__isnull=False),
                name="open_measure_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paused", "dropped"]) | ~Q(reason=""),
                name="stopped_measure_has_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_on"), name="measures_by_state"),
            models.Index(fields=("lead", "due_on"), name="measures_by_lead"),
            models.Index(F("changed_at").desc(), name="measures_by_change"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}"

    @property
    def public_id(self) -> str:
        """The speakable id."""
        return self.item.public_id

    @property
    def is_public(self) -> bool:
        return self.hidden_at is None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Whether nobody has reviewed it in time."""
        return self.is_open and self.due_on is not None and self.due_on < today


class MeasureChange(models.Model):
    """One entry of the public history of a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    happened_at = models.DateTimeField(auto_now_add=True)
    mandate = models.ForeignKey(
        "organisations.Mandate", on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=200)
    act = models.CharField(max_length=20)  # "record", "change", or an act of the machine
    #: Field → [old, new], as plain values; empty for a review in which nothing changed.
    changes = models.JSONField(default=dict)
    note = models.TextField(max_length=1500, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("measure", "number"), name="changes_are_numbered"),
        )

    def __str__(self) -> str:
        return f"{self.measure_id} change {self.number}: {self.act}"
