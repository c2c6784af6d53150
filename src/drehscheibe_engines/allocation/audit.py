"""Check an assignment from scratch, whichever rule or person made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drehscheibe_engines.allocation.model import Application, ApplicationList, Tour, may_join


class Fault(StrEnum):
    """What can be wrong with an assignment."""

    MISSING = "the application has no entry"
    UNKNOWN = "the entry names an unknown application or tour"
    NOT_WISHED = "the group never asked for this tour"
    NOT_ELIGIBLE = "the group does not meet the tour's conditions"
    OVER_CAPACITY = "more people than places"
    OVER_WHEELCHAIRS = "more wheelchairs than wheelchair places"
    BETTER_FREE = "a tour that the group likes better still has room for all of it"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, and whom it concerns.

    Attributes
    ----------
    fault : Fault
        What is wrong.
    application : str or None
        Application id, None if a tour as a whole is concerned.
    tour : str or None
        Tour id, None if the entry is missing.
    """

    fault: Fault
    application: str | None
    tour: str | None


def audit_assignment(
    frozen: ApplicationList, assignments: Mapping[str, str | None]
) -> list[Finding]:
    """List everything that is wrong with an assignment.

    Parameters
    ----------
    frozen : ApplicationList
        The frozen list.
    assignments : mapping of str to str or None
        Tour id, or None, by application id. A group has one entry, so it cannot be split.

    Returns
    -------
    list of Finding
        Empty if no capacity is exceeded, everybody has only what was wished and allowed, and
        nobody could move to a better wish that is still free.

    Notes
    -----
    Works on ids alone and shares nothing with the rules, so that it can testify against
    them. O(number of wishes).
    """
    tours = {tour.id: tour for tour in frozen.tours}
    applications = {one.id: one for one in frozen.applications}
    findings = [
        Finding(Fault.UNKNOWN, name, tour)
        for name, tour in assignments.items()
        if name not in applications or (tour is not None and tour not in tours)
    ]
    findings += [Finding(Fault.MISSING, n, None) for n in applications if n not in assignments]
    if findings:
        return findings
    seats, wheelchairs = _count_free(tours, applications, assignments)
    findings += [Finding(Fault.OVER_CAPACITY, None, n) for n, free in seats.items() if free < 0]
    findings += [
        Finding(Fault.OVER_WHEELCHAIRS, None, n) for n, free in wheelchairs.items() if free < 0
    ]
    for application in frozen.applications:
        given = assignments[application.id]
        if given is not None and given not in application.wishes + application.any_of:
            findings.append(Finding(Fault.NOT_WISHED, application.id, given))
        elif given is not None and not may_join(application, tours[given]):
            findings.append(Finding(Fault.NOT_ELIGIBLE, application.id, given))
        for name in _better_tours(application, given):
            fits = seats[name] >= application.people and wheelchairs[name] >= application.wheelchair
            if fits and may_join(application, tours[name]):
                findings.append(Finding(Fault.BETTER_FREE, application.id, name))
    return findings


def _count_free(
    tours: Mapping[str, Tour],
    applications: Mapping[str, Application],
    assignments: Mapping[str, str | None],
) -> tuple[dict[str, int], dict[str, int]]:
    seats = {name: tour.capacity for name, tour in tours.items()}
    wheelchairs = {name: tour.wheelchair for name, tour in tours.items()}
    for name, given in assignments.items():
        if given is not None:
            seats[given] -= applications[name].people
            wheelchairs[given] -= applications[name].wheelchair
    return seats, wheelchairs


def _better_tours(application: Application, given: str | None) -> tuple[str, ...]:
    if given is not None and given in application.wishes:
        return application.wishes[: application.wishes.index(given)]
    if given is not None and given in application.any_of:
        return application.wishes
    return application.wishes + application.any_of
