"""Messages that did not arrive, in the words of the office: why, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.core.notify.models import Digest, Mail, MailState
from drehscheibe.core.notify.undelivered import failed_digests, failed_mails

__all__ = ["MOST", "StuckDigest", "StuckMail", "list_digests", "list_mails"]

#: More of a kind are not shown at once; they move up when these are done.
MOST = 100

#: How errors of the mail server begin, as ``core.notify`` keeps them.
_ADDRESS = ("SMTPRecipientsRefused", "SMTPDataError: (55")
_REFUSED = ("SMTPAuthenticationError", "SMTPSenderRefused", "SMTPNotSupportedError")
_AWAY = (
    "ConnectionRefusedError",
    "ConnectionResetError",
    "SMTPConnectError",
    "SMTPServerDisconnected",
    "TimeoutError",
    "gaierror",
    "OSError",
)


@dataclass(frozen=True, slots=True)
class StuckMail:
    """An e-mail that did not go out; ``error`` is what the mail server said, often empty."""

    mail: Mail
    why: str
    what_helps: str
    error: str


@dataclass(frozen=True, slots=True)
class StuckDigest:
    """A summary that could not be made, and how much is unread in it."""

    digest: Digest
    unread: int


def list_mails() -> list[StuckMail]:
    """Return the e-mails that somebody has to look at, oldest first."""
    return [_explain(mail) for mail in failed_mails()[:MOST]]


def list_digests() -> list[StuckDigest]:
    """Return the summaries that somebody has to look at, oldest first."""
    rows: list[Any] = list(failed_digests()[:MOST])  # annotated
    return [StuckDigest(row, row.unread) for row in rows]


def _explain(mail: Mail) -> StuckMail:
    if mail.state == MailState.UNSURE:
        return StuckMail(
            mail,
            _("The program was stopped while sending. It may have arrived."),
            _("Send it again only if the person has not got it."),
            "",
        )
    if mail.last_error.startswith(_ADDRESS):
        why = _("The address does not accept the e-mail.")
        helps = _("Check the address and reach the person in another way, for example by phone.")
    elif mail.last_error.startswith(_REFUSED):
        why = _("The mail server does not accept e-mails from this hub.")
        helps = _("Ask the operator to check the settings of the mail server, then send it again.")
    elif mail.last_error.startswith(_AWAY):
        why = _("The mail server could not be reached.")
        helps = _("Ask the operator whether it runs; send it again as soon as it does.")
    else:
        why = _("The mail server gave a reason that we do not know.")
        helps = _("Show the operator what it said, and reach the person in another way.")
    return StuckMail(mail, why, helps, mail.last_error)
