"""Who acts: a person together with the mandate under which they act."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person and the hat they wear at this moment.

    Every service takes an actor. The mandate was valid when the actor was made, which is once
    per request or command; an actor is never stored.

    Attributes
    ----------
    person_id : int or None
        None for the anonymous public and for the system itself.
    name, email, language : str
        Of the person; empty for nobody.
    mandate_id, organisation_id : int or None
        None when the person acts for themselves.
    organisation_uuid : UUID or None
        Stable identifier of the organisation.
    organisation_name, organisation_kind, role : str
        Values of ``OrganisationKind`` and ``MandateRole``; empty without mandate.
    side : str
        Bench on whose behalf a mandate speaks, for two-key publishing; often empty.
    is_system : bool
        The product itself (worker, import).
    """

    person_id: int | None = None
    name: str = ""
    email: str = ""
    language: str = "de"
    mandate_id: int | None = None
    organisation_id: int | None = None
    organisation_uuid: UUID | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    role: str = ""
    side: str = ""
    is_system: bool = False

    @property
    def is_known(self) -> bool:
        """Whether a logged-in person stands behind this actor."""
        return self.person_id is not None

    @property
    def is_office(self) -> bool:
        """Whether the actor works in the service office, under a valid mandate."""
        return self.organisation_kind == "office" and self.mandate_id is not None

    @property
    def is_desk(self) -> bool:
        """Whether the actor answers for an addressee (federal or Land desk)."""
        return self.organisation_kind == "desk" and self.mandate_id is not None

    def acts_for(self, organisation_id: int | None) -> bool:
        """Whether the actor holds a mandate of this very organisation."""
        return organisation_id is not None and self.organisation_id == organisation_id


ANONYMOUS = Actor()
SYSTEM = Actor(name="Drehscheibe", is_system=True)
