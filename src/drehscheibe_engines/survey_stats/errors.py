"""The one error of this engine: input that cannot be used, with its place and the reason."""

from __future__ import annotations


class SurveyInputError(ValueError):
    """Say that an input cannot be used, where it is and why.

    Parameters
    ----------
    place : str
        Where the input stands, for example ``"margins.age"`` or ``"row 17, column weight"``.
    reason : str
        What is wrong and, where possible, what to do about it.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
