"""Under which mandate a person acts, and whether their name is shown."""

from __future__ import annotations

import pytest

from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    MandateFactory,
    make_actor,
)

pytestmark = pytest.mark.django_db


def test_a_person_wears_one_of_their_valid_hats() -> None:
    user = UserFactory.create()
    first, second = MandateFactory.create(person=user), MandateFactory.create(person=user)
    session: dict[str, object] = {}
    actor = queries.actor_for_person(user)

    services.switch_mandate(actor, session, second.pk)

    assert session == {"mandate": second.pk}
    assert actor.mandate_id == first.pk
    assert queries.actor_for_person(user, preferred_mandate=second.pk).mandate_id == second.pk


def test_a_person_may_act_for_themselves() -> None:
    actor = make_actor()
    user = Mandate.objects.get(pk=actor.mandate_id or 0).person
    session: dict[str, int] = {}

    services.switch_mandate(actor, session, None)

    assert queries.actor_for_person(user, preferred_mandate=session["mandate"]).mandate_id is None


def test_foreign_and_ended_hats_are_refused(initiative: Organisation) -> None:
    actor, foreign = make_actor(), make_actor()
    ended = MandateFactory.create(person_id=actor.person_id, state="ended")
    session: dict[str, object] = {}

    for mandate_id in (foreign.mandate_id, ended.pk, 0, 10**9):
        with pytest.raises(NotAllowed):
            services.switch_mandate(actor, session, mandate_id)
    assert session == {}


def test_names_are_shown_only_by_those_who_bear_them() -> None:
    actor = make_actor()

    with pytest.raises(NotAllowed):
        services.set_listed(make_actor("office"), actor.mandate_id or 0, is_listed=True)
    assert services.set_listed(actor, actor.mandate_id or 0, is_listed=True).is_listed is True
