"""Where the office keeps masters: all of them, one with its draft, one item of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drehscheibe.capabilities.library.choices.shelf import Helped
from drehscheibe.capabilities.library.forms.checklist_master import (
    MasterForm,
    MasterItemForm,
    PublishForm,
    ReviewForm,
    SectionForm,
)
from drehscheibe.capabilities.library.models import Checklist, ChecklistItem, HelpVote
from drehscheibe.capabilities.library.queries import checklists
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.capabilities.library.services.checklists import masters
from drehscheibe.capabilities.library.views.checklists.words import grade_words, timing_words
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.submissions.api import submit_once

__all__ = [
    "master_act",
    "master_edit",
    "master_item",
    "master_item_act",
    "master_list",
    "master_new",
    "master_publish",
    "master_review",
    "master_section",
    "master_work",
]

MOST_VOTES = 20


def _office(request: HttpRequest) -> Actor:
    actor = actor_from(request)
    if not rules.may_keep(actor):
        raise PermissionDenied(_("Only the service office keeps the checklists."))
    return actor


def _find(actor: Actor, slug: str) -> Checklist:
    return get_object_or_404(checklists.checklists_visible_to(actor), slug=slug)


@never_cache
@login_required
@require_safe
def master_list(request: HttpRequest) -> HttpResponse:
    """List all masters, those to be looked at first."""
    actor = _office(request)
    today = timezone.localdate()
    rows = sorted(checklists.checklists_visible_to(actor), key=lambda one: one.review_on)
    drafts = set(Checklist.objects.filter(versions__state="draft").values_list("pk", flat=True))
    context = {
        "rows": [(one, one.pk in drafts, one.is_review_due(today)) for one in rows],
    }
    return render(request, "library/master_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def master_new(request: HttpRequest) -> HttpResponse:
    """Begin a new master."""
    actor = _office(request)
    form = MasterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slug = submit_once(
            form.cleaned_data["form_token"],
            lambda: masters.create_checklist(actor, form.to_values()).slug,
        )
        messages.success(request, _("The draft is there. Add headings and items now."))
        return redirect("master_work", slug)
    context = {"form": form, "checklist": None}
    return render(request, "library/master_edit.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def master_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what stands above the items."""
    actor = _office(request)
    checklist = _find(actor, slug)
    form = MasterForm(request.POST or None, checklist=checklist)
    if request.method == "POST" and form.is_valid():
        try:
            masters.change_checklist(actor, checklist.pk, form.to_values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Everybody sees it at once."))
            return redirect("master_work", slug)
    context = {"form": form, "checklist": checklist}
    return render(request, "library/master_edit.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def master_work(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a master with its draft, its review date and what readers say."""
    actor = _office(request)
    return _page(request, _find(actor, slug))


@never_cache
@login_required
@require_POST
def master_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Begin or discard a draft."""
    actor = _office(request)
    checklist = _find(actor, slug)
    if act == "draft":
        masters.begin_draft(actor, checklist.pk)
        return redirect("master_work", slug)
    if act == "discard":
        was_public = checklist.is_public
        _do(
            request,
            lambda: masters.discard_draft(actor, checklist.pk),
            _("The draft is discarded."),
        )
        return redirect("master_work", slug) if was_public else redirect("master_list")
    raise Http404


@never_cache
@login_required
@require_POST
def master_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the draft."""
    actor = _office(request)
    checklist = _find(actor, slug)
    form = PublishForm(request.POST, prefix="publish")
    if not form.is_valid():
        return _page(request, checklist, {"publish": form}, status=422)
    note = form.cleaned_data["change_note"]
    done = _("Published. Teams with a running copy are told what has changed.")
    _do(request, lambda: masters.publish_draft(actor, checklist.pk, change_note=note), done)
    return redirect("master_work", slug)


@never_cache
@login_required
@require_POST
def master_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a master is still right."""
    actor = _office(request)
    checklist = _find(actor, slug)
    form = ReviewForm(request.POST, prefix="review")
    if form.is_valid():
        try:
            masters.confirm_review(actor, checklist.pk, review_on=form.cleaned_data["review_on"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. You get a reminder on the next date."))
            return redirect("master_work", slug)
    return _page(request, checklist, {"review": form}, status=422)


@never_cache
@login_required
@require_POST
def master_section(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """Add, rename or remove a heading; ``pk`` is 0 for a new one."""
    actor = _office(request)
    checklist = _find(actor, slug)
    if act == "remove":
        _do(
            request,
            lambda: masters.remove_section(actor, checklist.pk, pk),
            _("The heading is removed."),
        )
        return redirect("master_work", slug)
    form = SectionForm(request.POST, prefix=f"section-{pk}")
    if not form.is_valid():
        return _page(request, checklist, {f"section-{pk}": form}, status=422)
    titles = {name: form.cleaned_data[name] for name in ("title", "title_en")}

    def save() -> str:
        if pk:
            masters.rename_section(actor, checklist.pk, pk, **titles)
        else:
            masters.add_section(actor, checklist.pk, **titles)
        return slug

    token = form.cleaned_data["form_token"]
    _do(request, lambda: submit_once(token, save), _("Saved."))
    return redirect("master_work", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def master_item(request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    """Write one item of the draft, or a new one."""
    actor = _office(request)
    checklist = _find(actor, slug)
    draft = checklists.draft_of(checklist)
    sections = list(draft.sections.all()) if draft else []
    if draft is None or not sections:
        raise Http404
    item = _item(sections, key) if key else None
    form = MasterItemForm(
        request.POST or None, sections=sections, item=item, **_first_section(request, item)
    )
    if request.method == "POST" and form.is_valid():
        section_pk = int(form.cleaned_data["section"])
        content = form.to_content()
        try:
            submit_once(
                form.cleaned_data["form_token"],
                lambda: str(
                    masters.save_item(
                        actor, checklist.pk, content, section_pk=section_pk, key=key
                    ).key
                ),
            )
        except Conflict as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The item is saved in the draft."))
            return redirect("master_work", slug)
    context = {"checklist": checklist, "form": form, "item": item}
    return render(request, "library/master_item.html", context, status=422 if form.errors else 200)


def _item(sections: list[Any], key: UUID) -> ChecklistItem:
    for section in sections:
        for item in section.items.all():
            if item.key == key:
                return ChecklistItem.objects.select_related("section").get(pk=item.pk)
    raise Http404


def _first_section(request: HttpRequest, item: ChecklistItem | None) -> dict[str, Any]:
    """Return below which heading a new item is to stand, as the link said."""
    section = request.GET.get("section", "")
    return {"initial": {"section": section}} if item is None and section.isdigit() else {}


@never_cache
@login_required
@require_POST
def master_item_act(request: HttpRequest, slug: str, key: UUID, act: str) -> HttpResponse:
    """Move an item by one place, or take it out."""
    actor = _office(request)
    checklist = _find(actor, slug)
    if act not in ("up", "down", "remove"):
        raise Http404
    if act == "remove":
        _do(
            request,
            lambda: masters.remove_item(actor, checklist.pk, key),
            _("The item is no longer in the draft."),
        )
    else:
        _do(
            request,
            lambda: masters.move_item(actor, checklist.pk, key, up=act == "up"),
            _("Moved."),
        )
    return redirect("master_work", slug)


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Run an act and say what is now true."""
    try:
        act()
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _page(
    request: HttpRequest,
    checklist: Checklist,
    filled: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    given = filled or {}
    draft = checklists.draft_of(checklist)
    votes = HelpVote.objects.filter(kind=checklists.SEARCH_KIND, key=checklist.slug)
    sections = list(draft.sections.all()) if draft else []
    context = {
        "checklist": checklist,
        "draft": draft,
        "sections": [
            (
                section,
                given.get(f"section-{section.pk}")
                or SectionForm(
                    prefix=f"section-{section.pk}",
                    initial={"title": section.title, "title_en": section.title_en},
                ),
                f"section-{section.pk}" in given,
            )
            for section in sections
        ],
        "section_form": given.get("section-0") or SectionForm(prefix="section-0"),
        "publish_form": given.get("publish") or PublishForm(prefix="publish"),
        "review_form": given.get("review") or ReviewForm(prefix="review"),
        "timing": timing_words,
        "grade": grade_words(checklist.reading_grade),
        "today": timezone.localdate(),
        "helped": [(label, votes.filter(helped=code).count()) for code, label in Helped.choices],
        "notes": [vote for vote in votes[:MOST_VOTES] if vote.note],
        "copies": checklist.copies.count(),
        "has_items": any(section.items.all() for section in sections),
    }
    return render(request, "library/master_work.html", context, status=status)
