"""Errors of services, named after the rule that was broken."""

from __future__ import annotations


class NotAllowed(PermissionError):  # noqa: N818 -- reads as the sentence it is
    """The actor may not do this; views answer 403, or 404 where existence is a secret."""


class Conflict(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The object is no longer in the state that the act needs; the message says what it is now."""
