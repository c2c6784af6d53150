"""Partner packages: all of them, and the page of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_POST, require_safe

from drehscheibe.capabilities.library.forms.shelf import HelpForm
from drehscheibe.capabilities.library.models import PartnerPackage
from drehscheibe.capabilities.library.queries import formats, packages
from drehscheibe.capabilities.library.queries.package_filling import Filling
from drehscheibe.capabilities.library.rules import package as rules
from drehscheibe.capabilities.library.views.checklists.words import grade_words
from drehscheibe.capabilities.library.views.helping import take_answer
from drehscheibe.capabilities.library.views.packages.preview import make_preview
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["package_detail", "package_helped", "package_list"]


@require_safe
def package_list(request: HttpRequest) -> HttpResponse:
    """List the occasions."""
    actor = actor_from(request)
    rows = packages.packages_visible_to(actor).filter(is_public=True)
    context = {"packages": rows, "may_save": rules.may_save(actor)}
    return render(request, "library/package_list.html", context)


@require_safe
def package_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is in a package."""
    return _page(request, find_package(request, slug), HelpForm(prefix="help"), status=200)


@require_POST
def package_helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in whether a package helped."""
    each = find_package(request, slug)
    faulty = take_answer(request, packages.SEARCH_KIND, each.slug)
    if faulty is not None:
        return _page(request, each, faulty, status=422)
    return redirect("package_detail", each.slug)


def find_package(request: HttpRequest, slug: str) -> PartnerPackage:
    """Return a public package, or answer that there is none."""
    rows = packages.packages_visible_to(actor_from(request)).filter(is_public=True)
    return get_object_or_404(rows, slug=slug)


def _page(
    request: HttpRequest, each: PartnerPackage, form: HelpForm, *, status: int
) -> HttpResponse:
    actor = actor_from(request)
    public = formats.formats_visible_to(actor).filter(is_public=True)
    context = {
        "package": each,
        "preview": make_preview(each.words, _outline()),
        "grade": grade_words(each.reading_grade),
        "related": formats.list_in_order(public, each.formats),
        "help_form": form,
    }
    return render(request, "library/package_detail.html", context, status=status)


def _outline() -> Filling:
    """Return a filling of gaps only: what a package looks like before anybody has filled it in."""
    return Filling(
        language="en" if (get_language() or "de").startswith("en") else "de",
        issued_on=timezone.localdate(),
        place=pgettext("gap", "[place]"),
        points=(
            pgettext("gap", "[first thing that awaits people]"),
            pgettext("gap", "[second]"),
            pgettext("gap", "[third]"),
        ),
        contact_name=pgettext("gap", "[contact person, telephone, e-mail address]"),
    )
