"""Partner packages as others show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from drehscheibe.capabilities.library.queries import packages
from drehscheibe.core.access.actor import Actor

__all__ = ["PackageCard", "find_packages"]


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A partner package as others show it; title and summary in the active language."""

    slug: str
    title: str
    summary: str
    url: str


def find_packages(actor: Actor, slugs: Sequence[str]) -> list[PackageCard]:
    """Return public partner packages by their slugs, in that order; one query."""
    public = packages.packages_visible_to(actor).filter(is_public=True, slug__in=slugs)
    found = {one.slug: one for one in public}
    return [
        PackageCard(
            one.slug, one.shown_title, one.shown_summary, reverse("package_detail", args=[one.slug])
        )
        for one in (found[slug] for slug in slugs if slug in found)
    ]
