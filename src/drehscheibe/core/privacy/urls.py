"""Addresses; those about oneself lie below the account, the register in the workspace."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.core.privacy import views

urlpatterns = [
    path(pgettext_lazy("url", "account/data/"), views.data, name="privacy_data"),
    path(pgettext_lazy("url", "account/data/download/"), views.download, name="privacy_download"),
    path(pgettext_lazy("url", "account/delete/"), views.erase, name="privacy_erase"),
    path(
        pgettext_lazy("url", "account/delete/<str:token>/"),
        views.erase_by_link,
        name="privacy_erase_link",
    ),
    path(
        pgettext_lazy("url", "account-deleted/<str:outcome>/"),
        views.erased,
        name="privacy_erased",
    ),
    path(pgettext_lazy("url", "workspace/processing/"), views.register, name="processing_register"),
]
