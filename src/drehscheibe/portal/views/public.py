"""Small public pages of the house itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from drehscheibe import __version__
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.portal import services, workspace
from drehscheibe.portal.forms import BarrierForm
from drehscheibe.portal.models import OperatorSettings


def barrier_report(request: HttpRequest) -> HttpResponse:
    """Let anybody say what gets in the way on this site."""
    form = BarrierForm(request.POST or None, initial={"address": request.GET.get("from", "")[:400]})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def report() -> str:
            made = services.report_barrier(
                actor_from(request),
                text=values["text"],
                address=values["address"],
                email=values["email"],
                language=(get_language() or "de")[:2],
            )
            return f"{made.due_on:%Y-%m-%d}"

        due_on = submit_once(values.get("form_token", ""), report)
        return redirect(f"{reverse('barrier_thanks')}?due={due_on}")
    return render(request, "portal/barrier_form.html", {"form": form, "days": services.ANSWER_DAYS})


def barrier_thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    try:
        due_on = date.fromisoformat(request.GET.get("due", ""))
    except ValueError:
        due_on = None
    return render(request, "portal/barrier_thanks.html", {"due_on": due_on})


def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone and where the sitemap is."""
    lines = (
        "User-agent: *",
        "Disallow: /redaktion/",
        *(
            f"Disallow: /{language}/{path}"
            for language, path in (("de", "konto/"), ("en", "account/"))
        ),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where a weakness is reported (RFC 9116)."""
    site = Site.find_for_request(request)
    house = OperatorSettings.for_site(site) if site else None
    contact = house.email if house and house.email else "noreply@localhost"
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    lines = (
        f"Contact: mailto:{contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def health(_request: HttpRequest) -> HttpResponse:
    """Say whether database and worker are alive; 503 if not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database, worker = True, workspace.has_live_worker()
    except Exception:  # noqa: BLE001 -- whatever keeps the database away is the answer
        database, worker = False, False
    document = {"version": __version__, "database": database, "worker": worker}
    response = JsonResponse(document, status=200 if database and worker else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
