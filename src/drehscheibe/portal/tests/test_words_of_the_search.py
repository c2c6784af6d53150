"""Editors keep the words of the search in the back office."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.search.models import Miss, WordGroup
from drehscheibe.core.search.wagtail_hooks import Misses, Splits, WordGroups
from drehscheibe.portal.editors import load_editors

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    person = make_person("editor@example.org")
    person.groups.add(load_editors())
    client.force_login(person)
    return client


def test_editors_add_words_and_see_what_found_nothing(editor: Client) -> None:
    Miss.objects.create(words="werkswohnung", language="de", last_on=timezone.localdate())

    answer = editor.post(
        _address(WordGroups, "add"), {"names": "Werkswohnung, Betriebswohnung", "is_used": "on"}
    )

    assert answer.status_code == 302
    assert WordGroup.objects.get().first_name == "Werkswohnung"
    assert "werkswohnung" in editor.get(_address(Misses, "list")).text
    assert editor.get(_address(Splits, "list")).status_code == 200
    assert editor.get(_address(Misses, "add")).status_code in (302, 403, 404)


def _address(views: type, name: str) -> str:
    return reverse(views().get_url_name(name))
