"""Hand out files to those who may see them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from drehscheibe.core.files import queries, ranges
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["answer_with_file", "file_content"]

#: Read and sent at a time; recordings are large.
PIECE_BYTES = 64 * 1024
#: Whatever a file contains, it runs nothing, loads nothing and speaks for nobody.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def file_content(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Send one file; for everybody who may not see it, it does not exist."""
    file = queries.find_file_visible_to(actor_from(request), uuid)
    if file is None:
        raise Http404
    return answer_with_file(request, file, is_public=queries.is_public(file))


def answer_with_file(
    request: HttpRequest, file: StoredFile, *, is_public: bool
) -> HttpResponseBase:
    """Send a file of which the caller knows that the reader may have it.

    For rooms whose readers prove themselves by a personal address instead of an account.
    """
    try:
        stream = file.content.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    tag = f'"{file.sha256}"'
    part = ranges.find_part(request, file.size, tag) if file.is_recording else None
    response: HttpResponseBase
    if part is ranges.OUTSIDE:
        stream.close()
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{file.size}"
        return _mark(response, file, tag, is_public=is_public)
    response = FileResponse(
        stream if part is None else ranges.Slice(stream, part),
        as_attachment=not file.is_shown_inline,
        filename=file.label,
        content_type=file.content_type,
    )
    response.block_size = PIECE_BYTES
    if part is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
        response["Content-Length"] = str(part.length)
    _mark(response, file, tag, is_public=is_public)
    if not is_public:
        return response
    answer = get_conditional_response(
        request,
        etag=tag,
        response=response,  # type: ignore[arg-type]  # Django reads its headers only
    )
    if answer is None or answer.status_code in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        return response
    # Not response.close(): Django takes that for the end of the request.
    stream.close()
    return answer


def _mark(
    response: HttpResponseBase, file: StoredFile, tag: str, *, is_public: bool
) -> HttpResponseBase:
    """Say who may keep the answer, and that nothing in it may act."""
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # Asked again each time, because what is public now may be erased a minute later.
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    if is_public or file.is_recording:
        response["ETag"] = tag
    if file.is_recording:
        response["Accept-Ranges"] = "bytes"
        # Compressing it again would cost much, save nothing, and break the counting of bytes.
        response["Content-Encoding"] = "identity"
    return response
