"""Kinds of notification, registered by the rooms that send them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
    """

    subject: str
    text: str
    path: str
    action: str
    code: str = ""


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
    by_email : bool
        Whether an e-mail is sent unless the person said otherwise.
    is_essential : bool
        Cannot be switched off (confirmations of one's own acts).
    """

    name: str
    label: Any
    words: Callable[[dict[str, Any]], Words]
    by_email: bool = True
    is_essential: bool = False


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
