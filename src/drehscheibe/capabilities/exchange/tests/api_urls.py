"""The addresses of the hub with our interface mounted as the hub mounts it."""

from __future__ import annotations

from importlib import import_module

from django.urls import path
from ninja import NinjaAPI

from drehscheibe.capabilities.exchange.http_api import router

api = NinjaAPI(urls_namespace="exchange-tests")
api.add_router("", router)

# By name, because rooms do not import what wires them; i18n_patterns cannot be included.
urlpatterns = [path("api/v1/", api.urls), *import_module("drehscheibe.config.urls").urlpatterns]
