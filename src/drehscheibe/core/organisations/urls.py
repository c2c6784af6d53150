from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.core.organisations.views import office, own, people

urlpatterns = [
    path(pgettext_lazy("url", "mandates/"), own.mandate_list, name="mandate_list"),
    path(pgettext_lazy("url", "mandates/request/"), own.mandate_request, name="mandate_request"),
    path(pgettext_lazy("url", "mandates/switch/"), own.mandate_switch, name="mandate_switch"),
    path(pgettext_lazy("url", "mandates/<int:pk>/end/"), own.mandate_end, name="mandate_end"),
    path(
        pgettext_lazy("url", "mandates/<int:pk>/hand-over/"),
        own.mandate_hand_over,
        name="mandate_hand_over",
    ),
    path(
        pgettext_lazy("url", "mandates/<int:pk>/name/"),
        own.mandate_show_name,
        name="mandate_show_name",
    ),
    path(
        pgettext_lazy("url", "mandates/<int:pk>/confirm/"),
        people.mandate_confirm,
        name="mandate_confirm",
    ),
    path(
        pgettext_lazy("url", "mandates/<int:pk>/decline/"),
        people.mandate_decline,
        name="mandate_decline",
    ),
    path(
        pgettext_lazy("url", "invitation/<uuid:invitation_uuid>/"),
        own.invitation,
        name="invitation",
    ),
    path(
        pgettext_lazy("url", "invitation/<int:pk>/withdraw/"),
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        pgettext_lazy("url", "organisations/"), office.organisation_list, name="organisation_list"
    ),
    path(
        pgettext_lazy("url", "organisations/new/"), office.organisation_new, name="organisation_new"
    ),
    path(
        pgettext_lazy("url", "organisations/<uuid:organisation_uuid>/people/"),
        people.organisation_people,
        name="organisation_people",
    ),
    path(
        pgettext_lazy("url", "organisations/<uuid:organisation_uuid>/invite/"),
        people.organisation_invite,
        name="organisation_invite",
    ),
    path(
        pgettext_lazy("url", "organisations/<uuid:organisation_uuid>/end/"),
        people.organisation_end,
        name="organisation_end",
    ),
    path(
        pgettext_lazy("url", "organisations/<uuid:organisation_uuid>/two-keys/"),
        people.organisation_two_keys,
        name="organisation_two_keys",
    ),
]
