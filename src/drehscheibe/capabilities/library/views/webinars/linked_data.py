"""What public pages of webinars say to programs (schema.org)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from drehscheibe.capabilities.library.choices.webinar import Access
from drehscheibe.capabilities.library.models import Webinar
from drehscheibe.capabilities.library.services.webinars.recordings import spell_time
from drehscheibe.ui import markup

__all__ = ["describe_webinar"]

_LICENCES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def describe_webinar(webinar: Webinar, now: datetime) -> Markup | None:
    """Return an upcoming webinar as an event, a recorded one as a video; None for what is not public.

    Examples say nothing: no program shall take them for real.
    """
    is_told = webinar.is_announced and webinar.access == Access.PUBLIC
    if not is_told or webinar.series.is_example:
        return None
    address = settings.BASE_URL + reverse("webinar_detail", args=[webinar.slug])
    if webinar.shows_recording and not webinar.is_cancelled:
        return markup.linked_data(_video(webinar, address))
    if webinar.is_over(now):
        return None
    return markup.linked_data(_event(webinar, address))


def _event(webinar: Webinar, address: str) -> dict[str, object]:
    status = "EventCancelled" if webinar.is_cancelled else "EventScheduled"
    if webinar.moves and not webinar.is_cancelled:
        status = "EventRescheduled"
    return {
        "@type": "Event",
        "@id": address,
        "name": webinar.shown_title,
        "description": webinar.shown_summary,
        "startDate": webinar.starts_at.isoformat(),
        "endDate": webinar.ends_at.isoformat(),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "eventStatus": f"https://schema.org/{status}",
        "location": {"@type": "VirtualLocation", "url": address},
        "inLanguage": webinar.language,
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": webinar.seats,
        "performer": [{"@type": "Organization", "name": name} for name in _organisations(webinar)],
        "superEvent": {"@type": "EventSeries", "name": webinar.series.shown_title},
    }


def _video(webinar: Webinar, address: str) -> dict[str, object]:
    file = webinar.recording
    kind = "AudioObject" if file and file.content_type.startswith("audio") else "VideoObject"
    length = spell_time(webinar.recording_s).split(":") if webinar.recording_s else []
    path = reverse("file_content", args=[file.uuid]) if file else ""
    shown_at = webinar.recording_public_at
    return {
        "@type": kind,
        "@id": address,
        "name": webinar.shown_title,
        "description": webinar.shown_summary,
        "uploadDate": shown_at.isoformat() if shown_at else "",
        "contentUrl": f"{settings.BASE_URL}{path}" if path else webinar.recording_url,
        "encodingFormat": file.content_type if file else "",
        "duration": "PT{}H{}M{}S".format(*map(int, length)) if length else "",
        "inLanguage": webinar.language,
        "license": _LICENCES.get(webinar.series.licence, ""),
        "hasPart": [
            {
                "@type": "Clip",
                "name": title,
                "startOffset": second,
                "url": f"{address}?t={second}",
            }
            for second, title in webinar.chapters
        ],
    }


def _organisations(webinar: Webinar) -> list[str]:
    return list(dict.fromkeys(one["organisation"] for one in webinar.speakers))
