"""Editorial pages and what the operator says about themselves."""

from drehscheibe.portal.models.barrier import BarrierReport, BarrierState
from drehscheibe.portal.models.guidelines import GuidelineIndexPage, GuidelinePage
from drehscheibe.portal.models.operator import OperatorSettings
from drehscheibe.portal.models.pages import (
    ArticlePage,
    HomePage,
    LegalKind,
    LegalPage,
    NewsIndexPage,
    NewsPage,
)

__all__ = [
    "ArticlePage",
    "BarrierReport",
    "BarrierState",
    "GuidelineIndexPage",
    "GuidelinePage",
    "HomePage",
    "LegalKind",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "OperatorSettings",
]
