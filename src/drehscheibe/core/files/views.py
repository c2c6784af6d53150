"""Hand out files to those who may see them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from drehscheibe.core.files import queries
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["file_content"]

#: Whatever a file contains, it runs nothing, loads nothing and speaks for nobody.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def file_content(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Send one file; for everybody who may not see it, it does not exist."""
    file = queries.find_file_visible_to(actor_from(request), uuid)
    if file is None:
        raise Http404
    try:
        stream = file.content.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        stream,
        as_attachment=not file.is_shown_inline,
        filename=file.label,
        content_type=file.content_type,
    )
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if not queries.is_public(file):
        response["Cache-Control"] = "private, no-store"
        return response
    # Asked again each time, because what is public now may be erased a minute later.
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = f'"{file.sha256}"'
    answer = get_conditional_response(
        request,
        etag=response["ETag"],
        response=response,  # type: ignore[arg-type]  # Django reads its headers only
    )
    if answer is None or answer.status_code == HTTPStatus.OK:
        return response
    # Not response.close(): Django takes that for the end of the request.
    stream.close()
    return answer
