"""All addresses. The locale is part of every page's address; the API and files have none."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as serve_page

handler400 = "drehscheibe.ui.views.bad_request"


@csrf_exempt
def answer_program(request: HttpRequest, rest: str) -> HttpResponse:
    """Pass a request on to the API, whose libraries take longer to load than the rest of the hub."""
    from drehscheibe.config import api  # noqa: PLC0415 -- start-up time

    return api.answer(request, rest)


urlpatterns = [
    path("redaktion/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    path("dateien/", include("drehscheibe.core.files.urls")),
    re_path(r"^api/v1/(?P<rest>(?s:.*))$", answer_program, name="api"),
    path("", include("drehscheibe.portal.program_urls")),
    *i18n_patterns(
        path(pgettext_lazy("url", "account/"), include("drehscheibe.core.accounts.urls")),
        path(pgettext_lazy("url", "notifications/"), include("drehscheibe.core.notify.urls")),
        path("", include("drehscheibe.core.privacy.urls")),
        path("", include("drehscheibe.core.moderation.urls")),
        path("", include("drehscheibe.core.organisations.urls")),
        path("", include("drehscheibe.portal.urls")),
        path("", include("drehscheibe.capabilities.experience.urls")),
        path("", include("drehscheibe.capabilities.founding.urls")),
        path("", include("drehscheibe.capabilities.advisory.urls")),
        path("", include("drehscheibe.capabilities.library.urls")),
        path("", include("drehscheibe.capabilities.directory.urls")),
        path("", include("drehscheibe.capabilities.exchange.urls")),
        path("", include("drehscheibe.ui.urls")),
        path("", serve_page, {"path": ""}, name="home"),
        path("", include(wagtail_urls)),
    ),
]
