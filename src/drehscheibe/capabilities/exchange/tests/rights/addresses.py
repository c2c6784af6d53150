"""The second half of the law: every address of the room, who is let in there, and what they meet.

``PLACES`` show many things or none, ``PAGES`` show one, ``ACTING`` do something and show nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing
from drehscheibe.capabilities.exchange.tests.rights.law import (
    ASKED,
    AUTHORS,
    EVERYBODY,
    HUB,
    KNOWN,
    NETWORK,
    NOBODY,
    OWN,
    Audience,
)

__all__ = ["ACTING", "OUTSIDE", "PAGES", "PLACES", "PROGRAMS", "Place"]

Rule = Callable[[Thing], Audience]

AUTHORS_WHO_WRITE = frozenset(AUTHORS) - {"authors' staff"}
AUTHORS_WHO_COMMIT = frozenset({"author", "second author"})
OF_INITIATIVES = OWN | {"supporter", "member", "member staff"}
AT_DESKS = ASKED | {"other desk"}
DESKS_THAT_WRITE = AT_DESKS - {"desk staff"}
#: Who asks initiatives something by an impulse.
SENDERS = DESKS_THAT_WRITE | {"office"}
COMMITTING = AUTHORS_WHO_COMMIT | DESKS_THAT_WRITE | {"supporter", "member", "office"}


# What somebody meets ------------------------------------------------------------------------------


def readers(thing: Thing) -> Audience:
    return thing.readers


def found(thing: Thing) -> Audience:
    """In lists and in the search: what is open to a circle, for that circle."""
    if thing.kind == "dossier":
        return thing.readers if thing.is_opened else NOBODY
    if thing.kind == "concern":
        circles = {"private": NOBODY, "network": NETWORK, "public": EVERYBODY}
        return circles[thing.circle] if thing.is_opened else NOBODY
    return EVERYBODY if thing.readers == EVERYBODY else NOBODY


def findable(thing: Thing) -> Audience:
    """In the search: the same, but a dossier for few is not found by words."""
    return NOBODY if thing.kind == "dossier" and thing.circle == "private" else found(thing)


def for_everybody(thing: Thing) -> Audience:
    """In files, feeds and interfaces: what everybody may read, for everybody alike."""
    return EVERYBODY if found(thing) == EVERYBODY else NOBODY


def own_sent(thing: Thing) -> Audience:
    return NOBODY if thing.state == "recorded" else OWN


def was_sent(thing: Thing) -> Audience:
    return NOBODY if thing.state in ("draft", "awaiting_second_key", "") else HUB


def nothing(_thing: Thing) -> Audience:
    return NOBODY


@dataclass(frozen=True, slots=True)
class Place:
    """A page with many things.

    Attributes
    ----------
    entered_by : frozenset of str
        Who is let in.
    meets : mapping
        Kind of thing → who meets it there. What is not named is met by nobody but its readers.
    query : str
        With which it is asked, so that it shows all it has.
    """

    entered_by: Audience
    meets: Mapping[str, Rule] = field(default_factory=dict)
    query: str = ""
    arguments: tuple[str, ...] = ()


#: What else names things of this room: by name of the address.
OUTSIDE: Final[Mapping[str, Place]] = {
    "search": Place(
        EVERYBODY,
        {
            "concern": found,
            "dossier": findable,
            "impulse": found,
            "measure": found,
            "question": found,
        },
        "q=Musterhafen",
    ),
    "home": Place(EVERYBODY),
    "region_land": Place(EVERYBODY, arguments=("NW",)),
    "initiative_detail": Place(EVERYBODY, arguments=("nord",)),
    "embed_list": Place(EVERYBODY),
    "workspace": Place(KNOWN),
    "notification_list": Place(KNOWN),
    "sitemap_section concerns": Place(
        EVERYBODY, {"concern": for_everybody}, arguments=("concerns",)
    ),
    "sitemap_section dossiers": Place(
        EVERYBODY, {"dossier": for_everybody}, arguments=("dossiers",)
    ),
    "sitemap_section impulses": Place(
        EVERYBODY, {"impulse": for_everybody}, arguments=("impulses",)
    ),
    "sitemap_section measures": Place(
        EVERYBODY, {"measure": for_everybody}, arguments=("measures",)
    ),
    "sitemap_section questions": Place(
        EVERYBODY, {"question": for_everybody}, arguments=("questions",)
    ),
}

#: The interface for programs, by path.
PROGRAMS: Final[Mapping[str, Mapping[str, Rule]]] = {
    "/signals": {"concern": for_everybody},
    "/impulses": {"impulse": for_everybody},
    "/measures": {"measure": for_everybody},
    "/dossiers": {"dossier": for_everybody},
    "/dossiers/{public_id}": {"dossier": for_everybody},
    "/signals/{public_id}": {"concern": for_everybody},
    "/impulses/{public_id}": {"impulse": for_everybody},
    "/measures/{public_id}": {"measure": for_everybody},
}

PLACES: Final[Mapping[str, Place]] = {
    "signal_list": Place(EVERYBODY, {"concern": found}),
    "signal_csv": Place(EVERYBODY, {"concern": for_everybody}),
    "signal_json": Place(EVERYBODY, {"concern": for_everybody}),
    "signal_feed": Place(EVERYBODY, {"concern": for_everybody}),
    "signal_ageing": Place(EVERYBODY),
    "signal_new": Place(EVERYBODY),
    "signal_own_list": Place(OF_INITIATIVES, {"concern": own_sent}),
    "signal_office_list": Place(HUB, {"concern": was_sent}, "view=all"),
    "signal_desk_list": Place(AT_DESKS),
    "signal_answer_many": Place(AT_DESKS, query="topic=permitting"),
    "answer_template_list": Place(AT_DESKS),
    "dossier_list": Place(EVERYBODY, {"dossier": found}),
    "dossier_feed": Place(EVERYBODY, {"dossier": for_everybody}),
    "dossier_office_list": Place(HUB, {"dossier": lambda _thing: HUB}),
    "question_list": Place(EVERYBODY, {"question": for_everybody}),
    "question_ask": Place(EVERYBODY, arguments=("nord",)),
    "question_sent": Place(EVERYBODY, arguments=("nord",)),
    "question_work_list": Place(
        OF_INITIATIVES | HUB,
        {"question": lambda thing: thing.readers & (OWN | HUB)},
        "view=all",
    ),
    "impulse_list": Place(EVERYBODY, {"impulse": for_everybody}),
    "impulse_csv": Place(EVERYBODY, {"impulse": for_everybody}),
    "impulse_json": Place(EVERYBODY, {"impulse": for_everybody}),
    "impulse_feed": Place(EVERYBODY, {"impulse": for_everybody}),
    "impulse_inbox": Place(OF_INITIATIVES),
    "impulse_work_list": Place(SENDERS, {"impulse": lambda _thing: frozenset({"desk", "office"})}),
    "impulse_new": Place(SENDERS),
    "measure_list": Place(EVERYBODY, {"measure": for_everybody}),
    "measure_csv": Place(EVERYBODY, {"measure": for_everybody}),
    "measure_json": Place(EVERYBODY, {"measure": for_everybody}),
    "measure_feed": Place(EVERYBODY, {"measure": for_everybody}),
    "measure_work_list": Place(NETWORK, {"measure": lambda _thing: OWN | HUB}),
    "measure_new": Place(COMMITTING),
}


# Pages of one thing -----------------------------------------------------------------------------


def with_account(thing: Thing) -> Audience:
    return thing.readers & KNOWN


def its_desks(thing: Thing) -> Audience:
    return ASKED if thing.stage == law.AFTER else NOBODY


def writes_it(thing: Thing) -> Audience:
    return NOBODY if thing.state == "recorded" else AUTHORS_WHO_WRITE


def holds_officials(thing: Thing) -> Audience:
    """Evidence for officials: its authors, the office, and whom it was handed to."""
    return thing.readers & (OWN | was_sent(thing) | its_desks(thing))


def of_office(_thing: Thing) -> Audience:
    return HUB


def own(_thing: Thing) -> Audience:
    return OWN


def drafts_it(_thing: Thing) -> Audience:
    return frozenset({"desk", "office"})


def sends_it(thing: Thing) -> Audience:
    return NOBODY if thing.state == "draft" else frozenset({"desk", "office"})


def works_on_it(thing: Thing) -> Audience:
    return thing.readers & (OWN | HUB) or (OWN | HUB if thing.readers == EVERYBODY else NOBODY)


def has_the_address(thing: Thing) -> Audience:
    """Whoever has the personal address, or the link of an e-mail."""
    return EVERYBODY if thing.state else NOBODY


def whoever(_thing: Thing) -> Audience:
    return EVERYBODY


#: Name of the address → kind of thing, and who is let in. An addition after a space tells two ways apart.
PAGES: Final[Mapping[str, tuple[str, Rule]]] = {
    "signal_detail": ("concern", readers),
    "signal_chain": ("concern", readers),
    "signal_join": ("concern", with_account),
    "signal_own": ("concern", own_sent),
    "signal_office": ("concern", was_sent),
    "signal_merge": ("concern", was_sent),
    "signal_desk": ("concern", its_desks),
    "signal_draft": ("concern", writes_it),
    "signal_review": ("concern", writes_it),
    "file_content readers": ("concern", readers),
    "file_content officials": ("concern", holds_officials),
    "moderation_report concern": ("concern", for_everybody),
    "dossier_detail": ("dossier", readers),
    "dossier_pdf": ("dossier", readers),
    "dossier_office": ("dossier", of_office),
    "dossier_pick": ("dossier", of_office),
    "question_detail": ("question", readers),
    "question_work": ("question", works_on_it),
    "question_status": ("question", has_the_address),
    "question_confirm": ("question", whoever),
    "question_stop": ("question", whoever),
    "moderation_report question": ("question", for_everybody),
    "impulse_detail": ("impulse", readers),
    "impulse_resonance": ("impulse", readers),
    "impulse_react": ("impulse", with_account),
    "impulse_draft": ("impulse", drafts_it),
    "impulse_review": ("impulse", drafts_it),
    "impulse_work": ("impulse", sends_it),
    "impulse_work_csv": ("impulse", sends_it),
    "measure_detail": ("measure", readers),
    "measure_edit": ("measure", lambda _thing: AUTHORS_WHO_WRITE | {"office"}),
    # Reached by a key of their own, tested one by one.
    "common_answer": ("", nothing),
    "answer_template": ("", nothing),
    "dossier_quote": ("", nothing),
    "measure_review_link": ("", nothing),
}

#: Addresses that only take forms; who may send them is in the tables of acts.
ACTING: Final[frozenset[str]] = frozenset(
    {
        "signal_draft_save",
        "signal_draft_discard",
        "signal_join_act",
        "signal_own_act",
        "signal_unmerge",
        "signal_office_act",
        "signal_desk_answer",
        "signal_desk_act",
        "answer_template_remove",
        "dossier_save",
        "dossier_office_act",
        "question_status_act",
        "question_work_act",
        "question_take_up",
        "impulse_react_act",
        "impulse_draft_discard",
        "impulse_work_act",
        "measure_act",
    }
)
