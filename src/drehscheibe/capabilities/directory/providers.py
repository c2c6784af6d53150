"""What this room announces to the house: navigation, notification kinds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.queries.values import label_of
from drehscheibe.capabilities.directory.services import letters
from drehscheibe.capabilities.directory.services.partner_index import refresh_partners
from drehscheibe.capabilities.directory.services.profile_index import index_profiles
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.api import NotificationKind, Urgency, Words
from drehscheibe.core.search import api as search
from drehscheibe.ui import navigation
from drehscheibe.ui.formats import day, enumeration


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for entry in _NAVIGATION:
        navigation.register(entry)
    for kind in _KINDS:
        notify.register_kind(kind)
    search.register_source("initiatives", _announce_profiles)
    search.register_source("partners", refresh_partners)


def _announce_profiles() -> None:
    index_profiles(list(Initiative.objects.order_by("pk")))


_NAVIGATION = (
    navigation.Entry(
        "main",
        gettext_lazy("Initiatives"),
        "initiative_list",
        10,
        inside=gettext_lazy("All initiatives"),
    ),
    navigation.Entry("main", gettext_lazy("Map"), "initiative_map", 11, under="initiative_list"),
    navigation.Entry("footer", gettext_lazy("Partners of the alliance"), "partner_list", 30),
    navigation.Entry(
        "workspace",
        gettext_lazy("Entries to check"),
        "claim_queue",
        20,
        visible_to=rules.may_see_queue,
        icon="inbox",
        group=gettext_lazy("Directory"),
    ),
    navigation.Entry(
        "workspace",
        gettext_lazy("My entry"),
        "own_initiative",
        21,
        visible_to=lambda actor: actor.organisation_kind == "initiative",
        icon="edit",
        group=gettext_lazy("Directory"),
    ),
    navigation.Entry(
        "workspace",
        gettext_lazy("What I follow"),
        "subscription_list",
        60,
        visible_to=lambda actor: actor.is_known,
        icon="bell",
        group=gettext_lazy("Personal"),
    ),
)


def _claim_waiting(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("To be checked: %(name)s") % context,
        text=_("%(person)s has asked about this entry. Please decide by %(due)s.")
        % {**context, "due": day(date.fromisoformat(context["due"]))},
        path=reverse("claim_detail", args=[context["claim"]]),
        action=_("Check it"),
    )


def _claim_accepted(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Accepted: %(name)s") % context,
        text=_("The service office has checked your request and accepted it.")
        + (f"\n\n{context['reason']}" if context["reason"] else ""),
        path=reverse("claim_detail", args=[context["claim"]]),
        action=_("See what you can do now"),
    )


def _claim_rejected(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Not accepted: %(name)s") % context,
        text=_("The service office could not accept your request. The reason:")
        + f"\n\n{context['reason']}",
        path=reverse("claim_detail", args=[context["claim"]]),
        action=_("See the criteria"),
    )


def _second_key(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Your second key is needed: %(name)s") % context,
        text=_("%(person)s has proposed a change of the entry: %(fields)s.")
        % {**context, "fields": _fields(context)},
        path=reverse("revision_detail", args=[context["revision"]]),
        action=_("Look at the change"),
    )


def _revision_published(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Your change is public: %(name)s") % context,
        text=_("The second person agreed. The entry shows the change now."),
        path=reverse("initiative_detail", args=[context["slug"]]),
        action=_("Read the entry"),
        is_outcome=True,
    )


def _revision_rejected(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Your change was not accepted: %(name)s") % context,
        text=_("The second person gave this reason:") + f"\n\n{context['reason']}",
        path=reverse("revision_detail", args=[context["revision"]]),
        action=_("Look at the change"),
    )


def _followed_changed(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("%(name)s has changed its entry") % context,
        text=_("These parts are new: %(fields)s") % {"fields": _fields(context)},
        path=reverse("initiative_detail", args=[context["slug"]]),
        action=_("Read the entry"),
    )


def _confirmation_due(context: dict[str, Any]) -> Words:
    return Words(
        subject=_("Is your entry still correct? %(name)s") % context,
        text=_("Please have a short look and confirm it."),
        path=reverse("initiative_confirm", args=[context["slug"]]),
        action=_("Look at the entry and confirm it"),
    )


def _search_found(context: dict[str, Any]) -> Words:
    return letters.new_entries(context["names"], context["query"])


def _fields(context: dict[str, Any]) -> str:
    return enumeration(label_of(field) for field in context["fields"])


_KINDS = (
    NotificationKind(
        "directory.claim_waiting", gettext_lazy("Entries to be checked"), _claim_waiting
    ),
    NotificationKind(
        "directory.claim_accepted",
        gettext_lazy("Decisions about my requests"),
        _claim_accepted,
        is_essential=True,
    ),
    NotificationKind(
        "directory.claim_rejected",
        gettext_lazy("Decisions about my requests"),
        _claim_rejected,
        is_essential=True,
    ),
    NotificationKind(
        "directory.second_key",
        gettext_lazy("Changes that need my second key"),
        _second_key,
        Urgency.AT_ONCE,
    ),
    NotificationKind(
        "directory.revision_published",
        gettext_lazy("Changes of mine that are public now"),
        _revision_published,
    ),
    NotificationKind(
        "directory.revision_rejected",
        gettext_lazy("Changes of mine that were not accepted"),
        _revision_rejected,
        Urgency.AT_ONCE,
    ),
    NotificationKind(
        "directory.followed_changed",
        gettext_lazy("Changes of initiatives that I follow"),
        _followed_changed,
    ),
    # The e-mail carries a link of its own and is sent by the service.
    NotificationKind(
        "directory.confirmation_due",
        gettext_lazy("Yearly confirmation of my entry"),
        _confirmation_due,
        Urgency.APP,
    ),
    NotificationKind(
        "directory.search_found", gettext_lazy("News in my saved searches"), _search_found
    ),
)
