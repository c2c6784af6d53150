from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from drehscheibe.capabilities.directory.choices import VOCABULARIES, Standing
from drehscheibe.capabilities.directory.models import Claim, Follow, Initiative, ProfileRevision
from drehscheibe.capabilities.directory.models.initiative import standing_of
from drehscheibe.capabilities.directory.queries.values import PROFILE_FIELDS, values_of
from drehscheibe.capabilities.directory.services.profile_index import make_sort_key
from drehscheibe.capabilities.directory.tests.factories import (
    ClaimFactory,
    InitiativeFactory,
    UserFactory,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("confirmed", "edited", "due", "standing"),
    [
        (False, False, None, Standing.PUBLIC_SOURCES),
        (False, True, None, Standing.EDITED),
        (True, False, TODAY, Standing.CONFIRMED),
        (True, True, None, Standing.CONFIRMED),
        (True, True, TODAY - timedelta(days=1), Standing.OVERDUE),
        (False, True, TODAY - timedelta(days=1), Standing.EDITED),
    ],
)
def test_standing(confirmed: bool, edited: bool, due: date | None, standing: Standing) -> None:
    assert standing_of(confirmed=confirmed, edited=edited, due=due, today=TODAY) is standing


def test_names_are_sorted_as_a_german_reader_expects() -> None:
    names = ["Zukunft", "Ärmel", "„Anfang“", "Straße", "Strasser", "in|du|strie"]

    assert sorted(names, key=make_sort_key) == [
        "„Anfang“",
        "Ärmel",
        "in|du|strie",
        "Straße",
        "Strasser",
        "Zukunft",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("field", sorted(VOCABULARIES))
def test_codes_come_from_the_vocabulary(field: str) -> None:
    initiative = InitiativeFactory.create()
    setattr(initiative, field, {"nonsense": 1} if field == "benches" else ["nonsense"])

    with pytest.raises(ValidationError) as caught:
        initiative.full_clean()

    assert list(caught.value.message_dict) == [field]


@pytest.mark.django_db
def test_values_name_every_profile_field_and_nothing_else() -> None:
    assert tuple(values_of(InitiativeFactory.create())) == PROFILE_FIELDS


@pytest.mark.django_db
def test_the_database_refuses_what_must_not_be() -> None:
    initiative = InitiativeFactory.create()
    claim = ClaimFactory.create()
    person = UserFactory.create()
    attempts = (
        lambda: Initiative.objects.filter(pk=initiative.pk).update(published_at=None),
        lambda: Initiative.objects.filter(pk=initiative.pk).update(company_share=101),
        lambda: Claim.objects.filter(pk=claim.pk).update(state="rejected"),
        lambda: ClaimFactory.create(initiative=claim.initiative, person=claim.person),
        lambda: Follow.objects.create(initiative=initiative),
        lambda: Follow.objects.create(initiative=initiative, person=person, email="a@example.org"),
    )

    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert ProfileRevision.objects.count() == 0
