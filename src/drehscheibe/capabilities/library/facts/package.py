"""What the library tells about partner packages; ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.core.outbox.api import Fact, fact

__all__ = ["PackageFilled"]


@fact("library.package_filled")
@dataclass(frozen=True, slots=True)
class PackageFilled(Fact):
    """An organisation keeps a package that it filled in."""

    uuid: str
    package: str
    organisation_id: int

    @property
    def item(self) -> str:
        return f"filled-package:{self.uuid}"
