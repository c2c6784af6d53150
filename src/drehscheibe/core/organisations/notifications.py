"""What people are told about mandates, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.core.notify.api import NotificationKind, Urgency, Words, register_kind
from drehscheibe.core.organisations.choices import MandateRole

Context = dict[str, Any]


def register() -> None:
    """Announce the kinds; called from ``AppConfig.ready``."""
    for name, label, words, urgency in KINDS:
        register_kind(
            NotificationKind(f"organisations.{name}", label, words, urgency, about=_organisation)
        )


def _organisation(context: Mapping[str, Any]) -> str:
    return f"organisation:{context['organisation_uuid']}"


def _names(context: Context) -> dict[str, str]:
    return {
        "person": context["person"],
        "organisation": context["organisation"],
        "role": str(MandateRole(context["role"]).label),
    }


def _with_reason(text: str, context: Context) -> str:
    reason = context.get("reason", "")
    if not reason:
        return text
    return text + "\n\n" + _("Reason: %(reason)s") % {"reason": reason}


def _people_path(context: Context) -> str:
    return reverse("organisation_people", args=[context["organisation_uuid"]])


def requested(context: Context) -> Words:
    names = _names(context)
    text = _("%(person)s wants to act for %(organisation)s (%(role)s). Do you know them?") % names
    if context["keys"]:
        text = (
            _("One person has agreed that %(person)s acts for %(organisation)s (%(role)s).") % names
            + " "
            + _("A second one is needed, because the organisation asks for two keys.")
        )
    if context.get("note"):
        text += "\n\n" + _("Note: %(note)s") % {"note": context["note"]}
    return Words(
        subject=_("Please confirm: %(person)s for %(organisation)s") % names,
        text=text,
        path=_people_path(context),
        action=_("Confirm or decline"),
    )


def granted(context: Context) -> Words:
    names = _names(context)
    return Words(
        subject=_("You may now act for %(organisation)s") % names,
        text=_(
            "Your mandate is confirmed (%(role)s). What you do in the name of %(organisation)s is"
            " shown with your name."
        )
        % names,
        path=reverse("mandate_list"),
        action=_("To my mandates"),
    )


def declined(context: Context) -> Words:
    names = _names(context)
    text = _("Your request to act for %(organisation)s (%(role)s) was declined.") % names
    return Words(
        subject=_("Your request was declined: %(organisation)s") % names,
        text=_with_reason(text, context),
        path=reverse("mandate_list"),
        action=_("To my mandates"),
    )


def ended(context: Context) -> Words:
    names = _names(context)
    text = _("Your mandate for %(organisation)s (%(role)s) has ended.") % names
    return Words(
        subject=_("Your mandate has ended: %(organisation)s") % names,
        text=_with_reason(text, context),
        path=reverse("mandate_list"),
        action=_("To my mandates"),
    )


def left(context: Context) -> Words:
    names = _names(context)
    if context.get("is_gone"):
        return _left_for_good(context, names)
    text = _("%(person)s no longer acts for %(organisation)s (%(role)s).") % names
    return Words(
        subject=_("%(person)s has left: %(organisation)s") % names,
        text=_with_reason(text, context),
        path=_people_path(context),
        action=_("Who acts for us"),
    )


def _left_for_good(context: Context, names: dict[str, str]) -> Words:
    text = _("Somebody who acted for %(organisation)s (%(role)s) has deleted their account.")
    if not context["is_led"]:
        text += " " + _("Nobody leads the organisation any more. Please find out who takes over.")
    return Words(
        subject=_("Somebody has left for good: %(organisation)s") % names,
        text=text % names,
        path=_people_path(context),
        action=_("Who acts for us"),
    )


def handed_over(context: Context) -> Words:
    names = {**_names(context), "successor": context["successor"]}
    return Words(
        subject=_("Your mandate was handed over: %(organisation)s") % names,
        text=_(
            "%(successor)s has taken over your mandate for %(organisation)s (%(role)s). Thank you!"
        )
        % names,
        path=reverse("mandate_list"),
        action=_("To my mandates"),
    )


def two_keys_proposed(context: Context) -> Words:
    names = {"person": context["person"], "organisation": context["organisation"]}
    on = _("%(person)s proposes that every publication of %(organisation)s needs two people.")
    off = _("%(person)s proposes that one person is enough to publish for %(organisation)s.")
    return Words(
        subject=_("Please decide: two keys for %(organisation)s") % names,
        text=(on if context["wanted"] else off) % names + " " + _("A second person has to agree."),
        path=_people_path(context),
        action=_("Agree or withdraw"),
    )


#: At once comes what waits for the person, and what changes what they may do themselves.
KINDS = (
    (
        "mandate_requested",
        gettext_lazy("Somebody wants to act for my organisation"),
        requested,
        Urgency.AT_ONCE,
    ),
    (
        "mandate_granted",
        gettext_lazy("A mandate of mine is confirmed"),
        granted,
        Urgency.AT_ONCE,
    ),
    (
        "mandate_declined",
        gettext_lazy("A request of mine is declined"),
        declined,
        Urgency.AT_ONCE,
    ),
    ("mandate_ended", gettext_lazy("A mandate of mine ends"), ended, Urgency.AT_ONCE),
    (
        "mandate_left",
        gettext_lazy("Somebody no longer acts for my organisation"),
        left,
        Urgency.DIGEST,
    ),
    (
        "mandate_handed_over",
        gettext_lazy("A mandate of mine is handed over"),
        handed_over,
        Urgency.AT_ONCE,
    ),
    (
        "two_keys_proposed",
        gettext_lazy("Somebody proposes to change the two-key rule"),
        two_keys_proposed,
        Urgency.AT_ONCE,
    ),
)
