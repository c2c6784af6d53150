"""A page that many strangers read is made once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from drehscheibe.core.outbox.epoch import held_epoch

#: Name of the cache for whole pages; its own, so that pages cannot push anything else out.
PAGES = "pages"
#: Longest time that a page may lag behind a change that tells no fact.
LIFETIME_S = 60
#: Larger answers (exports) are made anew, so that strangers cannot fill the memory.
MOST_BYTES = 500_000
#: Addresses without a language: read by programs, or files.
PROGRAM_PATHS = ("/api/", "/dateien/", "/health", "/robots.txt", "/sitemap", "/.well-known/")
#: Neither kept nor counted: files have their own way, and whoever asks for the health must hear of it
#: even while the cache is away.
HEALTH = "/health"
NEVER_KEPT = ("/static/", "/media/", "/dateien/", HEALTH)
#: With one of these somebody has something of their own to see: a log-in, a message.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")

#: What a form calls the draft that the browser keeps of it, and where the browser learns that it is done.
DRAFT_FIELD = "draft_key"
DRAFT_COOKIE = "sent_draft"
DRAFT_LIFETIME_S = 60
_DRAFT_KEY = re.compile(r"[A-Za-z0-9_-]{1,120}")


class AnonymousPageCacheMiddleware:
    """Answer GET requests of visitors without a session from the cache, or say that nothing changed.

    A page is kept under its address, its language header and the epoch, a number that moves with
    every published fact, so that a change is seen at once. What sets a cookie, asks for one,
    or says ``private`` is not kept.

    Browsers may keep a page too, but ask each time whether it is still the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == HEALTH:
            # Whoever asks is nobody: a log-in would be looked up in the database that may be away.
            request.COOKIES.clear()
        if request.path.startswith(NEVER_KEPT):
            return self.get_response(request)
        with held_epoch() as epoch:
            if _is_of_stranger(request):
                return self._answer_stranger(request, epoch)
            return self.get_response(request)

    def _answer_stranger(self, request: HttpRequest, epoch: int) -> HttpResponse:
        key = self._key(request, epoch)
        response: HttpResponse | None = caches[PAGES].get(key)
        if response is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            if "Cache-Control" not in response.headers:  # else the view knows better
                response.headers["Cache-Control"] = "no-cache"
                patch_vary_headers(response, ("Cookie",))
            if len(response.content) <= MOST_BYTES:
                caches[PAGES].set(key, response, LIFETIME_S)
        tag = response.headers.get("ETag")
        if tag is None:
            return response
        answer = get_conditional_response(request, etag=tag, response=response)
        return answer if answer is not None else response

    @staticmethod
    def _key(request: HttpRequest, epoch: int) -> str:
        headers = request.headers
        parts = (
            str(epoch),
            request.scheme or "",
            request.get_host(),
            request.get_full_path(),
            "gzip" if "gzip" in headers.get("Accept-Encoding", "") else "",
            headers.get("Accept-Language", "")[:40] if request.path == "/" else "",
            headers.get("HX-Request", ""),
        )
        # Hashed, because some caches take no long keys, and addresses may be long.
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class PageTagMiddleware:
    """Give the pages of strangers a tag made of their content.

    Stands inside of what compresses them, which adds random bytes: the same page has the same tag.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_of_stranger(request) and _may_be_kept(response) and "ETag" not in response.headers:
            digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
            response.headers["ETag"] = f'"{digest}"'
        return response


def _is_of_stranger(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not any(name in request.COOKIES for name in OWN_COOKIES)
        and "Authorization" not in request.headers
    )


def _may_be_kept(response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cookie" not in response.headers.get("Vary", "")
        and "private" not in control
        and "no-store" not in control
    )


class PageLocaleMiddleware(LocaleMiddleware):
    """Choose the language of pages; what is for programs has one language and no redirects.

    Django would answer an unknown address of the API with a redirect to a page of that name, and
    let the words of an answer depend on the browser that asked.
    """

    def process_request(self, request: HttpRequest) -> None:
        if _is_for_programs(request):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if _is_for_programs(request):
            return response
        return super().process_response(request, response)


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(PROGRAM_PATHS)


class SentDraftMiddleware:
    """Tell the browser that a form has done its work, so that it forgets what it had kept of it.

    A form that keeps what people type on their device names that draft when it is sent. What is answered
    with a page is still being worked on; what leads on to another page is done, unless that page asks
    for a log-in first. Without this an old draft would come back over what others have written since.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only of a form that was read: asking for one now would take in whatever is being uploaded.
        is_done = (
            request.method == "POST"
            and isinstance(response, HttpResponseRedirectBase)
            and hasattr(request, "_post")
            and not _asks_for_log_in(response)
        )
        if is_done:
            key = request.POST.get(DRAFT_FIELD, "")
            if _DRAFT_KEY.fullmatch(key):
                response.set_cookie(
                    DRAFT_COOKIE,
                    key,
                    max_age=DRAFT_LIFETIME_S,
                    samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )
        return response


def _asks_for_log_in(response: HttpResponseRedirectBase) -> bool:
    return response.url.split("?")[0] == resolve_url(settings.LOGIN_URL)
