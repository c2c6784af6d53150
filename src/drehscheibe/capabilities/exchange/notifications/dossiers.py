"""What people are told of dossiers, quotes and mergings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event

__all__ = ["EVENTS"]

_OPEN = _("Open the dossier")
_SEE = _("See where it stands")

EVENTS = {
    "dossier_handed_over": Event(
        _("Handed over together with others: %(title)s"),
        (
            _(
                "Your concern is part of dossier %(public_id)s. It brings %(number)s concerns to"
                " %(desk)s at once."
            ),
            _("The answer is due by %(day)s. We will tell you at once."),
        ),
        "dossier_detail",
        _OPEN,
        key="dossier",
    ),
    "dossier_desk_new": Event(
        _("Please answer by %(day)s: %(title)s"),
        (
            _(
                "The service office has handed dossier %(public_id)s over to you, with"
                " %(number)s concerns."
            ),
            "%(covering_note)s",
            _("You can answer all of them at once. Everybody who took part is told."),
        ),
        "dossier_detail",
        _("Read and answer"),
        key="dossier",
    ),
    "dossier_answered": Event(
        _("Everything in it is answered: %(title)s"),
        (_("%(desk)s has answered all concerns of dossier %(public_id)s."),),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "dossier_came_back": Event(
        _("The dossier is back: %(title)s"),
        (_("None of the concerns of dossier %(public_id)s is with %(desk)s any more."),),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "dossier_desk_late": Event(
        _("Overdue since %(day)s: %(title)s"),
        (
            _("Answers to concerns of dossier %(public_id)s are still missing."),
            _(
                "You can answer all of them at once. What is not yours to answer, send back to the"
                " service office."
            ),
        ),
        "dossier_detail",
        _("Read and answer"),
        key="dossier",
    ),
    "dossier_office_late": Event(
        _("Overdue: %(title)s"),
        (_("%(desk)s should have answered dossier %(public_id)s by %(day)s."),),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "dossier_office_due": Event(
        _("Overdue: %(title)s"),
        (_("Dossier %(public_id)s has been waiting for you since %(day)s."),),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "quote_asked": Event(
        _("May we quote you? %(title)s"),
        (
            _("The service office would like to quote you in a dossier:"),
            _("“%(quote)s”"),
            _("Nothing of it is quoted unless you agree. One click is enough."),
        ),
        "dossier_quote",
        _("Agree or decline"),
        key="uuid",
    ),
    "quote_granted": Event(
        _("May be quoted: %(organisation)s"),
        ("%(public_id)s: %(title)s", _("“%(quote)s”")),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "quote_declined": Event(
        _("May not be quoted: %(organisation)s"),
        ("%(public_id)s: %(title)s", _("“%(quote)s”")),
        "dossier_office",
        _OPEN,
        key="dossier",
    ),
    "merged": Event(
        _("Goes on together with another concern: %(title)s"),
        (
            _(
                "Your concern %(public_id)s says the same as %(into)s. The service office has"
                " merged them. You get the answer to it like its authors."
            ),
            "%(note)s",
        ),
        "signal_own",
        _SEE,
    ),
    "merged_supported": Event(
        _("Goes on together with another concern: %(title)s"),
        (
            _(
                "Concern %(public_id)s, which you support, goes on as part of %(into)s. You get"
                " the answer to it."
            ),
        ),
        "signal_detail",
        _SEE,
    ),
    "joined_by_merging": Event(
        _("%(joined)s has the same concern: %(title)s"),
        (_("Its concern says the same as yours. It has joined %(public_id)s by merging."),),
        "signal_detail",
        _SEE,
    ),
    "joined_by_merging_unnamed": Event(
        _("You are not alone: %(title)s"),
        (
            _(
                "One more organisation has the same concern. It has joined %(public_id)s by"
                " merging, but its own words are not open."
            ),
        ),
        "signal_detail",
        _SEE,
    ),
    "unmerged": Event(
        _("Stands for itself again: %(title)s"),
        (
            _(
                "Your concern %(public_id)s is not part of %(was_in)s any more. It is with the"
                " service office again."
            ),
            _("You will hear from the office by %(day)s."),
        ),
        "signal_own",
        _SEE,
    ),
}
