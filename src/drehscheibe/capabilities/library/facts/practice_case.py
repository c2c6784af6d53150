"""What the library tells other rooms about practice cases; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = [
    "CasesLoaded",
    "PracticeCaseChecked",
    "PracticeCaseProposed",
    "PracticeCasePublished",
    "PracticeCaseReturned",
    "PracticeCaseWithdrawn",
]


@dataclass(frozen=True, slots=True)
class _CaseFact(Fact):
    uuid: str

    @property
    def item(self) -> str:
        return f"practice-case:{self.uuid}"


@fact("library.practice_case_proposed")
@dataclass(frozen=True, slots=True)
class PracticeCaseProposed(_CaseFact):
    """Somebody handed in a case, for the first time or after it was sent back."""

    origin_kind: str
    origin_key: str
    handed_in_at: str


@fact("library.practice_case_checked")
@dataclass(frozen=True, slots=True)
class PracticeCaseChecked(_CaseFact):
    """One person of the office checked it; a second one is to publish it."""

    checked_at: str


@fact("library.practice_case_returned")
@dataclass(frozen=True, slots=True)
class PracticeCaseReturned(_CaseFact):
    """The office sent it back with a reason."""

    origin_kind: str
    origin_key: str
    returned_at: str


@fact("library.practice_case_published")
@dataclass(frozen=True, slots=True)
class PracticeCasePublished(_CaseFact):
    """Everybody may read it now."""

    slug: str
    origin_kind: str
    origin_key: str


@fact("library.practice_case_withdrawn")
@dataclass(frozen=True, slots=True)
class PracticeCaseWithdrawn(_CaseFact):
    """It is public no longer, or never became so: a consent was taken back, or the case."""

    origin_kind: str
    origin_key: str


@fact("library.practice_cases_loaded")
@dataclass(frozen=True, slots=True)
class CasesLoaded(Fact):
    """Cases from public sources were written."""

    count: int

    @property
    def item(self) -> str:
        return "practice-cases"
