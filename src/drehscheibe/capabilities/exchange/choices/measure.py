"""The closed vocabulary of measures. Codes are lasting: they stand in URLs and exports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class MeasureState(models.TextChoices):
    """Where a measure stands; who has to act is declared in ``measure_machine.py``."""

    PLANNED = "planned", pgettext_lazy("measure", "Planned")
    RUNNING = "running", pgettext_lazy("measure", "Running")
    PAUSED = "paused", pgettext_lazy("measure", "Paused")
    DONE = "done", pgettext_lazy("measure", "Done")
    DROPPED = "dropped", pgettext_lazy("measure", "Given up")


#: States that owe a reason.
REASONED_STATES = frozenset({MeasureState.PAUSED, MeasureState.DROPPED})
