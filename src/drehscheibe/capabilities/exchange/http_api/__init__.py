"""What is public, for other programs: ``/api/v1/signals``, ``/impulses``, ``/measures``."""

from ninja import Router

from drehscheibe.capabilities.exchange.http_api import impulse, signal

router = Router()
router.add_router("", signal.router)
router.add_router("", impulse.router)
