"""What may help somebody who describes a situation: cases, initiatives, people, tools, answers.

Nothing of the situation is written anywhere; see the README.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from drehscheibe.capabilities.advisory import api as advisory
from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.experience.queries.contacts import Asked, asked_of_many
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import MandateRole
from drehscheibe.core.places.names import list_adjoining, list_kreise, names_of_laender
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.text.vocabulary import label
from drehscheibe.ui.formats import enumeration

__all__ = ["CaseHit", "InitiativeHit", "Section", "Similar", "Situation", "find_similar"]

MOST_CASES, MOST_INITIATIVES, MOST_ITEMS = 5, 6, 4
#: Steps across borders within which somebody still counts as near.
FARTHEST = 2
#: From so many years on rules and funding have probably changed.
OLD_YEARS = 8
#: Different everyday words that a hit must share with the situation.
_FEWEST_WORDS = 2
#: How a word of the field must be met to be enough alone: not by another word that means it.
_ITSELF = frozenset({search.How.SAME, search.How.INFLECTION, search.How.PART, search.How.SPELLING})
#: Topics on which the Länder make the law.
_LAND_LAW = frozenset({Topic.SKILLS, Topic.PERMITTING, Topic.SITES_INFRASTRUCTURE})
#: What a chosen topic and the same Land are worth beside the words, whose best hit is worth 1.
_TOPIC, _LAND = 0.35, 0.15
#: An initiative founded so many years ago is past its beginning.
_SETTLED_YEARS = 3


@dataclass(frozen=True, slots=True)
class Situation:
    """What somebody describes; topic and region may be missing."""

    text: str
    topic: str = ""
    region: advisory.Region | None = None
    #: Words of the text that are words of the field.
    telling: frozenset[str] = frozenset()

    @property
    def land(self) -> str:
        return self.region.land if self.region else ""

    @property
    def kreis(self) -> str:
        return self.region.kreis if self.region else ""


@dataclass(frozen=True, slots=True)
class CaseHit:
    """A practice case with the reasons for and against it.

    Attributes
    ----------
    chips : tuple of str
        Why it stands here: words, topic, region.
    limits : tuple of str
        Why it may not be transferable, found in data; what the case itself says stands in ``case``.
    asked : Asked or None
        Whom one can ask; None if the initiative is not in the directory.
    """

    case: library.PracticeCaseView
    chips: tuple[str, ...]
    limits: tuple[str, ...]
    asked: Asked | None
    ask_url: str


@dataclass(frozen=True, slots=True)
class InitiativeHit:
    """An initiative that works on the same; ``people`` say who acts for it, by name only if public."""

    name: str
    url: str
    chips: tuple[str, ...]
    people: tuple[str, ...]
    asked: Asked
    ask_url: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something else that may help."""

    kind: str
    title: str
    summary: str
    path: str
    chips: tuple[str, ...]
    is_example: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one sort; empty sections are not made."""

    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Everything that was found for a situation."""

    cases: tuple[CaseHit, ...] = ()
    initiatives: tuple[InitiativeHit, ...] = ()
    sections: tuple[Section, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not (self.cases or self.initiatives or self.sections)


def find_similar(actor: Actor, situation: Situation) -> Similar:
    """Return what may help, each with its reasons; at most a dozen queries."""
    situation = replace(situation, telling=search.words_of_the_field(situation.text))
    return Similar(
        cases=_find_cases(actor, situation),
        initiatives=_find_initiatives(actor, situation),
        sections=tuple(_find_sections(actor, situation)),
    )


def _suggest(
    actor: Actor,
    situation: Situation,
    kinds: Iterable[str],
    limit: int,
    *,
    only_answered: bool = False,
) -> list[search.Suggestion]:
    """Return what the words find and what is more than a chance: see :func:`_is_telling`."""
    found = search.suggest(
        situation.text, kinds=kinds, actor=actor, limit=2 * limit, only_answered=only_answered
    )
    return [one for one in found if _is_telling(one, situation)][:limit]


def _is_telling(one: search.Suggestion, situation: Situation) -> bool:
    """Whether a word of the field was met, or two different words were.

    One everyday word in common ("night") says nothing about whether two situations are alike.
    """
    asked = {reason.asked for reason in one.why}
    met = {reason.asked for reason in one.why if reason.how in _ITSELF}
    return len(asked) >= _FEWEST_WORDS or bool(met & situation.telling)


def _find_cases(actor: Actor, situation: Situation) -> tuple[CaseHit, ...]:
    found = _suggest(actor, situation, ("practice_case",), 3 * MOST_CASES)
    best = max((one.score for one in found), default=1.0)
    words = {one.key: one for one in found}
    slugs = list(words)
    if situation.topic:
        same_topic = library.list_practice_cases(actor, topic=situation.topic, limit=60)
        slugs += [card.slug for card in same_topic if card.slug not in words]
    views = library.find_practice_cases(actor, slugs)
    ranked = sorted(
        (
            (_worth(view, situation, words[slug].score / best if slug in words else 0.0), slug)
            for slug, view in views.items()
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    chosen = [views[slug] for worth, slug in ranked[:MOST_CASES]]
    initiatives = {each.organisation_id: each for each in directory.list_active()}
    asked = asked_of_many(
        [
            initiatives[view.organisation_id]
            for view in chosen
            if view.organisation_id in initiatives
        ]
    )
    return tuple(
        CaseHit(
            case=view,
            chips=_case_chips(view, situation, words.get(view.card.slug)),
            limits=tuple(_limits(view, situation, actor, initiatives)),
            asked=(one := asked.get(view.organisation_id or 0)),
            ask_url=_ask_url(one.slug, view.card.slug) if one else "",
        )
        for view in chosen
    )


def _worth(view: library.PracticeCaseView, situation: Situation, words: float) -> float:
    worth = words
    if situation.topic and situation.topic in view.card.topics:
        worth += _TOPIC
    if situation.land and situation.land == view.card.land_code:
        worth += _LAND
    return worth


def _case_chips(
    view: library.PracticeCaseView, situation: Situation, found: search.Suggestion | None
) -> tuple[str, ...]:
    chips = [reason.label for reason in found.why] if found else []
    if situation.topic and situation.topic in view.card.topics:
        chips.append(_same_topic([situation.topic]))
    if situation.land and situation.land == view.card.land_code:
        chips.append(_same_land(situation.land))
    return tuple(chips)


def _same_topic(codes: Iterable[str]) -> str:
    return pgettext("experience", "same topic: %(topics)s") % {
        "topics": enumeration([label(Topic, code) for code in codes])
    }


def _same_land(code: str) -> str:
    return pgettext("experience", "same Land: %(land)s") % {"land": names_of_laender()[code]}


def _limits(
    view: library.PracticeCaseView,
    situation: Situation,
    actor: Actor,
    initiatives: dict[int, directory.ActiveInitiative],
) -> Iterable[str]:
    """Say what differs between a case and the situation, as far as data show it."""
    names, there = names_of_laender(), view.card.land_code
    if situation.land and there and there != situation.land and _LAND_LAW & set(view.card.topics):
        yield pgettext(
            "experience",
            "Other Land: schools, building and planning follow the law of %(there)s there, of %(here)s"
            " with you.",
        ) % {"there": names[there], "here": names[situation.land]}
    doer = initiatives.get(view.organisation_id or 0)
    if doer is not None and doer.is_wide and situation.kreis:
        yield pgettext(
            "experience",
            "Other size: carried by an initiative for a large area, you ask for one Kreis.",
        )
    year = timezone.localdate().year
    if view.card.year is not None and year - view.card.year >= OLD_YEARS:
        yield pgettext(
            "experience", "Some time ago (%(year)s): rules and funding may have changed."
        ) % {"year": view.card.year}
    own = initiatives.get(actor.organisation_id or 0)
    is_settled = (
        own is not None
        and own.founded_year is not None
        and year - own.founded_year >= _SETTLED_YEARS
    )
    if is_settled and view.card.phase == library.Phase.FOUND:
        yield pgettext(
            "experience",
            "Other phase: it is about a founding, your initiative has been at work for years.",
        )


def _find_initiatives(actor: Actor, situation: Situation) -> tuple[InitiativeHit, ...]:
    found = {one.key: one for one in _suggest(actor, situation, ("initiative",), 30)}
    best = max((one.score for one in found.values()), default=1.0)
    near = _steps(situation)
    rows = []
    for each in directory.list_active():
        if actor.acts_for(each.organisation_id):
            continue
        words = found.get(each.slug)
        shares = bool(situation.topic) and situation.topic in each.topics
        steps = min((near[key] for key in each.kreise if key in near), default=None)
        if words is None and not shares:
            continue
        if steps is None:
            steps = FARTHEST + (1 if situation.land in each.lands else 2)
        worth = (words.score / best if words else 0.0) + _TOPIC * shares
        rows.append((steps, -worth, each, words, shares))
    rows.sort(key=lambda row: (row[0] if near else 0, row[1], row[2].name))
    chosen = rows[:MOST_INITIATIVES]
    asked = asked_of_many([row[2] for row in chosen])
    people = _people([row[2] for row in chosen])
    return tuple(
        InitiativeHit(
            name=each.name,
            url=reverse("initiative_detail", args=[each.slug]),
            chips=tuple(_initiative_chips(words, steps, situation, shares=shares)),
            people=people.get(each.organisation_id, ()),
            asked=asked[each.organisation_id],
            ask_url=_ask_url(each.slug),
        )
        for steps, _worth, each, words, shares in chosen
    )


def _initiative_chips(
    words: search.Suggestion | None,
    steps: int,
    situation: Situation,
    *,
    shares: bool,
) -> Iterable[str]:
    if words:
        yield from (reason.label for reason in words.why)
    if shares:
        yield _same_topic([situation.topic])
    if situation.region is None:
        return
    if steps <= FARTHEST:
        yield (
            pgettext("experience", "works in your region"),
            pgettext("experience", "next door"),
            pgettext("experience", "two borders away"),
        )[steps]
    elif steps == FARTHEST + 1:
        yield _same_land(situation.land)


def _steps(situation: Situation) -> dict[str, int]:
    """Return how many borders lie between the region and each Kreis around; empty without region."""
    if situation.region is None:
        return {}
    if not situation.kreis:
        return {kreis.ags5: 0 for kreis in list_kreise() if kreis.land_code == situation.land}
    distances = {situation.kreis: 0}
    for steps in range(1, FARTHEST + 1):
        for key in list_adjoining(distances):
            distances.setdefault(key, steps)
    return distances


def _people(initiatives: Collection[directory.ActiveInitiative]) -> dict[int, tuple[str, ...]]:
    """Return who acts for verified initiatives: by name only where the profile names them."""
    names = {each.organisation_id: each.name for each in initiatives if each.is_verified}
    found: dict[int, list[str]] = {}
    for one in organisations.list_acting_people(names):
        role = label(MandateRole, one.role)
        if one.name:
            words = pgettext("experience", "%(person)s, %(role)s of %(initiative)s")
        else:
            words = pgettext("experience", "Somebody with a mandate of %(initiative)s: %(role)s")
        said = words % {"person": one.name, "role": role, "initiative": names[one.organisation_id]}
        kept = found.setdefault(one.organisation_id, [])
        if said not in kept:
            kept.append(said)
    return {pk: tuple(said[:2]) for pk, said in found.items()}


def _find_sections(actor: Actor, situation: Situation) -> Iterable[Section]:
    """Yield sections by the kinds that the search of this hub knows: a new kind needs no change here."""
    there = search.list_kinds(actor, (get_language() or "de")[:2])
    wanted = (
        (
            "library",
            pgettext("experience", "Tools of the library"),
            ("checklist", "format", "webinar", "guideline", "page"),
            False,
        ),
        (
            "answers",
            pgettext("experience", "Concerns that got an answer"),
            ("signal", "question"),
            True,
        ),
        ("events", pgettext("experience", "Events to come"), ("event",), False),
    )
    for key, title, kinds, only_answered in wanted:
        known = [kind for kind in kinds if kind in there]
        if not known:
            continue
        found = _suggest(actor, situation, known, MOST_ITEMS, only_answered=only_answered)
        items = tuple(
            Item(
                one.kind,
                one.title,
                one.summary,
                one.path,
                tuple(reason.label for reason in one.why),
                one.is_example,
            )
            for one in found
        )
        if items:
            yield Section(key, title, items)


def _ask_url(slug: str, case_slug: str = "") -> str:
    address = reverse("contact_ask", args=[slug])
    return f"{address}?case={case_slug}" if case_slug else address
