"""One's own notes, and which of them come when by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.core.notify import queries, services
from drehscheibe.core.notify.choices import Rhythm
from drehscheibe.core.notify.forms import SettingsForm
from drehscheibe.core.notify.planning import settings_of
from drehscheibe.core.notify.unsubscribing import read_token
from drehscheibe.core.submissions.forms import posted

PAGE_SIZE = 30


@login_required
@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """Show the person's notes, unread first; ``?show=unread`` leaves out what was read."""
    unread_only = request.GET.get("show") == "unread"
    rows = queries.notes_of(_person_id(request), unread_only=unread_only)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "notes": [queries.to_note(row) for row in page],
        "unread_only": unread_only,
        "query": "show=unread" if unread_only else "",
    }
    return render(request, "notify/list.html", context)


@login_required
@require_safe
@never_cache
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a note as read and go to what it is about."""
    row = queries.notes_of(_person_id(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return redirect(queries.to_note(row).words.path)


@login_required
@require_POST
def notification_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    rows = queries.notes_of(_person_id(request), unread_only=True)
    rows.update(read_at=timezone.now())
    return redirect("notification_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Choose what comes when by e-mail; on the hub everything is shown."""
    person_id = _person_id(request)
    form = SettingsForm(
        posted(request),
        setting=settings_of([person_id])[person_id],
        choices=queries.list_choices(person_id),
    )
    if request.method == "POST" and form.is_valid():
        services.choose(
            person_id,
            rhythm=Rhythm(form.cleaned_data["rhythm"]),
            hour=form.cleaned_data["hour"],
            urgencies=form.chosen(),
        )
        messages.success(request, _("Your changes are saved."))
        return redirect("notification_settings")
    return render(request, "notify/settings.html", {"form": form})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signature is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notification_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Switch off one kind of e-mail, or the summary, without log-in: ask on GET, do it on POST."""
    about = read_token(token)
    if about is None:
        return render(request, "notify/unsubscribe_dead.html", status=404)
    is_done, before = request.method == "POST", ""
    wants_back = request.POST.get("act") == "resume"
    if is_done and wants_back:
        services.resume(about, request.POST.get("before", ""))
    elif is_done:
        before = services.stop(about)
    context = {"about": about, "is_done": is_done, "wants_back": wants_back, "before": before}
    return render(request, "notify/unsubscribe.html", context)


def _person_id(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101 -- behind login_required
    return int(request.user.pk)
