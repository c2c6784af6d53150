"""What is public, for other programs: ``/api/v1/signals``, ``/dossiers``, ``/impulses``, ``/measures``."""

from ninja import Router

from drehscheibe.capabilities.exchange.http_api import dossier, impulse, signal

router = Router()
for part in (signal, dossier, impulse):
    router.add_router("", part.router)
