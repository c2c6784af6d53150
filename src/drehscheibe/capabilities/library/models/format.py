from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.library.choices.format import Effort, Hybrid, Moderation
from drehscheibe.capabilities.library.models.shelf import ShelfItem
from drehscheibe.core.text.spoken import Spoken, reads_english, say, say_all

__all__ = ["EventFormat"]


class EventFormat(ShelfItem):
    """A way to meet, described so that somebody can prepare it from this page.

    Lists of short texts and of codes are JSON: they are always read and written as a whole.
    ``durations`` holds ``[up to so many people, minutes]``, ``materials`` holds
    ``{"amount", "per", "name"}``, where ``per`` is the number of people for one lot and 0 says
    "once", ``steps`` holds ``{"when", "title", "text"}``. Fields that end in ``_en`` hold the English,
    lists line by line; ``materials_en`` holds names alone.
    """

    position = models.PositiveSmallIntegerField(default=100)
    purpose = models.TextField(_("Purpose"), max_length=600)
    purpose_en = models.TextField(_("Purpose in English"), max_length=600, blank=True)
    goals = models.JSONField(default=list)
    situations = models.JSONField(default=list)
    guests = models.JSONField(default=list)
    min_people = models.PositiveIntegerField()
    max_people = models.PositiveIntegerField()
    durations = models.JSONField(default=list)
    preparation_weeks = models.PositiveSmallIntegerField()
    effort = models.CharField(max_length=10, choices=Effort)
    moderation = models.CharField(max_length=20, choices=Moderation)
    hybrid = models.CharField(max_length=10, choices=Hybrid)
    hybrid_note = models.TextField(max_length=600)
    room = models.TextField(max_length=600)
    materials = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    accessible_by = models.JSONField(default=list)
    risks = models.JSONField(default=list)
    yields = models.TextField(max_length=600)
    not_when = models.TextField(max_length=600)
    room_en = models.TextField(_("Room, in English"), max_length=600, blank=True)
    hybrid_note_en = models.TextField(
        _("Online and hybrid, in English"), max_length=600, blank=True
    )
    yields_en = models.TextField(
        _("What you have in the end, in English"), max_length=600, blank=True
    )
    not_when_en = models.TextField(
        _("When another format is better, in English"), max_length=600, blank=True
    )
    materials_en = models.JSONField(default=list, blank=True)
    roles_en = models.JSONField(default=list, blank=True)
    steps_en = models.JSONField(default=list, blank=True)
    accessible_by_en = models.JSONField(default=list, blank=True)
    risks_en = models.JSONField(default=list, blank=True)
    related = models.JSONField(default=list, blank=True)
    cases = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    #: Fingerprint of the file from which the hub brought it; empty once people work on it.
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("position", "title")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(max_people__gte=models.F("min_people")),
                name="library_format_has_a_range_of_people",
            ),
        )

    #: Texts and lists that have English ones beside them, in fields that end in ``_en``.
    TRANSLATED = ("title", "summary", "purpose", "room", "hybrid_note", "yields", "not_when")
    TRANSLATED_LISTS = ("materials", "roles", "steps", "accessible_by", "risks")

    @property
    def is_partly_german(self) -> bool:
        """Whether the reader chose English and something has no English words."""
        return reads_english() and not (
            all(getattr(self, f"{name}_en") for name in self.TRANSLATED)
            and all(
                len(getattr(self, name)) == len(getattr(self, f"{name}_en"))
                for name in self.TRANSLATED_LISTS
            )
        )

    @property
    def shown_purpose(self) -> Spoken:
        """The purpose in the reader's language, if there is one."""
        return say(self.purpose, self.purpose_en)

    @property
    def shown_room(self) -> Spoken:
        """The room in the reader's language, if there is one."""
        return say(self.room, self.room_en)

    @property
    def shown_hybrid_note(self) -> Spoken:
        """How it goes online, in the reader's language, if there is a translation."""
        return say(self.hybrid_note, self.hybrid_note_en)

    @property
    def shown_yields(self) -> Spoken:
        """What people have in the end, in the reader's language, if there is a translation."""
        return say(self.yields, self.yields_en)

    @property
    def shown_not_when(self) -> Spoken:
        """When another format is better, in the reader's language, if there is a translation."""
        return say(self.not_when, self.not_when_en)

    @property
    def shown_roles(self) -> list[Spoken]:
        """Who is needed, in the reader's language, if there is a translation."""
        return say_all(self.roles, self.roles_en)

    @property
    def shown_accessible_by(self) -> list[Spoken]:
        """What lets everybody take part, in the reader's language, if there is a translation."""
        return say_all(self.accessible_by, self.accessible_by_en)

    @property
    def shown_risks(self) -> list[Spoken]:
        """The risks in the reader's language, if there is a translation."""
        return say_all(self.risks, self.risks_en)

    @property
    def shown_material_names(self) -> list[Spoken]:
        """What each material is, in the reader's language, if there is a translation."""
        return say_all([str(one["name"]) for one in self.materials], self.materials_en)

    @property
    def shown_steps(self) -> list[dict[str, Spoken]]:
        """The steps in the reader's language, if there is a translation."""
        parts = ("when", "title", "text")
        told = {
            part: say_all(
                [str(step[part]) for step in self.steps],
                [str(step[part]) for step in self.steps_en],
            )
            for part in parts
        }
        return [{part: told[part][place] for part in parts} for place in range(len(self.steps))]

    def minutes_for(self, people: int) -> int:
        """Return how long it takes with so many people; the longest for more than it bears."""
        fitting = [minutes for up_to, minutes in self.durations if people <= up_to]
        return int(fitting[0] if fitting else self.durations[-1][1])

    @property
    def shortest(self) -> int:
        """Minutes that it takes at least."""
        return int(min(minutes for _up_to, minutes in self.durations))

    @property
    def longest(self) -> int:
        """Minutes that it takes with many people."""
        return int(max(minutes for _up_to, minutes in self.durations))
