"""What a person chooses about their e-mails; it also holds for what was collected before."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.kinds import get_kind
from drehscheibe.core.notify.models import (
    DEFAULT_HOUR,
    Digest,
    DigestSetting,
    Notification,
    Preference,
)
from drehscheibe.core.notify.planning import days_taken, lock_waiting, next_due
from drehscheibe.core.notify.queries import urgency_of
from drehscheibe.core.notify.unsubscribing import Unsubscription

__all__ = ["choose", "choose_rhythm", "choose_urgency", "resume", "stop"]


@transaction.atomic
def choose(
    person_id: int, *, rhythm: Rhythm, hour: int, urgencies: Iterable[tuple[str, Urgency]]
) -> None:
    """Keep all that was chosen on the settings page."""
    choose_rhythm(person_id, rhythm, hour)
    for kind, urgency in urgencies:
        choose_urgency(person_id, kind, urgency)


@transaction.atomic
def choose_urgency(person_id: int, kind: str, urgency: Urgency) -> None:
    """Keep how soon a kind shall reach the person; the kind's default leaves no row.

    What waits for the summary leaves it when the kind shall come on the hub only.

    Raises
    ------
    ValueError
        For a kind that is essential.
    """
    notification_kind = get_kind(kind)
    if notification_kind.is_essential:
        raise ValueError(f"{kind} is essential")
    if urgency == notification_kind.urgency:
        Preference.objects.filter(person_id=person_id, kind=kind).delete()
    else:
        Preference.objects.update_or_create(
            person_id=person_id, kind=kind, defaults={"urgency": urgency}
        )
    waiting = lock_waiting([person_id]).get(person_id)
    if urgency == Urgency.APP and waiting:
        Notification.objects.filter(digest_id=waiting, kind=kind).update(digest=None)


@transaction.atomic
def choose_rhythm(person_id: int, rhythm: Rhythm, hour: int = DEFAULT_HOUR) -> None:
    """Keep when the person wants the summary; what waits for one follows.

    Parameters
    ----------
    hour : int
        0 to 23, in the time zone of the hub.
    """
    if (rhythm, hour) == (Rhythm.DAILY, DEFAULT_HOUR):
        DigestSetting.objects.filter(person_id=person_id).delete()
    else:
        DigestSetting.objects.update_or_create(
            person_id=person_id, defaults={"rhythm": rhythm, "hour": hour}
        )
    waiting = lock_waiting([person_id]).get(person_id)
    if waiting is None:
        return
    if rhythm == Rhythm.NEVER:
        Digest.objects.filter(pk=waiting).delete()
        return
    now = timezone.now()
    if rhythm == Rhythm.AT_ONCE:
        Digest.objects.filter(pk=waiting).update(due_at=now)
        return
    taken = days_taken([person_id], now).get(person_id, ())
    due = next_due(DigestSetting(rhythm=rhythm, hour=hour), now, taken)
    Digest.objects.filter(pk=waiting).update(due_at=due, day=timezone.localdate(due))


def stop(about: Unsubscription) -> str:
    """Switch off what an address is about; return the choice before, with which it can be undone."""
    if about.kind is None:
        setting = DigestSetting.objects.filter(person_id=about.person_id).first()
        before = setting or DigestSetting(person_id=about.person_id)
        choose_rhythm(about.person_id, Rhythm.NEVER, before.hour)
        return str(before.rhythm)
    urgency = urgency_of(about.person_id, about.kind)
    choose_urgency(about.person_id, about.kind.name, Urgency.APP)
    return str(urgency)


def resume(about: Unsubscription, before: str) -> None:
    """Undo :func:`stop`; what is not a choice, or was none before, becomes the default."""
    if about.kind is None:
        setting = DigestSetting.objects.filter(person_id=about.person_id).first()
        rhythms = [Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY]
        rhythm = Rhythm(before) if before in rhythms else Rhythm.DAILY
        choose_rhythm(about.person_id, rhythm, setting.hour if setting else DEFAULT_HOUR)
        return
    by_email = [Urgency.AT_ONCE, Urgency.DIGEST]
    wanted = (before, about.kind.urgency, Urgency.DIGEST)
    urgency = next(each for each in wanted if each in by_email)
    choose_urgency(about.person_id, about.kind.name, Urgency(urgency))
