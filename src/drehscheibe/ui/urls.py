"""Addresses of the design system."""

from __future__ import annotations

from django.urls import path

from drehscheibe.ui import views

urlpatterns = [path("gestaltung/", views.gallery, name="gallery")]
