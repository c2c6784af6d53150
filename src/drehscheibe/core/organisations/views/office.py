"""All organisations, for the office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.forms import OrganisationForm, OrganisationSearchForm
from drehscheibe.core.organisations.middleware import actor_from
from drehscheibe.core.organisations.views.edges import attempt_form
from drehscheibe.core.submissions.forms import posted

PAGE_SIZE = 30


@login_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Search organisations; those with open requests come first."""
    if not actor_from(request).is_office:
        raise PermissionDenied(_("This page is for the service office."))
    form = OrganisationSearchForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    rows = queries.search_organisations(
        text=filters.get("q", ""),
        kind=filters.get("kind", ""),
        only_waiting=filters.get("waiting", False),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    parameters = request.GET.copy()
    parameters.pop("page", None)
    context = {"form": form, "page_obj": page, "query": parameters.urlencode()}
    return render(request, "organisations/organisation_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Create an organisation."""
    if not actor_from(request).is_office:
        raise PermissionDenied(_("This page is for the service office."))
    form = OrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "form_token"}

        def act() -> None:
            services.create_organisation(actor_from(request), **data)

        if attempt_form(form, act):
            messages.success(request, _("The organisation is created."))
            return redirect("organisation_list")
    return render(request, "organisations/organisation_new.html", {"form": form})
