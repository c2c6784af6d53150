"""Report, decide, object: due process after Articles 16, 17 and 20 of the Digital Services Act.

Lock order: the case first, then the item of the room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.moderation import queries, rules
from drehscheibe.core.moderation.choices import HIDING, CaseState, Category, Outcome, Party
from drehscheibe.core.moderation.facts import (
    CaseDecided,
    DecisionAppealed,
    HouseRulesChanged,
    ItemReported,
)
from drehscheibe.core.moderation.kinds import ReportableKind, find_kind
from drehscheibe.core.moderation.machine import CASE, OPEN_STATES
from drehscheibe.core.moderation.models import Appeal, Case, Decision, HouseRules, Report
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace.api import next_public_id
from drehscheibe.core.trace.clock import due_date

__all__ = [
    "appeal_as_author",
    "appeal_as_reporter",
    "change_house_rules",
    "decide_case",
    "report_item",
]

#: What stands where a passage was; short, neutral, the same in both languages of a reader.
MARK = "[…]"


@transaction.atomic
def report_item(
    actor: Actor,
    *,
    kind: str,
    key: str,
    category: str,
    reason: str,
    email: str = "",
    name: str = "",
    language: str = "de",
) -> Report:
    """Report a public item; further reports of it join the open case.

    Who reports the same item again while the case is open gets their first report back.

    Raises
    ------
    Conflict
        If the item is not public (any more).
    """
    reportable = find_kind(kind)
    thing = reportable.find_public(key) if reportable else None
    if thing is None:
        raise Conflict(_("This is no longer public. There is nothing left to report."))
    case, is_first = _open_case(kind, key, thing.title, thing.organisation_id)
    mine = {"person_id": actor.person_id} if actor.is_known else {"email": email.lower()}
    known = case.reports.filter(**mine).first() if actor.is_known or email else None
    if known is not None:
        return known
    report = Report.objects.create(
        case=case,
        category=category,
        reason=reason.strip(),
        name=actor.name if actor.is_known else name.strip(),
        language=language,
        **mine,
    )
    _record(actor, "item_reported", case, {"category": category})
    publish(
        ItemReported(case_id=case.pk, number=case.number, report_id=report.pk, is_first=is_first)
    )
    return report


def _open_case(kind: str, key: str, title: str, organisation_id: int | None) -> tuple[Case, bool]:
    open_cases = Case.objects.select_for_update().filter(
        item_kind=kind, item_key=key, state__in=OPEN_STATES
    )
    found = open_cases.first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=next_public_id("M"),
                item_kind=kind,
                item_key=key,
                item_title=title[:300],
                organisation_id=organisation_id,
                due_on=due_date(CASE.states[CaseState.RECEIVED], timezone.localdate()),
            )
    except IntegrityError:  # somebody reported it in the same moment
        return open_cases.get(), False
    return case, True


@transaction.atomic
def decide_case(
    actor: Actor, case_id: int, *, outcome: str, words: str, ground: str = "", passage: str = ""
) -> Decision:
    """Decide a report, or as a second person an appeal; both sides are told with the reason.

    Raises
    ------
    NotAllowed
        For who is not of the office (any more) and was not asked as the operator, wrote or
        reported the item, or decided about it first.
    Conflict
        If the case was decided meanwhile, the outcome is not possible, or the passage is not there.
    """
    case = queries.lock_case(case_id)
    if not rules.may_see_case(actor, case):
        raise NotAllowed(_("Only the service office decides about reports."))
    if actor.is_office and organisations.has_ended(int(actor.mandate_id or 0)):
        raise NotAllowed(
            _("Your mandate for the service office has ended meanwhile. Nothing was decided.")
        )
    target = CASE.target_of("decide", case.state)
    if target is None:
        raise Conflict(_("Somebody else has decided this case already."))
    if not rules.may_decide(actor, case):
        raise NotAllowed(
            _("Somebody else has to decide: nobody judges their own words, report or decision.")
        )
    if outcome not in possible_outcomes(case):
        raise Conflict(_("This decision is not possible here."))
    if outcome in HIDING and not ground:
        raise Conflict(_("Please choose the ground; whoever loses words has a right to know it."))
    _carry_out(case, outcome, passage)
    case.state, case.due_on, case.decided_at = target, None, timezone.now()
    case.save()
    decision = Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        outcome=outcome,
        ground=ground if outcome in HIDING else "",
        words=words.strip(),
        decided_by_id=actor.person_id,
    )
    _record(actor, "case_decided", case, {"outcome": outcome, "ground": decision.ground})
    publish(CaseDecided(case_id=case.pk, number=case.number, decision=decision.number))
    return decision


def possible_outcomes(case: Case) -> list[Outcome]:
    """Return what can be decided in the case as it is now."""
    if case.state == CaseState.APPEALED:
        again = [Outcome.RESTORE] if case.is_anything_hidden else []
        more = [] if case.is_item_hidden else [Outcome.HIDE_PASSAGE, Outcome.HIDE_ITEM]
        return [Outcome.UPHOLD, *again, *more]
    return [Outcome.LEAVE, Outcome.HIDE_PASSAGE, Outcome.HIDE_ITEM]


def _carry_out(case: Case, outcome: str, passage: str) -> None:
    if outcome in (Outcome.LEAVE, Outcome.UPHOLD):
        return
    kind = find_kind(case.item_kind)
    if kind is None or kind.find(case.item_key) is None:
        raise Conflict(_("The item is gone. Please decide that it stays as it is."))
    acts: dict[str, Callable[[ReportableKind, Case, str], None]] = {
        Outcome.HIDE_PASSAGE: _hide_passage,
        Outcome.HIDE_ITEM: _hide_item,
        Outcome.RESTORE: _restore,
    }
    acts[outcome](kind, case, passage)


def _hide_passage(kind: ReportableKind, case: Case, passage: str) -> None:
    """Replace the passage wherever it stands, and keep the words as they were."""
    thing, wanted = kind.find(case.item_key), _plain(passage)
    if thing is None or not wanted:
        raise Conflict(_("Please copy the passage that is to be hidden."))
    changed = {
        field: _plain(text).replace(wanted, MARK)
        for field, (_label, text) in thing.texts.items()
        if wanted in _plain(text)
    }
    if not changed:
        raise Conflict(_("The passage was not found. Please copy it exactly as it stands."))
    kept: dict[str, Any] = case.kept.setdefault("texts", {})
    for field, text in changed.items():
        kept.setdefault(field, {"was": thing.texts[field][1]})
        kept[field]["is"] = text
    kind.write(case.item_key, changed)


def _plain(text: str) -> str:
    """Return a text with the line ends of databases; browsers send others."""
    return text.replace("\r\n", "\n").strip()


def _hide_item(kind: ReportableKind, case: Case, _passage: str) -> None:
    case.kept["item"] = kind.hide(case.item_key)


def _restore(kind: ReportableKind, case: Case, _passage: str) -> None:
    """Show everything again; words that their authors have changed since stay as they are."""
    thing = kind.find(case.item_key)
    texts = case.kept.get("texts", {})
    if thing is not None and texts:
        back = {
            field: words["was"]
            for field, words in texts.items()
            if field in thing.texts and _plain(thing.texts[field][1]) == words["is"]
        }
        kind.write(case.item_key, back)
    if "item" in case.kept:
        kind.restore(case.item_key, case.kept["item"])
    case.kept = {}


@transaction.atomic
def appeal_as_reporter(report: Report, text: str) -> Appeal:
    """Object to a decision as somebody who reported; the personal link is the permission.

    Raises
    ------
    Conflict
        If there is nothing to object to, the time is over, or it was objected already.
    """
    case = queries.lock_case(report.case_id)
    if report.appeals.exists():
        raise Conflict(_("You have objected already. A second person is looking at it."))
    return _appeal(Actor(person_id=report.person_id), case, Party.REPORTER, text, report)


@transaction.atomic
def appeal_as_author(actor: Actor, case_id: int, text: str) -> Appeal:
    """Object to a decision that hid words of one's organisation.

    Raises
    ------
    NotAllowed
        For people of other organisations.
    Conflict
        If nothing was hidden, the time is over, or the organisation objected already.
    """
    case = queries.lock_case(case_id)
    if not rules.is_author(actor, case):
        raise NotAllowed(_("Only people of the organisation may object in its name."))
    if not rules.may_appeal_as_author(actor, case, timezone.now()):
        raise Conflict(_("There is nothing to object to any more."))
    return _appeal(actor, case, Party.AUTHOR, text, None)


def _appeal(actor: Actor, case: Case, party: Party, text: str, report: Report | None) -> Appeal:
    target = CASE.target_of("appeal", case.state)
    if target is None or not rules.is_in_time(case, timezone.now()):
        raise Conflict(_("There is nothing to object to any more."))
    other = Case.objects.filter(
        item_kind=case.item_kind, item_key=case.item_key, state__in=OPEN_STATES
    ).exclude(pk=case.pk)
    if other.exists():
        raise Conflict(
            _(
                "The same item was reported anew and is being checked. Please wait for that decision."
            )
        )
    if case.state != target:
        case.state = target
        case.due_on = due_date(CASE.states[target], timezone.localdate())
        case.operator_asked_at = None  # whoever was asked before is perhaps who decided
        case.save(update_fields=["state", "due_on", "operator_asked_at"])
    appeal = Appeal.objects.create(case=case, party=party, report=report, text=text.strip())
    _record(actor, "decision_appealed", case, {"party": party})
    publish(DecisionAppealed(case_id=case.pk, number=case.number, appeal_id=appeal.pk))
    return appeal


@transaction.atomic
def change_house_rules(actor: Actor, *, language: str, text: str) -> HouseRules:
    """Write the house rules in one language anew; the old words stay in the log."""
    if not rules.may_change_house_rules(actor):
        raise NotAllowed(_("Only the service office writes the house rules."))
    before = queries.house_rules(language)
    row, _made = HouseRules.objects.update_or_create(
        language=language, defaults={"text": _plain(text)}
    )
    audit.record(
        actor,
        "moderation.house_rules_changed",
        item_kind="house_rules",
        item_key=language,
        changes={"text": [before, row.text]},
    )
    publish(HouseRulesChanged(language=language))
    return row


def _record(actor: Actor, verb: str, case: Case, changes: dict[str, Any]) -> None:
    audit.record(
        actor, f"moderation.{verb}", item_kind="case", item_key=case.number, changes=changes
    )
    mark_read(actor.person_id, "moderation", number=case.number)


def needs_address(category: str) -> bool:
    """Whether a stranger must leave an address: not for harm to children (Article 16 (2) (c))."""
    return category != Category.CHILD_SAFETY
