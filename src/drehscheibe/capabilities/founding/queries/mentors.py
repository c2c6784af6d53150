"""Who could accompany a founding: initiatives near by, with reasons and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, pgettext

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.founding.choices.project import MentorshipState
from drehscheibe.capabilities.founding.models import Mentorship
from drehscheibe.capabilities.founding.rules import MOST_MENTORSHIPS
from drehscheibe.core.places.names import list_adjoining, list_kreise
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import labels
from drehscheibe.ui.formats import enumeration

__all__ = ["Mentor", "find_mentors", "is_free"]

#: Steps across borders within which somebody still counts as near.
FARTHEST = 2
_NEARNESS = {0: 4, 1: 3, 2: 1}


@dataclass(frozen=True, slots=True)
class Mentor:
    """An initiative that could be asked, why, and what stands against it.

    Attributes
    ----------
    reasons : tuple of str
        Short words, the weightiest first.
    limit : str
        Why it cannot be asked on the hub at present; empty if it can.
    """

    organisation_id: int
    slug: str
    name: str
    url: str
    reasons: tuple[str, ...]
    limit: str
    is_example: bool
    weight: int

    @property
    def can_be_asked(self) -> bool:
        return not self.limit


def find_mentors(
    kreise: Collection[str],
    topics: Collection[str] = (),
    *,
    for_example: bool = False,
    most: int = 6,
) -> list[Mentor]:
    """Return who could accompany a founding in these Kreise, the fittest first; one query.

    Only initiatives within two borders, or with the same topics and an offer to be a mentor. An
    example asks examples, so that nobody real is written to for nothing.
    """
    near = _distances(kreise)
    busy = _count_running()
    found = []
    for initiative in directory.list_active():
        if initiative.is_wide or initiative.is_example != for_example:
            continue
        steps = min((near[key] for key in initiative.kreise if key in near), default=None)
        shared = initiative.topics & set(topics)
        offers = "mentoring" in initiative.offers
        if steps is None and not (offers and shared):
            continue
        weight = _NEARNESS.get(steps if steps is not None else 9, 0) + min(len(shared), 3)
        weight += 2 * offers + initiative.is_verified
        found.append(
            Mentor(
                organisation_id=initiative.organisation_id,
                slug=initiative.slug,
                name=initiative.name,
                url=reverse("initiative_detail", args=[initiative.slug]),
                reasons=tuple(_reasons(initiative, steps, shared, near, offers=offers)),
                limit=_limit(initiative, busy[initiative.organisation_id]),
                is_example=initiative.is_example,
                weight=weight,
            )
        )
    found.sort(key=lambda mentor: (-mentor.can_be_asked, -mentor.weight, mentor.name))
    return found[:most]


def is_free(organisation_id: int) -> bool:
    """Whether an initiative accompanies fewer foundings than it may."""
    return _count_running()[organisation_id] < MOST_MENTORSHIPS


def _count_running() -> Counter[int]:
    rows = Mentorship.objects.filter(state=MentorshipState.ACCEPTED)
    return Counter(rows.values_list("organisation_id", flat=True))


def _distances(kreise: Collection[str]) -> dict[str, int]:
    """Return how many borders lie between these Kreise and those around."""
    distances = dict.fromkeys(kreise, 0)
    for steps in range(1, FARTHEST + 1):
        for key in list_adjoining(distances):
            distances.setdefault(key, steps)
    return distances


def _reasons(
    initiative: directory.ActiveInitiative,
    steps: int | None,
    shared: Collection[str],
    near: dict[str, int],
    *,
    offers: bool,
) -> list[str]:
    reasons = []
    if steps == 0:
        reasons.append(pgettext("founding", "works in your Kreis already"))
    elif steps is not None:
        names = {kreis.ags5: kreis.label for kreis in list_kreise()}
        where = sorted(names[key] for key in initiative.kreise if near.get(key) == steps)[:2]
        words = (
            pgettext("founding", "next door: %(where)s")
            if steps == 1
            else pgettext("founding", "two borders away: %(where)s")
        )
        reasons.append(words % {"where": enumeration(where)})
    if shared:
        names_of = labels(Topic)
        reasons.append(
            pgettext("founding", "same topics: %(topics)s")
            % {"topics": enumeration(sorted(names_of[code] for code in shared)[:3])}
        )
    if offers:
        reasons.append(pgettext("founding", "offers to be a mentor"))
    if initiative.founded_year is not None:
        years = timezone.localdate().year - initiative.founded_year
        if years >= 2:
            reasons.append(
                ngettext("%(n)s year of experience", "%(n)s years of experience", years)
                % {"n": years}
            )
    return reasons


def _limit(initiative: directory.ActiveInitiative, running: int) -> str:
    if not initiative.is_verified:
        return pgettext(
            "founding", "Nobody looks after its entry here yet. Ask it directly, by its website."
        )
    if running >= MOST_MENTORSHIPS:
        return ngettext(
            "It accompanies %(n)s founding already and takes no more.",
            "It accompanies %(n)s foundings already and takes no more.",
            running,
        ) % {"n": running}
    return ""
