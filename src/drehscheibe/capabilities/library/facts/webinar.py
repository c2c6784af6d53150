"""What the library tells other rooms about webinars; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = [
    "WebinarCancelled",
    "WebinarChanged",
    "WebinarMoved",
    "WebinarPlacesChanged",
    "WebinarPublished",
    "WebinarRecordingPublished",
]


@dataclass(frozen=True, slots=True)
class _WebinarFact(Fact):
    uuid: str
    slug: str

    @property
    def item(self) -> str:
        return f"webinar:{self.uuid}"


@fact("library.webinar_published")
@dataclass(frozen=True, slots=True)
class WebinarPublished(_WebinarFact):
    """It is announced; those for whom it is can register."""

    starts_at: str


@fact("library.webinar_changed")
@dataclass(frozen=True, slots=True)
class WebinarChanged(_WebinarFact):
    """Something that readers see of it was changed, but not its date."""

    changed_at: str


@fact("library.webinar_moved")
@dataclass(frozen=True, slots=True)
class WebinarMoved(_WebinarFact):
    """It takes place at another time; everybody who is registered was told."""

    starts_at: str
    moves: int


@fact("library.webinar_cancelled")
@dataclass(frozen=True, slots=True)
class WebinarCancelled(_WebinarFact):
    """It does not take place; everybody who is registered was told."""

    cancelled_at: str


@fact("library.webinar_places_changed")
@dataclass(frozen=True, slots=True)
class WebinarPlacesChanged(_WebinarFact):
    """Somebody registered or unregistered; how many have a place, and how many wait."""

    taken: int
    waiting: int


@fact("library.webinar_recording_published")
@dataclass(frozen=True, slots=True)
class WebinarRecordingPublished(_WebinarFact):
    """Those for whom the webinar was can watch it."""

    published_at: str
