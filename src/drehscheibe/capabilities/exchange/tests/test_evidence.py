"""Evidence from the form to the public page, and everything that can go wrong with a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Evidence, Signal
from drehscheibe.capabilities.exchange.services.signals import draft, evidence, sending
from drehscheibe.capabilities.exchange.services.signals.since import find_month
from drehscheibe.capabilities.exchange.tests.factories import (
    WORDS,
    House,
    colleague_of,
    hand_over_to_desk,
    make_draft,
    make_house,
    make_submitted,
)
from drehscheibe.capabilities.exchange.tests.reading import faulty_fields, text
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.tests import samples
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def house() -> House:
    return make_house()


def form_of(signal: Signal, **changes: object) -> dict[str, object]:
    """Return a filled form with the rows of the evidence that is there."""
    form: dict[str, object] = {**WORDS, "next": "save"}
    for row in signal.evidence.select_related("file"):
        form[f"description_{row.file.uuid.hex}"] = f"Zeigt {row.file.label}"
        form[f"audience_{row.file.uuid.hex}"] = "readers"
    return {**form, **changes}


def address_of(signal: Signal) -> str:
    return reverse("signal_draft", args=[signal.uuid])


def add(
    house: House, signal: Signal, *, audience: str = "readers", name: str = "a.pdf"
) -> Evidence:
    row = evidence.add_evidence(house.author, signal.pk, samples.upload(name, samples.PDF))
    words = evidence.EvidenceWords("Ein Bescheid", audience)
    evidence.describe_evidence(house.author, signal.pk, {row.file.uuid: words})
    return row


def labels(signal: Signal) -> list[str]:
    return [row.file.label for row in signal.evidence.select_related("file")]


def test_from_the_form_to_the_public_page_without_a_script(house: House) -> None:
    signal = make_draft(house.author)
    client = client_of(house.author)
    files = [
        samples.upload("Halle vorher.png", samples.photograph()),
        samples.upload("Bescheid.pdf", samples.PDF),
    ]

    sent = client.post(address_of(signal), form_of(signal, evidence_files=files, next="files"))
    assert sent["Location"].endswith("#evidence")
    assert labels(signal) == ["Halle vorher.jpg", "Bescheid.pdf"]

    page = text(client.get(address_of(signal)))
    assert "Was zeigt das Bild?" in page
    assert "Platz für 3 weitere Dateien mit je bis zu 10 MB." in page

    assert client.post(address_of(signal), form_of(signal, next="review")).status_code == 302
    review = reverse("signal_review", args=[signal.uuid])
    assert "Zeigt Bescheid.pdf" in text(client.get(review))
    client.post(review, {"form_token": "send"})
    signal.refresh_from_db()
    hand_over_to_desk(house, signal)

    public = text(Client().get(reverse("signal_detail", args=[signal.public_id])))
    assert 'alt="Zeigt Halle vorher.jpg"' in public
    assert re.search(r'href="/dateien/[^"]+">Zeigt Bescheid.pdf</a>', public)
    picture = StoredFile.objects.get(kind="jpg")
    response = Client().get(f"/dateien/{picture.uuid}/")
    assert response.status_code == 200
    assert b"Kamera" not in response.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bild.png", samples.HTML, "bild.png: Das ist eine Web-Seite"),
        ("leer.pdf", b"", "leer.pdf: Diese Datei ist leer."),
        ("riese.png", samples.huge_png(), "riese.png: Dieses Bild ist zu groß."),
        ("gross.txt", b"x" * 100_001, "gross.txt: Diese Datei ist zu groß."),
    ],
)
def test_a_refused_file_loses_neither_words_nor_the_other_files(
    house: House, settings: object, name: str, content: bytes, reason: str
) -> None:
    settings.FILES_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    signal = make_draft(house.author)
    files = [
        samples.upload(name, content),
        samples.upload("gut.pdf", samples.PDF),
    ]

    answer = client_of(house.author).post(
        address_of(signal),
        form_of(
            signal, title="Neuer Titel", since="am Sankt-Nimmerleins-Tag", evidence_files=files
        ),
    )

    assert answer.status_code == 422
    assert faulty_fields(answer) == {"evidence_files"}
    page = text(answer)
    assert reason in page
    assert 'value="Neuer Titel"' in page
    assert "gut.pdf" in page
    assert labels(signal) == ["gut.pdf"]
    signal.refresh_from_db()
    assert (signal.title, signal.since) == ("Neuer Titel", "am Sankt-Nimmerleins-Tag")


def test_an_error_at_another_field_keeps_the_new_file(house: House) -> None:
    signal = make_draft(house.author)
    form = form_of(
        signal, title="", next="review", evidence_files=samples.upload("a.pdf", samples.PDF)
    )

    answer = client_of(house.author).post(address_of(signal), form)

    row = signal.evidence.get()
    assert answer.status_code == 422
    chosen = re.search(r'value="officials"[^>]*checked', text(answer))
    assert chosen is not None
    assert faulty_fields(answer) == {"title", f"description_{row.file.uuid.hex}"}


def test_nothing_is_sent_before_every_file_is_described(house: House) -> None:
    signal = make_draft(house.author)
    row = evidence.add_evidence(house.author, signal.pk, samples.upload("a.pdf", samples.PDF))
    client = client_of(house.author)
    review = reverse("signal_review", args=[signal.uuid])

    shown = client.get(review)
    client.post(review, {"form_token": "x"})

    assert faulty_fields(shown) == {f"description_{row.file.uuid.hex}"}
    signal.refresh_from_db()
    assert signal.item is None


def test_five_files_and_no_more(house: House) -> None:
    signal = make_draft(house.author)
    files = [samples.upload(f"{n}.pdf", samples.PDF) for n in range(6)]
    client = client_of(house.author)

    answer = client.post(address_of(signal), form_of(signal, evidence_files=files))

    assert "5.pdf: Es ist Platz für 5 Dateien." in text(answer)
    assert labels(signal) == [f"{n}.pdf" for n in range(5)]
    assert 'name="evidence_files"' not in text(client.get(address_of(signal)))


def test_taking_a_file_away_erases_it_and_saves_the_words(
    house: House, django_capture_on_commit_callbacks: object
) -> None:
    signal = make_draft(house.author)
    row = add(house, signal)
    storage = row.file.content.storage
    client = client_of(house.author)
    form = form_of(signal, title="Anders", remove=str(row.file.uuid))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(address_of(signal), form)
        client.post(address_of(signal), form)

    assert labels(signal) == []
    assert not storage.exists(str(row.file.content.name))
    signal.refresh_from_db()
    assert signal.title == "Anders"


def test_a_discarded_draft_takes_its_files_along(
    house: House, django_capture_on_commit_callbacks: object
) -> None:
    signal = make_draft(house.author)
    file = add(house, signal).file

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        draft.discard_draft(house.author, signal.pk)

    assert not StoredFile.objects.exists()
    assert not file.content.storage.exists(str(file.content.name))


def test_a_draft_with_a_file_and_no_words_is_not_taken_for_an_empty_one(house: House) -> None:
    begun = draft.begin_draft(house.author)
    assert draft.begin_draft(house.author) == begun
    evidence.add_evidence(house.author, begun.pk, samples.upload("a.pdf", samples.PDF))

    assert draft.begin_draft(house.author) != begun


def test_autosave_keeps_descriptions_and_takes_no_files(house: House) -> None:
    signal = make_draft(house.author)
    row = evidence.add_evidence(house.author, signal.pk, samples.upload("a.pdf", samples.PDF))
    client = client_of(house.author)

    answer = client.post(reverse("signal_draft_save", args=[signal.uuid]), form_of(signal))

    assert answer.json()["saved"] is True
    row.refresh_from_db()
    assert (row.file.description, row.audience) == ("Zeigt a.pdf", "readers")


def test_after_sending_nobody_changes_the_evidence(house: House) -> None:
    signal = make_draft(house.author)
    row = add(house, signal)
    sending.send_signal(house.author, signal.pk)
    upload = samples.upload("b.pdf", samples.PDF)

    with pytest.raises(Conflict):
        evidence.add_evidence(house.author, signal.pk, upload)
    with pytest.raises(Conflict):
        evidence.remove_evidence(house.author, signal.pk, row.file.uuid)
    late = client_of(house.author).post(
        address_of(signal), form_of(signal, evidence_files=samples.upload("c.pdf", samples.PDF))
    )
    assert late.status_code == 409
    assert labels(signal) == ["a.pdf"]


def test_others_hang_nothing_on_a_draft_and_see_none_of_its_files(house: House) -> None:
    signal = make_draft(house.author)
    row = add(house, signal)
    stranger = make_actor()

    with pytest.raises(NotAllowed):
        evidence.add_evidence(stranger, signal.pk, samples.upload("b.pdf", samples.PDF))
    form = form_of(signal, evidence_files=samples.upload("c.pdf", samples.PDF))
    assert client_of(stranger).post(address_of(signal), form).status_code == 404
    for reader, code in ((stranger, 404), (house.office, 404), (colleague_of(house.author), 200)):
        response = client_of(reader).get(f"/dateien/{row.file.uuid}/")
        response.getvalue()
        assert response.status_code == code
    assert labels(signal) == ["a.pdf"]


def test_confidential_evidence_is_named_to_nobody_else(house: House) -> None:
    signal = make_draft(house.author)
    row = add(house, signal, audience="officials", name="intern.pdf")
    hand_over_to_desk(house, sending.send_signal(house.author, signal.pk))
    signal.refresh_from_db()
    page = reverse("signal_detail", args=[signal.public_id])

    readers = {
        "public": Client(),
        "member": client_of(make_actor()),
        "other desk": client_of(make_actor("desk")),
        "author": client_of(house.author),
        "office": client_of(house.office),
        "desk": client_of(house.desk),
    }
    named = {who for who, client in readers.items() if "intern.pdf" in text(client.get(page))}
    opened = set()
    for who, client in readers.items():
        response = client.get(f"/dateien/{row.file.uuid}/")
        response.getvalue()
        opened |= {who} if response.status_code == 200 else set()

    assert named == opened == {"author", "office", "desk"}
    assert "intern.pdf" not in text(Client().get(f"/api/v1/signals/{signal.public_id}"))
    assert str(row.file.uuid) not in text(Client().get(reverse("signal_json")))


def test_public_evidence_is_part_of_the_open_data(house: House) -> None:
    signal = make_draft(house.author, since="seit März 2024")
    row = add(house, signal)
    hand_over_to_desk(house, sending.send_signal(house.author, signal.pk))
    signal.refresh_from_db()

    record = Client().get(f"/api/v1/signals/{signal.public_id}").json()

    assert record["since_month"] == "2024-03"
    assert record["evidence"] == [
        {
            "url": f"http://testserver/dateien/{row.file.uuid}/",
            "name": "a.pdf",
            "kind": "pdf",
            "size": len(samples.PDF),
            "description": "Ein Bescheid",
        }
    ]
    assert f"/dateien/{row.file.uuid}/" in text(Client().get(reverse("signal_csv")))


def test_numbers_that_nobody_gave_are_shown_as_unknown(house: House) -> None:
    signal = make_submitted(house, affected_companies=0)
    page = text(client_of(house.author).get(reverse("signal_own", args=[signal.public_id])))

    assert re.search(r"<dt>Betroffene Betriebe</dt> <dd>0", page)
    assert re.search(r'<dt>Betroffene Beschäftigte</dt> <dd><span class="unknown">', page)


def test_what_is_still_to_come_is_asked_for_again(house: House) -> None:
    signal = make_draft(house.author)

    answer = client_of(house.author).post(address_of(signal), form_of(signal, since="März 2098"))

    assert faulty_fields(answer) == {"since"}
    assert "März 2098" in text(answer)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("Mai 2023", "2023-05"),
        ("seit 1. April 2024", "2024-04"),
        ("12.03.2024", "2024-03"),
        ("3/2024", "2024-03"),
        ("2024-11", "2024-11"),
        ("Herbst 2022", "2022"),
        ("since Sept. 2021", "2021-09"),
        ("zwischen 2019 und 2021", ""),
        ("immer schon", ""),
        ("14/2024", "2024"),
        ("", ""),
    ],
)
def test_the_month_is_found_in_the_words(words: str, month: str) -> None:
    assert find_month(words) == month
