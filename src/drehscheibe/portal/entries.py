"""Links of the navigation to the pages of the portal, of core and of the editors."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.ui.navigation import Entry, register

#: Slugs, in both languages, of the pages to which every foot of a page links.
EDITORIAL = {
    "about": ("ueber-uns", "about"),
    "how-it-works": ("so-funktioniert-es", "how-it-works"),
    "news": ("aktuelles", "news"),
    "guidelines": ("leitfaeden", "guidelines"),
    "help": ("hilfe", "help"),
    "easy-language": ("leichte-sprache", "easy-language"),
    "sign-language": ("gebaerdensprache", "sign-language"),
    "accessibility": ("barrierefreiheit", "accessibility"),
    "privacy": ("datenschutz", "data-protection"),
    "imprint": ("impressum", "imprint"),
}


def register_entries() -> None:
    """Announce the entries; called from ``AppConfig.ready``."""
    for entry in (
        Entry("main", _("Regions"), "region_list", 12, under="initiative_list"),
        Entry("main", _("Guidelines"), _editorial("guidelines"), 45, under="library_start"),
        Entry("main", _("How it works"), _editorial("how-it-works"), 80),
        Entry("main", _("News"), _editorial("news"), 90),
        Entry(
            "workspace",
            pgettext_lazy("navigation", "Start"),
            "workspace",
            0,
            _is_known,
            "turntable",
        ),
        Entry("workspace", _("Notifications"), "notification_list", 5, _is_known, "bell"),
        Entry(
            "workspace", _("My mandates"), "mandate_list", 80, _is_known, "key", group=_("Personal")
        ),
        Entry(
            "workspace",
            _("Organisations and mandates"),
            "organisation_list",
            85,
            _is_office,
            "people",
            group=_("Service office"),
        ),
        Entry(
            "workspace",
            _("My account"),
            "account_overview",
            90,
            _is_known,
            "person",
            group=_("Personal"),
        ),
        Entry(
            "workspace",
            _("Register of processing"),
            "processing_register",
            96,
            _is_office,
            "shield",
            group=_("Service office"),
        ),
        Entry(
            "workspace",
            _("Messages on their way"),
            "deliveries",
            95,
            _is_office,
            "mail",
            group=_("Service office"),
        ),
        Entry(
            "workspace",
            _("Reports"),
            "moderation_queue",
            84,
            _is_office,
            "flag",
            group=_("Service office"),
        ),
        Entry("footer", _("House rules"), "house_rules", 65),
        Entry("footer", _("About Drehscheibe"), _editorial("about"), 10),
        Entry("footer", _("Help"), _editorial("help"), 20),
        Entry("footer", _("Easy language"), _editorial("easy-language"), 30),
        Entry("footer", _("German Sign Language"), _editorial("sign-language"), 40),
        Entry("footer", _("Accessibility"), _editorial("accessibility"), 50),
        Entry("footer", _("Report a barrier"), "barrier_report", 60),
        Entry("footer", _("Data protection"), _editorial("privacy"), 70),
        Entry("footer", _("Imprint"), _editorial("imprint"), 80),
    ):
        register(entry)


def _is_known(actor: Actor) -> bool:
    return actor.is_known


def _is_office(actor: Actor) -> bool:
    return actor.is_office


def _editorial(name: str) -> Callable[[], str]:
    return lambda: _editorial_addresses((get_language() or "de")[:2]).get(name, "")


@kept_for_epoch()
def _editorial_addresses(language: str) -> dict[str, str]:
    """Return the addresses of the live pages in a language; one query a minute."""
    position = 0 if language == "de" else 1
    names = {slugs[position]: name for name, slugs in EDITORIAL.items()}
    pages = Page.objects.live().filter(slug__in=names, locale__language_code=language, depth=3)
    return {names[page.slug]: page.url or "" for page in pages}
