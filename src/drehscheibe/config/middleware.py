"""A page that many strangers read is made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from drehscheibe.core.outbox.epoch import current_epoch

#: Longest time that a page may lag behind a change that publishes no fact (editorial pages).
LIFETIME_S = 60
#: Addresses without a language: read by programs, or files.
PROGRAM_PATHS = ("/api/", "/dateien/", "/health", "/robots.txt", "/sitemap", "/.well-known/")


class AnonymousPageCacheMiddleware:
    """Answer GET requests of visitors without a session from the cache.

    A page is kept under its address, its language header and the epoch, a number that moves with
    every published fact, so that a change is seen at once. What sets a cookie, asks for one,
    or says ``private`` is not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_anonymous_read(request):
            return self.get_response(request)
        key = self._key(request)
        kept: HttpResponse | None = cache.get(key)
        if kept is not None:
            return self._not_modified(request, kept) or kept
        response = self.get_response(request)
        if self._may_be_kept(response):
            cache.set(key, response, LIFETIME_S)
        return response

    @staticmethod
    def _is_anonymous_read(request: HttpRequest) -> bool:
        return (
            request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(("/static/", "/media/"))
        )

    @staticmethod
    def _key(request: HttpRequest) -> str:
        headers = request.headers
        parts = (
            str(current_epoch()),
            request.get_host(),
            request.get_full_path(),
            "gzip" if "gzip" in headers.get("Accept-Encoding", "") else "",
            headers.get("Accept-Language", "")[:40] if request.path == "/" else "",
            headers.get("HX-Request", ""),
        )
        # Hashed, because some caches take no long keys, and addresses may be long.
        return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @staticmethod
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

    @staticmethod
    def _not_modified(request: HttpRequest, kept: HttpResponse) -> HttpResponse | None:
        tag = kept.headers.get("ETag")
        if tag is None or request.headers.get("If-None-Match") != tag:
            return None
        response = HttpResponse(status=304)
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            if name in kept.headers:
                response.headers[name] = kept.headers[name]
        return response


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
