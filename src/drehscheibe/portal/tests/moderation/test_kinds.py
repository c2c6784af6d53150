"""Impulses, measures, dossiers and what others say to them: reported, hidden everywhere, shown again."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Dossier, Impulse, Measure, Reaction, Supporter
from drehscheibe.capabilities.exchange.services.measures.register import (
    MeasureContent,
    change_measure,
)
from drehscheibe.capabilities.exchange.services.signals.support import join_signal
from drehscheibe.capabilities.exchange.tests import dossier_factories as dossiers
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    colleague_of,
    make_handed_over,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    MEASURE_WORDS,
    Stage,
    make_impulse,
    make_measure,
    make_stage,
    say,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.moderation import services
from drehscheibe.core.moderation.models import Case
from drehscheibe.portal.tests.moderation.cases import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def house(stage: Stage) -> House:
    return House(stage.nw, stage.office, stage.desk)


@dataclass(frozen=True, slots=True)
class Reported:
    """Something public: where it is read, and words by which it is recognised."""

    kind: str
    key: str
    words: str
    lists: tuple[str, ...]
    page: str
    author: Actor


def make_public(kind: str, stage: Stage, house: House) -> Reported:
    """Make one public thing of a kind."""
    if kind == "impulse":
        impulse = make_impulse(stage.desk, title="Zwölf Klicks")
        lists: tuple[str, ...] = (
            reverse("impulse_list"),
            reverse("impulse_feed"),
            reverse("impulse_csv"),
            "/api/v1/impulses",
            f"{reverse('search')}?q=Klicks",
        )
        page = reverse("impulse_detail", args=[impulse.public_id])
        return Reported(kind, impulse.public_id, "Zwölf Klicks", lists, page, stage.desk)
    if kind == "measure":
        measure = make_measure(stage.desk, title="Zwölf Klicks")
        lists = (
            reverse("measure_list"),
            reverse("measure_feed"),
            reverse("measure_csv"),
            "/api/v1/measures",
            f"{reverse('search')}?q=Klicks",
        )
        page = reverse("measure_detail", args=[measure.public_id])
        return Reported(kind, measure.public_id, "Zwölf Klicks", lists, page, stage.desk)
    signal = make_submitted(house, visibility=Visibility.PUBLIC)
    dossier = dossiers.hand_over(house, dossiers.begin(house, signal), title="Zwölf Klicks")
    lists = (
        reverse("dossier_list"),
        reverse("dossier_feed"),
        "/api/v1/dossiers",
        f"{reverse('search')}?q=Klicks",
    )
    page = reverse("dossier_detail", args=[dossier.public_id])
    return Reported("dossier", dossier.public_id, "Zwölf Klicks", lists, page, stage.office)


def report(kind: str, key: str) -> Case:
    return services.report_item(
        Actor(), kind=kind, key=key, category="insult", reason="Beleidigt.", email="g@example.org"
    ).case


def hide(actor: Actor, case: Case, outcome: str = "hide_item", passage: str = "") -> None:
    services.decide_case(
        actor, case.pk, outcome=outcome, words="Hausregel 2.", ground="insult", passage=passage
    )


@pytest.mark.parametrize("kind", ["impulse", "measure", "dossier"])
def test_a_hidden_thing_is_gone_everywhere_and_comes_back(
    kind: str,
    stage: Stage,
    house: House,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shown = make_public(kind, stage, house)
    before = {address: body_of(address)[1] for address in (*shown.lists, shown.page)}
    assert [address for address, text in before.items() if shown.words not in text] == []
    assert reverse("moderation_report", args=[kind, shown.key]) in before[shown.page]

    case = report(kind, shown.key)
    second, third = colleague_of(stage.office), colleague_of(stage.office)
    with django_capture_on_commit_callbacks(execute=True):
        hide(second, case)
    hidden = {address: body_of(address)[1] for address in shown.lists}

    assert [address for address, text in hidden.items() if shown.words in text] == []
    code, text = body_of(shown.page)
    assert (code, "Das ist ausgeblendet" in text) == (410, True)
    assert body_of(f"/api/v1/{kind}s/{shown.key}")[0] == 404
    assert client_of(shown.author).get(shown.page).status_code == 200

    services.appeal_as_author(shown.author, case.pk, "Das war keine Beleidigung.")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_case(third, case.pk, outcome="restore", words="Sie haben recht.")
    after = {address: body_of(address)[1] for address in (*shown.lists, shown.page)}

    assert [address for address, text in after.items() if shown.words not in text] == []


def test_addressed_initiatives_do_not_meet_a_hidden_impulse(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    hide(stage.office, report("impulse", impulse.public_id))
    client = client_of(stage.nw)

    assert impulse.title not in client.get(reverse("impulse_inbox")).text
    address = reverse("impulse_react", args=[impulse.public_id])
    assert client.get(address).status_code == 404
    assert Impulse.objects.get().hidden_at is not None


def test_a_hidden_passage_leaves_the_history_of_a_measure_too(stage: Stage) -> None:
    measure = make_measure(stage.desk, goal="Die Faulpelze liefern endlich.")
    words = {**MEASURE_WORDS, "goal": "Alle liefern.", "title": measure.title}
    change_measure(stage.desk, measure.pk, MeasureContent(words, ()))
    page = reverse("measure_detail", args=[measure.public_id])
    assert "Faulpelze" in body_of(page)[1]

    hide(stage.office, report("measure", measure.public_id), "hide_passage", "Faulpelze")

    text = body_of(page)[1]
    assert ("Faulpelze" in text, "Die […] liefern endlich." in text) == (False, True)
    assert Measure.objects.get().goal == "Alle liefern."


def test_a_passage_of_an_ask_and_of_a_quote_can_be_hidden(stage: Stage, house: House) -> None:
    signal = make_submitted(house, visibility=Visibility.PUBLIC)
    dossier = dossiers.begin(house, signal)
    dossiers.quote(house, dossier, signal, house.author)
    Dossier.objects.get().quotes.update(is_chosen=True)
    dossiers.hand_over(house, dossier)
    case = report("dossier", dossier.public_id)
    page = reverse("dossier_detail", args=[dossier.public_id])
    second = colleague_of(stage.office)

    hide(second, case, "hide_passage", "Die Behörde sagt")
    hide(second, report("dossier", dossier.public_id), "hide_passage", "Der Antrag liegt")

    text = body_of(page)[1]
    assert ("Die Behörde sagt" in text, "Der Antrag liegt" in text) == (False, False)
    assert "[…] zu Beginn, was sie braucht." in text


def test_a_hidden_dossier_cannot_be_opened_by_handing_it_over_again(
    stage: Stage, house: House
) -> None:
    signal = make_submitted(house, visibility=Visibility.PUBLIC)
    dossier = dossiers.hand_over(house, dossiers.begin(house, signal))
    hide(colleague_of(stage.office), report("dossier", dossier.public_id))
    Dossier.objects.update(state="in_preparation", owner=stage.office.organisation_id)

    with pytest.raises(ValidationError, match="ausgeblendet"):
        dossiers.hand_over(house, Dossier.objects.get())


def test_words_of_a_reaction_can_be_hidden_and_the_reaction_counts_on(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse, "agree", "Nur Dummköpfe sind dagegen.")
    key = f"{impulse.public_id}:{Reaction.objects.get().pk}"
    page = reverse("impulse_detail", args=[impulse.public_id])
    assert reverse("moderation_report", args=["reaction", key]) in body_of(page)[1]
    case = report("reaction", key)
    assert case.organisation_id == stage.nw.organisation_id

    hide(stage.office, case)

    text = body_of(page)[1]
    assert ("Dummköpfe" in text, "Diese Worte sind nach den Hausregeln" in text) == (False, True)
    assert Reaction.objects.current().get().stance == "agree"
    services.appeal_as_author(stage.nw, case.pk, "Das ist Umgangssprache.")
    services.decide_case(colleague_of(stage.office), case.pk, outcome="restore", words="Ja.")
    assert "Dummköpfe" in body_of(page)[1]


def test_a_reaction_without_name_cannot_be_reported(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse, "agree", "Still.", consent="counted")
    reaction = Reaction.objects.get()

    for key in (f"{impulse.public_id}:{reaction.pk}", f"{impulse.public_id}:x", "I-2026-1"):
        address = reverse("moderation_report", args=["reaction", key])
        assert Client().get(address).status_code == 404


def test_words_of_a_supporter_can_be_hidden_and_the_support_stays(
    stage: Stage, house: House
) -> None:
    signal = make_handed_over(house, visibility=Visibility.PUBLIC)
    join_signal(stage.by, signal.pk, words="Bei uns die Schnarchnasen auch.", laender=["BY"])
    key = f"{signal.public_id}:{Supporter.objects.get().pk}"
    page = reverse("signal_detail", args=[signal.public_id])
    assert reverse("moderation_report", args=["support", key]) in body_of(page)[1]

    hide(stage.office, report("support", key))

    text = body_of(page)[1]
    assert ("Schnarchnasen" in text, "Initiative BY" in text) == (False, True)
    assert Client().get(reverse("moderation_report", args=["support", key])).status_code == 404
