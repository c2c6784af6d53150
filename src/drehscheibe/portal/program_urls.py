"""Addresses that programs look for at the root of a host; no language in them."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from drehscheibe.portal.sitemaps import SECTIONS
from drehscheibe.portal.views import public

urlpatterns = [
    path("health", public.health, name="health"),
    path("robots.txt", public.robots, name="robots"),
    path(".well-known/security.txt", public.security_txt, name="security_txt"),
    path("sitemap.xml", public.sitemap_index, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml", sitemap, {"sitemaps": dict(SECTIONS)}, name="sitemap_section"
    ),
]
