"""The documentation is up to date, and every link in it leads somewhere."""

from __future__ import annotations

from tools.docs.site import find_faults, page_files


def test_reference_is_up_to_date_and_links_lead_somewhere() -> None:
    assert len(page_files()) > 10
    assert list(find_faults()) == []
