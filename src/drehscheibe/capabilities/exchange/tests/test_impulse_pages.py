"""Impulses and measures in the browser and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.exchange.choices.impulse import Consent
from drehscheibe.capabilities.exchange.models import Impulse, Measure, Reaction
from drehscheibe.capabilities.exchange.services.impulses.examples import load_impulse_examples
from drehscheibe.capabilities.exchange.services.impulses.sending import withdraw_impulse
from drehscheibe.capabilities.exchange.services.measures.register import move_measure
from drehscheibe.capabilities.exchange.services.signals.examples import load_example_data
from drehscheibe.capabilities.exchange.tests.impulse_factories import (
    Stage,
    impulse_words,
    make_impulse,
    make_impulse_draft,
    make_late,
    make_measure,
    make_stage,
    review_due_on,
    say,
)
from drehscheibe.capabilities.exchange.tests.reading import cards, faulty_fields, text
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.outbox.epoch import advance_epoch

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("drehscheibe.capabilities.exchange.tests.api_urls"),
]


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.person_id or 0))
    return client


def form_of_impulse(**changes: object) -> dict[str, object]:
    words = {k: str(v) for k, v in impulse_words().items()}
    return {**words, "everybody": "on", "form_token": "one", "next": "review", **changes}


# Writing


def test_desk_writes_looks_over_and_publishes_once(stage: Stage) -> None:
    client = logged_in(stage.desk)

    saved = client.post(reverse("impulse_new"), form_of_impulse())
    review = client.get(saved.headers["Location"])
    assert "3 Initiativen werden gefragt" in text(review)
    assert "Initiative SN" in text(review)
    for _press in range(2):
        sent = client.post(saved.headers["Location"], {"form_token": "two"})

    impulse = Impulse.objects.get()
    assert sent.headers["Location"] == reverse("impulse_work", args=[impulse.public_id])
    assert impulse.addressees.count() == 3


def test_wrong_input_gets_a_message_at_its_field_and_keeps_what_was_typed(stage: Stage) -> None:
    client = logged_in(stage.desk)
    wrong = form_of_impulse(
        what_follows="", everybody="", question="Bleibt stehen?", answer_form="choices",
        options="nur eine", open_until="30.2.2026",
    )  # fmt: skip

    response = client.post(reverse("impulse_new"), wrong)

    assert response.status_code == 422
    assert faulty_fields(response) == {"what_follows", "everybody", "options", "open_until"}
    assert "Bleibt stehen?" in text(response)
    assert not Impulse.objects.exists()


def test_draft_needs_a_title_only_and_can_be_thrown_away(stage: Stage) -> None:
    client = logged_in(stage.desk)

    saved = client.post(reverse("impulse_new"), {"title": "Erst einmal", "next": "save"})
    draft = Impulse.objects.get()
    assert saved.headers["Location"] == reverse("impulse_draft", args=[draft.uuid])
    assert "Erst einmal" in text(client.get(saved.headers["Location"]))
    client.post(reverse("impulse_draft_discard", args=[draft.uuid]))

    assert not Impulse.objects.exists()


def test_drafts_and_work_pages_are_nobody_elses(stage: Stage) -> None:
    draft = make_impulse_draft(stage.desk)
    impulse = make_impulse(stage.desk)
    from_outside = logged_in(stage.nw)

    for name, key in (
        ("impulse_draft", draft.uuid),
        ("impulse_review", draft.uuid),
        ("impulse_work", impulse.public_id),
        ("impulse_work_csv", impulse.public_id),
    ):
        address = reverse(name, args=[key])
        assert from_outside.get(address).status_code == 403, name
        assert Client().get(address).status_code == 302, name


# Reacting


def test_initiative_reacts_once_and_sees_it(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    client = logged_in(stage.nw)
    address = reverse("impulse_react", args=[impulse.public_id])
    said = {"stance": "partly", "text": "Kommt darauf an.", "consent": "named", "form_token": "a"}

    assert cards(client.get(reverse("impulse_inbox"))) == ["Digitale Anträge"]
    for _press in range(2):
        assert client.post(address, said).status_code == 302

    assert Reaction.objects.count() == 1
    assert "Kommt darauf an." in text(client.get(address))
    assert "Kommt darauf an." in text(
        Client().get(reverse("impulse_detail", args=[impulse.public_id]))
    )


def test_wrong_reaction_gets_a_message_at_its_field(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)

    response = logged_in(stage.nw).post(
        reverse("impulse_react", args=[impulse.public_id]), {"text": "Meine Worte"}
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"stance", "consent"}
    assert "Meine Worte" in text(response)


def test_reaction_that_comes_too_late_is_not_lost(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    Impulse.objects.update(open_until=timezone.localdate() - timedelta(days=1))
    said = {"stance": "no", "text": "Zu spät gesagt, aber lang genug.", "consent": "named"}

    response = logged_in(stage.nw).post(reverse("impulse_react", args=[impulse.public_id]), said)

    assert response.status_code == 409
    assert "Zu spät gesagt" in text(response)


def test_open_reactions_and_reviews_stand_in_the_work_list(stage: Stage) -> None:
    make_impulse(stage.desk)
    review_due_on(make_measure(stage.nw), timezone.localdate() + timedelta(days=3))

    assert [item.task for item in exchange.list_open_work(stage.nw)] == [
        "Sagen, ob eine Maßnahme noch stimmt",
        "Rückmeldung zu einem Impuls geben",
    ]


# What everybody sees


def test_overdue_answer_is_visible_to_everybody(stage: Stage) -> None:
    impulse = make_late(make_impulse(stage.desk))

    page = text(Client().get(reverse("impulse_detail", args=[impulse.public_id])))
    found = text(Client().get(reverse("impulse_list") + "?overdue=1"))

    assert "überfällig" in page
    assert "3 Tage zu spät" in page
    assert "Bundesressort ist mit der Auswertung 3 Tage zu spät" in found


def test_map_and_table_say_the_same_with_a_sign_for_every_answer(stage: Stage) -> None:
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse, "no")
    say(stage.by, impulse, "agree", consent=Consent.COUNTED)
    address = reverse("impulse_resonance", args=[impulse.public_id])

    by_land = Client().get(address).content.decode()
    by_kreis = Client().get(address + "?by=kreis&topic=skills").content.decode()

    assert 'id="region-SN"' in by_land
    assert "resonance-silent" in by_land
    assert ">×</text>" in by_land
    assert ">●</text>" in by_land
    assert "Keine Rückmeldung aus: SN." in by_land
    assert 'id="region-14521"' in by_kreis
    assert 'id="region-09161"' not in by_kreis


def test_measure_page_shows_progress_and_history(stage: Stage) -> None:
    client = logged_in(stage.nw)
    typed = {
        "title": "Zimmer für Auszubildende", "topic": "skills", "goal": "Wohnen.",
        "indicator": "Zimmer", "unit": "Zimmer", "baseline": "0", "target": "1.200",
        "current": "300,5", "current_on": "1.10.2026", "form_token": "m",
    }  # fmt: skip

    for _press in range(2):
        client.post(reverse("measure_new"), typed)
    measure = Measure.objects.get()
    client.post(
        reverse("measure_edit", args=[measure.public_id]),
        {**typed, "current": "600", "form_token": "n"},
    )

    page = text(Client().get(reverse("measure_detail", args=[measure.public_id])))
    assert "50 Prozent des Weges" in page
    assert "Wert jetzt: 300,5 → 600" in page


def test_wrong_measure_gets_a_message_at_its_field(stage: Stage) -> None:
    response = logged_in(stage.nw).post(
        reverse("measure_new"), {"title": "Bleibt", "target": "viel", "current": "1"}
    )

    assert response.status_code == 422
    assert faulty_fields(response) == {"topic", "goal", "target"}
    assert 'value="Bleibt"' in response.content.decode()


def test_state_is_changed_with_a_reason_by_the_lead_only(stage: Stage) -> None:
    measure = make_measure(stage.nw)
    address = reverse("measure_act", args=[measure.public_id, "move"])

    assert logged_in(stage.by).post(address, {"move-act": "finish"}).status_code == 403
    without = logged_in(stage.nw).post(address, {"move-act": "pause"})
    assert without.status_code == 422
    logged_in(stage.nw).post(address, {"move-act": "pause", "move-text": "Kein Geld."})

    assert "Kein Geld." in text(Client().get(reverse("measure_detail", args=[measure.public_id])))


# For programs


def test_interface_and_files_tell_of_public_impulses_only(stage: Stage) -> None:
    make_impulse_draft(stage.desk, title="Geheimer Entwurf")
    impulse = make_impulse(stage.desk)
    say(stage.nw, impulse, "agree", "Gern.")

    listed = Client().get("/api/v1/impulses?state=published&limit=1").json()
    one = Client().get(f"/api/v1/impulses/{impulse.public_id}").json()
    assert (listed["count"], listed["next"], listed["previous"]) == (1, None, None)
    assert listed["results"][0] == one
    assert (one["addressed"], one["reacted"]) == (3, 1)
    assert [row["reacted"] for row in one["laender"]] == [0, 1, 0]
    assert one["reactions"][0]["organisation"] == "Initiative NW"
    for name in ("impulse_csv", "impulse_json", "impulse_feed"):
        told = text(Client().get(reverse(name)))
        assert "Digitale Anträge" in told
        assert "Geheimer Entwurf" not in told
    assert Client().get("/api/v1/impulses/I-1999-0001").status_code == 404


def test_interface_and_files_tell_of_measures(stage: Stage) -> None:
    measure = make_measure(stage.nw, ("NW",), title="=Summe der Zimmer")

    listed = Client().get("/api/v1/measures?land=NW").json()
    one = Client().get(f"/api/v1/measures/{measure.public_id}").json()
    assert listed["results"] == [one]
    assert (one["laender"], one["baseline"], one["is_overdue"]) == (["NW"], None, False)
    assert "'=Summe der Zimmer" in text(Client().get(reverse("measure_csv")))
    assert "=Summe der Zimmer" in text(Client().get(reverse("measure_feed")))
    assert "=Summe der Zimmer" in text(Client().get(reverse("measure_json")))
    assert Client().get("/api/v1/measures/M-1999-0001").status_code == 404


PAGES = {
    "impulses": ("impulse_list", (), 8),
    "measures": ("measure_list", (), 8),
    "impulse": ("impulse_detail", ("I",), 12),
    "resonance": ("impulse_resonance", ("I",), 8),
    "measure": ("measure_detail", ("M",), 10),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_costs_no_more_for_three_than_for_one(stage: Stage, name: str) -> None:
    page, keys, budget = PAGES[name]
    impulse, measure = make_impulse(stage.desk), make_measure(stage.nw, ("NW",))
    say(stage.nw, impulse)
    address = reverse(
        page, args=[{"I": impulse.public_id, "M": measure.public_id}[key] for key in keys]
    )

    def count() -> int:
        advance_epoch()
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    of_one = count()
    for _more in range(2):
        say(stage.by, make_impulse(stage.desk))
        make_measure(stage.by, ("BY",))
    say(stage.by, impulse)
    say(stage.sn, impulse)

    assert count() <= of_one <= budget


# Examples


def test_examples_are_marked_and_name_no_real_initiative() -> None:
    stage = make_stage()
    directory.load_example_data()
    load_example_data()
    made = load_impulse_examples()

    assert (made, load_impulse_examples()) == (3, 0)
    impulse = Impulse.objects.get()
    names = set(impulse.addressees.values_list("name", flat=True))
    assert impulse.is_example
    assert all("Beispiel" in name for name in names)
    assert stage.nw.organisation_name not in names
    assert all(measure.is_example for measure in Measure.objects.all())
    page = text(Client().get(reverse("impulse_detail", args=[impulse.public_id])))
    assert "Das ist ein Beispiel" in page


def test_finished_measures_stand_after_open_ones(stage: Stage) -> None:
    move_measure(stage.nw, make_measure(stage.nw, title="Erledigt").pk, act="drop", reason="Neu")
    make_measure(stage.nw, title="Offen")

    page = text(logged_in(stage.nw).get(reverse("measure_work_list")))

    assert page.index("Offen") < page.index("Erledigt")


def test_evaluated_impulses_stand_after_open_ones(stage: Stage) -> None:
    withdraw_impulse(stage.desk, make_impulse(stage.desk, title="Vorbei").pk, note="Neu")
    make_impulse(stage.desk, title="Offen")

    page = text(logged_in(stage.desk).get(reverse("impulse_work_list")))

    assert page.index("Offen") < page.index("Vorbei")
