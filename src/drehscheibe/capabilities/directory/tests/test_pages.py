"""The public pages: what they show, what they cost, and what they do with nonsense."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory import api
from drehscheibe.capabilities.directory.choices import PublicationState
from drehscheibe.capabilities.directory.models import Initiative, InitiativeSource
from drehscheibe.capabilities.directory.tests.factories import (
    InitiativeFactory,
    make_editor,
    make_kreise,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.tests.factories import OrganisationFactory
from drehscheibe.core.search import api as search

pytestmark = pytest.mark.django_db

LIST, MAP = "/en/initiatives/", "/en/initiatives/map/"
HOSTILE = '<script>alert("x")</script>'


def names_in(page: str) -> list[str]:
    return re.findall(r'entry__title"><a href="[^"]+">([^<]+)</a>', page)


def make_set(number: int) -> list[Initiative]:
    kreise = make_kreise("05515", "05512", "03454")
    return [
        InitiativeFactory.create(
            name=f"Initiative {n}",
            types=["masterplan"],
            topics=["skills", "digital"],
            benches={"companies": 3, "union": None},
            kreise=kreise,
            land_id="NW",
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (LIST, 4),  # the page itself; three hold facets and names for all that follow
        (f"{LIST}?land=NW&topic=skills&bench=union", 5),  # and the names of the Kreise
        (f"{LIST}?q=initiative", 5),
        (MAP, 6),  # one of them asks whether real boundaries were imported
    ],
)
def test_list_and_map_cost_the_same_for_one_and_for_three(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
    address: str,
    queries: int,
) -> None:
    make_set(number)
    client.get("/en/partners/")  # what every page asks for once a minute is in the cache now
    search.find("initiative", actor=ANONYMOUS, language="en")  # this process reads what is new

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_profile_costs_the_same_for_one_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    initiative = make_set(1 + number)[0]
    for n in range(number):
        InitiativeSource.objects.create(initiative=initiative, url=f"https://example.org/{n}")
        make_editor(initiative)
    Mandate.objects.update(is_listed=True)
    client.get("/en/partners/")

    with django_assert_num_queries(13):  # one of them for the plans of foundings, kept afterwards
        response = client.get(f"{LIST}{initiative.slug}/")

    assert response.status_code == 200
    assert response.content.decode().count('class="person__name"') == number


def test_list_shows_what_passes_all_filters_by_german_order(client: Client) -> None:
    make_kreise("05515", "03454")
    for name, topics, land in (
        ("Zukunft", ["skills"], "NW"),
        ("Ärmel hoch", ["skills"], "NW"),
        ("Bündnis", ["skills", "digital"], "NW"),
        ("Else", ["digital"], "NW"),
        ("Far", ["skills"], "NI"),
    ):
        InitiativeFactory.create(name=name, topics=topics, land_id=land)
    InitiativeFactory.create(
        name="Hidden", topics=["skills"], land_id="NW", state=PublicationState.PROPOSED
    )

    page = client.get(f"{LIST}?land=NW&topic=skills").content.decode()

    assert names_in(page) == ["Ärmel hoch", "Bündnis", "Zukunft"]


def test_values_of_one_facet_widen_and_facets_narrow(client: Client) -> None:
    for name, topics, benches in (
        ("A", ["skills"], {"union": None}),
        ("B", ["digital"], {"union": 2}),
        ("C", ["skills"], {}),
    ):
        InitiativeFactory.create(name=name, topics=topics, benches=benches)

    page = client.get(f"{LIST}?topic=skills&topic=digital&bench=union").content.decode()

    assert names_in(page) == ["A", "B"]
    assert "?topic=digital&amp;bench=union" in page  # the chip that takes "skills" away


def test_words_find_stems_and_best_matches_come_first(client: Client) -> None:
    InitiativeFactory.create(name="Hydrogen networks of the north")
    InitiativeFactory.create(name="Something else", goals="We talk about hydrogen.")
    InitiativeFactory.create(name="Steel")

    page = client.get(f"{LIST}?q=hydrogen+network").content.decode()
    both = client.get(f"{LIST}?q=hydrogen").content.decode()

    assert names_in(page) == ["Hydrogen networks of the north"]
    assert names_in(both) == ["Hydrogen networks of the north", "Something else"]


def test_unknown_values_are_ignored_and_named_and_long_queries_are_fine(client: Client) -> None:
    InitiativeFactory.create(name="Here", topics=["skills"])

    page = client.get(f"{LIST}?topic=nonsense&land=ZZ&kreis=abc&page=99&sort=up&x={'y' * 10_000}")

    text = page.content.decode()
    assert page.status_code == 200
    assert names_in(text) == ["Here"]
    assert re.findall(r"<code>([^<]+)</code>", text)[:4] == [
        "kreis=abc",
        "topic=nonsense",
        "sort=up",
        "land=ZZ",
    ]


def test_hostile_filters_and_names_are_shown_as_text(client: Client) -> None:
    initiative = InitiativeFactory.create(
        name=HOSTILE, goals=HOSTILE, summary=HOSTILE, topics=["skills"]
    )

    for address in (f"{LIST}?q={HOSTILE}&topic={HOSTILE}", LIST, MAP, f"{LIST}{initiative.slug}/"):
        text = client.get(address).content.decode()
        assert HOSTILE not in text
        assert "alert(&#34;x&#34;)" in text


def test_an_address_that_runs_scripts_never_becomes_a_link(client: Client) -> None:
    initiative = InitiativeFactory.create(
        website="javascript:alert(1)", social_links=["javascript:alert(2)"]
    )

    text = client.get(f"{LIST}{initiative.slug}/").content.decode()

    assert re.findall(r'href="javascript[^"]*"', text) == []


def test_empty_result_helps(client: Client) -> None:
    page = client.get(f"{LIST}?q=nothing-like-it").content.decode()

    assert names_in(page) == []
    assert "No initiative fits all of this" in page


def test_pages_hold_thirty(client: Client) -> None:
    for n in range(31):
        InitiativeFactory.create(name=f"Number {n:02}", index=n > 28)

    assert len(names_in(client.get(LIST).content.decode())) == 30
    assert names_in(client.get(f"{LIST}?page=2").content.decode()) == ["Number 30"]


def test_map_says_what_it_shows_and_the_table_says_the_same(client: Client) -> None:
    kreise = make_kreise("05515", "05512")
    InitiativeFactory.create(name="One", kreise=kreise)
    InitiativeFactory.create(name="Two", kreise=kreise[:1])
    InitiativeFactory.create(name="None")

    text = client.get(MAP).content.decode()

    assert "The map shows 3 initiatives. In 2 of 2 Kreise at least one of them works." in text
    assert "1 initiative names no Kreis and is only in the list." in text
    table = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th>.*?number">(\d+)<', text)
    assert [(name, number) for _link, name, number in table] == [
        (kreise[0].name, "2"),
        (kreise[1].name, "1"),
    ]
    assert text.count('<a href="/en/initiatives/?kreis=') >= 4  # tiles and table lead to the list


def test_profile_says_where_it_is_from_and_that_nobody_confirmed_it(client: Client) -> None:
    initiative = InitiativeFactory.create(source_note="As of 2017")
    InitiativeSource.objects.create(initiative=initiative, url="https://example.org/source")

    text = client.get(f"{LIST}{initiative.slug}/").content.decode()

    assert "from public sources, not yet confirmed by the initiative" in text
    assert 'href="https://example.org/source"' in text
    assert "As of 2017" in text
    assert text.count("not known") >= 8


def test_confirmed_profile_says_since_when(client: Client) -> None:
    initiative = InitiativeFactory.create(last_confirmed_at=timezone.now())

    text = client.get(f"{LIST}{initiative.slug}/").content.decode()

    assert "confirmed by the initiative on" in text
    assert "not yet confirmed" not in text


def test_missing_benches_are_named_only_where_some_are_known(client: Client) -> None:
    known = InitiativeFactory.create(benches={"companies": 3})
    unknown = InitiativeFactory.create()

    with_some = client.get(f"{LIST}{known.slug}/").content.decode()
    with_none = client.get(f"{LIST}{unknown.slug}/").content.decode()

    assert "do not take part yet: Chambers, Unions and Municipalities" in with_some
    assert "We do not know yet which benches take part." in with_none


def test_neighbours_and_similar_ones_come_with_their_reason(client: Client) -> None:
    here, there = make_kreise("05515", "05512")
    here.neighbours.add(there)
    mine = InitiativeFactory.create(
        kreise=[here], topics=["skills", "digital"], types=["masterplan"]
    )
    InitiativeFactory.create(name="Same Kreis", kreise=[here])
    InitiativeFactory.create(name="Next door", kreise=[there])
    InitiativeFactory.create(name="Alike", topics=["skills", "digital"])
    InitiativeFactory.create(name="Unlike", topics=["finance"])

    text = client.get(f"{LIST}{mine.slug}/").content.decode()

    shown = re.findall(
        r'relative__name"[^>]*>([^<]+)</a>\s*<p class="relative__why">([^<]+)</p>', text
    )
    assert [(name, " ".join(why.split())) for name, why in shown] == [
        ("Alike", "Shared topics: Digitalisation and AI and Skilled work and training."),
        ("Same Kreis", f"Also works in {here.name}."),
        ("Next door", "Works in a Kreis next door."),
    ]


def test_other_rooms_add_sections(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_sections", {})
    initiative = InitiativeFactory.create()
    seen: list[int] = []

    def content(organisation_id: int, _actor: object) -> api.SectionContent:
        seen.append(organisation_id)
        return api.SectionContent((api.ProfileItem("A concern", "/en/x/", badge="answered"),))

    api.register_profile_section(api.ProfileSection("raised", "Raised and answered", 10, content))
    api.register_profile_section(
        api.ProfileSection("empty", "Nothing", 5, lambda _o, _a: api.SectionContent())
    )

    text = client.get(f"{LIST}{initiative.slug}/").content.decode()

    assert seen == [initiative.organisation_id]
    assert '<h2 id="raised-title">Raised and answered</h2>' in text
    assert "empty-title" not in text


@pytest.mark.parametrize("state", [PublicationState.PROPOSED, PublicationState.REJECTED])
def test_hidden_entries_do_not_exist_for_the_public(client: Client, state: str) -> None:
    hidden = InitiativeFactory.create(state=state)

    for address in ("", "claim/", "follow/", "edit/"):
        response = client.get(f"{LIST}{hidden.slug}/{address}")
        assert response.status_code == 404 or "login" in response.headers.get("Location", "")
    assert client.get(f"{LIST}no-such-thing/").status_code == 404


def test_embedded_pages_may_be_framed_and_set_no_cookie(client: Client) -> None:
    make_set(1)

    for address in ("/en/embed/initiatives/", "/en/embed/map/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "frame-ancestors *;" in response.headers["Content-Security-Policy"] + ";"
        assert "X-Frame-Options" not in response.headers
        assert not response.cookies
    framed = client.get("/en/embed/initiatives/").content.decode()
    links = re.findall(r'<a href="[^"]*"([^>]*)>', framed)
    assert set(links) == {' target="_blank" rel="noopener"'}
    ordinary = client.get(LIST)
    assert "frame-ancestors 'none'" in ordinary.headers["Content-Security-Policy"]
    assert ordinary.headers["X-Frame-Options"] == "DENY"


def test_partners_are_shown_with_their_source(client: Client) -> None:
    OrganisationFactory.create(
        kind="partner", name="Union of X", bench="union", source_url="https://example.org/p"
    )

    text = client.get("/en/partners/").content.decode()

    assert "Union of X" in text
    assert 'href="https://example.org/p"' in text


def test_public_pages_can_be_kept_by_caches(client: Client) -> None:
    initiative = make_set(1)[0]

    for address in (LIST, MAP, f"{LIST}{initiative.slug}/"):
        response = client.get(address)
        assert "ETag" in response.headers  # only what the cache of pages may keep has one
        assert not response.cookies


def test_examples_are_listed_and_marked_but_no_number_names_them(client: Client) -> None:
    kreise = make_kreise("05515")
    InitiativeFactory.create(name="Real", land_id="NW", kreise=kreise)
    for number in range(2):
        InitiativeFactory.create(
            name=f"Made up {number}", land_id="NW", kreise=kreise, is_example=True
        )

    page, shown, framed = (client.get(a).text for a in (LIST, MAP, "/en/embed/initiatives/"))

    assert names_in(page) == ["Made up 0", "Made up 1", "Real"]
    for text in (page, framed):
        count = re.search(r'<p class="results__count"[^>]*>(.*?)</p>', text)
        assert count is not None
        assert re.sub(r"<[^>]+>", "", count[1]) == "1 initiative and 2 examples"
    assert page.count("<strong>Example</strong>") == 2
    assert "The map shows 1 initiative. In 1 of 1 Kreise at least one of them works." in shown
    assert api.list_kreise_with_initiative(leave_out_wide=False) == {"05515": 1}


def test_map_calls_a_kreis_by_the_name_that_people_use(client: Client) -> None:
    (kreis,) = make_kreise("01002")
    kreis.name, kreis.kind = "Kiel, Landeshauptstadt", "Kreisfreie Stadt"
    kreis.save()
    for _number in range(2):
        InitiativeFactory.create(kreise=[kreis], land_id="SH")

    page = client.get(f"{MAP}?kreis=01002").text

    assert "There are most, 2 each, in Kiel." in page
    assert "Landeshauptstadt" not in page


@pytest.mark.parametrize(("path", "label"), [(LIST, "All initiatives"), (MAP, "Map")])
def test_navigation_marks_one_page_of_one_section(client: Client, path: str, label: str) -> None:
    page = client.get(path).text

    phone, wide = page.split('<div class="site-header__nav">')
    sections, pages = wide.split("</header>")[0].split('<div class="site-header__pages">')
    marked = re.compile(r'aria-current="([a-z]+)">([^<]+)<')
    assert [label for _how, label in marked.findall(sections)] == ["Initiatives"]
    assert marked.findall(pages) == [("page", label)]
    assert marked.findall(phone.split('<nav aria-label="Main navigation">')[1]) == [("page", label)]


def test_pages_of_other_sections_stand_in_the_menu_of_phones_only(client: Client) -> None:
    page = client.get(LIST).text

    phone, wide = page.split('<div class="site-header__nav">')
    assert '<a href="/en/measures/">Measures</a>' in phone
    assert '<a href="/en/measures/">Measures</a>' not in wide.split("</header>")[0]


def test_the_chosen_map_stays_chosen_through_filters_and_the_list(client: Client) -> None:
    make_set(2)
    query = "?q=initiative&land=NW&map=borders"

    for path in (LIST, MAP):
        page = client.get(path + query).text.replace("&amp;", "&")
        assert f'href="{LIST}?q=initiative&land=NW&map=borders"' in page
        assert f'href="{MAP}?q=initiative&land=NW&map=borders"' in page
        chips = re.findall(r'<a class="chip chip--remove" href="([^"]*)"', page)
        assert chips == ["?land=NW&map=borders", "?q=initiative&map=borders"]
        assert '<input type="hidden" name="map" value="borders">' in page
    assert "map=borders" not in client.get(f"{LIST}?land=NW&map=%3Cb%3E").text
