"""The way of a case to the public: handed in, checked, published by a second person.

Every service locks the case first. Words of an advisory case reach the log nowhere: only the state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.practice_case import (
    AnonymityCheck,
    CaseState,
    LessonsOrigin,
)
from drehscheibe.capabilities.library.choices.shelf import Accessibility, Audience, Phase
from drehscheibe.capabilities.library.facts.practice_case import (
    PracticeCaseChecked,
    PracticeCaseProposed,
    PracticeCasePublished,
    PracticeCaseReturned,
    PracticeCaseWithdrawn,
)
from drehscheibe.capabilities.library.models import CaseConsent, PracticeCase
from drehscheibe.capabilities.library.queries import practice_cases
from drehscheibe.capabilities.library.queries.practice_cases import lock_case
from drehscheibe.capabilities.library.rules import practice_case as rules
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.text.readability import reading_grade

__all__ = [
    "Consent",
    "Proposal",
    "check_case",
    "propose_case",
    "publish_case",
    "return_case",
    "withdraw_case",
    "withdraw_consent",
]

REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Consent:
    """A body that is named or recognisable agreed: which, when, and how."""

    body: str
    given_on: date
    how: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case as it is handed in, without anything confidential.

    Attributes
    ----------
    consents : tuple of Consent
        One for every body that is named or recognisable; without any nobody can publish it.
    organisation_id : int or None
        The initiative that may be asked, if it is to be named.
    origin_kind, origin_key : str
        Of which item it grew, for the office only; together they name at most one case.
    """

    title: str
    challenge: str
    measures: str
    result: str
    lessons: str = ""
    contrary: str = ""
    not_transferable: str = ""
    topics: tuple[str, ...] = ()
    phase: str = Phase.TALK.value
    land_code: str = ""
    region_text: str = ""
    year: int | None = None
    initiative_name: str = ""
    organisation_id: int | None = None
    consents: tuple[Consent, ...] = ()
    origin_kind: str = ""
    origin_key: str = ""


_WORDS = (
    *("title", "challenge", "measures", "result", "lessons", "contrary", "not_transferable"),
    *("phase", "region_text", "year", "initiative_name", "organisation_id"),
    *("origin_kind", "origin_key"),
)


@transaction.atomic
def propose_case(actor: Actor, proposal: Proposal) -> PracticeCase:
    """Hand in a case; one that was sent back and has the same origin is renewed.

    Raises
    ------
    NotAllowed
        Without a mandate.
    Conflict
        If a case of this origin waits already or is public.
    ValidationError
        If words are missing or too long.
    """
    if not rules.may_propose(actor):
        raise NotAllowed(_("Please choose for which organisation you act."))
    earlier = practice_cases.find_of_origin(proposal.origin_kind, proposal.origin_key)
    case = lock_case(earlier.uuid) if earlier else PracticeCase()
    if earlier and case.state not in (CaseState.RETURNED, CaseState.WITHDRAWN):
        raise Conflict(_("A practice case of this is on its way already or public."))
    before = {name: getattr(case, name) for name in PracticeCase.TRANSLATED}
    for name in _WORDS:
        setattr(case, name, getattr(proposal, name))
    case.summary = _first_words(proposal.challenge)
    for name, words in before.items():
        # English of words that are gone would say something else than the German.
        if getattr(case, name) != words:
            setattr(case, f"{name}_en", "")
    case.topics = list(proposal.topics)
    case.land_id = proposal.land_code or None
    case.slug = case.slug or _free_slug(proposal.title)
    case.state, case.lessons_origin = CaseState.PROPOSED, LessonsOrigin.OWN
    case.audience, case.accessibility = Audience.INITIATIVES, Accessibility.CHECKED
    case.review_on = timezone.localdate() + REVIEW_AFTER
    case.proposed_under_id, case.checked_under, case.published_under = actor.mandate_id, None, None
    case.checks, case.reason = [], ""
    case.reading_grade = reading_grade(findable.make_text(case), "de")
    case.full_clean()
    case.save()
    _write_consents(case, proposal.consents)
    _note(actor, case, "library.practice_case_proposed")
    now = timezone.now().isoformat()
    publish(PracticeCaseProposed(str(case.uuid), case.origin_kind, case.origin_key, now))
    return case


def _write_consents(case: PracticeCase, consents: Iterable[Consent]) -> None:
    case.consents.all().delete()
    for consent in consents:
        row = CaseConsent(
            case=case, body=consent.body.strip(), given_on=consent.given_on, how=consent.how.strip()
        )
        if row.given_on > timezone.localdate():
            raise ValidationError(
                _("The consent of %(body)s lies in the future.") % {"body": row.body}
            )
        row.full_clean()
        row.save()


@transaction.atomic
def check_case(actor: Actor, uuid: UUID, *, checks: Iterable[str]) -> PracticeCase:
    """Say as the first person of the office that the case may become public.

    Raises
    ------
    NotAllowed
        For everybody but the office, and for whoever handed it in.
    Conflict
        If it waits no longer for a first check, or a consent is missing.
    ValidationError
        If something on the list was not ticked.
    """
    case = lock_case(uuid)
    if case.state != CaseState.PROPOSED:
        raise Conflict(_("Somebody else was faster. The case now: %(state)s.") % _state(case))
    if not rules.may_check(actor, case):
        raise NotAllowed(_("Only somebody of the office who did not write it may check it."))
    ticked = [check.value for check in AnonymityCheck if check.value in set(checks)]
    if len(ticked) < len(AnonymityCheck):
        raise ValidationError(
            _("Please go through the whole list. If something is open, send the case back.")
        )
    _demand_consents(case)
    case.state, case.checks = CaseState.CHECKED, ticked
    case.checked_under_id = actor.mandate_id
    case.save()
    _note(actor, case, "library.practice_case_checked", {"checks": ticked})
    publish(PracticeCaseChecked(str(case.uuid), timezone.now().isoformat()))
    return case


@transaction.atomic
def publish_case(actor: Actor, uuid: UUID) -> PracticeCase:
    """Make a checked case public, as the second person of the office.

    Raises
    ------
    NotAllowed
        For everybody but the office, and for whoever checked it.
    Conflict
        If it was not checked, or a consent was taken back meanwhile.
    """
    case = lock_case(uuid)
    if case.state != CaseState.CHECKED:
        raise Conflict(_("Somebody else was faster. The case now: %(state)s.") % _state(case))
    if not rules.may_publish(actor, case):
        raise NotAllowed(_("A second person of the office has to publish it."))
    _demand_consents(case)
    case.state, case.published_at = CaseState.PUBLISHED, timezone.now()
    case.published_under_id = actor.mandate_id
    case.review_on = timezone.localdate() + REVIEW_AFTER
    case.save()
    findable.refresh(case)
    _note(actor, case, "library.practice_case_published")
    publish(PracticeCasePublished(str(case.uuid), case.slug, case.origin_kind, case.origin_key))
    return case


@transaction.atomic
def return_case(actor: Actor, uuid: UUID, *, reason: str) -> PracticeCase:
    """Send a case back to whoever handed it in, with a reason.

    Raises
    ------
    NotAllowed
        For everybody but the office.
    Conflict
        If it is public or was sent back already.
    """
    case = lock_case(uuid)
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the service office sends cases back."))
    if not rules.may_send_back(actor, case):
        raise Conflict(_("Somebody else was faster. The case now: %(state)s.") % _state(case))
    case.state, case.reason = CaseState.RETURNED, reason.strip()
    case.full_clean(exclude=["slug"])
    case.save()
    _note(actor, case, "library.practice_case_returned")
    now = timezone.now().isoformat()
    publish(PracticeCaseReturned(str(case.uuid), case.origin_kind, case.origin_key, now))
    return case


@transaction.atomic
def withdraw_case(actor: Actor, uuid: UUID, *, reason: str = "") -> PracticeCase:
    """Take a case back; if it was public, it is so no longer.

    Raises
    ------
    NotAllowed
        For everybody but the office and whoever handed it in.
    Conflict
        If it was withdrawn already.
    """
    case = lock_case(uuid)
    if not (rules.may_keep(actor) or rules.is_proposer(actor, case)):
        raise NotAllowed(_("Only the service office and whoever handed it in may withdraw it."))
    if not rules.may_withdraw(actor, case):
        raise Conflict(_("Somebody else was faster. The case now: %(state)s.") % _state(case))
    _withdraw(actor, case, reason)
    return case


@transaction.atomic
def withdraw_consent(actor: Actor, uuid: UUID, *, body: str, reason: str = "") -> PracticeCase:
    """Note that a body took its consent back; a public case disappears at once.

    Raises
    ------
    NotAllowed
        For everybody but the office and whoever handed it in.
    Conflict
        If this body gave no consent, or took it back already.
    """
    case = lock_case(uuid)
    if not (rules.may_keep(actor) or rules.is_proposer(actor, case)):
        raise NotAllowed(_("Only the service office and whoever handed it in may note that."))
    consent = case.consents.filter(body=body, withdrawn_at__isnull=True).first()
    if consent is None:
        raise Conflict(_("There is no consent of “%(body)s” that still holds.") % {"body": body})
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    if rules.may_withdraw(actor, case):
        _withdraw(actor, case, reason or _("%(body)s has taken its consent back.") % {"body": body})
    return case


def _withdraw(actor: Actor, case: PracticeCase, reason: str) -> None:
    case.state, case.reason = CaseState.WITHDRAWN, reason.strip()
    case.save()
    findable.refresh(case)
    _note(actor, case, "library.practice_case_withdrawn")
    publish(PracticeCaseWithdrawn(str(case.uuid), case.origin_kind, case.origin_key))


def _demand_consents(case: PracticeCase) -> None:
    consents = list(case.consents.all())
    if not consents:
        raise Conflict(_("No consent is noted. Without one a case cannot become public."))
    withdrawn = [consent.body for consent in consents if consent.withdrawn_at]
    if withdrawn:
        raise Conflict(
            _("A consent was taken back: %(bodies)s.") % {"bodies": ", ".join(withdrawn)}
        )


def _state(case: PracticeCase) -> dict[str, str]:
    return {"state": str(CaseState(case.state).label)}


def _note(
    actor: Actor, case: PracticeCase, verb: str, changes: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor,
        verb,
        item_kind=practice_cases.SEARCH_KIND,
        item_key=str(case.uuid),
        changes={"state": str(case.state), **(changes or {})},
    )


_LONGEST_SUMMARY = 300
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _first_words(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return f"{text[:_LONGEST_SUMMARY].rsplit(' ', 1)[0]} …"


def _free_slug(title: str) -> str:
    """Return an address for a title that no other case has."""
    base = slugify(title.lower().translate(_SPELLINGS))[:70].strip("-") or "fall"
    taken = set(PracticeCase.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if slug not in taken
    )
