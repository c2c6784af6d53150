"""Addresses of the library; the words in them are translated. A file per kind, joined here."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.library.urls import checklist, package, practice_case, webinar
from drehscheibe.capabilities.library.urls import format as event_format
from drehscheibe.capabilities.library.views import reviews, start

urlpatterns = [
    path(pgettext_lazy("url", "library/"), start.library_start, name="library_start"),
    path(
        pgettext_lazy("url", "workspace/library-reviews/"),
        reviews.library_reviews,
        name="library_reviews",
    ),
    *checklist.urlpatterns,
    *event_format.urlpatterns,
    *package.urlpatterns,
    *practice_case.urlpatterns,
    *webinar.urlpatterns,
]
