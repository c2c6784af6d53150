"""Compounds, words of the field and typing errors; reasons; what the office changes."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.search import api as search
from drehscheibe.core.search.models import Entry, Miss, Split, WordGroup
from drehscheibe.core.search.shelf import Shelf, Wanted
from drehscheibe.core.search.words import load_words

pytestmark = pytest.mark.django_db


def put(key: str, title: str, **more: object) -> None:
    document = {"summary": "", "body": "", "language": "de", "kind": "page", "path": f"/de/{key}/"}
    search.put([search.Document(key=key, title=title, **{**document, **more})])  # type: ignore[arg-type]


def keys(text: str, **narrowed: str) -> list[str]:
    found = search.find(text, actor=ANONYMOUS, language="de", **narrowed)  # type: ignore[arg-type]
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "how", "label"),
    [
        ("Ausbildungsplatz", "inflection", "„Ausbildungsplätze“, eine Form von „Ausbildungsplatz“"),
        ("Ausbildung", "part", "„Ausbildungsplätze“ hat einen Teil mit „Ausbildung“ gemeinsam"),
        ("Lehrstellen", "synonym", "„Ausbildungsplätze“ bedeutet „Lehrstellen“"),
        ("Azubis", "related", "„Ausbildungsplätze“ ist verwandt mit „Azubis“"),
        ("Ausbildungspltäze", "spelling", None),
        ("Ausbildungsplaetze", "same", "Enthält „Ausbildungsplätze“"),
    ],
)
def test_each_hit_says_by_what_it_was_found(text: str, how: str, label: str | None) -> None:
    put("a", "Ausbildungsplätze im Hafen")

    (hit,) = search.find(text, actor=ANONYMOUS, language="de").hits

    assert hit.why[0].how == how
    assert label is None or hit.why[0].label == label


def test_hits_narrow_by_topic_and_land() -> None:
    put("nw", "Hafen", topics=("skills", "digital"), lands=("NW",))
    put("by", "Hafen", topics=("skill",), lands=("BY", "NI"))

    assert keys("Hafen", land="NI") == ["by"]
    assert keys("Hafen", topic="skills") == ["nw"]
    assert keys("Hafen", topic="digital", land="BY") == []


def test_lists_leave_out_what_is_only_close() -> None:
    put("a", "Ausbildungsplätze")

    def listed(text: str) -> list[str]:
        return search.find_keys(text, actor=ANONYMOUS, language="de", kind="page")

    assert (listed("Lehrstelle"), listed("Azubis")) == (["a"], [])


def test_suggestions_answer_a_situation_and_keep_to_what_one_may_see() -> None:
    office = make_actor("office")
    put("noise", "Nachbarschaftsbeirat nach Lärmbeschwerden", kind="case")
    put("secret", "Lärm am Werkstor", kind="case", audience="office")
    put("other", "Newsletter", kind="case")
    put("page", "Lärm", kind="page")
    text = "Seit der neuen Schicht rufen die Nachbarn jede Nacht an, weil es ihnen zu laut ist."

    def suggested(actor: object) -> list[str]:
        found = search.suggest(text, kinds=["case"], actor=actor, limit=3, language="de")  # type: ignore[arg-type]
        assert all(one.why and one.score > 0 for one in found)
        return [one.key for one in found]

    assert suggested(ANONYMOUS) == ["noise"]
    assert set(suggested(office)) == {"noise", "secret"}


def test_what_is_hidden_shows_in_no_count_and_no_reason() -> None:
    put("open", "Hafen", body="Kräne")
    for number in range(3):
        put(f"secret{number}", "Hafenkonflikt", audience="office")

    found = search.find("Hafenkonflikt Hafen", actor=ANONYMOUS, language="de", any_word=True)

    assert (found.total, [hit.key for hit in found.hits]) == (1, ["open"])
    assert "Hafenkonflikt" not in {reason.met for hit in found.hits for reason in hit.why}


def test_a_change_in_another_process_is_found_at_once_and_a_rollback_leaves_nothing() -> None:
    ours, wanted = Shelf("de"), Wanted(("public",))

    def found(text: str) -> tuple[str, ...]:
        return ours.find(text, wanted, every_word=0.3, cut=0.0).keys

    put("a", "Hafen")
    assert found("Hafen") == ("a",)
    with transaction.atomic():
        put("a", "Zuckerrübe")
        assert (found("Hafen"), found("Zuckerrübe")) == ((), ("a",))
        transaction.set_rollback(True)
    assert (found("Hafen"), found("Zuckerrübe")) == (("a",), ())
    search.remove("page", "a")
    assert found("Hafen") == ()


def test_the_office_adds_words_and_compounds() -> None:
    load_words()
    put("a", "Reststoffbörse")
    put("b", "Blumentopferde")
    assert keys("Schlackentausch") == []

    group = WordGroup.objects.create(names="Reststoffbörse, Schlackentausch")
    assert keys("Schlackentausch") == ["a"]
    group.is_used = False
    group.save()
    assert keys("Schlackentausch") == []

    Split.objects.create(word="Blumentopferde", parts="Blumentopf, Erde")
    assert keys("Erde") == ["b"]


def test_the_shipped_words_come_once_and_stay_as_the_office_has_them() -> None:
    assert load_words() >= 150
    group = WordGroup.objects.get(first_name="Auszubildende")
    group.names = "Auszubildende, Stift"
    group.save()

    assert load_words() == 0
    group.refresh_from_db()
    assert group.names == "Auszubildende, Stift"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Werkswohnung  BAUEN", {"werkswohnung bauen"}),
        ("erika@example.org", set()),
        ("0221 123456", set()),
        ("x" * 81, set()),
        ("www.example.org", set()),
        ("\x00", set()),
    ],
)
def test_misses_are_counted_without_people(text: str, kept: set[str]) -> None:
    for _time in range(2):
        search.note_miss(text, "de")

    assert set(Miss.objects.values_list("words", flat=True)) == kept
    assert all(miss.count == 2 for miss in Miss.objects.all())
    assert all(miss.last_on == timezone.localdate() for miss in Miss.objects.all())


def test_a_rebuild_lets_the_rooms_announce_again(capsys: pytest.CaptureFixture[str]) -> None:
    from drehscheibe.core.search.sources import SOURCES  # noqa: PLC0415 -- only here

    search.register_source("of the test", lambda: put("again", "Hafen"))
    try:
        call_command("search", "rebuild")
    finally:
        del SOURCES["of the test"]

    assert keys("Hafen") == ["again"]
    assert "1 entries can be found" in capsys.readouterr().out
    assert Entry.objects.count() == 1
