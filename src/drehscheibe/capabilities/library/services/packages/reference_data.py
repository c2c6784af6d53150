"""Load the partner packages that come with the hub; run it as often as you like."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import timedelta
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.choices.shelf import Accessibility, Audience, Phase
from drehscheibe.capabilities.library.models import PartnerPackage
from drehscheibe.capabilities.library.services.packages import findable
from drehscheibe.core.text.readability import reading_grade

__all__ = ["load_packages", "read_packages"]

DATA = files("drehscheibe.capabilities.library") / "data" / "packages"

#: How long a package counts as right before the office looks at it again.
REVIEW_AFTER = timedelta(days=365)


def read_packages() -> dict[str, str]:
    """Return the files that ship with this room, by slug."""
    names = sorted(path.name for path in DATA.iterdir() if path.name.endswith(".toml"))
    return {name.removesuffix(".toml"): (DATA / name).read_text(encoding="utf-8") for name in names}


@transaction.atomic
def load_packages() -> int:
    """Create or renew what the files say and return how many packages were written."""
    known = {one.slug: one for one in PartnerPackage.objects.all()}
    return sum(_load(slug, text, known.get(slug)) for slug, text in read_packages().items())


def _load(slug: str, text: str, known: PartnerPackage | None) -> bool:
    digest = hashlib.sha256(text.encode()).hexdigest()
    if known is not None and known.source_hash == digest:
        return False
    told = tomllib.loads(text)
    each = known or PartnerPackage(slug=slug, review_on=timezone.localdate() + REVIEW_AFTER)
    for name in ("title", "title_en", "summary", "summary_en", "formats"):
        setattr(each, name, told[name])
    each.position = told["order"]
    each.audience, each.phase = Audience(told["audience"]), Phase(told["phase"])
    each.words = {language: told[language] for language in ("de", "en")}
    each.accessibility = Accessibility.CHECKED
    each.reading_grade = reading_grade(findable.make_text(each, "de"), "de")
    each.source_hash = digest
    each.full_clean()
    each.save()
    findable.refresh(each)
    return True
