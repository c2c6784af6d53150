"""Export a person, erase a person, forget what is too old."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify import api as notify
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.privacy import queries, rules
from drehscheibe.core.privacy.export import make_archive
from drehscheibe.core.privacy.facts import PersonErased
from drehscheibe.core.privacy.retention import all_rules, apply_rule, find_due
from drehscheibe.core.privacy.sources import Subject, all_sources, find_obstacles

__all__ = [
    "apply_retention",
    "count_due",
    "erase_person",
    "export_person",
    "find_person_of_link",
    "send_erasure_link",
]

#: How long the link that confirms a deletion works.
LINK_LIFETIME_S = 3600
_SALT = "privacy.erase"


@transaction.atomic
def export_person(actor: Actor, subject: Subject) -> bytes:
    """Return a ZIP file with everything stored about a person, in the active language.

    Raises
    ------
    NotAllowed
        For anybody but the person and the operator.
    """
    if not rules.may_export(actor, subject):
        raise NotAllowed(_("Everybody sees only their own data."))
    archive = make_archive(subject)
    audit.record(actor, "privacy.person_exported", item_kind="person", item_key=_key(subject))
    return archive


@transaction.atomic
def erase_person(
    actor: Actor, subject: Subject, *, confirmed: Collection[str] = ()
) -> dict[str, int]:
    """Do what every source says about leaving; return how many rows each of them touched.

    Parameters
    ----------
    confirmed : collection of str
        Keys of the obstacles that the person has seen and goes on in spite of.

    Raises
    ------
    NotAllowed
        For anybody but the person and the operator.
    Conflict
        If the account is gone already, or something has to be settled or confirmed first.
    """
    if not rules.may_erase(actor, subject):
        raise NotAllowed(_("Everybody deletes only their own account."))
    person = _lock_person(subject)
    for obstacle in find_obstacles(subject):
        if obstacle.is_final or obstacle.key not in confirmed:
            raise Conflict(obstacle.text)
    key = _key(subject)
    touched = {
        source.name: source.erase(subject)
        for source in sorted(all_sources(), key=lambda source: source.order)
        if source.erase is not None
    }
    done = {name: number for name, number in touched.items() if number}
    # The entry must not bring back the name that has just been taken out.
    audit.record(SYSTEM, "privacy.person_erased", item_kind="person", item_key=key, changes=done)
    if person is not None:
        language = person.language  # type: ignore[attr-defined]
        _say_goodbye(subject, person.email, key=key, language=language)  # type: ignore[attr-defined]
        publish(PersonErased(person_id=subject.person_id or 0))
    return done


def _lock_person(subject: Subject) -> object | None:
    if subject.person_id is None:
        return None
    people = get_user_model().objects.select_for_update().filter(is_active=True)
    person = people.filter(pk=subject.person_id).first()
    if person is None:
        raise Conflict(_("This account has been deleted already."))
    return person


def _key(subject: Subject) -> str:
    """Return what names the person in the log: random, so that it says nothing once they are gone."""
    if subject.person_id is None:
        return "without-account"
    people = get_user_model().objects.filter(pk=subject.person_id)
    return str(people.values_list("uuid", flat=True).get())


def _say_goodbye(subject: Subject, email: str, *, key: str, language: str) -> None:
    with translation.override(language):
        words = notify.Words(
            subject=_("Your account is deleted"),
            text=_(
                "Your account at Drehscheibe is deleted, as you wished. You cannot log in any"
                " more.\n\n"
                "What organisations have published stays, without your name. This e-mail is the"
                " last one; we forget it as well after a month."
            ),
            path=reverse("home"),
            action=_("To the start page"),
        )
        for address in dict.fromkeys((email, *subject.emails)):
            notify.queue_mail(
                address, words, key=f"privacy-erased:{key}:{address}", language=language
            )


@transaction.atomic
def send_erasure_link(actor: Actor) -> None:
    """Send somebody without a password the link with which they confirm the deletion.

    Raises
    ------
    NotAllowed
        If nobody is logged in.
    """
    if actor.person_id is None:
        raise NotAllowed(_("Please log in first."))
    token = signing.dumps(actor.person_id, salt=_SALT)
    now = timezone.now()
    with translation.override(actor.language):
        words = notify.Words(
            subject=_("Please confirm: delete your account"),
            text=_(
                "You want to delete your account at Drehscheibe. With this link you see once more"
                " what happens and confirm it. It works for one hour.\n\n"
                "If that was not you, you need not do anything; nothing is deleted."
            ),
            path=reverse("privacy_erase_link", args=[token]),
            action=_("Look at it and confirm"),
        )
        # One e-mail a minute at most, however often the button is pressed.
        notify.queue_mail(
            actor.email,
            words,
            key=f"privacy-link:{actor.person_id}:{now:%Y%m%d%H%M}",
            language=actor.language,
        )
    audit.record(
        actor,
        "privacy.erasure_link_sent",
        item_kind="person",
        item_key=_key(queries.find_subject(actor.person_id)),
    )


def find_person_of_link(token: str) -> int | None:
    """Return whose account a link is about; None for forged and old links and for gone accounts."""
    try:
        person_id = int(signing.loads(token, salt=_SALT, max_age=LINK_LIFETIME_S))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    is_there = get_user_model().objects.filter(pk=person_id, is_active=True).exists()
    return person_id if is_there else None


def count_due(now: datetime) -> dict[str, int]:
    """Return how many rows each retention rule would deal with now, without touching them."""
    return {rule.name: find_due(rule, now).count() for rule in all_rules()}


@transaction.atomic
def apply_retention(now: datetime) -> dict[str, int]:
    """Remove, or make nameless, everything whose time is over; return how many rows by rule."""
    counted = {rule.name: apply_rule(rule, now) for rule in all_rules()}
    done = {name: number for name, number in counted.items() if number}
    if done:
        audit.record(
            SYSTEM,
            "privacy.retention_applied",
            item_kind="retention",
            item_key=f"{timezone.localdate(now)}",
            changes=done,
        )
    return counted
