"""The filtered set to take along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.directory import exports
from drehscheibe.capabilities.directory.models import InitiativeQuerySet
from drehscheibe.capabilities.directory.views.search import Search


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    write: Callable[[InitiativeQuerySet], bytes]


_KINDS = {
    "csv": _Kind("text/csv; charset=utf-8", exports.write_csv),
    "json": _Kind("application/json", exports.write_json),
    "geojson": _Kind("application/geo+json", exports.write_geojson),
}


@require_safe
def initiative_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the filtered set as a file, by name."""
    if kind not in _KINDS:
        raise Http404(kind)
    made = _KINDS[kind]
    response = HttpResponse(
        made.write(Search(request).found.initiatives), content_type=made.media_type
    )
    name = f"initiatives-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
