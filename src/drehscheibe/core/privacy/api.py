"""The front door for rooms: say which personal data you keep, and for how long."""

from __future__ import annotations

from drehscheibe.core.privacy.choices import Basis, Fate, People, Reader
from drehscheibe.core.privacy.retention import Rule, register_rule
from drehscheibe.core.privacy.sources import (
    Obstacle,
    Source,
    Subject,
    all_sources,
    delete_found,
    leave_to_account,
    of_person,
    register_obstacles,
    register_source,
)

__all__ = [
    "Basis",
    "Fate",
    "Obstacle",
    "People",
    "Reader",
    "Rule",
    "Source",
    "Subject",
    "all_sources",
    "delete_found",
    "leave_to_account",
    "of_person",
    "register_obstacles",
    "register_rule",
    "register_source",
]
