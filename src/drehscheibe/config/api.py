"""The read API ``/api/v1``: the routers of the rooms under one roof, for other programs.

This module is imported by the first request for the API (``config.urls``), not at start-up, because
its libraries take longer to load than the rest of the hub.
"""

from __future__ import annotations

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RoutePattern
from django.utils.cache import get_conditional_response, set_response_etag
from ninja import NinjaAPI
from ninja.errors import ValidationError

from drehscheibe.capabilities.directory.http_api import router as initiatives
from drehscheibe.capabilities.exchange.http_api import router as signals
from drehscheibe.capabilities.founding.http_api import router as white_spots
from drehscheibe.portal.http_api import router as places

__all__ = ["answer"]

DESCRIPTION = """\
Everything that the hub shows in public, for other programs: no key, no registration, read only.

* **Lists** answer `{"count", "next", "previous", "results"}`. `limit` (at most 200) and `offset`
  choose the page; `next` and `previous` are complete addresses.
* **Unknown is `null`** or an empty list, never `0` or "no".
* **Errors** are JSON with one sentence in `detail`: 404 if there is no such thing, 422 if a
  parameter cannot be understood; then `errors` names each parameter.
* **Addresses have no slash at their end.**
* Answers carry an `ETag`; with `If-None-Match` an unchanged one costs only a 304. Any website may
  ask (`Access-Control-Allow-Origin: *`).
* Figures carry source, date and licence. Whoever passes them on passes these on, too.
"""
MAX_AGE_S = 60

api = NinjaAPI(
    title="Drehscheibe",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
)
for router in (initiatives, signals, white_spots, places):
    api.add_router("", router)


@api.exception_handler(ValidationError)
def _explain(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say in a sentence which parameter is wrong, and list all of them."""
    errors = [
        {"parameter": str(each["loc"][-1]), "message": str(each["msg"])} for each in error.errors
    ]
    words = "; ".join(f"{each['parameter']}: {each['message']}" for each in errors)
    return JsonResponse({"detail": words, "errors": errors}, status=422)


@api.exception_handler(OverflowError)
def _refuse_number(_request: HttpRequest, _error: OverflowError) -> HttpResponse:
    return JsonResponse({"detail": "A number in the address is too large."}, status=422)


def answer(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer a request for ``/api/v1/<rest>`` so that any website may read it."""
    response = _refusal(request) or _find_answer(request, rest)
    if request.method == "GET" and response.status_code == 200:
        set_response_etag(response)
        response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
        tag = response.headers["ETag"]
        response = get_conditional_response(request, etag=tag, response=response) or response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":  # asked by browsers before they send If-None-Match elsewhere
        response = HttpResponse(status=204)
        response.headers["Access-Control-Allow-Methods"] = "GET"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response
    if "%00" in request.get_full_path():  # PostgreSQL takes none in a text
        return JsonResponse({"detail": "An address holds no null byte."}, status=422)
    return None


def _find_answer(request: HttpRequest, rest: str) -> HttpResponse:
    try:
        match = _addresses().resolve(rest)
        found: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        hint = " Addresses of the API have no slash at their end." if rest.endswith("/") else ""
        words = f"There is nothing here.{hint} /api/v1/openapi.json says what there is."
        return JsonResponse({"detail": words}, status=404)
    return found


@cache
def _addresses() -> URLResolver:
    patterns = [path("openapi.json", _describe), *api.urls[0]]
    return URLResolver(RoutePattern(""), patterns)


def _describe(_request: HttpRequest) -> HttpResponse:
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))
