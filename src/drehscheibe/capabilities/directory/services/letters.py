"""The words of e-mails that carry a link of their own, in the language that is active.

Everything else that people are told is a notification kind in ``providers.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.core.notify.kinds import Words

#: A digest names this many entries; the rest is behind the link.
NAMED = 10


def confirmation(initiative: Initiative, token: str) -> Words:
    """Ask whether the entry is still correct."""
    return Words(
        subject=_("Is your entry still correct? %(name)s") % {"name": initiative.name},
        text=_(
            "Once a year we ask every initiative whether its entry in the directory is still"
            " correct.\n\nPlease have a short look. If everything is right, one click is enough."
            " You do not need to log in. If something has changed, the same page leads you to"
            " the place where you can mend it."
        ),
        path=reverse("initiative_confirm_link", args=[token]),
        action=_("Look at the entry and confirm it"),
    )


def opt_in(what: str, token: str) -> Words:
    """Ask whether the address belongs to the person who typed it; nothing else (no advertising)."""
    return Words(
        subject=_("Please confirm your e-mail address"),
        text=_(
            "Somebody, probably you, entered this address to hear about: %(what)s\n\n"
            "If it was you, please confirm with the link below. If not, you need not do"
            " anything: we will delete the address after 14 days and not write again."
        )
        % {"what": what},
        path=reverse("subscription_confirm", args=[token]),
        action=_("Yes, I want these e-mails"),
    )


def profile_changed(initiative: Initiative, fields: str, end_token: str = "") -> Words:
    """Tell a follower what changed."""
    text = _("These parts are new: %(fields)s") % {"fields": fields}
    return Words(
        subject=_("%(name)s has changed its entry") % {"name": initiative.name},
        text="\n\n".join(filter(None, (text, _stop(end_token)))),
        path=reverse("initiative_detail", args=[initiative.slug]),
        action=_("Read the entry"),
    )


def new_entries(names: Sequence[str], query: str, end_token: str = "") -> Words:
    """Tell which entries are new in a saved search."""
    subject = ngettext(
        "%(number)s new initiative in your search",
        "%(number)s new initiatives in your search",
        len(names),
    ) % {"number": len(names)}
    listed = "\n".join(f"– {name}" for name in names[:NAMED])
    path = reverse("initiative_list")
    return Words(
        subject=subject,
        text="\n\n".join(filter(None, (listed, _stop(end_token)))),
        path=f"{path}?{query}" if query else path,
        action=_("Look at them"),
    )


def _stop(token: str) -> str:
    if not token:
        return ""
    address = settings.BASE_URL + reverse("subscription_end", args=[token])
    return _("You no longer want these e-mails? One click ends them:") + f"\n{address}"
