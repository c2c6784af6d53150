"""Addresses of this room; included under the locale."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.experience.views import contacts, situation

urlpatterns = [
    path(pgettext_lazy("url", "experience/"), situation.experience_start, name="experience_start"),
    path(
        pgettext_lazy("url", "experience/advice/"),
        situation.experience_advice,
        name="experience_advice",
    ),
    path(
        pgettext_lazy("url", "experience/ask/<slug:slug>/"),
        contacts.contact_ask,
        name="contact_ask",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/"),
        contacts.contact_list,
        name="contact_list",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/availability/"),
        contacts.contact_availability,
        name="contact_availability",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/office/"),
        contacts.contact_desk,
        name="contact_desk",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/number/<str:public_id>/"),
        contacts.contact_by_number,
        name="contact_by_number",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/<uuid:uuid>/"),
        contacts.contact_detail,
        name="contact_detail",
    ),
    path(
        pgettext_lazy("url", "workspace/contact-requests/<uuid:uuid>/<slug:act>/"),
        contacts.contact_act,
        name="contact_act",
    ),
]
