from __future__ import annotations

import pytest
from django.utils import timezone

from drehscheibe.capabilities.directory.choices import FacetKind, PublicationState, Standing
from drehscheibe.capabilities.directory.models import Facet, Initiative
from drehscheibe.capabilities.directory.services.reference_data import (
    load_reference_data,
    read_rows,
)
from drehscheibe.capabilities.directory.tests.factories import make_kreise
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.search.models import Entry as SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _places() -> None:
    make_kreise(
        *{k for row in read_rows("initiatives.csv") for k in row["kreise_ags"].split(";") if k}
    )


@pytest.mark.usefixtures("_places")
def test_load_creates_all_real_entries_without_a_problem() -> None:
    report = load_reference_data()

    assert (report.created, report.updated, report.unchanged) == (93, 0, 0)
    assert report.problems == []
    assert report.partners == 17
    assert Initiative.objects.published().count() == 93
    assert Organisation.objects.filter(kind="initiative").count() == 93
    assert SearchEntry.objects.filter(kind="initiative").count() == 2 * 93
    assert Initiative.objects.filter(sources__isnull=True).count() == 0


@pytest.mark.usefixtures("_places")
def test_loaded_entry_keeps_unknown_apart_from_no() -> None:
    load_reference_data()

    wesseling = Initiative.objects.get(slug="industrie-treffpunkt-wesseling")

    assert wesseling.founded_year is None
    assert wesseling.members_count is None
    assert wesseling.legal_form == ""
    assert wesseling.status == ""
    assert wesseling.types == ["acceptance-campaign", "city-community"]
    assert wesseling.benches == {"companies": None, "chamber": None}
    assert wesseling.standing is Standing.PUBLIC_SOURCES
    assert [s.url for s in wesseling.sources.all()] == [
        "https://www.industrie-wesseling.de/unsere-initiative"
    ]


@pytest.mark.usefixtures("_places")
def test_loading_again_changes_nothing() -> None:
    load_reference_data()
    before = list(Initiative.objects.values_list("slug", "changed_at"))

    report = load_reference_data()

    assert (report.created, report.updated, report.unchanged) == (0, 0, 93)
    assert list(Initiative.objects.values_list("slug", "changed_at")) == before
    assert Organisation.objects.filter(kind="partner").count() == 17
    assert Message.objects.filter(topic="directory.reference_data_loaded").count() == 1
    assert Entry.objects.filter(verb="directory.initiative_imported").count() == 93


@pytest.mark.usefixtures("_places")
def test_loading_again_renews_what_nobody_touched_and_leaves_the_rest_alone() -> None:
    load_reference_data()
    Initiative.objects.filter(slug="ems-achse").update(import_digest="", founded_year=1900)
    Initiative.objects.filter(slug="chemsite").update(
        import_digest="", founded_year=1900, edited_at=timezone.now()
    )

    report = load_reference_data()

    assert (report.updated, report.kept) == (1, ["chemsite"])
    assert Initiative.objects.get(slug="ems-achse").founded_year == 2006
    assert Initiative.objects.get(slug="chemsite").founded_year == 1900
    assert "left alone, people work on it: chemsite" in str(report).splitlines()


def test_load_reports_places_that_are_missing() -> None:
    make_kreise("05515")

    report = load_reference_data()

    assert report.created == 93
    assert "industriegemeinschaft-muenster" not in " ".join(report.problems)
    assert "industrie-treffpunkt-wesseling: Kreis '05362' is not known" in report.problems


@pytest.mark.usefixtures("_places")
def test_facets_find_an_initiative_in_every_land_in_which_it_works() -> None:
    load_reference_data()

    codes = Facet.objects.filter(initiative__slug="hansebelt", kind=FacetKind.LAND)

    assert sorted(codes.values_list("code", flat=True)) == ["MV", "SH"]
    assert Initiative.objects.get(slug="hansebelt").state == PublicationState.PUBLISHED
