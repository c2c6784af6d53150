"""Ask an address in somebody's name, and find what the answer gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import Evidence, Question
from drehscheibe.capabilities.exchange.services.questions import links
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.concerns import CONFIDENTIAL, Thing
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.capabilities.exchange.tests.rights.others import ASKED_BY, COUNTED
from drehscheibe.core.documents.tests.reading import read_pdf

__all__ = ["Said", "address_of", "ask", "ask_all_pages", "given_away"]

_WORDS = re.compile(r"kennwort\d{4}x")
_NUMBERS = re.compile(r"\b[SDIMQ]-2026-\d{4}\b")
#: What authors uploaded is older.
_OUR_PDF = b"%PDF-1.7"
_BREAK = re.compile(r"[-\u2010\u00ad]?\s*\n")
MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class Said:
    """What an address answered.

    Attributes
    ----------
    is_let_in : bool
        Whether there was something: a page, a file, or the way to another page that is not the log-in.
    words, numbers : frozenset of str
        By which things are known.
    """

    is_let_in: bool
    words: frozenset[str]
    numbers: frozenset[str]
    text: str


def ask(world: World, name: str, address: str) -> Said:
    """Get an address in the name of somebody."""
    response = world.clients[name].get(address)
    assert response.status_code in (200, 302, 403, 404, 410), f"{address}: {response.status_code}"
    goes_to = response.headers.get("Location", "")
    is_let_in = response.status_code == 200 or (
        response.status_code == 302 and not goes_to.startswith(reverse("account_login"))
    )
    text = _text_of(response)
    # The way to a page of their own may have a number in it as well.
    shown = f"{text} {goes_to}" if is_let_in else text
    return Said(
        is_let_in, frozenset(_WORDS.findall(shown)), frozenset(_NUMBERS.findall(shown)), shown
    )


def _text_of(response: Any) -> str:  # noqa: ANN401 -- of the test client
    is_stream = isinstance(response, StreamingHttpResponse)
    content = b"".join(response) if is_stream else response.content
    if content.startswith(_OUR_PDF):
        text = read_pdf(content)
        # A word may be broken at the end of a line.
        return f"{text}\n{_BREAK.sub('', text)}"
    return str(content.decode(errors="replace"))


def ask_all_pages(world: World, name: str, address: str) -> list[Said]:
    """Get a list page by page, until a page shows nothing that was not there before."""
    said = [ask(world, name, address)]
    known = said[0].words
    while said[-1].words and len(said) < MOST_PAGES:
        join = "&" if "?" in address else "?"
        following = ask(world, name, f"{address}{join}page={len(said) + 1}")
        if following.words <= known:
            break
        known |= following.words
        said.append(following)
    return said


def given_away(
    world: World, name: str, address: str, said: Said, *, told: Thing | None = None
) -> Iterator[str]:
    """Yield what an answer says to somebody who may not know it; of ``told`` they may."""
    hidden = [one for one in world.things if name not in one.readers and one is not told]
    for thing in hidden:
        if thing.word in said.words:
            yield f"{address} shows {name} the title of {thing}"
        if said.is_let_in and thing.public_id in said.numbers - set(_NUMBERS.findall(address)):
            yield f"{address} shows {name} the number of {thing}"
    if CONFIDENTIAL in said.text and name not in law.HANDLING:
        yield f"{address} shows {name} what is said among those who handle it"
    if ASKED_BY in said.text:
        yield f"{address} shows {name} the address of an asker"
    if COUNTED in said.text and name not in {"supporter", "desk", "office"}:
        yield f"{address} shows {name} the words of a reaction that is only counted"


def address_of(way: str, thing: Thing) -> str:
    """Return the address of a thing on one of its ways; empty if it has none there."""
    name, _space, addition = way.partition(" ")
    if name == "file_content":
        rows = Evidence.objects.filter(signal_id=thing.pk, audience=addition)
        return "".join(reverse(name, args=[row.file.uuid]) for row in rows[:1])
    if name in {"signal_draft", "signal_review", "impulse_draft", "impulse_review"}:
        return reverse(name, args=[thing.key])
    if name in {"question_status", "question_confirm", "question_stop"}:
        question = Question.objects.get(pk=thing.pk)
        tokens = {"question_confirm": links.confirm_token, "question_stop": links.stop_token}
        key = tokens[name](question) if name in tokens else question.token
        return reverse(name, args=[key])
    if not thing.public_id:
        return ""
    return reverse(name, args=[*addition.split(), thing.public_id])
