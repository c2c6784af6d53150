from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Site

from drehscheibe.portal.models import OperatorSettings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "name", "note"),
    [
        ("/de/suche/", "Betrieben von Amt &lt;b&gt;", "Gefördert vom Ministerium"),
        ("/en/search/", "Run by Amt &lt;b&gt;", "Funded by the ministry"),
    ],
)
def test_footer_names_operator_and_funder(
    client: Client, address: str, name: str, note: str
) -> None:
    OperatorSettings.objects.create(
        site=Site.objects.get(),
        name="Amt <b>",
        funding_note_de="Gefördert vom Ministerium",
        funding_note_en="Funded by the ministry",
    )

    page = client.get(address).text

    assert name in page
    assert note in page
