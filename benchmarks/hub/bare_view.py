"""A new Django project with one view that returns bytes from memory; prints CPU ms per request."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.hub.measuring import cpu_ms, middle

BODY = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else b""


def view(_request: HttpRequest) -> HttpResponse:
    """Return the bytes."""
    return HttpResponse(BODY)


urlpatterns = [path("", view)]


def main() -> None:
    settings.configure(
        SECRET_KEY="x" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.hub.bare_view",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    application = WSGIHandler()
    requests = RequestFactory()

    def start(*_given: Any) -> Callable[[bytes], object]:
        return len

    def ask(_number: int) -> None:
        b"".join(application(requests.get("/").environ, start))

    ask(0)
    print(middle(cpu_ms(ask, rounds=5, per_round=200)))


if __name__ == "__main__":
    main()
