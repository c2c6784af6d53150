"""Addresses with a key of their own: who gets what with the key in their hands."""

from __future__ import annotations

import pytest
from django.urls import reverse

from drehscheibe.capabilities.exchange.models import AnswerTemplate, Dossier, Measure, Signal
from drehscheibe.capabilities.exchange.services.dossiers import quotes as dossier_quotes
from drehscheibe.capabilities.exchange.services.measures.reviews import make_link_token
from drehscheibe.capabilities.exchange.services.signals import templates
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.asking import ask, given_away
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.core.organisations.models import Mandate

pytestmark = pytest.mark.django_db


def let_in(world: World, address: str) -> set[str]:
    """Return who gets something at an address; nobody may be told what is not theirs."""
    found = set()
    for name in sorted(law.EVERYBODY):
        said = ask(world, name, address)
        assert list(given_away(world, name, address, said)) == []
        found |= {name} if said.is_let_in else set()
    return found


def test_common_answer_shows_each_reader_the_concerns_that_they_may_read(world: World) -> None:
    key, things = world.together
    address = reverse("common_answer", args=[key])

    assert let_in(world, address) == law.EVERYBODY
    for name in law.EVERYBODY:
        words = ask(world, name, address).words
        assert words == {one.word for one in things if name in one.readers}, name


def test_text_blocks_belong_to_one_desk(world: World) -> None:
    block = templates.save_template(world.people.actor("desk"), title="Dank", text="Vielen Dank.")

    assert let_in(world, reverse("answer_template", args=[block.pk])) == {"desk", "desk staff"}
    assert AnswerTemplate.objects.count() == 1


def test_quote_is_asked_of_those_whose_words_it_holds(world: World) -> None:
    bundled = Signal.objects.get(pk=world.one("concern", "bundled", law.BEFORE, "private").pk)
    made = Dossier.objects.get(entries__signal=bundled, entries__left_at=None)
    text = "Der Antrag liegt seit 14 Monaten bei der Behörde."
    quote = dossier_quotes.ask_consent(
        world.people.actor("office"), made.pk, bundled.public_id, text=text
    )

    assert let_in(world, reverse("dossier_quote", args=[quote.uuid])) == law.OWN


@pytest.mark.parametrize(
    ("holder", "leads_somewhere"), [("author", True), ("former author", False)]
)
def test_link_of_a_review_is_worth_what_its_mandate_is_worth(
    world: World, holder: str, leads_somewhere: bool
) -> None:
    measure = Measure.objects.get(pk=world.one("measure", "running").pk)
    mandate = Mandate.objects.get(person=world.people.users[holder])
    address = reverse("measure_review_link", args=[make_link_token(measure, mandate.pk)])

    assert let_in(world, address) == (law.EVERYBODY if leads_somewhere else set())


@pytest.mark.parametrize(
    ("circle", "shown"),
    [("private", set()), ("network", {"supporter", "member"}), ("public", {"supporter", "member"})],
)
def test_similar_concerns_come_from_what_the_writer_may_find(
    world: World, circle: str, shown: set[str]
) -> None:
    alike = world.one("concern", "answered", law.AFTER, circle)
    title = Signal.objects.get(pk=alike.pk).title
    told = set()
    for name in ("supporter", "member"):
        client = world.clients[name]
        begun = client.post(reverse("signal_new"), {"form_token": f"{name}-{circle}"})
        response = client.post(f"{begun['Location']}{_save()}", {"title": title})
        assert response.json()["saved"], name
        told |= {name} if alike.word in response.json()["similar"] else set()

    assert told == shown


def _save() -> str:
    """Return what is added to the address of a draft to save it while somebody types."""
    uuid = "00000000-0000-0000-0000-000000000000"
    draft, save = (reverse(name, args=[uuid]) for name in ("signal_draft", "signal_draft_save"))
    return save.removeprefix(draft)
