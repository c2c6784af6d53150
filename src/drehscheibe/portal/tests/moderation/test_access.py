"""Who may open which page of moderation."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.tests.factories import House, make_draft, make_submitted
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.moderation.models import Case
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.portal.tests.moderation.cases import decide, report, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "visitor", "member", "author", "office"),
    [
        ("moderation_queue", 302, 404, 404, 200),
        ("moderation_case", 302, 404, 404, 200),
        ("house_rules_edit", 302, 404, 404, 200),
        ("moderation_author", 302, 404, 200, 404),
        ("moderation_report", 200, 200, 200, 200),
        ("house_rules", 200, 200, 200, 200),
        ("moderation_figures", 200, 200, 200, 200),
    ],
)
def test_who_may_open_which_page(
    house: House, signal: Signal, name: str, visitor: int, member: int, author: int, office: int
) -> None:
    case = report("concern", signal.public_id).case
    decide(house, case, "leave")
    args = {
        "moderation_case": [case.number],
        "moderation_author": [case.number],
        "moderation_report": ["concern", signal.public_id],
    }.get(name, [])
    actors = (None, make_actor("member"), house.author, house.office)

    answers = [client_of(each).get(reverse(name, args=args)).status_code for each in actors]

    assert answers == [visitor, member, author, office]


def test_an_author_reads_nothing_before_the_decision(house: House, signal: Signal) -> None:
    case = report("concern", signal.public_id).case

    page = client_of(house.author).get(reverse("moderation_author", args=[case.number]))

    assert page.status_code == 404


def test_only_what_is_public_can_be_reported(house: House) -> None:
    draft, waiting = make_draft(house.author), make_submitted(house)
    proposed = InitiativeFactory.create(state="proposed", published_at=None)
    pairs = [
        ("concern", str(draft.uuid)),
        ("concern", waiting.public_id),
        ("answer", "S-2026-0001:1"),
        ("answer", "x"),
        ("initiative", proposed.slug),
        ("person", "1"),
    ]

    answers = [send(Client(), kind, key).status_code for kind, key in pairs]

    assert answers == [404] * len(pairs)
    assert Case.objects.count() == 0
