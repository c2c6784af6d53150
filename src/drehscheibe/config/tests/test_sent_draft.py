"""The browser learns which form has done its work, and only that one."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from drehscheibe.config.middleware import DRAFT_COOKIE, SentDraftMiddleware


def answer(request: HttpRequest, response: HttpResponse, *, reads: bool = True) -> str | None:
    """Return the draft that the answer to a request names."""

    def view(asked: HttpRequest) -> HttpResponse:
        if reads:
            assert asked.POST is not None
        return response

    cookie = SentDraftMiddleware(view)(request).cookies.get(DRAFT_COOKIE)
    return cookie.value if cookie else None


def post(key: str) -> HttpRequest:
    return RequestFactory().post("/de/irgendwo/", {"draft_key": key, "title": "Halle"})


def test_a_form_that_leads_on_is_done() -> None:
    assert answer(post("signal-12_a"), redirect("/de/dort/")) == "signal-12_a"


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (post("signal"), HttpResponse("Es fehlt noch etwas.", status=422)),
        (post("signal"), redirect("/de/konto/login/?next=/de/irgendwo/")),
        (post("a; path=/"), redirect("/de/dort/")),
        (post(""), redirect("/de/dort/")),
        (RequestFactory().get("/de/irgendwo/", {"draft_key": "signal"}), redirect("/de/dort/")),
    ],
    ids=["page", "log-in", "strange", "without", "get"],
)
def test_everything_else_keeps_its_draft(request_: HttpRequest, response: HttpResponse) -> None:
    assert answer(request_, response) is None


def test_a_form_that_nobody_read_is_not_read_for_this() -> None:
    request = post("signal")

    assert answer(request, redirect("/de/dort/"), reads=False) is None
    assert not hasattr(request, "_post")
