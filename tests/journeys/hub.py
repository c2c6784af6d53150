"""The hub under the journeys: one filled database, one server, and the worker's rounds by hand."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.utils.text import slugify
from pytest_django.live_server_helper import LiveServer

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.capabilities.exchange.choices.signal import Scope, Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals.draft import (
    DraftContent,
    begin_draft,
    save_draft,
)
from drehscheibe.capabilities.exchange.services.signals.sending import send_signal
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import Bench, Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Delivery, DeliveryState
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.text.topics import Topic
from drehscheibe.portal.guidelines import load_guidelines
from drehscheibe.portal.pages import load_pages

PASSWORD = "vier-worte-und-ein-zug"
OFFICE = "Servicestelle"
DESK = "Bundesressort (Beispiel)"

_turn = threading.Lock()


def one_at_a_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer one request after the other: SQLite in memory is one connection for all threads."""

    def answer(request: HttpRequest) -> HttpResponse:
        with _turn:
            return get_response(request)

    return answer


@dataclass(frozen=True, slots=True)
class Hub:
    """A running hub.

    Attributes
    ----------
    url : str
        Scheme, host and port, without a slash at the end.
    """

    url: str

    def deliver(self) -> None:
        """Do what the worker does between two steps, until nothing is left to do."""
        with _turn:
            while deliver_due() + send_due():
                pass
            assert list(Delivery.objects.exclude(state=DeliveryState.DELIVERED)) == []

    def mail_to(self, email: str) -> EmailMultiAlternatives:
        """Return the newest e-mail that somebody got."""
        theirs = [message for message in mail.outbox if message.to == [email]]
        assert theirs, f"nobody wrote to {email}"
        newest = theirs[-1]
        assert isinstance(newest, EmailMultiAlternatives)
        return newest

    def link_in_mail_to(self, email: str) -> str:
        """Return the address that the newest e-mail asks its reader to open."""
        found = re.search(rf"{re.escape(self.url)}/\S+", str(self.mail_to(email).body))
        assert found is not None
        return found.group(0)


def add_person(email: str, name: str, language: str = "de") -> User:
    """Make somebody whose address is confirmed."""
    person = User.objects.create_user(email, PASSWORD, name=name, language=language)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    return person


def grant(email: str, organisation: Organisation, role: str, side: str = "") -> Mandate:
    return services.grant_mandate(
        SYSTEM,
        person_id=User.objects.get(email=email).pk,
        organisation_id=organisation.pk,
        role=role,
        side=side,
        reason="journey",
    )


def add_example_initiative(name: str, *kreise: str) -> Initiative:
    """Make an initiative that nobody has confirmed; no real one is given words it did not say."""
    places = list(Kreis.objects.filter(pk__in=kreise))
    return InitiativeFactory.create(
        organisation__name=name,
        slug=slugify(name),
        land_id=places[0].land_id,
        kreise=places,
        region_text="Musterregion",
        lead_organisation="Musterkammer",
        types=["acceptance-campaign"],
        topics=["permitting", "acceptance"],
        benches={"companies": None, "chamber": None, "union": None},
    )


def add_coordinator(email: str, name: str, kreis: str) -> Initiative:
    """Make an example initiative with one person who acts for it."""
    initiative = add_example_initiative(name, kreis)
    add_person(email, "Toni Koordination")
    grant(email, initiative.organisation, MandateRole.COORDINATOR)
    return initiative


def actor_of(email: str) -> Actor:
    mandate = Mandate.objects.select_related("person", "organisation").get(person__email=email)
    return queries.make_actor(mandate.person, mandate)


def require_two_keys(organisation: Organisation) -> None:
    """Let two people of an organisation agree that everything needs two of them."""
    for mandate in queries.mandates_of(organisation.pk).select_related("person", "organisation"):
        actor = queries.make_actor(mandate.person, mandate)
        services.propose_two_keys(actor, organisation.pk, wanted=True)
    organisation.refresh_from_db()
    assert organisation.requires_two_keys


def add_office_and_desk() -> None:
    """Make the two bodies that handle every concern, with one person each."""
    office = services.create_organisation(SYSTEM, kind=OrganisationKind.OFFICE, name=OFFICE)
    desk = services.create_organisation(
        SYSTEM, kind=OrganisationKind.DESK, name=DESK, level=Level.FEDERAL, bench=Bench.FEDERAL
    )
    add_person("office@example.org", "Alex Servicestelle")
    grant("office@example.org", office, MandateRole.COORDINATOR)
    add_person("desk@example.org", "Kim Bundesressort")
    grant("desk@example.org", desk, MandateRole.COORDINATOR)


def add_desk(email: str, name: str, **fields: object) -> Organisation:
    """Make a further desk with one person."""
    desk = services.create_organisation(SYSTEM, kind=OrganisationKind.DESK, name=name, **fields)
    add_person(email, "Mika Fachstelle")
    grant(email, desk, MandateRole.COORDINATOR)
    return desk


def send_concern(email: str, title: str) -> Signal:
    """Let somebody raise a public concern, without the pages that another journey walks through."""
    actor = actor_of(email)
    words = {
        "title": title,
        "what_happens": "Der Antrag liegt seit 14 Monaten bei der Behörde.",
        "affected": "Mittlere Betriebe",
        "wish": "Die Behörde sagt zu Beginn, was sie braucht.",
        "topic": Topic.PERMITTING,
        "level": Level.FEDERAL,
        "scope": Scope.NATIONWIDE,
        "visibility": Visibility.PUBLIC,
    }
    draft = begin_draft(actor)
    save_draft(actor, draft.pk, DraftContent(words))
    return send_signal(actor, draft.pk)


def _fill() -> None:
    load_reference_places()
    directory.load_reference_data()
    exchange.load_reference_data()
    library.load_formats()
    library.load_practice_cases()
    library.load_packages()
    load_pages()
    load_guidelines()
    add_office_and_desk()


@contextmanager
def running_hub() -> Iterator[Hub]:
    """Fill the database, serve it, and leave it empty."""
    from django.conf import settings  # noqa: PLC0415 -- read when the hub starts

    ours = [f"{__name__}.one_at_a_time", *settings.MIDDLEWARE]
    try:
        _fill()
        with override_settings(MIDDLEWARE=ours, ALLOWED_HOSTS=["*"]):
            server = LiveServer("127.0.0.1")
            # For good: connections that browsers keep open end after the server, each in its thread.
            connection.inc_thread_sharing()
            try:
                with override_settings(BASE_URL=server.url):
                    hub = Hub(server.url)
                    hub.deliver()
                    yield hub
            finally:
                server.stop()
    finally:
        call_command("flush", verbosity=0, interactive=False)
