"""Find the month or the year in what people write under "since when"."""

from __future__ import annotations

import re

__all__ = ["find_month"]

_MONTHS = (
    ("januar", "jan", "january", "jänner"),
    ("februar", "feb", "february"),
    ("märz", "mär", "mrz", "march", "mar", "maerz"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("dezember", "dez", "december", "dec"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(rf"\b(?:\d{{1,2}}\.\s?)?(?P<month>0?[1-9]|1[0-2])\s?[./]\s?{_YEAR}\b"),
    re.compile(rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])\b"),
    re.compile(rf"\b(?P<name>[a-zäöü]+)\.?\s+{_YEAR}\b"),
)
_ONLY_YEAR = re.compile(rf"\b{_YEAR}\b")


def find_month(text: str) -> str:
    """Return the month ("2024-03"), the year ("2024") or nothing, in ISO 8601.

    Nothing if more than one year is named: then only the words say what is meant.

    Examples
    --------
    >>> find_month("seit März 2024"), find_month("03/2024"), find_month("Frühjahr 2024")
    ('2024-03', '2024-03', '2024')
    >>> find_month("schon immer"), find_month("2019, wieder seit 2023")
    ('', '')
    """
    words = text.lower()
    years = {match["year"] for match in _ONLY_YEAR.finditer(words)}
    if len(years) != 1:
        return ""
    for form in _FORMS:
        for match in form.finditer(words):
            named = match.groupdict()
            month = _NUMBER_OF.get(named.get("name") or "", int(named.get("month") or 0))
            if month:
                return f"{match['year']}-{month:02d}"
    return years.pop()
