from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.capabilities.directory.choices import (
    Exchange,
    FacetKind,
    InitiativeType,
    Sort,
)
from drehscheibe.capabilities.directory.queries.duplicates import name_likeness
from drehscheibe.capabilities.directory.queries.filters import (
    MAX_NOTED,
    MAX_TEXT,
    MAX_VALUES,
    Filters,
    filters_from_query,
    read_filters,
)
from drehscheibe.core.organisations.choices import Bench
from drehscheibe.core.text.topics import Topic

CODES = {
    FacetKind.LAND: ["NW", "BY", "SH"],
    FacetKind.KREIS: ["05515", "09162"],
    FacetKind.TYPE: InitiativeType.values,
    FacetKind.TOPIC: Topic.values,
    FacetKind.BENCH: Bench.values,
    FacetKind.STATUS: ["active", "unknown"],
    FacetKind.OFFERS: Exchange.values,
    FacetKind.SEEKS: Exchange.values,
}

#: What an address can hold: everything but NUL and halves of surrogate pairs.
ADDRESSABLE = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    text = " ".join(draw(st.text(ADDRESSABLE, max_size=40)).split())
    made = Filters(text, sort=draw(st.sampled_from(["", *Sort.values])))
    for kind, codes in CODES.items():
        chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
        made = made.with_codes(kind, tuple(chosen))
    return made


@given(filters())
def test_filters_survive_the_way_through_the_address(made: Filters) -> None:
    assert filters_from_query(made.to_query()) == made


@given(filters(), st.sampled_from(list(CODES)))
def test_a_chip_takes_away_just_its_own_value(made: Filters, kind: FacetKind) -> None:
    for code in made.codes(kind):
        less = made.without(kind, code)

        assert set(made.codes(kind)) - set(less.codes(kind)) == {code}
        assert {k: c for k, c in less.facets if k != kind} == {
            k: c for k, c in made.facets if k != kind
        }


@given(st.text(max_size=3000))
def test_no_address_breaks_the_filters(query: str) -> None:
    read = read_filters(QueryDict(query, mutable=True))

    assert len(read.filters.text) <= MAX_TEXT
    assert all(len(codes) <= MAX_VALUES for _kind, codes in read.filters.facets)
    assert len(read.ignored) <= MAX_NOTED


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_of_names_is_a_symmetric_share(one: str, other: str) -> None:
    likeness = name_likeness(one, other)

    assert 0.0 <= likeness <= 1.0
    assert likeness == name_likeness(other, one)
    assert name_likeness(one, one) in (0.0, 1.0)
