from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Item(models.Model):
    """What the trace knows of a thing in any room: its name, state, owner and clock.

    The room that owns the thing writes this row in the same transaction as its own. It lets a
    chain across rooms be shown with one query and without knowing the rooms.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    public_id = models.CharField(max_length=20, unique=True)  # "S-2026-0147", speakable
    kind = models.CharField(max_length=40)  # registered with trace.register_kind
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=40)
    is_public = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    owner = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}"


class Edge(models.Model):
    """One item came from another; ``how`` says by which act (``joined``, ``bundled``, …)."""

    origin = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="results")
    result = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="origins")
    how = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("origin", "result", "how"), name="one_edge_per_act"),
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("result")), name="no_edge_to_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} —{self.how}→ {self.result_id}"


class ParticipantRole(models.TextChoices):
    AUTHOR = "author"
    SUPPORTER = "supporter"


class Participant(models.Model):
    """A person who took part in an item and is told what becomes of it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=ParticipantRole)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "person"), name="one_part_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.item_id}"


class Station(models.Model):
    """One stop of an item on its way: reached state, by whom, with what words, until when."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="stations")
    state = models.CharField(max_length=40)
    reached_at = models.DateTimeField()
    organisation_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)  # public words, shown with the station
    due_on = models.DateField(null=True)  # the clock that was set at this stop

    class Meta:
        ordering = ("reached_at", "pk")

    def __str__(self) -> str:
        return f"{self.item_id} {self.state} {self.reached_at:%Y-%m-%d}"


class Counter(models.Model):
    """Last number given per prefix and year, for public ids."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("prefix", "year"), name="one_counter"),)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"
