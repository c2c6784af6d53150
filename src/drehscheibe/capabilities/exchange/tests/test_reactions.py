"""Reacting by mandate: once per organisation, changeable, with two keys, and never attributable
where an organisation wants to be counted only."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.impulse import Consent
from drehscheibe.capabilities.exchange.exports import impulse as exports
from drehscheibe.capabilities.exchange.models import Impulse, Reaction
from drehscheibe.capabilities.exchange.queries import impulses
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.queries.resonance import resonance_of
from drehscheibe.capabilities.exchange.services.impulses import reactions
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent
from drehscheibe.capabilities.exchange.tests.factories import colleague_of
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    OUTCOME,
    Stage,
    let_it_end,
    make_impulse,
    make_stage,
    say,
)
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.choices import Bench, MandateRole
from drehscheibe.core.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def test_a_change_replaces_what_was_said_and_keeps_it(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)

    say(stage.nw, impulse, "agree", "Gern.")
    say(stage.nw, impulse, "no", "Doch nicht.")

    current = impulse.reactions.current().get()
    history = impulses.list_history(impulse, stage.nw.organisation_id)
    assert (current.stance, current.words) == ("no", "Doch nicht.")
    assert [row.stance for row in history] == ["no", "agree"]


def test_taking_back_makes_the_initiative_silent_again(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)

    reactions.take_back_reaction(stage.nw, impulse.pk)

    assert resonance_of(impulse).laender["NW"].is_silent
    with pytest.raises(Conflict):
        reactions.take_back_reaction(stage.nw, impulse.pk)


def test_only_speakers_and_coordinators_of_an_addressed_initiative_react(stage: Stage) -> None:
    impulse = make_impulse(stage.desk, Audience(laender=("BY",)))
    editor = colleague_of(stage.by, MandateRole.EDITOR)

    for actor in (stage.nw, editor, stage.desk, stage.office):
        with pytest.raises(NotAllowed):
            say(actor, impulse)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (ReactionContent("", "Nur Worte.", Consent.NAMED), "stance"),
        (ReactionContent("perhaps", "", Consent.NAMED), "stance"),
        (ReactionContent("agree", "", "everybody"), "consent"),
    ],
)
def test_wrong_reaction_names_its_field(stage: Stage, content: ReactionContent, field: str) -> None:
    impulse = make_impulse(stage.desk)

    with pytest.raises(ValidationError) as error:
        reactions.react(stage.nw, impulse.pk, content)

    assert field in error.value.message_dict


def test_options_and_words_are_other_forms_of_answers(stage: Stage) -> None:
    choices = make_impulse(stage.desk, answer_form="choices", options=["Portal", "Person"])
    words = make_impulse(stage.desk, answer_form="words")

    say(stage.nw, choices, "b")
    say(stage.nw, words, "", "So ist es bei uns.")

    assert choices.stances() == {"a": "Portal", "b": "Person"}
    assert resonance_of(choices).total.stances == {"b": 1}
    assert (resonance_of(words).total.reacted, resonance_of(words).total.stances) == (1, {})
    with pytest.raises(ValidationError):
        say(stage.by, words, "", " ")


# Two keys


def test_reaction_counts_once_a_second_person_agrees() -> None:
    stage = make_stage(requires_two_keys=True)
    impulse = make_impulse(stage.desk)
    second = colleague_of(stage.nw, MandateRole.SPEAKER, side=Bench.UNION)

    say(stage.nw, impulse)

    assert not impulse.reactions.current().exists()
    with pytest.raises(NotAllowed):
        reactions.release_reaction(stage.nw, impulse.pk)
    reactions.release_reaction(second, impulse.pk)
    assert impulse.reactions.current().get().released_under_id == second.mandate_id


def test_what_counted_goes_on_counting_while_a_change_waits() -> None:
    stage = make_stage(requires_two_keys=True)
    impulse = make_impulse(stage.desk)
    second = colleague_of(stage.nw, MandateRole.SPEAKER)
    say(stage.nw, impulse, "agree")
    reactions.release_reaction(second, impulse.pk)

    say(stage.nw, impulse, "no")

    assert impulse.reactions.current().get().stance == "agree"
    reactions.refuse_reaction(second, impulse.pk)
    assert impulse.reactions.current().get().stance == "agree"
    with pytest.raises(Conflict):
        reactions.release_reaction(second, impulse.pk)


def test_what_waits_at_the_end_never_counts() -> None:
    stage = make_stage(requires_two_keys=True)
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)

    let_it_end(impulse)

    assert not impulse.reactions.waiting().exists()
    assert resonance_of(impulse).total.reacted == 0


# Silent regions, and what is never said


def test_silent_regions_differ_from_those_that_nobody_asked(stage: Stage) -> None:
    impulse = make_impulse(stage.desk, Audience(laender=("NW", "SN")))
    say(stage.nw, impulse)

    found = resonance_of(impulse)

    assert found.silent_laender == ("SN",)
    assert found.silent_kreise == ("14521",)
    assert set(found.laender) == {"NW", "SN"}
    assert found.laender["NW"].main == "agree"


def test_filters_narrow_to_initiatives_with_a_topic_or_type(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)

    assert set(resonance_of(impulse, topic="digital").laender) == {"BY", "SN"}
    assert set(resonance_of(impulse, initiative_type="masterplan").laender) == {"NW"}


def test_small_cell_says_reacted_without_how(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse, "no", "Geheim.", Consent.COUNTED)
    say(stage.by, impulse, "agree")
    let_it_end(impulse)

    found = resonance_of(impulse)

    cell = found.laender["NW"]
    assert (cell.reacted, cell.stances, cell.undisclosed, cell.main) == (1, {}, 1, "")
    assert (found.total.stances, found.total.undisclosed) == ({"agree": 1}, 1)
    assert [voice.addressee.name for voice in found.named] == ["Initiative BY"]


def counted(stage: Stage, *stances: str) -> Impulse:
    """Let all three initiatives react, counted only, and the time for reactions end."""
    impulse = make_impulse(stage.desk)
    for actor, stance in zip((stage.nw, stage.by, stage.sn), stances, strict=True):
        say(actor, impulse, stance, "Geheim.", Consent.COUNTED)
    return impulse


def test_counted_stances_stand_in_the_sum_alone_and_only_after_the_end(stage: Stage) -> None:
    impulse = counted(stage, "no", "agree", "agree")
    assert resonance_of(impulse).total.stances == {}

    let_it_end(impulse)

    found = resonance_of(impulse)
    assert found.total.stances == {"agree": 2, "no": 1}
    assert [cell.stances for cell in found.laender.values()] == [{}, {}, {}]
    assert resonance_of(impulse, topic="skills").total.stances == {}


def test_unanimous_counted_stances_are_not_said(stage: Stage) -> None:
    impulse = let_it_end(counted(stage, "no", "no", "no"))

    assert resonance_of(impulse).total.stances == {}
    assert resonance_of(impulse).total.undisclosed == 3


def test_no_record_and_no_file_tells_who_was_counted(stage: Stage) -> None:
    impulse = counted(stage, "no", "agree", "agree")
    say(stage.nw, impulse, "no", "=Unser Geheimnis", Consent.COUNTED)
    let_it_end(impulse)
    impulse_sending.evaluate_impulse(stage.desk, impulse.pk, outcome=OUTCOME)

    loaded = impulses.with_reactions(Impulse.objects.all()).get(pk=impulse.pk)
    record = json.dumps(asdict(exports.as_impulse_record(loaded, timezone.localdate())))
    table = "".join(exports.reaction_csv_lines(loaded))

    assert "Geheim" not in record
    assert "Initiative NW" not in record
    assert "Initiative" not in table
    assert "'=Unser Geheimnis" in table


def test_dissolved_mandate_leaves_the_reaction_of_the_organisation(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse)
    Organisation.objects.filter(pk=stage.nw.organisation_id or 0).update(name="Neuer Name")

    row = Reaction.objects.get(impulse=impulse)

    assert row.organisation.name == "Neuer Name"
    assert resonance_of(impulse).voices[1].addressee.name == "Initiative NW"
