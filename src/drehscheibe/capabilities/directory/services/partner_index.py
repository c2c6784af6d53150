"""Keep the partners of the alliance findable."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.core.organisations.choices import Bench, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.search import api as search

__all__ = ["refresh_partners"]

KIND = "partner"


def refresh_partners() -> None:
    """Bring the entries of all partners up to date; unchanged ones are left alone."""
    known = search.list_known(KIND)
    partners = list(
        Organisation.objects.filter(kind=OrganisationKind.PARTNER, ended_at=None).order_by("pk")
    )
    for key in {key for key, _language in known} - {str(each.uuid) for each in partners}:
        search.remove(KIND, key)
    search.put(
        document
        for document in _documents(partners)
        if known.get((document.key, document.language)) != (document.title, document.summary)
    )


def _documents(partners: list[Organisation]) -> Iterator[search.Document]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for each in partners:
                bench = str(Bench(each.bench).label) if each.bench else ""
                yield search.Document(
                    kind=KIND,
                    key=str(each.uuid),
                    language=language,
                    title=each.name,
                    summary=each.note or bench,
                    body=" ".join((each.short_name, bench, _("Partners of the alliance"))),
                    path=f"{reverse('partner_list')}#partner-{each.pk}",
                    benches=(each.bench,) if each.bench else (),
                    is_example=_is_example(each),
                )


def _is_example(partner: Organisation) -> bool:
    """Whether it is the made-up partner of the demo, which says so in its name."""
    return partner.name.endswith("(Beispiel)")
