"""What initiatives and senders are told of impulses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from drehscheibe.capabilities.exchange.notifications.event import Event

__all__ = ["EVENTS"]

_REACT = _("Read and react")

EVENTS = {
    "impulse_new": Event(
        _("Your view is asked by %(day)s: %(title)s"),
        (
            _("%(sender)s asks initiatives: %(question)s"),
            _("What happens with the reactions: %(what_follows)s"),
        ),
        "impulse_detail",
        _REACT,
    ),
    "impulse_closes_soon": Event(
        _("Only until %(day)s: %(title)s"),
        (
            _("%(sender)s asks initiatives: %(question)s"),
            _(
                "Your initiative has not reacted yet. If it does not want to, you need not do anything."
            ),
        ),
        "impulse_detail",
        _REACT,
    ),
    "impulse_needs_release": Event(
        _("Your agreement is needed for a reaction: %(title)s"),
        (
            _(
                "Somebody wants to react to impulse %(public_id)s in the name of %(organisation)s. It"
                " counts as soon as a second person agrees."
            ),
            _("This is possible until %(day)s."),
        ),
        "impulse_react",
        _("Read and decide"),
    ),
    "impulse_evaluated": Event(
        _("This follows: %(title)s"),
        (
            "%(outcome)s",
            _(
                "%(sender)s says this after %(reacted)s initiatives have reacted to impulse %(public_id)s."
            ),
        ),
        "impulse_detail",
        _("Read what follows"),
        is_outcome=True,
    ),
    "impulse_withdrawn": Event(
        _("Withdrawn by the sender: %(title)s"),
        (
            _("%(sender)s has withdrawn impulse %(public_id)s, to which you reacted."),
            _("Reason: %(note)s"),
        ),
        "impulse_detail",
        _("Open the impulse"),
        is_outcome=True,
    ),
    "impulse_ended": Event(
        _("Please say by %(day)s what follows: %(title)s"),
        (
            _("The time for reactions to impulse %(public_id)s is over."),
            _(
                "%(reacted)s of %(addressed)s initiatives have reacted. They are told as soon as you say what follows."
            ),
        ),
        "impulse_work",
        _("Read the reactions"),
    ),
    "impulse_left_behind": Event(
        _("%(sender)s no longer exists: %(title)s"),
        (
            _(
                "%(sender)s sent impulse %(public_id)s and has ended since. Please say by %(day)s what follows in its place."
            ),
            _("%(reacted)s of %(addressed)s initiatives have reacted."),
        ),
        "impulse_work",
        _("Read the reactions"),
    ),
    "impulse_left": Event(
        _("%(sender)s no longer exists: %(title)s"),
        (
            _(
                "You reacted to impulse %(public_id)s. Its sender has ended since; the service office says by %(day)s what follows."
            ),
        ),
        "impulse_detail",
        _("Open the impulse"),
    ),
    "impulse_overdue": Event(
        _("Overdue since %(day)s: %(title)s"),
        (
            _(
                "Impulse %(public_id)s still does not say what follows. Everybody can see that it is late."
            ),
        ),
        "impulse_work",
        _("Say what follows"),
    ),
}
