"""Every address of the room, asked by everybody: who is let in, what they meet, what it gives away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.urls import reverse
from ninja import Router

from drehscheibe.capabilities.exchange.http_api import dossier as dossier_api
from drehscheibe.capabilities.exchange.http_api import impulse as impulse_api
from drehscheibe.capabilities.exchange.http_api import signal as signal_api
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.addresses import (
    ACTING,
    OUTSIDE,
    PAGES,
    PLACES,
    PROGRAMS,
    Place,
)
from drehscheibe.capabilities.exchange.tests.rights.asking import (
    address_of,
    ask,
    ask_all_pages,
    given_away,
)
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.capabilities.exchange.urls import urlpatterns

pytestmark = pytest.mark.django_db

EVERYBODY = sorted(law.EVERYBODY)
#: One of each sort; some of them, others each time, ask for every single thing.
ONE_OF_EACH = [
    law.PUBLIC,
    "person",
    "expired author",
    "authors' staff",
    "office",
    "desk",
    "first desk",
    "other desk",
]
#: The lines of the law for which every way is asked by everybody in each run; in all others by somebody
#: who is let in and somebody who is not, and by everybody in the slow run.
ASKED_BY_ALL = {
    ("concern", "draft", law.BEFORE, "public"),
    ("concern", "submitted", law.BEFORE, "public"),
    ("concern", "merged", law.BEFORE, "private"),
    ("concern", "handed_over", law.AFTER, "private"),
    ("concern", "answered", law.AFTER, "network"),
    ("concern", "rejected", law.AFTER, "public"),
    ("dossier", "in_preparation", law.BEFORE, "public"),
    ("dossier", "handed_over", law.AFTER, "private"),
    ("dossier", "handed_over", law.AFTER, "network"),
    ("impulse", "draft", law.BEFORE, ""),
    ("impulse", "closed", law.BEFORE, ""),
    ("measure", "paused", law.BEFORE, ""),
    ("question", "", law.BEFORE, ""),
    ("question", "asked", law.BEFORE, ""),
    ("question", "answered", law.BEFORE, ""),
}
#: The way by which every single concern is asked for.
FOR_EACH = {"signal_detail"}
#: Files of which it could be overlooked that nothing in them was read.
SAYS_ITS_WORD = {"dossier_pdf"}
#: Whoever has the address is told of this one thing.
BY_KEY = {"question_status", "question_confirm"}


def test_every_address_has_a_line() -> None:
    named = {way.partition(" ")[0] for way in (*PLACES, *PAGES)} | ACTING
    known = {pattern.name for pattern in urlpatterns}

    assert known - named == set()
    assert named - known - {"file_content", "moderation_report"} == set()


def test_every_path_for_programs_has_a_line() -> None:
    routers: Iterable[Router] = (signal_api.router, dossier_api.router, impulse_api.router)

    assert {path for router in routers for path in router.path_operations} == set(PROGRAMS)


@pytest.mark.parametrize("way", [*PLACES, *OUTSIDE])
def test_place_lets_in_and_shows_as_the_law_says(world: World, way: str) -> None:
    place = {**PLACES, **OUTSIDE}[way]
    address = reverse(way.partition(" ")[0], args=place.arguments)
    address = f"{address}?{place.query}" if place.query else address
    entered, leaks = set(), []
    for name in EVERYBODY:
        said = ask_all_pages(world, name, address)
        entered |= {name} if said[0].is_let_in else set()
        # Letters stay with whom they were sent to, under whichever hat they are read.
        if not (way == "notification_list" and name in law.NO_HAT):
            leaks += [each for one in said for each in given_away(world, name, address, one)]
        words = frozenset().union(*(one.words for one in said))
        numbers = frozenset().union(*(one.numbers for one in said))
        assert shown(world, place, words, numbers) == meant(world, place, name), name

    assert leaks == []
    assert entered == place.entered_by


def shown(
    world: World, place: Place, words: frozenset[str], numbers: frozenset[str]
) -> dict[str, set[str]]:
    """Return what of the kinds that a place is for was shown."""
    return {
        kind: {str(t) for t in world.things if t.kind == kind and _is_in(t, words, numbers)}
        for kind in place.meets
    }


def _is_in(thing: Thing, words: frozenset[str], numbers: frozenset[str]) -> bool:
    return thing.word in words or (bool(thing.public_id) and thing.public_id in numbers)


def meant(world: World, place: Place, name: str) -> dict[str, set[str]]:
    """Return what the law shows somebody there."""
    return {
        kind: {str(t) for t in world.things if t.kind == kind and name in rule(t)}
        for kind, rule in place.meets.items()
    }


@pytest.mark.parametrize("way", PAGES)
def test_page_lets_in_whom_the_law_names(world: World, way: str) -> None:
    faults: list[str] = []
    for number, thing in enumerate(of_way(world, way)):
        if line_of(thing) in ASKED_BY_ALL:
            names = EVERYBODY
        else:
            names = _two_of(PAGES[way][1](thing), number)
            names += _some_of_each(number) if way in FOR_EACH else []
        faults += faults_of(world, way, thing, names)

    assert faults == []


def _two_of(let_in: law.Audience, number: int) -> list[str]:
    """Return one whom the law lets in and one whom it does not, others for each thing."""
    inside, outside = sorted(let_in), sorted(law.EVERYBODY - let_in)
    return [names[number % len(names)] for names in (inside, outside) if names]


def _some_of_each(number: int) -> list[str]:
    """Return every third sort of people, beginning with another one for each thing."""
    return ONE_OF_EACH[number % 3 :: 3]


@pytest.mark.slow
@pytest.mark.parametrize("way", PAGES)
def test_page_lets_in_whom_the_law_names_in_every_line(world: World, way: str) -> None:
    faults = [
        fault for thing in of_way(world, way) for fault in faults_of(world, way, thing, EVERYBODY)
    ]

    assert faults == []


def of_way(world: World, way: str) -> list[Thing]:
    """Return the things of the law to which a way leads."""
    kind, _rule = PAGES[way]
    return [thing for thing in world.lines if thing.kind == kind]


def line_of(thing: Thing) -> tuple[str, str, str, str]:
    return (thing.kind, thing.state, thing.stage, thing.circle)


def faults_of(world: World, way: str, thing: Thing, names: Iterable[str]) -> Iterator[str]:
    """Ask for a thing on one of its ways; yield who is let in wrongly, and what is given away."""
    _kind, rule = PAGES[way]
    address = address_of(way, thing)
    if not address:
        return
    told = thing if way in BY_KEY else None
    for name in names:
        said = ask(world, name, address)
        yield from given_away(world, name, address, said, told=told)
        if said.is_let_in != (name in rule(thing)):
            yield f"{way} of {thing}: {name} {'is' if said.is_let_in else 'is not'} let in"
        if way in SAYS_ITS_WORD and said.is_let_in and thing.word not in said.words:
            yield f"{way} of {thing} does not say its title to {name}"


@pytest.mark.parametrize("path", PROGRAMS)
def test_programs_get_what_everybody_may_read(world: World, path: str) -> None:
    ((kind, rule),) = PROGRAMS[path].items()
    things = [thing for thing in world.things if thing.kind == kind]
    expected = {str(thing) for thing in things if rule(thing)}
    for name in (law.PUBLIC, "office"):
        if path.endswith("}"):
            answers = {
                str(thing): ask(world, name, f"/api/v1{path.format(public_id=thing.public_id)}")
                for thing in things
                if thing.public_id
            }
            got = {thing for thing, said in answers.items() if said.is_let_in}
        else:
            said = ask(world, name, f"/api/v1{path}?limit=200")
            assert list(given_away(world, law.PUBLIC, path, said)) == []
            got = {str(thing) for thing in things if thing.word in said.words}
        assert got == expected, name


def test_chain_of_what_everything_builds_on_names_nothing_hidden(world: World) -> None:
    address = reverse("signal_chain", args=[world.origin.public_id]) + "?became=1"
    leaks = [
        leak
        for name in EVERYBODY
        for said in ask_all_pages(world, name, address)
        for leak in given_away(world, name, address, said)
    ]

    assert leaks == []
