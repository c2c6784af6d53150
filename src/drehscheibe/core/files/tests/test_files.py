"""Files from the upload to their end: who sees them, how they are sent, when they go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.files import api, owners
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.housekeeping import clean_up
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.tests import samples
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]

KIND = "files.specimen"


@pytest.fixture
def readers() -> Iterator[dict[str, set[int | None]]]:
    """Who may see the files of which item; an item without a line is gone."""
    allowed: dict[str, set[int | None]] = {}
    owner = api.FileOwner(
        KIND,
        lambda actor, file: actor.person_id in allowed.get(file.owner_key, set()),
        lambda keys: set(keys) & set(allowed),
    )
    api.register_owner(owner)
    yield allowed
    owners._owners.pop(KIND)


@pytest.fixture
def author() -> Actor:
    return make_actor()


def stored(actor: Actor, content: bytes = samples.PDF, name: str = "Bescheid.pdf") -> StoredFile:
    return api.store_file(actor, samples.upload(name, content))


def attached(actor: Actor, key: str = "1", content: bytes = samples.PDF) -> StoredFile:
    file = stored(actor, content)
    api.attach_file(actor, file, owner_kind=KIND, owner_key=key)
    return file


def status(client: Client, file: StoredFile) -> int:
    """Return what the address of the file answers."""
    response = client.get(address(file))
    response.getvalue()
    return int(response.status_code)


def address(file: StoredFile) -> str:
    return f"/dateien/{file.uuid}/"


def names_on_disk() -> list[str]:
    storage = StoredFile.content.field.storage
    if not storage.exists(""):
        return []
    return [f"{d}/{n}" for d in storage.listdir("")[0] for n in storage.listdir(d)[1]]


def test_stored_under_a_random_name_with_a_clean_label(author: Actor) -> None:
    file = stored(author, name="../../../etc/Bescheid.exe")

    assert file.label == "Bescheid.pdf"
    assert names_on_disk() == [file.content.name]
    assert "Bescheid" not in str(file.content.name)
    assert file.content.storage.size(str(file.content.name)) == file.size == len(samples.PDF)
    assert Entry.objects.get(verb="files.file_stored").item_key == str(file.uuid)


def test_type_and_ending_follow_the_content_not_the_sender(author: Actor) -> None:
    upload = samples.upload("a.pdf", samples.picture("PNG"), "text/html")

    file = api.store_file(author, upload)

    assert (file.kind, file.label, file.content_type) == ("png", "a.png", "image/png")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bild.png", samples.HTML),
        ("bild.png", samples.SVG),
        ("leer.pdf", b""),
        ("riesig.png", samples.huge_png()),
        ("brief.docx", samples.bomb()),
        ("text.txt", samples.HTML),
    ],
)
def test_what_is_refused_leaves_nothing_behind(author: Actor, name: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        api.store_file(author, samples.upload(name, content))

    assert StoredFile.objects.count() == 0
    assert names_on_disk() == []


def test_one_byte_too_many_is_refused_and_says_how_many_are_allowed(
    author: Actor, settings: object
) -> None:
    limit: int = settings.FILES_MAX_BYTES  # type: ignore[attr-defined]
    assert limit == 10 * 1024 * 1024
    full = b"Text.\n" * (limit // 6) + b"x" * (limit % 6)

    assert stored(author, full, "a.txt").size == limit
    with translation.override("de"), pytest.raises(FileRefused, match="bis zu 10 MB"):
        stored(author, full + b"x", "a.txt")


def test_the_same_file_may_come_twice(author: Actor) -> None:
    first, second = stored(author), stored(author)

    assert first.sha256 == second.sha256
    assert first.content.name != second.content.name


def test_strangers_send_nothing() -> None:
    with pytest.raises(NotAllowed):
        stored(ANONYMOUS)


def test_an_unattached_file_exists_for_its_sender_only(author: Actor) -> None:
    file = stored(author)

    assert status(client_of(author), file) == 200
    assert status(client_of(make_actor()), file) == 404
    assert status(client_of(make_actor("office")), file) == 404
    assert status(Client(), file) == 404


def test_the_owner_says_who_sees_an_attached_file(
    author: Actor, readers: dict[str, set[int | None]]
) -> None:
    reader, stranger = make_actor(), make_actor()
    readers["1"] = {reader.person_id}
    file = attached(author)

    assert status(client_of(reader), file) == 200
    assert status(client_of(stranger), file) == 404
    assert status(client_of(author), file) == 404
    assert status(Client(), file) == 404


def test_a_file_of_a_kind_that_nobody_owns_is_seen_by_nobody(
    author: Actor, readers: dict[str, set[int | None]]
) -> None:
    readers["1"] = {None, author.person_id}
    file = attached(author)
    assert status(Client(), file) == 200

    owners._owners.pop(KIND)

    assert status(Client(), file) == 404
    api.register_owner(api.FileOwner(KIND, lambda _a, _f: False, set))


def test_an_unknown_file_is_not_found_and_leads_nowhere_else() -> None:
    response = Client().get("/dateien/00000000-0000-4000-8000-000000000000/")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("content", "disposition", "content_type"),
    [
        (samples.PDF, "inline", "application/pdf"),
        (samples.picture("WEBP"), "inline", "image/webp"),
        (samples.docx(), "attachment", "application/vnd.openxmlformats-officedocument"),
        (b"a;b\n1;2\n", "attachment", "text/csv"),
        (b"Nur ein Text.", "attachment", "text/plain"),
    ],
)
def test_sent_so_that_it_can_do_no_harm(
    author: Actor,
    readers: dict[str, set[int | None]],
    content: bytes,
    disposition: str,
    content_type: str,
) -> None:
    readers["1"] = {author.person_id}
    response = client_of(author).get(address(attached(author, content=content)))

    assert response["Content-Disposition"].startswith(f"{disposition}; filename=")
    assert response["Content-Type"].startswith(content_type)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert response.getvalue()


def test_a_public_file_is_asked_for_again_and_not_sent_twice(
    author: Actor, readers: dict[str, set[int | None]]
) -> None:
    readers["1"] = {None}
    file = attached(author)

    first = Client().get(address(file))
    first.getvalue()
    again = Client().get(address(file), headers={"If-None-Match": first["ETag"]})
    readers.clear()
    later = Client().get(address(file), headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
    assert (again.status_code, later.status_code) == (304, 404)


def test_only_the_sender_attaches_a_file_and_only_once(
    author: Actor, readers: dict[str, set[int | None]]
) -> None:
    file = stored(author)

    with pytest.raises(NotAllowed):
        api.attach_file(make_actor(), file, owner_kind=KIND, owner_key="1")
    api.attach_file(author, file, owner_kind=KIND, owner_key="1")
    with pytest.raises(Conflict):
        api.attach_file(author, file, owner_kind=KIND, owner_key="2")
    with pytest.raises(LookupError):
        api.attach_file(author, stored(author), owner_kind="nobody.knows", owner_key="1")
    assert Message.objects.get().payload["owner_key"] == "1"


def test_words_about_a_file_are_cleaned_and_noted(author: Actor) -> None:
    file = stored(author)

    api.describe_file(author, file, "  Ein\nBescheid\0 " + "x" * 400)
    api.describe_file(author, file, file.description)

    assert file.description.startswith("Ein Bescheid x")
    assert len(file.description) == api.MAX_DESCRIPTION
    assert Entry.objects.filter(verb="files.file_described").count() == 1


def test_files_go_together_with_their_item(
    author: Actor,
    readers: dict[str, set[int | None]],
    django_capture_on_commit_callbacks: object,
) -> None:
    gone, kept = attached(author, "1"), attached(author, "2")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        number = api.erase_files_of(author, owner_kind=KIND, owner_keys=["1"])

    assert number == 1
    assert names_on_disk() == [kept.content.name]
    assert not StoredFile.objects.filter(pk=gone.pk).exists()
    erased = Message.objects.get(topic="files.file_erased")
    assert erased.payload == {"file_uuid": str(gone.uuid), "owner_kind": KIND, "owner_key": "1"}


def age(file: StoredFile, hours: int) -> None:
    StoredFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(hours=hours))


def test_housekeeping_erases_what_nobody_needs_and_nothing_else(
    author: Actor,
    readers: dict[str, set[int | None]],
    django_capture_on_commit_callbacks: object,
) -> None:
    readers["alive"] = set()
    fresh, old = stored(author), stored(author)
    alive, orphan = attached(author, "alive"), attached(author, "vanished")
    age(old, 25)
    age(alive, 25)
    storage = StoredFile.content.field.storage
    storage.save("ab/stray", BytesIO(b"left by a rollback"))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        today = clean_up(timezone.now())
    assert set(StoredFile.objects.all()) == {fresh, alive}
    assert today == 2
    assert sorted(names_on_disk()) == sorted(
        ["ab/stray", str(fresh.content.name), str(alive.content.name)]
    )

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        clean_up(timezone.now() + timedelta(hours=30))
    assert names_on_disk() == [alive.content.name]
    assert orphan.content.name not in names_on_disk()


@pytest.mark.parametrize("is_large", [False, True])
def test_a_form_keeps_its_words_whatever_is_sent_with_it(settings: object, is_large: bool) -> None:
    settings.FILES_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    settings.FILES_MAX_PER_REQUEST = 2  # type: ignore[attr-defined]
    seen: dict[str, object] = {}

    @api.bounded_uploads
    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.POST.items())
        seen["files"] = [(f.name, f.size, len(f.read())) for f in request.FILES.getlist("files")]
        return HttpResponse()

    size = 3_000_000 if is_large else 1000
    uploads = [samples.upload(f"{n}.txt", b"x" * size) for n in range(4)]
    request = RequestFactory().post("/", {"before": "a", "files": uploads, "zafter": "b"})
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]

    view(request)

    assert (seen["before"], seen["zafter"]) == ("a", "b")
    kept = 0 if is_large else size
    assert seen["files"] == [
        ("0.txt", size, kept),
        ("1.txt", size, kept),
        ("2.txt", size, 0),
        ("3.txt", size, 0),
    ]


def test_a_form_with_files_needs_its_token() -> None:
    view = api.bounded_uploads(lambda _request: HttpResponse())

    response = view(RequestFactory().post("/", {"file": samples.upload("a.txt", b"x")}))

    assert response.status_code == 403
