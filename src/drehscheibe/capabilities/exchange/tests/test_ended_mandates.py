"""A mandate ends while somebody writes: nothing is done under it any more, whatever the act."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Dossier, Impulse, Measure, Signal, Supporter
from drehscheibe.capabilities.exchange.services.dossiers import preparing as dossier
from drehscheibe.capabilities.exchange.services.impulses.sending import publish_impulse
from drehscheibe.capabilities.exchange.services.impulses.writing import discard_impulse
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.questions import answering
from drehscheibe.capabilities.exchange.services.questions.concern import take_up_question
from drehscheibe.capabilities.exchange.services.signals import (
    author,
    checking,
    draft,
    evidence,
    support,
)
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_draft,
    make_handed_over,
    make_house,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    make_impulse_draft,
    make_measure,
)
from drehscheibe.capabilities.exchange.tests.question_factories import make_asked, make_entry
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.files.tests import samples
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.places.tests.factories import LandFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

EMPTY = draft.DraftContent()


@pytest.fixture
def house() -> House:
    return make_house()


def end_mandate_of(actor: Actor) -> None:
    Mandate.objects.filter(pk=actor.mandate_id or 0).update(valid_until=timezone.now())


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, _pk: draft.begin_draft(actor),
        lambda actor, pk: draft.save_draft(actor, pk, EMPTY),
        draft.discard_draft,
        lambda actor, pk: evidence.add_evidence(actor, pk, samples.upload("a.pdf", samples.PDF)),
        lambda actor, pk: evidence.describe_evidence(actor, pk, {}),
        lambda actor, pk: evidence.remove_evidence(actor, pk, UUID(int=0)),
    ],
)
def test_drafts_stay_as_they_are(house: House, act: Callable[[Actor, int], object]) -> None:
    signal = make_draft(house.author)
    end_mandate_of(house.author)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        act(house.author, signal.pk)

    assert Signal.objects.get().title == signal.title


def test_circle_and_summary_stay_as_they_are(house: House) -> None:
    signal = make_handed_over(house, visibility=Visibility.NETWORK)
    end_mandate_of(house.author)
    end_mandate_of(house.office)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        author.widen_signal(house.author, signal.pk, visibility=Visibility.PUBLIC)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        checking.summarise_signal(house.office, signal.pk, summary="Kurz.")

    signal.refresh_from_db()
    assert (signal.visibility, signal.summary) == (Visibility.NETWORK, "")


def test_nobody_joins_agrees_or_leaves(house: House) -> None:
    land = LandFactory.create()
    signal = make_handed_over(house)
    supporting, late = make_actor(), make_actor()
    support.join_signal(supporting, signal.pk, words="Auch hier.", laender=[land.code])
    end_mandate_of(supporting)
    end_mandate_of(late)

    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.leave_signal(supporting, signal.pk)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.release_support(supporting, signal.pk)
    with pytest.raises(NotAllowed, match="inzwischen beendet"):
        support.join_signal(late, signal.pk, words="Auch hier.", laender=[land.code])

    assert Supporter.objects.active().count() == 1


def test_dossiers_impulses_measures_and_questions_stay_as_they_are(house: House) -> None:
    make_entry(house)
    begun = dossier.begin_dossier(house.office, title="Alt")
    impulse = make_impulse_draft(house.desk)
    measure = make_measure(house.author)
    question = make_asked(house)
    for actor in (house.author, house.office, house.desk):
        end_mandate_of(actor)
    words = dossier.DossierContent({"title": "Neu"})

    for act in (
        lambda: dossier.begin_dossier(house.office, title="Neu"),
        lambda: dossier.save_dossier(house.office, begun.pk, words),
        lambda: dossier.withdraw_dossier(house.office, begun.pk),
        lambda: make_impulse_draft(house.desk),
        lambda: discard_impulse(house.desk, impulse.pk),
        lambda: publish_impulse(house.desk, impulse.pk),
        lambda: make_measure(house.author),
        lambda: measures.review_measure(house.author, measure.pk),
        lambda: measures.move_measure(house.author, measure.pk, act="start"),
        lambda: answering.pass_on_question(house.author, question.pk, note="Nicht unsere."),
        lambda: answering.answer_question(house.author, question.pk, text="Ja.", is_released=True),
        lambda: take_up_question(house.author, question.pk),
    ):
        with pytest.raises(NotAllowed, match="inzwischen beendet"):
            act()

    question.refresh_from_db()
    assert (question.state, question.answer) == ("asked", "")
    assert list(Measure.objects.values_list("state", flat=True)) == ["planned"]
    assert list(Impulse.objects.values_list("state", flat=True)) == ["draft"]
    assert list(Dossier.objects.values_list("title", flat=True)) == ["Alt"]
