"""Facts: what happened, as a frozen dataclass of ids and plain values."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts.

    A fact is named by a past participle (``SignalAnswered``) and carries only ``str``, ``int``,
    ``bool``, None and tuples of these, so that it can be stored and read years later.
    """

    topic: ClassVar[str] = ""

    @property
    def item(self) -> str:
        """Return the key of the item whose facts are delivered in order; empty for none."""
        return ""


FactT = TypeVar("FactT", bound=Fact)

_topics: dict[str, type[Fact]] = {}


def fact(topic: str) -> Callable[[type[FactT]], type[FactT]]:
    """Register a fact class under a lasting topic, for example ``exchange.signal_answered``."""

    def register(cls: type[FactT]) -> type[FactT]:
        known = _topics.get(topic)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise ValueError(f"topic {topic!r} already names {known.__qualname__}")
        cls.topic = topic
        _topics[topic] = cls
        return cls

    return register


def all_facts() -> dict[str, type[Fact]]:
    """Return every registered fact class by topic, for the generated reference."""
    return dict(_topics)


def encode(value: Fact) -> dict[str, Any]:
    """Return the fact as plain JSON values."""
    return dataclasses.asdict(value)


def decode(topic: str, payload: dict[str, Any]) -> Fact:
    """Return the fact that was stored.

    Raises
    ------
    LookupError
        If no class is registered for the topic any more.
    """
    if topic not in _topics:
        raise LookupError(f"no fact is registered for topic {topic!r}")
    cls = _topics[topic]
    known = {field.name for field in dataclasses.fields(cls)}
    values = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in payload.items()
        if name in known
    }
    return cls(**values)
