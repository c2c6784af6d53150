"""Addresses of the directory; included under the locale."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.directory.feeds import InitiativeFeed
from drehscheibe.capabilities.directory.views import (
    claims,
    downloads,
    editing,
    embed,
    initiatives,
    partners,
    profile,
    subscriptions,
)

urlpatterns = [
    path(
        pgettext_lazy("url", "initiatives/"),
        initiatives.initiative_list,
        name="initiative_list",
    ),
    path(
        pgettext_lazy("url", "initiatives/map/"),
        initiatives.initiative_map,
        name="initiative_map",
    ),
    path(pgettext_lazy("url", "initiatives/feed/"), InitiativeFeed(), name="initiative_feed"),
    path(pgettext_lazy("url", "initiatives/new/"), claims.initiative_new, name="initiative_new"),
    path(
        pgettext_lazy("url", "initiatives/subscribe/"),
        subscriptions.search_subscribe,
        name="search_subscribe",
    ),
    path(
        pgettext_lazy("url", "initiatives/export.<slug:kind>"),
        downloads.initiative_export,
        name="initiative_export",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/"),
        profile.initiative_detail,
        name="initiative_detail",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/claim/"),
        claims.initiative_claim,
        name="initiative_claim",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/follow/"),
        subscriptions.initiative_follow,
        name="initiative_follow",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/edit/"),
        editing.initiative_edit,
        name="initiative_edit",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/edit/<slug:section>/"),
        editing.initiative_edit_section,
        name="initiative_edit_section",
    ),
    path(
        pgettext_lazy("url", "initiatives/<slug:slug>/confirm/"),
        editing.initiative_confirm,
        name="initiative_confirm",
    ),
    path(
        pgettext_lazy("url", "confirm/<str:token>/"),
        editing.initiative_confirm_link,
        name="initiative_confirm_link",
    ),
    path(
        pgettext_lazy("url", "subscriptions/confirm/<str:token>/"),
        subscriptions.subscription_confirm,
        name="subscription_confirm",
    ),
    path(
        pgettext_lazy("url", "subscriptions/end/<str:token>/"),
        subscriptions.subscription_end,
        name="subscription_end",
    ),
    path(pgettext_lazy("url", "partners/"), partners.partner_list, name="partner_list"),
    path(pgettext_lazy("url", "embed/initiatives/"), embed.embed_list, name="embed_list"),
    path(pgettext_lazy("url", "embed/map/"), embed.embed_map, name="embed_map"),
    path(pgettext_lazy("url", "workspace/entry/"), editing.own_initiative, name="own_initiative"),
    path(pgettext_lazy("url", "workspace/entries/"), claims.claim_queue, name="claim_queue"),
    path(
        pgettext_lazy("url", "workspace/entries/<uuid:uuid>/"),
        claims.claim_detail,
        name="claim_detail",
    ),
    path(
        pgettext_lazy("url", "workspace/entries/<uuid:uuid>/withdraw/"),
        claims.claim_withdraw,
        name="claim_withdraw",
    ),
    path(
        pgettext_lazy("url", "workspace/changes/<uuid:uuid>/"),
        editing.revision_detail,
        name="revision_detail",
    ),
    path(
        pgettext_lazy("url", "workspace/following/"),
        subscriptions.subscription_list,
        name="subscription_list",
    ),
    path(
        pgettext_lazy("url", "workspace/following/<uuid:uuid>/end/"),
        subscriptions.search_end,
        name="search_end",
    ),
]
