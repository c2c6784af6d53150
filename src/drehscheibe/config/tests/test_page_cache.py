"""Pages of strangers are made once, and nobody ever sees a page that is not theirs."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.config.middleware import (
    MOST_BYTES,
    PAGES,
    AnonymousPageCacheMiddleware,
)
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.outbox.epoch import (
    advance_epoch,
    advance_with_commit,
    current_epoch,
    held_epoch,
    kept_for_epoch,
)
from drehscheibe.portal.models import OperatorSettings
from drehscheibe.portal.pages import load_pages

pytestmark = pytest.mark.django_db

#: Stands in the head of every page of somebody who is logged in.
WORKSPACE = "Mein Arbeitsplatz"
LIST, SEARCH = "/de/initiativen/", "/de/suche/"


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def visitor() -> Client:
    return Client()


class Counted:
    """A page behind the cache that counts how often it is made."""

    def __init__(self, response: HttpResponse | StreamingHttpResponse | None = None) -> None:
        self.made = 0
        self.response = response

    def __call__(self, _request: HttpRequest) -> HttpResponse:
        self.made += 1
        return self.response or HttpResponse(f"made {self.made}")  # type: ignore[return-value]

    def ask_twice(self, **request: str) -> int:
        middleware = AnonymousPageCacheMiddleware(self)
        for _ in range(2):
            middleware(RequestFactory().get("/de/", **request))  # type: ignore[arg-type]
        return self.made


def test_second_stranger_is_answered_without_a_query() -> None:
    InitiativeFactory.create()
    first = visitor().get(LIST)

    assert queries_of(visitor(), LIST) == 0
    assert visitor().get(LIST).content == first.content


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_browser_that_has_the_page_is_told_so(encoding: str) -> None:
    first = visitor().get(LIST, headers={"accept-encoding": encoding})
    tag = first.headers["ETag"]

    again = visitor().get(LIST, headers={"accept-encoding": encoding, "if-none-match": tag})

    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert visitor().get(LIST, headers={"if-none-match": '"other"'}).status_code == 200


def test_unchanged_page_keeps_its_tag_when_something_else_changes() -> None:
    zipped = {"accept-encoding": "gzip"}
    before = visitor().get(SEARCH, headers=zipped)
    advance_epoch()
    after = visitor().get(SEARCH, headers=zipped)

    assert before.headers["ETag"] == after.headers["ETag"]


def test_change_is_seen_at_once() -> None:
    assert "Neue Initiative" not in visitor().get(LIST).text

    InitiativeFactory.create(name="Neue Initiative")

    assert "Neue Initiative" in visitor().get(LIST).text


def test_what_editors_publish_is_seen_at_once() -> None:
    load_pages()
    assert visitor().get("/de/hilfe/").status_code == 200

    page = Page.objects.get(slug="hilfe").specific
    page.title = "Rat und Tat"
    page.save_revision().publish()
    assert "Rat und Tat" in visitor().get("/de/hilfe/").text

    page.unpublish()
    assert visitor().get("/de/hilfe/").status_code == 404


def test_what_the_operator_says_is_seen_at_once() -> None:
    load_pages()
    assert "Amt Beispiel" not in visitor().get(SEARCH).text

    OperatorSettings.objects.create(site_id=1, name="Amt Beispiel")

    assert "Amt Beispiel" in visitor().get(SEARCH).text


def test_each_language_has_its_own_page() -> None:
    german, english = visitor().get(LIST).text, visitor().get("/en/initiatives/").text

    assert visitor().get(LIST).text == german
    assert visitor().get("/en/initiatives/").text == english
    assert 'lang="de"' in german
    assert 'lang="en"' in english


def test_first_address_follows_the_browser_and_not_the_visitor_before() -> None:
    german = visitor().get("/", headers={"accept-language": "de"})
    english = visitor().get("/", headers={"accept-language": "en"})

    assert (german.headers["Location"], english.headers["Location"]) == ("/de/", "/en/")


def test_page_of_somebody_logged_in_is_for_nobody_else() -> None:
    client = visitor()
    client.force_login(make_person())

    own = client.get(LIST)
    stranger = visitor().get(LIST)

    assert WORKSPACE in own.text
    assert WORKSPACE not in stranger.text
    assert "ETag" not in own.headers


def test_somebody_logged_in_never_gets_the_page_of_a_stranger() -> None:
    tag = visitor().get(LIST).headers["ETag"]
    client = visitor()
    client.force_login(make_person())

    response = client.get(LIST, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert WORKSPACE in response.text


def test_other_caches_are_told_that_a_log_in_matters() -> None:
    assert "Cookie" in visitor().get(LIST).headers["Vary"]


def test_each_form_has_its_own_token() -> None:
    address = "/de/barriere-melden/"
    first, second = visitor().get(address), visitor().get(address)

    assert settings.CSRF_COOKIE_NAME in first.cookies
    assert (
        first.cookies[settings.CSRF_COOKIE_NAME].value
        != second.cookies[settings.CSRF_COOKIE_NAME].value
    )


def test_pages_are_kept_by_host_encoding_and_query() -> None:
    text = visitor().get(LIST, headers={"accept-encoding": ""})
    zipped = visitor().get(LIST, headers={"accept-encoding": "gzip"})
    other = visitor().get(f"{LIST}?topic=skills")
    elsewhere = visitor().get(LIST, headers={"host": "hub.example"})

    assert gzip.decompress(zipped.content) == text.content
    assert other.text != text.text
    assert "hub.example" in elsewhere.text
    assert "hub.example" not in visitor().get(LIST).text


def test_plain_page_is_kept() -> None:
    assert Counted().ask_twice() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "private"},
        {"Vary": "Accept, Cookie"},
    ],
)
def test_what_is_for_one_reader_is_not_kept(headers: dict[str, str]) -> None:
    assert Counted(HttpResponse("mine", headers=headers)).ask_twice() == 2


def test_what_sets_a_cookie_is_not_kept() -> None:
    response = HttpResponse("hello")
    response.set_cookie("seen", "1")

    assert Counted(response).ask_twice() == 2


@pytest.mark.parametrize("status", [301, 403, 404, 500])
def test_errors_and_redirects_are_not_kept(status: int) -> None:
    assert Counted(HttpResponse(status=status)).ask_twice() == 2


def test_streams_and_heavy_answers_are_not_kept() -> None:
    assert Counted(StreamingHttpResponse(["a"])).ask_twice() == 2
    assert Counted(HttpResponse(b"x" * (MOST_BYTES + 1))).ask_twice() == 2


@pytest.mark.parametrize(
    "request_",
    [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=1"},
        {"HTTP_COOKIE": "messages=kept for the next page"},
        {"HTTP_AUTHORIZATION": "x"},
    ],
)
def test_who_has_something_of_their_own_to_see_gets_a_page_of_their_own(
    request_: dict[str, str],
) -> None:
    assert Counted().ask_twice(**request_) == 2


def test_flood_of_addresses_keeps_few_pages_and_the_epoch() -> None:
    before = current_epoch()
    middleware = AnonymousPageCacheMiddleware(Counted())
    for number in range(700):
        middleware(RequestFactory().get("/de/", {"n": number}))

    assert len(caches[PAGES]._cache) <= 300  # type: ignore[attr-defined]
    assert current_epoch() == before


def test_kept_answer_expires_with_the_epoch_and_after_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    @kept_for_epoch()
    def answer(word: str) -> str:
        asked.append(word)
        return word

    assert [answer("a"), answer("a"), answer("b")] == ["a", "a", "b"]
    assert asked == ["a", "b"]
    advance_epoch()
    answer("a")
    assert asked == ["a", "b", "a"]
    monkeypatch.setattr("time.monotonic", lambda: 1e12)
    answer("a")
    assert asked == ["a", "b", "a", "a"]


def test_what_has_an_epoch_of_its_own_outlives_other_changes() -> None:
    asked: list[str] = []

    @kept_for_epoch("own")
    def answer() -> None:
        asked.append("")

    answer()
    advance_epoch()
    answer()
    assert len(asked) == 1
    advance_with_commit("own")
    answer()
    assert len(asked) == 2


def test_epoch_is_looked_up_once_per_page_and_follows_a_change_inside() -> None:
    with held_epoch() as epoch:
        caches["default"].delete("epoch")
        assert current_epoch() == epoch
        advance_epoch()
        assert current_epoch() > epoch
