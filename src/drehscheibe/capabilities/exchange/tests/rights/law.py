"""Who may see what in this room, as a lawyer would check it: plain tables, nothing taken from the code.

People are columns, things are rows. A thing is known by its state, by the circle that its authors chose,
and by whether it was ever handed over, because from then on the circle counts. Times are people here:
somebody whose mandate has ended, has run out or has not begun is a column of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PUBLIC: Final = "public"  # no log-in

#: Logged in, and nothing more: whatever they once were, will be, or do for the pages of the hub.
NO_HAT: Final = {
    "person": "has an account and no mandate",
    "page editor": "writes pages and news of the hub, acts for nobody",
    "operator": "runs the machine and may do everything in the editors' house, acts for nobody",
    "for themselves": "a coordinator of the authors who chose to act for themselves now",
    "former author": "coordinated the authors until the mandate was ended",
    "expired author": "coordinated the authors until the mandate ran out yesterday",
    "future author": "will coordinate the authors from tomorrow on",
    "unconfirmed author": "asked the authors for a mandate that nobody has confirmed",
    "former office": "worked in the service office",
    "future office": "will work in the service office from tomorrow on",
    "expired desk": "worked at the desk until the mandate ran out yesterday",
}

AUTHORS: Final = {
    "author": "coordinates the organisation that raises it",
    "second author": "coordinates it too",
    "authors' editor": "may write for it, not commit it",
    "authors' staff": "belongs to it, may neither write nor commit",
}
OFFICE: Final = {
    "office": "coordinates the service office",
    "office staff": "works in the service office; checks and hands over, asks initiatives nothing",
}
#: Everybody to whom something was handed, also whoever has passed it on since.
DESKS: Final = {
    "desk": "coordinates the desk that has it, or had it last",
    "desk staff": "works at that desk; answers concerns, asks initiatives nothing",
    "first desk": "coordinates the desk that had it before",
}
OTHERS: Final = {
    "supporter": "coordinates an initiative that joined it",
    "member": "coordinates an initiative that has nothing to do with it",
    "member staff": "belongs to that initiative, may neither write nor commit",
    "other desk": "coordinates a desk that never had it",
}

NOBODY: Final[frozenset[str]] = frozenset()
OWN = frozenset(AUTHORS)
HUB = frozenset(OFFICE)
ASKED = frozenset(DESKS)
HANDLING = OWN | HUB | ASKED
NETWORK = HANDLING | frozenset(OTHERS)
KNOWN = NETWORK | frozenset(NO_HAT)
EVERYBODY = KNOWN | {PUBLIC}

Audience = frozenset[str]
Circles = Mapping[str, Audience]


def whatever_the_circle(who: Audience) -> Circles:
    return {"private": who, "network": who, "public": who}


OPENED: Final[Circles] = {"private": HANDLING, "network": NETWORK, "public": EVERYBODY}

BEFORE, AFTER = "before", "after"

#: Concerns: (state, before or after the first hand-over) → circle → who may read it.
CONCERNS: Final[Mapping[tuple[str, str], Circles]] = {
    ("draft", BEFORE): whatever_the_circle(OWN),
    ("awaiting_second_key", BEFORE): whatever_the_circle(OWN),
    ("submitted", BEFORE): whatever_the_circle(OWN | HUB),
    ("needs_clarification", BEFORE): whatever_the_circle(OWN | HUB),
    ("bundled", BEFORE): whatever_the_circle(OWN | HUB),
    ("rejected", BEFORE): whatever_the_circle(OWN | HUB),
    ("withdrawn", BEFORE): whatever_the_circle(OWN | HUB),
    # It goes on as part of one that lies with the desk: the desk reads it along with that one.
    ("merged", BEFORE): whatever_the_circle(OWN | HUB | {"desk", "desk staff"}),
    # Once it has been handed over it stays open to its circle, whatever becomes of it.
    ("submitted", AFTER): OPENED,
    ("needs_clarification", AFTER): OPENED,
    ("bundled", AFTER): OPENED,
    ("rejected", AFTER): OPENED,
    ("withdrawn", AFTER): OPENED,
    ("merged", AFTER): OPENED,
    ("handed_over", AFTER): OPENED,
    ("in_review", AFTER): OPENED,
    ("asked_back", AFTER): OPENED,
    ("answered", AFTER): OPENED,
    ("promised", AFTER): OPENED,
    ("in_effect", AFTER): OPENED,
    ("closed", AFTER): OPENED,
    # Found in public sources: nobody raised it here, everybody may read it.
    ("recorded", BEFORE): {"public": EVERYBODY},
}

#: Dossiers: the office writes; from the hand-over on the circle counts, and whoever took part reads it.
DOSSIERS: Final[Mapping[tuple[str, str], Circles]] = {
    ("in_preparation", BEFORE): whatever_the_circle(HUB),
    ("withdrawn", BEFORE): whatever_the_circle(HUB),
    ("handed_over", AFTER): {**OPENED, "private": OWN | HUB | {"supporter", "desk", "desk staff"}},
    ("answered", AFTER): {**OPENED, "private": OWN | HUB | {"supporter", "desk", "desk staff"}},
    ("closed", AFTER): {**OPENED, "private": OWN | HUB | {"supporter", "desk", "desk staff"}},
}

#: Impulses: the desk that asks and the office prepare it; once it is published, everybody reads it.
IMPULSES: Final[Mapping[str, Audience]] = {
    "draft": HUB | {"desk", "desk staff"},
    "published": EVERYBODY,
    "in_evaluation": EVERYBODY,
    "closed": EVERYBODY,
    "withdrawn": EVERYBODY,
}

#: Measures are always public.
MEASURES: Final[Mapping[str, Audience]] = {
    "planned": EVERYBODY,
    "running": EVERYBODY,
    "paused": EVERYBODY,
    "done": EVERYBODY,
    "dropped": EVERYBODY,
}

#: Who asked with an account reads their own question wherever it is; here it is "person".
ASKER: Final = "person"

#: Questions: (state, whether asker and initiative both want it public) → who may read it.
QUESTIONS: Final[Mapping[tuple[str, bool], Audience]] = {
    ("", False): NOBODY,  # its address was never confirmed
    ("asked", False): OWN | HUB | {ASKER},
    ("awaiting_second_key", False): OWN | HUB | {ASKER},
    ("with_office", False): OWN | HUB | {ASKER},
    ("answered", False): OWN | HUB | {ASKER},
    ("answered", True): EVERYBODY,
    ("closed", False): OWN | HUB | {ASKER},
    ("closed", True): EVERYBODY,
    ("handed_on", False): OWN | HUB | {ASKER},
    ("declined", False): OWN | HUB | {ASKER},
    ("withdrawn", False): OWN | HUB | {ASKER},
}
