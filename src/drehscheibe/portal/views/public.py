"""Small public pages of the house itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sitemaps.views import index
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from drehscheibe import __version__
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once
from drehscheibe.portal import services
from drehscheibe.portal.forms import BarrierForm
from drehscheibe.portal.health import examine
from drehscheibe.portal.models import OperatorSettings
from drehscheibe.portal.sitemaps import SECTIONS


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


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone and where the sitemap is."""
    private = [reverse("wagtailadmin_home")]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            private += [reverse("account_overview"), reverse("workspace")]
    lines = (
        "User-agent: *",
        *(f"Disallow: {path}" for path in private),
        f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}",
    )
    return _plain_text(lines)


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Say where a weakness is reported (RFC 9116); 404 until the operator has named an address."""
    house = OperatorSettings.objects.exclude(email="").order_by("pk").first()
    if house is None:
        raise Http404
    expires = timezone.now() + timedelta(days=180)
    lines = (
        f"Contact: mailto:{house.email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.BASE_URL}{reverse('security_txt')}",
    )
    return _plain_text(lines)


def _plain_text(lines: Iterable[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps; large ones have several pages."""
    return index(request, dict(SECTIONS), sitemap_url_name="sitemap_section")


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say within two seconds whether database, Redis and worker are alive; 503 if not."""
    found = examine()
    document: dict[str, object] = {
        "version": __version__,
        "database": found.database,
        "worker": found.worker,
    }
    if found.redis is not None:
        document["redis"] = found.redis
    if found.work is not None:
        document["worker_seen_seconds_ago"] = found.work.seen_s
        document["facts_late_seconds"] = found.work.facts_late_s
        document["mails_late_seconds"] = found.work.mails_late_s
    response = JsonResponse(document, status=200 if found.is_well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
