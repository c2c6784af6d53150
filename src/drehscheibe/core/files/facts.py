"""What happened to files."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact


@dataclass(frozen=True, slots=True)
class FileFact(Fact):
    """Base of all facts about one file.

    Attributes
    ----------
    file_uuid : str
        The file.
    owner_kind, owner_key : str
        The item on which it hangs or hung; empty if it never did.
    """

    file_uuid: str
    owner_kind: str
    owner_key: str

    @property
    def item(self) -> str:
        return f"file:{self.file_uuid}"


@fact("files.file_attached")
@dataclass(frozen=True, slots=True)
class FileAttached(FileFact):
    """A file hangs on an item now."""

    kind: str
    size: int


@fact("files.file_erased")
@dataclass(frozen=True, slots=True)
class FileErased(FileFact):
    """A file is gone for good."""
