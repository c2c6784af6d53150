"""What the hub contains when it starts: real public facts always, marked examples in the demo."""

from __future__ import annotations

from collections.abc import Callable

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange import api as exchange
from drehscheibe.core.organisations import demo as demo_people
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.portal import findable
from drehscheibe.portal.editors import load_editors
from drehscheibe.portal.pages import load_pages

Step = tuple[str, Callable[[], object]]


def steps(*, demo: bool) -> list[Step]:
    """Return what is to be loaded, in order, with the words that tell of it; each may run again."""
    reference: list[Step] = [
        ("16 Länder, 400 Kreise and their figures", load_reference_places),
        ("93 initiatives, 17 partners and their sources", directory.load_reference_data),
        ("60 concerns that were raised in public", exchange.load_reference_data),
        ("editorial pages in German and English", load_pages),
        ("regions in the search", findable.load_regions),
        ("editorial pages in the search", findable.load_pages),
        ("rights of those who write pages", load_editors),
    ]
    examples: list[Step] = [
        ("demo log-ins, one per role", demo_people.load_demo_people),
        ("two example initiatives, marked as such", directory.load_example_data),
        ("example concerns in every state, marked as such", exchange.load_example_data),
        ("an example impulse and two example measures", exchange.load_impulse_examples),
        ("example questions of the public, marked as such", exchange.load_example_questions),
    ]
    return [*reference, *examples] if demo else reference


def describe_log_ins() -> str:
    """Return the demo log-ins, one person per role, for the terminal."""
    return demo_people.describe_log_ins()
