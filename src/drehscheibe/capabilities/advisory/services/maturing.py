"""A closed case becomes one that others learn from: text, checks, consents, a second pair of eyes.

Only office and coach know from which case a text comes. A changed text is a new version, to which
everybody agrees anew; a consent that is taken back takes the text back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import CaseState, ConsentState, Softening
from drehscheibe.capabilities.advisory.facts import PracticeReady
from drehscheibe.capabilities.advisory.machine import LATER_STATES
from drehscheibe.capabilities.advisory.models import Case, Consent, Practice
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.practices import (
    find_practice,
    lock_practice,
    what_is_missing,
)
from drehscheibe.capabilities.advisory.services import links, shelf, way
from drehscheibe.capabilities.advisory.services.telling import words_in
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.api import publish

__all__ = [
    "approve_practice",
    "ask_consent",
    "check_practice",
    "decide_by_link",
    "decide_by_mandate",
    "drop_consent",
    "forget_practice",
    "may_mature",
    "write_practice",
]

_TEXTS = ("title", "challenge", "measures", "result", "lessons")


def may_mature(case: Case) -> bool:
    """Whether a case is far enough for others to learn from it."""
    states = (CaseState.RESULT_GIVEN, CaseState.CLOSED, *LATER_STATES)
    return case.state in states and bool(case.result) and case.erased_at is None


@transaction.atomic
def write_practice(
    actor: Actor, pk: int, texts: Mapping[str, str], *, version: int = 0
) -> Practice:
    """Write the text, or a new version of it, for which everybody is asked again.

    Raises
    ------
    Conflict
        If the case is not that far, or somebody else changed the text meanwhile.
    """
    case = _own(actor, pk)
    if not may_mature(case):
        raise Conflict(way.describe_position(case))
    practice = Practice.objects.select_for_update().filter(case=case).first()
    if practice is None:
        practice = Practice(case=case, version=0)
    elif practice.version != version:
        raise Conflict(_("Somebody else has changed this text meanwhile. Nothing was overwritten."))
    elif all(getattr(practice, name) == texts.get(name, "").strip() for name in _TEXTS):
        return practice
    for name in _TEXTS:
        setattr(practice, name, texts.get(name, "").strip())
    practice.version += 1
    practice.checked = []
    practice.written_under_id, practice.written_at = actor.mandate_id, timezone.now()
    _take_back(practice, case)
    is_first = practice.pk is None
    practice.save()
    if is_first:
        _ask_requester(practice, case)
    for consent in practice.consents.exclude(state__in=_SAID_NO):
        consent.version, consent.state = practice.version, ConsentState.ASKED
        consent.asked_at, consent.decided_at = timezone.now(), None
        consent.save()
        _send_consent_mail(consent)
    way.note(case, actor, "practice_written", {"version": practice.version})
    return practice


#: Who said no is not asked again by itself.
_SAID_NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


@transaction.atomic
def check_practice(actor: Actor, pk: int, checked: Iterable[str]) -> Practice:
    """Note what has been removed or softened."""
    case = _own(actor, pk)
    practice = lock_practice(case)
    practice.checked = [code for code in Softening.values if code in set(checked)]
    if not what_is_missing(practice).is_nothing:
        _take_back(practice, case)
    practice.save()
    way.note(case, actor, "practice_checked", {"checked": practice.checked})
    return practice


@transaction.atomic
def ask_consent(
    actor: Actor, pk: int, *, body: str, email: str = "", organisation: int | None = None
) -> Consent:
    """Ask a body that could be recognised, by a link in a mail or by mandate.

    Raises
    ------
    ValidationError
        If the body has been asked already, or cannot be reached.
    """
    case = _own(actor, pk)
    practice = lock_practice(case)
    name = " ".join(body.split())
    found = Organisation.objects.filter(pk=organisation or 0, ended_at__isnull=True).first()
    if found is None and not email:
        raise ValidationError({"email": _("Please enter an address to which we can write.")})
    if practice.consents.filter(body__iexact=name).exists():
        raise ValidationError({"body": _("This body has been asked already.")})
    _take_back(practice, case)
    practice.save()
    consent = Consent.objects.create(
        practice=practice,
        body=name,
        organisation=found,
        email=email.lower(),
        version=practice.version,
        asked_at=timezone.now(),
    )
    _send_consent_mail(consent)
    way.note(case, actor, "consent_asked", {})
    return consent


@transaction.atomic
def drop_consent(actor: Actor, pk: int, *, consent: int) -> Practice:
    """Stop asking a body, because the text does not name it any more."""
    case = _own(actor, pk)
    practice = lock_practice(case)
    practice.consents.filter(pk=consent).delete()
    way.note(case, actor, "consent_dropped", {})
    return practice


@transaction.atomic
def decide_by_link(token: str, *, agrees: bool, version: int, note: str = "") -> Consent:
    """Agree or not, or take a consent back, by the address in a mail.

    Raises
    ------
    Conflict
        If the link is forged, or nobody asks any more.
    """
    found = links.find_of_consent_token(token)
    if found is None:
        raise Conflict(_("This link is no longer valid."))
    return _decide(found, agrees=agrees, version=version, note=note, actor=ANONYMOUS)


@transaction.atomic
def decide_by_mandate(
    actor: Actor, consent: Consent, *, agrees: bool, version: int, note: str = ""
) -> Consent:
    """Agree or not, or take a consent back, in the name of the organisation that is asked."""
    way.allow(rules.is_of_body(actor, consent))
    return _decide(consent, agrees=agrees, version=version, note=note, actor=actor)


@transaction.atomic
def approve_practice(actor: Actor, pk: int, *, version: int) -> Practice:
    """Agree as the second person; with that the text is ready, and goes to the library.

    Raises
    ------
    NotAllowed
        For whoever wrote it.
    Conflict
        If something is missing, or the text is another one by now.
    """
    case = cases.lock_case(pk)
    practice = lock_practice(case)
    way.allow(rules.is_second_pair_of_eyes(actor, practice))
    if practice.version != version:
        raise Conflict(_("The text has been changed meanwhile. Please read it again."))
    if not what_is_missing(practice).is_nothing:
        raise Conflict(_("Something is still missing. It stands on the page."))
    practice.approved_under_id, practice.approved_at = actor.mandate_id, timezone.now()
    practice.save()
    shelf.put(actor, practice, case)
    way.note(case, actor, "practice_approved", {"version": version})
    publish(PracticeReady(case.public_id, is_there=True, key=f"{practice.uuid}:{version}"))
    return practice


def forget_practice(case: Case) -> None:
    """Erase the text with its case, also from the library."""
    practice = find_practice(case)
    if practice is not None:
        _take_back(practice, case)
        practice.consents.all().delete()
        practice.delete()


def _ask_requester(practice: Practice, case: Case) -> None:
    """Those who asked could always be recognised, if only by themselves: they are always asked."""
    name = case.organisation.name if case.organisation else case.name or _("Those who asked")
    Consent.objects.create(
        practice=practice,
        body=name[:160],
        organisation=case.organisation,
        email=case.email or (case.person.email if case.person else ""),
        version=practice.version,
        asked_at=timezone.now(),
    )


def _decide(found: Consent, *, agrees: bool, version: int, note: str, actor: Actor) -> Consent:
    case = cases.lock_case(found.practice.case_id)
    practice = lock_practice(case)
    consent = Consent.objects.select_for_update().filter(pk=found.pk).first()
    if consent is None:
        raise Conflict(_("You are not asked any more. The text does not name you."))
    if agrees and practice.version != version:
        raise Conflict(_("The text has been changed meanwhile. Please read it again."))
    was_given = consent.state == ConsentState.GIVEN
    no = ConsentState.WITHDRAWN if was_given else ConsentState.REFUSED
    consent.state = ConsentState.GIVEN if agrees else no
    consent.version = practice.version
    consent.decided_at, consent.note = timezone.now(), note.strip()
    consent.decided_under_id = actor.mandate_id
    consent.save()
    if not agrees:
        _take_back(practice, case)
        practice.save()
    way.note(case, ANONYMOUS, "consent_decided", {"state": str(consent.state)})
    way.news(
        case,
        actor,
        f"consent_{consent.state}",
        "body",
        f"consent-{consent.pk}-{consent.decided_at}",
    )
    return consent


def _take_back(practice: Practice, case: Case) -> None:
    """End what was agreed and take the text out of the library; saved by the caller."""
    if practice.approved_at is None:
        return
    shelf.take_back(practice)
    practice.approved_at = practice.approved_under = practice.handed_on_at = None
    practice.library_key = ""
    key = f"{practice.uuid}:{practice.version}:{timezone.now().isoformat()}"
    publish(PracticeReady(case.public_id, is_there=False, key=key))


def _send_consent_mail(consent: Consent) -> None:
    if not consent.email:
        return
    token, language = links.consent_token(consent), consent.practice.case.language
    notify.queue_mail(
        consent.email,
        words_in(language, {"event": "consent", "consent_token": token}),
        key=f"advisory.consent:{consent.uuid}:{consent.version}",
        language=language,
    )


def _own(actor: Actor, pk: int) -> Case:
    case = cases.lock_case(pk)
    way.allow(rules.may_work(actor, case))
    return case
