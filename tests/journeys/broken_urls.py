"""The addresses of the hub and one that breaks."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from drehscheibe.config.urls import urlpatterns as ours


def break_down(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("this page breaks down, so that a journey can look at what people then see")


urlpatterns = [*i18n_patterns(path("kaputt/", break_down)), *ours]
