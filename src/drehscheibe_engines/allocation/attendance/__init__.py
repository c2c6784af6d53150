"""After the draw: who will not come, how many to confirm, and whom to offer what is left."""

from drehscheibe_engines.allocation.attendance.no_shows import (
    CheckIn,
    NoShowModel,
    calibrate_no_shows,
)
from drehscheibe_engines.allocation.attendance.offers import (
    DEFAULT_LADDER,
    OfferPlan,
    PlaceOffer,
    Rung,
    TourPlaces,
    WaitingGroup,
    find_expired,
    plan_offers,
)
from drehscheibe_engines.allocation.attendance.overbooking import (
    ArrivalOutlook,
    OverbookingStep,
    forecast_arrivals,
    plan_overbooking,
)

__all__ = [
    "DEFAULT_LADDER",
    "ArrivalOutlook",
    "CheckIn",
    "NoShowModel",
    "OfferPlan",
    "OverbookingStep",
    "PlaceOffer",
    "Rung",
    "TourPlaces",
    "WaitingGroup",
    "calibrate_no_shows",
    "find_expired",
    "forecast_arrivals",
    "plan_offers",
    "plan_overbooking",
]
