from __future__ import annotations

from django.db import models


class TallyKind(models.TextChoices):
    WAITING = "waiting"
    ANSWERED = "answered"


class StayTally(models.Model):
    """What the page of answer times adds up: public stays by desk and day.

    An account book: whatever changes adds a row that takes back what was counted and one that counts
    anew. So nobody waits for anybody else's row; once a day the rows of the same desk and day become one.
    Written by ``services.answer_times`` alone.
    """

    desk = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=TallyKind)
    day = models.DateField()  # handed over, or answered
    due_on = models.DateField(null=True)  # of what waits
    number = models.IntegerField()
    in_time = models.IntegerField(default=0)  # how many of the answers came by their date
    took_s = models.BigIntegerField(default=0)  # what these answers took in all

    class Meta:
        indexes = (
            # All that the page asks for: it reads this index and no row.
            models.Index(
                fields=("kind", "desk", "day", "due_on", "number", "in_time", "took_s"),
                name="stay_tallies_by_desk",
            ),
        )

    def __str__(self) -> str:
        return f"{self.desk_id} {self.kind} {self.day}: {self.number:+}"
