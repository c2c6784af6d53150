"""Accept a form once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from drehscheibe.core.submissions.models import Submission

__all__ = ["submit_once"]


def submit_once(token: str, use_case: Callable[[], str]) -> str:
    """Run ``use_case`` unless a form with this token was accepted before.

    Parameters
    ----------
    token : str
        The form's hidden ``form_token``. An empty token cannot be recognised and always runs.
    use_case : callable
        Runs one service and returns what identifies its result (a public id or an address,
        at most 200 characters).

    Returns
    -------
    str
        The result of this or of the first run.

    Notes
    -----
    Token and result are written in one transaction with the use case, so that neither exists
    without the other. Of two simultaneous sendings the database lets one win.
    """
    if not token:
        return use_case()
    known = Submission.objects.filter(token=token).values_list("result", flat=True).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            submission = Submission.objects.create(token=token, result="")
            submission.result = use_case()
            submission.save(update_fields=["result"])
            return submission.result
    except IntegrityError:
        first = Submission.objects.filter(token=token).values_list("result", flat=True).first()
        if first is None:
            raise
        return first
