"""CPU and queries of the hub's pages against a bare Django view that returns the same bytes.

Both go through their own WSGI handler in this process, in turns, so that the ratio does not depend on
the machine's mood. The hub runs with all its middleware on SQLite with 1,000 initiatives; the bare view
with the middleware of a new Django project.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.hub.measuring import cpu_ms, middle, save

HOME = Path(tempfile.mkdtemp())
os.environ["DREHSCHEIBE_HOME"] = str(HOME)
os.environ["BASE_URL"] = "http://testserver"
os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings.local"

ROUNDS = 7
Handler = Callable[[str], tuple[int, bytes, dict[str, str]]]


def make_handler() -> Handler:
    """Return a function that asks the configured project for an address."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    application = WSGIHandler()
    requests = RequestFactory()

    def ask(address: str) -> tuple[int, bytes, dict[str, str]]:
        request = requests.get(address)
        status: list[Any] = []

        def start(*given: Any) -> Callable[[bytes], object]:
            status.extend(given[:2])
            return status.append

        parts = application(request.environ, start)
        body = b"".join(parts)
        close = getattr(parts, "close", None)
        if close:
            close()
        return int(status[0].split()[0]), body, dict(status[1])

    return ask


def fill(total: int) -> None:
    """Bring the directory to ``total`` initiatives by copies of the real ones."""
    from drehscheibe.capabilities.directory.models import Initiative
    from drehscheibe.capabilities.directory.services.profile_index import index_profiles
    from drehscheibe.core.organisations.models import Organisation

    originals = list(Initiative.objects.prefetch_related("kreise"))
    copies = []
    for number in range(total - len(originals)):
        original = originals[number % len(originals)]
        kreise = list(original.kreise.all())
        copy = Initiative.objects.get(pk=original.pk)
        name = f"{original.name} {number}"
        organisation = Organisation.objects.create(kind="initiative", name=name)
        copy.pk, copy.slug, copy.organisation = None, f"{original.slug[:70]}-{number}", organisation
        copy.uuid, copy.name, copy.sort_key = uuid4(), name, f"{original.sort_key} {number}"
        copy.save(force_insert=True)
        copy.kreise.set(kreise)
        copies.append(copy)
    index_profiles(copies)


def count_queries(ask: Handler, address: str) -> int:
    """Return the queries of one uncached request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        status, _body, _headers = ask(f"{address}{'&' if '?' in address else '?'}_count=1")
    assert status == 200, (address, status)
    return len(queries)


class Bare:
    """The bare view, in a process of its own, because Django is configured once per process."""

    def __init__(self, body: bytes) -> None:
        self.file = HOME / "bytes"
        self.file.write_bytes(body)

    def measure(self) -> float:
        """Return milliseconds of CPU per request of the bare view."""
        import subprocess

        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.hub.bare_view", str(self.file)],
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)


def _ask_new(ask: Handler, address: str, number: int) -> object:
    """Ask for an address that was not asked before, so that no cache answers."""
    return ask(f"{address}{number}")


def measure_page(
    ask: Handler, what: str, address: str, limits: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Measure one page uncached, cached and against the bare view."""
    separator = "&" if "?" in address else "?"
    status, body, headers = ask(address)
    assert status == 200, (address, status)
    uncached, cached, bare = [], [], []
    for turn in range(ROUNDS):
        uncached += cpu_ms(
            partial(_ask_new, ask, f"{address}{separator}_={turn}."), rounds=1, per_round=40
        )
        cached += cpu_ms(lambda _n: ask(address), rounds=1, per_round=200)
        bare.append(Bare(body).measure())
    queries = count_queries(ask, address)
    ratio, again = middle(uncached) / middle(bare), middle(cached) / middle(bare)
    rows: list[dict[str, Any]] = [
        {
            "what": f"{what}: queries",
            "value": str(queries),
            "target": f"{limits['queries']:.0f}",
            "met": queries <= limits["queries"],
        },
        {
            "what": f"{what}: CPU, uncached",
            "value": f"{middle(uncached):.2f} ms",
            "target": f"{limits['ms']:.0f} ms",
            "met": middle(uncached) <= limits["ms"],
        },
        {
            "what": f"{what}: against the bare view ({middle(bare):.2f} ms)",
            "value": f"{ratio:.1f} x",
            "target": "15 x",
            "met": ratio <= 15,
        },
        {
            "what": f"{what}: again, anonymous",
            "value": f"{again:.2f} x",
            "target": "2 x",
            "met": again <= 2,
        },
        {"what": f"{what}: HTML", "value": f"{len(body) / 1000:.0f} kB"},
    ]
    return rows if headers else []


def main() -> None:
    import django

    from drehscheibe.config.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command

    from drehscheibe.config import content

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    for _label, load in content.steps(demo=True):
        load()
    fill(1000)
    ask = make_handler()
    rows: list[dict[str, Any]] = []
    pages = (
        (
            "list of 1,000, filtered",
            "/de/initiativen/?topic=skills&sort=name",
            {"queries": 8, "ms": 9},
        ),
        ("list, plain", "/de/initiativen/", {"queries": 8, "ms": 9}),
        ("profile", "/de/initiativen/industrie-nordwestfalen/", {"queries": 10, "ms": 9}),
        ("region (Kreis)", "/de/regionen/kreis/05515/", {"queries": 10, "ms": 9}),
        ("search", "/de/suche/?q=Fachkr%C3%A4fte", {"queries": 8, "ms": 12}),
        ("concerns", "/de/anliegen/", {"queries": 8, "ms": 9}),
    )
    try:
        for what, address, limits in pages:
            rows += measure_page(ask, what, address, limits)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    save("hub_pages", rows)


if __name__ == "__main__":
    main()
