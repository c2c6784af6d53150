"""What people are told about reports, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.core.moderation.choices import HIDING, Category, Outcome, Party
from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind

Context = dict[str, Any]


def register() -> None:
    """Announce the kinds; called from ``AppConfig.ready``."""
    for kind in KINDS:
        register_kind(kind)


def case_opened(context: Context) -> Words:
    """Return what the office reads when an item is reported for the first time."""
    names = {**context, "category": _label(Category, context["category"]), "due": _due(context)}
    return Words(
        subject=_("Reported: %(title)s") % names,
        text=_("Somebody reported it (%(category)s). Please decide by %(due)s.") % names,
        path=reverse("moderation_case", args=[context["number"]]),
        action=_("Look at it and decide"),
    )


def received(context: Context) -> Words:
    """Return what somebody reads who has just reported something (Article 16 (4))."""
    names = {**context, "due": _due(context)}
    return Words(
        subject=_("We have your report %(number)s") % names,
        text=_(
            "Thank you. You reported “%(title)s”. A person checks it, as a rule by %(due)s, and you"
            " are told the decision with its reason.\n\n"
            "Under the link you see at any time where it stands. Please keep it to yourself."
        )
        % names,
        path=_status_path(context),
        action=_("See where it stands"),
    )


def decided_for_reporter(context: Context) -> Words:
    """Return the decision as somebody reads it who reported (Article 16 (5))."""
    return Words(
        subject=_("Decided: your report %(number)s") % context,
        text=_("About “%(title)s” the service office decided: %(outcome)s.") % _decision(context)
        + _reasoning(context),
        path=_status_path(context),
        action=_("Read the decision"),
    )


def decided_for_author(context: Context) -> Words:
    """Return the decision as the author reads it: the statement of reasons (Article 17)."""
    names = _decision(context)
    if context["outcome"] == Outcome.LEAVE:
        text = _("“%(title)s” was reported. The service office checked it: it stays as it is.")
    else:
        text = _("About “%(title)s” the service office decided: %(outcome)s.")
    return Words(
        subject=_("A decision about your words: %(title)s") % context,
        text=text % names + _reasoning(context),
        path=reverse("moderation_author", args=[context["number"]]),
        action=_("Read the decision"),
    )


def appealed(context: Context) -> Words:
    """Return what the office reads when a party objects."""
    names = {**context, "party": _label(Party, context["party"]), "due": _due(context)}
    return Words(
        subject=_("Please check a second time: %(title)s") % names,
        text=_(
            "Somebody objects to the decision (%(party)s). Somebody else than the first time has to"
            " decide, by %(due)s."
        )
        % names,
        path=reverse("moderation_case", args=[context["number"]]),
        action=_("Look at it and decide"),
    )


def second_person_missing(context: Context) -> Words:
    """Return what the office reads when a party objects and nobody of it may decide."""
    names = {**context, "party": _label(Party, context["party"]), "due": _due(context)}
    return Words(
        subject=_("A second person is needed: %(title)s") % names,
        text=_(
            "Somebody objects to the decision (%(party)s). Nobody of the service office may decide"
            " about it: nobody judges twice. Please confirm a second person for the service office"
            " by %(due)s, or ask the operator of this hub."
        )
        % names,
        path=reverse("moderation_case", args=[context["number"]]),
        action=_("See who can decide"),
    )


def operator_asked(context: Context) -> Words:
    """Return what the operator reads who is asked to decide."""
    names = {**context, "due": _due(context)}
    return Words(
        subject=_("Please decide as another person: %(title)s") % names,
        text=_(
            "Nobody of the service office may decide about it, because nobody judges their own"
            " words, their own report or their own first decision. You run this hub: please look at"
            " it and decide by %(due)s."
        )
        % names,
        path=reverse("moderation_case", args=[context["number"]]),
        action=_("Look at it and decide"),
    )


def overdue(context: Context) -> Words:
    """Return what the office reads when nobody decided in time."""
    names = {**context, "due": _due(context)}
    return Words(
        subject=_("Overdue: %(title)s") % names,
        text=_(
            "Report %(number)s should have been decided by %(due)s. Whoever waits for the decision"
            " has been told of the delay."
        )
        % names,
        path=reverse("moderation_case", args=[context["number"]]),
        action=_("Look at it and decide"),
    )


def delayed_for_reporter(context: Context) -> Words:
    """Return what somebody reads who reported or objected and waits longer than said."""
    return Words(
        subject=_("It takes longer: your report %(number)s") % context,
        text=_delay(context),
        path=_status_path(context),
        action=_("See where it stands"),
    )


def delayed_for_author(context: Context) -> Words:
    """Return what an author reads who objected and waits longer than said."""
    return Words(
        subject=_("It takes longer: your objection, %(title)s") % context,
        text=_delay(context),
        path=reverse("moderation_author", args=[context["number"]]),
        action=_("See where it stands"),
    )


def _delay(context: Context) -> str:
    names = {**context, "due": _due(context)}
    parts = [_("You were to have the decision about “%(title)s” by %(due)s. We are sorry.") % names]
    if context["is_missing"]:
        parts.append(
            _(
                "A person has to decide who has had nothing to do with it so far, and the service"
                " office has nobody else at the moment."
            )
        )
    if context["is_asked"]:
        parts.append(_("The operator of this hub has been asked to decide."))
    parts.append(_("Your case stays open, you need not do anything. You are told the decision."))
    return "\n\n".join(parts)


def _decision(context: Context) -> dict[str, str]:
    return {"title": context["title"], "outcome": _label(Outcome, context["outcome"])}


def _reasoning(context: Context) -> str:
    """Return ground, reason and remedies; who decided was a person, which is said as well."""
    parts = []
    if context["outcome"] in HIDING:
        parts.append(
            _("Ground: %(ground)s (house rules).") % {"ground": _label(Category, context["ground"])}
        )
    parts.append(_("The reason: %(words)s") % context)
    parts.append(_("A person decided; no automatic means were used."))
    if context["is_first"]:
        parts.append(
            _("You can object within six months; then a second person decides.")
            + " "
            + _("The way to the courts stays open.")
        )
    else:
        parts.append(_("This was the second look at it. The way to the courts stays open."))
    return "\n\n" + "\n\n".join(parts)


def _label(vocabulary: type[Category | Outcome | Party], code: str) -> str:
    return str(vocabulary(code).label)


def _due(context: Context) -> str:
    return formats.date_format(date.fromisoformat(context["due"]), "DATE_FORMAT")


def _status_path(context: Context) -> str:
    return reverse("moderation_status", args=[context["token"]])


def _case(context: Mapping[str, Any]) -> str:
    return f"case:{context['number']}"


KINDS = (
    NotificationKind(
        "moderation.case_opened",
        gettext_lazy("Something was reported"),
        case_opened,
        # What is reported may do harm as long as it stands there.
        Urgency.AT_ONCE,
        about=_case,
    ),
    NotificationKind(
        "moderation.received",
        gettext_lazy("My reports"),
        received,
        is_essential=True,
    ),
    NotificationKind(
        "moderation.decided_for_reporter",
        gettext_lazy("My reports"),
        decided_for_reporter,
        is_essential=True,
    ),
    NotificationKind(
        "moderation.decided_for_author",
        gettext_lazy("Decisions about my words"),
        decided_for_author,
        is_essential=True,
    ),
    NotificationKind(
        "moderation.appealed",
        gettext_lazy("Somebody objects to a decision"),
        appealed,
        about=_case,
    ),
    NotificationKind(
        "moderation.second_person_missing",
        gettext_lazy("Somebody objects and a second person is missing"),
        second_person_missing,
        Urgency.AT_ONCE,
        about=_case,
    ),
    NotificationKind(
        "moderation.operator_asked",
        gettext_lazy("I am asked to decide as another person"),
        operator_asked,
        Urgency.AT_ONCE,
        is_essential=True,
        about=_case,
    ),
    NotificationKind(
        "moderation.overdue",
        gettext_lazy("A report is overdue"),
        overdue,
        about=_case,
    ),
    NotificationKind(
        "moderation.delayed_for_reporter",
        gettext_lazy("My reports"),
        delayed_for_reporter,
        is_essential=True,
    ),
    NotificationKind(
        "moderation.delayed_for_author",
        gettext_lazy("Decisions about my words"),
        delayed_for_author,
        is_essential=True,
    ),
)
