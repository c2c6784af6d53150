"""Labels as a page says them in its language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, override, pgettext

#: Labels that are the same in German.
SAME_IN_BOTH = frozenset({"Dossiers", "Name", "Phase", "Region"})


@dataclass(frozen=True, slots=True)
class Words:
    """Translates, and complains about a label that nobody has translated."""

    language: str

    def __call__(self, msgid: str, *, context: str = "", **values: object) -> str:
        """Return a text of the catalogues in this language."""
        with override(self.language):
            text = pgettext(context, msgid) if context else gettext(msgid)
        if self.language == "de" and text == msgid and msgid not in SAME_IN_BOTH:
            raise AssertionError(f"no German for {msgid!r}")
        return text % values if values else text

    def of(self, label: object) -> str:
        """Return a label that translates itself, such as that of a choice or the name of a Land."""
        with override(self.language):
            return str(label)
