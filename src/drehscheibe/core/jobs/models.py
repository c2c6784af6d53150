from __future__ import annotations

from django.db import models


class PeriodicJob(models.Model):
    """When a registered job runs next; the row is the lock that lets one worker take it."""

    name = models.CharField(max_length=80, unique=True)
    next_run_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)
    last_finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.next_run_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """Last sign of life of each worker, for the health page."""

    worker = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} {self.seen_at:%Y-%m-%d %H:%M:%S}"
