"""Kinds of notification, registered by the rooms that send them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drehscheibe.core.notify.choices import Urgency


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads.

    Attributes
    ----------
    subject : str
        The outcome first: "Your concern was answered: …".
    text : str
        One to three short paragraphs, plain text.
    path : str
        Address on this hub of what it is about, with locale; starts with ``/``.
    action : str
        Label of the link: "Read the answer".
    code : str
        A code to type, shown large; mostly empty.
    is_outcome : bool
        Something came to its end; a summary names it before what is merely new. What goes at once
        by its kind counts as such anyway.
    """

    subject: str
    text: str
    path: str
    action: str
    code: str = ""
    is_outcome: bool = False


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """One kind.

    Attributes
    ----------
    name : str
        ``<app label>.<noun_participle>``.
    label : str
        Lazy text for the settings page: "Answers to my concerns".
    words : callable
        From the stored context (plain JSON values) to :class:`Words`, in the active language.
    urgency : Urgency
        How soon it reaches people who have not chosen otherwise. Quiet by default: only what is an
        outcome that somebody waits for, or waits for the person, goes at once.
    is_essential : bool
        Goes at once and cannot be chosen otherwise (confirmations of one's own acts).
    about : callable or None
        From the context to a key of the item: news about one item stand together in a summary.
        None: what leads to the same page is about the same item.
    """

    name: str
    label: Any
    words: Callable[[dict[str, Any]], Words]
    urgency: Urgency = Urgency.DIGEST
    is_essential: bool = False
    about: Callable[[Mapping[str, Any]], str] | None = None

    def __post_init__(self) -> None:
        if self.is_essential:
            object.__setattr__(self, "urgency", Urgency.AT_ONCE)


_kinds: dict[str, NotificationKind] = {}


def register_kind(kind: NotificationKind) -> None:
    """Announce a kind; called from ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def get_kind(name: str) -> NotificationKind:
    """Return a registered kind; KeyError if no room owns it."""
    return _kinds[name]


def all_kinds() -> list[NotificationKind]:
    """Return all kinds in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds)]
