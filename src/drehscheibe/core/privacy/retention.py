"""How long which kind of data is kept, and what removes it when the time is over.

Classes and terms follow the deletion concept of DIN 66398: kind of data → class → rule. An operator
changes terms with ``RETENTION_DAYS``; no room keeps a number of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

BATCH = 500


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class of the deletion concept.

    Attributes
    ----------
    name : str
        Lasting; also the key in ``RETENTION_DAYS``.
    label : str
        Lazy text: which data.
    default_days : int or None
        None where no fixed term ends the keeping but an event that ``begins`` names.
    begins : str
        Lazy text: from when the term runs, or until when the data is kept.
    """

    name: str
    label: Any
    default_days: int | None
    begins: Any

    @property
    def days(self) -> int | None:
        """The term in force: the operator's, else the default."""
        if self.default_days is None:
            return None
        return int(settings.RETENTION_DAYS.get(self.name, self.default_days))

    @property
    def words(self) -> str:
        """The term as people read it, in the active language."""
        days = self.days
        if days is None:
            return str(self.begins)
        if days % 365 == 0:
            years = days // 365
            term = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
        else:
            term = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        return f"{term} {self.begins}"


CLASSES = {
    each.name: each
    for each in (
        RetentionClass("account", _("Account"), None, _("as long as the account exists")),
        RetentionClass(
            "task",
            _("Work of an organisation"),
            None,
            _("as long as the organisation's work stays on the hub"),
        ),
        RetentionClass("request", _("Wishes and follows"), None, _("until the person ends it")),
        RetentionClass("login_link", _("Log-in links"), 1, _("after the link was sent")),
        RetentionClass("session", _("Devices that are logged in"), 14, _("after the last visit")),
        RetentionClass("unconfirmed", _("Unconfirmed addresses"), 14, _("after the request")),
        RetentionClass("form_token", _("Marks of forms that were sent"), 30, _("after sending")),
        RetentionClass("mail", _("E-mails that were sent"), 30, _("after sending")),
        RetentionClass("stuck_mail", _("E-mails that could not be sent"), 90, _("after sending")),
        RetentionClass("note", _("Notifications"), 180, _("after they were written")),
        RetentionClass("fact", _("Messages between parts of the hub"), 90, _("after delivery")),
        RetentionClass("audit", _("Log of who changed what"), 365, _("after the entry")),
        RetentionClass("invitation", _("Invitations"), 365, _("after they were settled")),
        RetentionClass("report", _("Reports and answers to them"), 3 * 365, _("after the answer")),
        RetentionClass(
            "question", _("Questions without an answer"), 365, _("after they were settled")
        ),
        RetentionClass("claim", _("Requests to keep an entry"), 3 * 365, _("after the decision")),
        RetentionClass("case", _("Advisory cases"), 3 * 365, _("after the case was closed")),
        RetentionClass("contact", _("Requests for contact"), 180, _("after they were settled")),
        RetentionClass("consent", _("Proof of consent"), 3 * 365, _("after it was withdrawn")),
        RetentionClass(
            "package", _("Partner packages of a team"), 2 * 365, _("after the day of the occasion")
        ),
        RetentionClass("participant", _("Participants of events"), 90, _("after the event")),
        RetentionClass(
            "lottery_loser", _("Applications without a place"), 14, _("after the event")
        ),
        RetentionClass("minor", _("Data of young people"), 28, _("after the event")),
        RetentionClass("access_need", _("Needs of access"), 7, _("after the event")),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What makes a class true for one model.

    Attributes
    ----------
    name : str
        Lasting, ``<app label>.<noun>``.
    retention : str
        Name of a class with a term.
    label : str
        Lazy text: what is removed.
    find : callable
        From the moment before which everything is too old, to the rows.
    apply : callable
        Removes, or makes nameless, a batch of rows; deletes them by default. Rows it has dealt
        with should not be found by the next run.
    """

    name: str
    retention: str
    label: Any
    find: Callable[[datetime], QuerySet[Any]]
    apply: Callable[[QuerySet[Any]], object] = lambda rows: rows.delete()


_rules: dict[str, Rule] = {}


def register_rule(rule: Rule) -> None:
    """Announce a rule; called from ``AppConfig.ready``.

    Raises
    ------
    KeyError
        If its class is unknown.
    ValueError
        If its class has no term.
    """
    if CLASSES[rule.retention].default_days is None:
        raise ValueError(f"{rule.name}: the class {rule.retention!r} has no term")
    _rules[rule.name] = rule


def all_rules() -> list[Rule]:
    """Return all rules in the order of their names."""
    return [_rules[name] for name in sorted(_rules)]


def find_due(rule: Rule, now: datetime) -> QuerySet[Any]:
    """Return the rows of a rule whose time is over."""
    days = CLASSES[rule.retention].days
    assert days is not None  # noqa: S101 -- register_rule makes sure
    return rule.find(now - timedelta(days=days))


def apply_rule(rule: Rule, now: datetime) -> int:
    """Deal with every row whose time is over, in batches; return how many."""
    number, last = 0, 0
    due = find_due(rule, now)
    while keys := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rule.apply(due.filter(pk__in=keys))
        number, last = number + len(keys), keys[-1]
    return number
