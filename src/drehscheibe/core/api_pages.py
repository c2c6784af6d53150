"""Pages of lists in the read API: the same parameters, limits and shape for every room.

Imported by the API alone, whose libraries take long to load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

__all__ = ["MAX_LIMIT", "MAX_OFFSET", "PageQuery", "make_page"]

Row = TypeVar("Row")

MAX_LIMIT = 200
#: Far beyond every list, and well within what a database takes as a number.
MAX_OFFSET = 1_000_000


class PageQuery(Schema):
    """Which part of a list."""

    limit: int = Field(
        50, ge=1, description=f"how many at once; at most {MAX_LIMIT}, more is cut to {MAX_LIMIT}"
    )
    offset: int = Field(
        0, ge=0, le=MAX_OFFSET, description="how many to skip; beyond the end the page is empty"
    )


def make_page(
    request: HttpRequest,
    query: PageQuery,
    rows: Sequence[Row] | QuerySet[Any],
    write: Callable[[Sequence[Row]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Return one page of a list with the addresses of the pages beside it.

    Parameters
    ----------
    rows : sequence or QuerySet
        The whole list, in its order; of a QuerySet only the page is read, and counted by one query.
    write : callable
        From the rows of the page to what stands in ``results``.
    """
    limit, offset = min(query.limit, MAX_LIMIT), query.offset
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)

    def address(start: int) -> str:
        parameters = request.GET.copy()
        parameters["limit"], parameters["offset"] = str(limit), str(max(start, 0))
        return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")

    return {
        "count": count,
        "next": address(offset + limit) if offset + limit < count else None,
        "previous": address(offset - limit) if offset else None,
        "results": write(list(rows[offset : offset + limit])),
    }
