"""What of a dossier reaches whom: page and file, reader by circle. Written down, not computed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Dossier
from drehscheibe.capabilities.exchange.queries.dossier_content import gather_content
from drehscheibe.capabilities.exchange.tests import dossier_factories as made
from drehscheibe.capabilities.exchange.tests.factories import House, make_house, make_submitted
from drehscheibe.capabilities.exchange.tests.reading import text
from drehscheibe.capabilities.exchange.views.dossiers.document import make_document
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.accounts.tests.clients import client_of
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor

pytestmark = pytest.mark.django_db

TITLES = {
    "public": "Öffentlich: Hallen warten",
    "network": "Im Netzwerk: Leitungen fehlen",
    "private": "Vertraulich: Werk vor dem Aus",
}
#: Reader → titles that they meet on the page and in the file.
MEETS = {
    "public": {"public"},
    "member": {"public", "network"},
    "own of private": {"public", "network", "private"},
    "desk": {"public", "network", "private"},
    "other desk": {"public", "network"},
    "office": {"public", "network", "private"},
}


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def readers(house: House) -> dict[str, Actor]:
    return {
        "public": ANONYMOUS,
        "member": made.make_author("Andere Initiative"),
        "own of private": house.author,
        "desk": house.desk,
        "other desk": make_actor(OrganisationKind.DESK, organisation__name="Anderes Ressort"),
        "office": house.office,
    }


@pytest.fixture
def dossier(house: House) -> Dossier:
    signals = []
    for circle, title in TITLES.items():
        words = {
            "title": title,
            "visibility": circle,
            "what_happens": f"{made.QUOTE} ({circle})",
            "affected_companies": 7,
        }
        if circle == "private":
            signals.append(make_submitted(house, **words))
        else:
            signals.append(made.make_other(house, f"Initiative {circle}", **words))
    begun = made.begin(house, *signals)
    made.quote(house, begun, signals[-1], house.author)
    return made.hand_over(house, begun)


@pytest.mark.parametrize("reader", MEETS)
def test_page_shows_each_reader_what_they_may_read(
    reader: str, readers: dict[str, Actor], dossier: Dossier
) -> None:
    page = text(client_of(readers[reader]).get(reverse("dossier_detail", args=[dossier.public_id])))

    assert {circle for circle, title in TITLES.items() if title in page} == MEETS[reader]
    assert ("Initiative Nord" in page) == ("private" in MEETS[reader])
    assert (f"„{made.QUOTE}“" in page) == ("private" in MEETS[reader])


@pytest.mark.parametrize("reader", MEETS)
def test_file_holds_for_each_reader_what_the_page_shows(
    reader: str, readers: dict[str, Actor], dossier: Dossier
) -> None:
    content = gather_content(readers[reader], dossier)
    words = repr(make_document(content))

    assert {circle for circle, title in TITLES.items() if title in words} == MEETS[reader]
    assert ("Initiative Nord" in words) == ("private" in MEETS[reader])
    assert (made.QUOTE in words) == ("private" in MEETS[reader])
    assert content.number == 3
    assert content.companies.total == 7 * len(MEETS[reader])
