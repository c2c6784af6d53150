from __future__ import annotations

from django.db import models

from drehscheibe.capabilities.founding.models.project import Project

__all__ = ["StartedChecklist"]


class StartedChecklist(models.Model):
    """A copy of a checklist of the library that was begun from a station.

    The copy belongs to the organisation of whoever began it; the library says who may see it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="checklists")
    station = models.CharField(max_length=4)
    slug = models.SlugField(max_length=80)
    copy_uuid = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["project", "station", "slug"], name="founding_checklist_once_at_station"
            ),
        )

    def __str__(self) -> str:
        return f"{self.station} {self.slug}"
