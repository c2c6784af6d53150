from __future__ import annotations

import pytest

from drehscheibe.core.submissions.api import submit_once
from drehscheibe.core.submissions.models import Submission

pytestmark = pytest.mark.django_db


def test_the_same_form_runs_its_use_case_once() -> None:
    made: list[str] = []

    def use_case() -> str:
        made.append("x")
        return f"S-{len(made)}"

    results = [submit_once("token", use_case) for _ in range(3)]

    assert (results, made) == (["S-1", "S-1", "S-1"], ["x"])
    assert submit_once("other", use_case) == "S-2"


def test_a_failed_use_case_may_be_sent_again() -> None:
    def fails() -> str:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        submit_once("token", fails)

    assert not Submission.objects.exists()
    assert submit_once("token", lambda: "done") == "done"
