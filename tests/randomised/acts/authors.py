"""What authors and supporters try."""

from __future__ import annotations

from uuid import UUID

from drehscheibe.capabilities.exchange.choices.signal import EvidenceAudience, Helped, Visibility
from drehscheibe.capabilities.exchange.machine.signal import AUTHOR
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import (
    author,
    draft,
    evidence,
    reviewing,
    sending,
    support,
)
from drehscheibe.capabilities.exchange.tests.factories import WORDS
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.files.tests import samples
from tests.randomised.acts.act import ANYBODY, CONFIDENTIAL, Act
from tests.randomised.world import World

__all__ = ["ACTS", "begin", "secret_of", "words_of"]


def secret_of(signal: Signal) -> str:
    """Return the word in its title by which a concern is known wherever it appears."""
    return signal.title.split()[-1]


def begin(world: World, actor: Actor) -> Signal:
    """Begin and fill a draft; half of them build on a concern that its authors can read."""
    chance = world.chance
    readable = list(
        Signal.objects.readable_by(actor)
        .order_by("-pk")
        .values_list("item__public_id", flat=True)[:12]
    )
    origin = chance.choice(readable) if readable and chance.random() < 0.6 else ""
    signal = draft.begin_draft(actor, taken_up=origin)
    return draft.save_draft(actor, signal.pk, words_of(world, signal))


def words_of(world: World, signal: Signal) -> draft.DraftContent:
    circle = world.chance.choice((Visibility.PRIVATE, Visibility.NETWORK, *[Visibility.PUBLIC] * 3))
    title = f"Anliegen zum Thema kennwort{signal.pk:05d}x"
    return draft.DraftContent({**WORDS, "title": title, "visibility": circle})


def _save(world: World, actor: Actor, signal: Signal) -> object:
    return draft.save_draft(actor, signal.pk, words_of(world, signal))


def _rate(world: World, actor: Actor, signal: Signal) -> object:
    helped = world.chance.choice((Helped.YES, Helped.YES, Helped.PARTLY, Helped.NO))
    return author.rate_answer(actor, signal.pk, helped=helped)


def _widen(world: World, actor: Actor, signal: Signal) -> object:
    circle = world.chance.choice(list(Visibility))
    return author.widen_signal(actor, signal.pk, visibility=circle)


# Evidence -------------------------------------------------------------------------------------


def _add_evidence(world: World, actor: Actor, signal: Signal) -> object:
    """Hang a file on a draft; now and then one that is not what it says."""
    content = samples.PDF if world.chance.random() < 0.9 else samples.HTML
    return evidence.add_evidence(actor, signal.pk, samples.upload("beleg.pdf", content))


def _describe_evidence(world: World, actor: Actor, signal: Signal) -> object:
    audience = world.chance.choice(list(EvidenceAudience))
    is_closed = audience == EvidenceAudience.OFFICIALS
    words = f"Ein Bescheid: {CONFIDENTIAL}" if is_closed else "Ein Bescheid"
    said = evidence.EvidenceWords(words, audience)
    return evidence.describe_evidence(actor, signal.pk, dict.fromkeys(_files_of(signal), said))


def _remove_evidence(world: World, actor: Actor, signal: Signal) -> object:
    files = _files_of(signal)
    if not files:
        raise Conflict("There is no file.")
    return evidence.remove_evidence(actor, signal.pk, world.chance.choice(files))


def _files_of(signal: Signal) -> list[UUID]:
    return list(signal.evidence.order_by("pk").values_list("file__uuid", flat=True))


ACTS = (
    Act("save", _save, AUTHOR, weight=4),
    Act("discard", lambda _w, a, s: draft.discard_draft(a, s.pk), AUTHOR, weight=2),
    Act(
        "send",
        lambda _w, a, s: sending.send_signal(a, s.pk),
        AUTHOR,
        ("send_for_release", "send_to_office"),
        30,
    ),
    Act("release", lambda _w, a, s: sending.release_signal(a, s.pk), AUTHOR, ("release",), 30),
    Act(
        "return",
        lambda _w, a, s: sending.return_signal(a, s.pk, note=f"Noch nicht: {CONFIDENTIAL}"),
        AUTHOR,
        ("return_to_draft",),
        4,
    ),
    Act(
        "answer_question",
        lambda _w, a, s: author.answer_question(a, s.pk, answer=f"So: {CONFIDENTIAL}"),
        AUTHOR,
        ("answer_question",),
    ),
    Act(
        "answer_back",
        lambda _w, a, s: reviewing.answer_back(a, s.pk, answer=f"So: {CONFIDENTIAL}"),
        AUTHOR,
        ("answer_back",),
    ),
    Act(
        "rate",
        _rate,
        AUTHOR,
        ("accept_answer", "accept_promise", "doubt_answer", "doubt_effect"),
    ),
    Act("widen", _widen, AUTHOR, weight=5),
    Act(
        "withdraw",
        lambda _w, a, s: author.withdraw_signal(a, s.pk),
        AUTHOR,
        ("withdraw",),
        1,
    ),
    Act(
        "join",
        lambda _w, a, s: support.join_signal(
            a, s.pk, words="Bei uns ist es ebenso.", laender=["NW"]
        ),
        ANYBODY,
        weight=20,
    ),
    Act(
        "release_support",
        lambda _w, a, s: support.release_support(a, s.pk),
        ANYBODY,
        weight=12,
    ),
    Act("leave", lambda _w, a, s: support.leave_signal(a, s.pk), ANYBODY, weight=3),
    Act("add_evidence", _add_evidence, AUTHOR, weight=4),
    Act("describe_evidence", _describe_evidence, AUTHOR, weight=20),
    Act("remove_evidence", _remove_evidence, AUTHOR, weight=2),
)
