"""A new Django project with one view that returns bytes from memory: the measure of ``pages.py``.

It has the middleware that ``django-admin startproject`` gives, and nothing else. The bytes are those of
the page it is compared with. As a module it is a WSGI application for the same web server; as a script
it prints milliseconds of CPU per request, asked without a web server.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from benchmarks.hub.measuring import cpu_ms, middle

BODY = Path(os.environ["BARE_VIEW_BYTES"]).read_bytes()


def view(_request: HttpRequest) -> HttpResponse:
    """Return the bytes."""
    return HttpResponse(BODY)


urlpatterns = [path("", view)]

if not settings.configured:
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
    application = WSGIHandler()


def main() -> None:
    requests = RequestFactory()

    def start(*_given: Any) -> Callable[[bytes], object]:
        return len

    def ask(_number: int) -> None:
        answer = application(requests.get("/").environ, start)
        b"".join(answer)
        answer.close()

    cpu_ms(ask, rounds=1, per_round=200)  # what is slow once
    print(middle(cpu_ms(ask, rounds=5, per_round=200)))


if __name__ == "__main__":
    main()
