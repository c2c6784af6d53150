"""Who hears what about practice cases: the office what waits, proposers what became of theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from drehscheibe.capabilities.library.choices.practice_case import CaseState
from drehscheibe.capabilities.library.facts.practice_case import (
    PracticeCaseChecked,
    PracticeCaseProposed,
    PracticeCasePublished,
    PracticeCaseReturned,
)
from drehscheibe.capabilities.library.facts.shelf import ItemReviewDue
from drehscheibe.capabilities.library.models import PracticeCase, ShelfItem
from drehscheibe.capabilities.library.services.reviews import (
    KINDS,
    ReviewRow,
    find_review_row,
)
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import subscribe

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Subscribe to facts; called from ``AppConfig.ready``."""
    subscribe(PracticeCaseProposed, "library.tell_office_of_proposed_case", tell_of_proposal)
    subscribe(PracticeCaseChecked, "library.tell_office_of_checked_case", tell_of_check)
    subscribe(PracticeCaseReturned, "library.tell_proposer_of_return", tell_of_return)
    subscribe(PracticeCasePublished, "library.tell_proposer_of_case", tell_of_publication)
    subscribe(ItemReviewDue, "library.tell_office_of_item_review", tell_of_review)


def tell_of_proposal(fact: PracticeCaseProposed) -> None:
    """Tell the office, apart from whoever handed it in: they may not check it."""
    case = _find(fact.uuid, CaseState.PROPOSED)
    if case is not None:
        _tell(
            case,
            _office_without(case.proposed_under_person),
            "library.case_proposed",
            fact.handed_in_at,
        )


def tell_of_check(fact: PracticeCaseChecked) -> None:
    """Tell the office, apart from whoever checked it: they may not publish it."""
    case = _find(fact.uuid, CaseState.CHECKED)
    if case is not None:
        _tell(
            case,
            _office_without(case.checked_under_person),
            "library.case_checked",
            fact.checked_at,
        )


def tell_of_return(fact: PracticeCaseReturned) -> None:
    """Tell whoever handed it in what is missing."""
    case = _find(fact.uuid, CaseState.RETURNED)
    if case is not None:
        _tell(case, _proposer(case), "library.case_returned", fact.returned_at)


def tell_of_publication(fact: PracticeCasePublished) -> None:
    """Tell whoever handed it in that everybody may read it."""
    case = _find(fact.uuid, CaseState.PUBLISHED)
    if case is not None:
        _tell(case, _proposer(case), "library.case_published", fact.slug)


def tell_of_review(fact: ItemReviewDue) -> None:
    """Ask the office to look at an item again."""
    item: ShelfItem | ReviewRow | None
    if fact.kind in KINDS:
        item = KINDS[fact.kind].model.objects.filter(slug=fact.slug).first()
    else:
        item = find_review_row(fact.kind, fact.slug, date.fromisoformat(fact.review_on))
    if item is None:
        return
    notify.tell(
        organisations.list_office_person_ids(),
        "library.item_review",
        fact_key=f"item-review:{fact.kind}:{fact.slug}:{fact.review_on}",
        context={"title": item.title, "review_on": fact.review_on},
    )


def _find(uuid: str, state: CaseState) -> PracticeCase | None:
    """Return the case if it is still in the state of which the fact tells."""
    rows = PracticeCase.objects.select_related("proposed_under", "checked_under")
    return rows.filter(uuid=uuid, state=state).first()


def _office_without(person_id: int | None) -> list[int]:
    return [each for each in organisations.list_office_person_ids() if each != person_id]


def _proposer(case: PracticeCase) -> list[int]:
    return [case.proposed_under_person] if case.proposed_under_person is not None else []


def _tell(case: PracticeCase, people: Collection[int], kind: str, key: str) -> None:
    notify.tell(
        people,
        kind,
        fact_key=f"{kind}:{case.uuid}:{key}",
        context={
            "uuid": str(case.uuid),
            "slug": case.slug,
            "title": case.title,
            "reason": case.reason,
        },
    )
