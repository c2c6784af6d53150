"""CPU and queries of the hub's pages, and how that compares with a bare Django view.

The hub holds 1,000 initiatives on SQLite. Each kind of page is asked for at many different addresses
(other filters, other profiles, other Kreise), so that no page is answered from the cache of pages; what
the hub remembers between pages counts, because it does so in life. Three ways of asking:

- *Without a web server*, through the WSGI handler in this process: CPU per request, which an otherwise
  busy machine disturbs least.
- *Through the web server that the hub ships with*, started twice, once with the hub and once with the
  bare view that returns the bytes of the page. The processes are asked in turns and their CPU is read
  from the system: their ratio in one turn does not depend on the machine's mood.
- *After a change*: as the first, but with a published fact before every request, so that nothing
  remembered helps. It has no target and keeps the others honest.
"""

from __future__ import annotations

import http.client
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from benchmarks.hub.measuring import (
    cpu_ms,
    exact_cpu_s,
    figure,
    free_port,
    middle,
    process_tree,
    save,
)

HOME = Path(tempfile.mkdtemp(prefix="drehscheibe-bench-"))
INITIATIVES = 1000
TURNS = 9
FRESH, AGAIN = 40, 250  # requests in a turn
AGAIN_WORDS = {
    "again": "again, times the bare view",
    "unchanged": "again and unchanged (304)",
}
Handler = Callable[[str], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: different addresses of it, and what it may cost (None: no promise).

    ``epochs`` names what it hangs on besides the general epoch, and what moves with a change;
    ``is_kept`` says whether the cache of pages answers when somebody asks again.
    """

    name: str
    addresses: tuple[str, ...]
    most_queries: int | None
    most_ms: float | None = None
    most_times_bare: float | None = None
    epochs: tuple[str, ...] = ()
    is_kept: bool = True


def prepare() -> None:
    """Make a hub in a folder of its own, with copies of the real initiatives."""
    prepare_demo()
    fill(INITIATIVES)


def prepare_demo() -> None:
    """Make a hub with its demo in a folder of its own."""
    os.environ["DREHSCHEIBE_HOME"] = str(HOME)
    os.environ["BASE_URL"] = "http://testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings.local"
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


def list_kinds() -> list[Kind]:
    """Return what is measured, with at least as many addresses as one turn asks for."""
    from drehscheibe.capabilities.directory.models import Initiative
    from drehscheibe.capabilities.exchange.models import Signal
    from drehscheibe.core.places.models import Kreis, Land
    from drehscheibe.core.text.topics import Topic

    laender = list(Land.objects.values_list("code", flat=True))
    slugs = Initiative.objects.published().order_by("?").values_list("slug", flat=True)[:400]
    kreise = Kreis.objects.order_by("?").values_list("ags5", flat=True)
    concerns = Signal.objects.public().values_list("item__public_id", flat=True)
    words = (
        "Fachkräfte",
        "Energie",
        "Hafen",
        "Region",
        "Stahl",
        "Digital",
        "Bildung",
        "Ausbildung",
    )
    listed = "/de/initiativen/"
    filtered = [
        f"{listed}?topic={topic}{land}&sort={order}"
        for topic in Topic.values
        for land in ("", *(f"&land={code}" for code in laender))
        for order in ("name", "members", "founded")
    ]
    maps = [f"{listed}karte/?topic={topic}" for topic in Topic.values]
    maps += [f"{listed}karte/?land={code}" for code in laender]
    return [
        Kind("list of 1,000, filtered", tuple(filtered), 8, 9, 15),
        Kind("list, page by page", tuple(f"{listed}?page={n}" for n in range(1, 34)), 8, 9, 15),
        Kind("profile", tuple(f"{listed}{slug}/" for slug in slugs), 10, 9, 15),
        Kind("region (Kreis)", tuple(f"/de/regionen/kreis/{key}/" for key in kreise), 10, None, 15),
        Kind("search", tuple(f"/de/suche/?q={quote(word)}" for word in words), 8, 12),
        Kind("map, filtered", tuple(maps), 8),
        Kind("home", ("/de/",), 10),
        Kind("list of concerns", ("/de/anliegen/",), 8),
        Kind("page of a concern", tuple(f"/de/anliegen/{key}/" for key in concerns), 10),
    ]


def make_handler(cookie: str = "") -> Handler:
    """Return a function that asks the configured project for an address, without a web server.

    With the cookie of a session it asks as a person who is logged in.
    """
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    application = WSGIHandler()
    requests = RequestFactory(HTTP_COOKIE=cookie) if cookie else RequestFactory()

    def ask(address: str) -> tuple[int, bytes]:
        status: list[Any] = []

        def start(*given: Any) -> Callable[[bytes], object]:
            status.append(given[0])
            return len

        answer = application(requests.get(address).environ, start)
        body = b"".join(answer)
        answer.close()
        return int(status[0].split()[0]), body

    return ask


def fresh_addresses(kind: Kind, run: str) -> Iterator[str]:
    """Yield addresses for ever, none of them twice: a mark tells them apart that no page reads."""
    for number, address in enumerate(itertools.cycle(kind.addresses)):
        yield f"{address}{'&' if '?' in address else '?'}_={run}.{number}"


def count_queries(ask: Handler, kind: Kind) -> int:
    """Return the most queries that one of the pages costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in kind.addresses[:12]:
        with CaptureQueriesContext(connection) as queries:
            status, _body = ask(f"{address}{'&' if '?' in address else '?'}_=queries")
        assert status == 200, (address, status)
        most = max(most, len(queries))
    return most


class Server:
    """The web server of the hub with one worker, serving the hub or the bare view."""

    def __init__(self, application: str, **environment: str) -> None:
        self.cookie = ""
        self.port = free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        command += [
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
        ]
        self.process = subprocess.Popen(
            [*command, application], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
        )
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def wait(self, address: str) -> None:
        """Wait until it answers."""
        for _ in range(600):
            try:
                self.ask(address)
            except OSError:
                self.connection.close()
                time.sleep(0.1)
            else:
                return
        raise SystemExit("the server did not answer within a minute")

    def ask(self, address: str, tag: str = "", expected: int = 200) -> str:
        """Ask for an address and return the tag of the answer."""
        headers = {"Host": "testserver", **({"If-None-Match": tag} if tag else {})}
        if self.cookie:
            headers["Cookie"] = self.cookie
        answer = self._request(address, headers)
        answer.read()
        assert answer.status == expected, (address, answer.status)
        return answer.headers.get("ETag") or ""

    def _request(self, address: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request("GET", address, headers=headers)
        try:
            return self.connection.getresponse()
        except http.client.RemoteDisconnected:  # it stood still for longer than the server waits
            self.connection.close()
            self.connection.request("GET", address, headers=headers)
            return self.connection.getresponse()

    def cpu_ms(self, addresses: Sequence[str], tag: str = "", expected: int = 200) -> float:
        """Return milliseconds of CPU that the server used per request."""
        pids = process_tree(self.process.pid)
        before = sum(map(exact_cpu_s, pids))
        for address in addresses:
            self.ask(address, tag, expected)
        return (sum(map(exact_cpu_s, pids)) - before) * 1000 / len(addresses)

    def stop(self) -> None:
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def measure_handler(ask: Handler, kind: Kind) -> tuple[float, float, float]:
    """Return CPU milliseconds without a web server: usual, at best, and after a change."""
    from drehscheibe.core.outbox.epoch import advance_epoch

    addresses = fresh_addresses(kind, "handler")

    def fresh(_number: int) -> None:
        status, _body = ask(next(addresses))
        assert status == 200, status

    def changed(number: int) -> None:
        for epoch in (*kind.epochs, ""):
            advance_epoch(epoch)
        fresh(number)

    fresh(0)
    usual = cpu_ms(fresh, rounds=TURNS, per_round=FRESH)
    after = cpu_ms(changed, rounds=3, per_round=10)
    return middle(usual), min(usual), middle(after)


def measure_server(hub: Server, kind: Kind, body: bytes) -> dict[str, float]:
    """Return CPU milliseconds of the web server, and ratios to the bare view, in turns."""
    file = HOME / "bytes"
    file.write_bytes(body)
    bare = Server("benchmarks.hub.bare_view:application", BARE_VIEW_BYTES=str(file))
    addresses = fresh_addresses(kind, "server")
    known = kind.addresses[0]
    turns: list[tuple[float, ...]] = []
    try:
        bare.wait("/")
        bare.cpu_ms(["/"] * AGAIN)
        hub.cpu_ms([next(addresses) for _ in range(10)])
        for _ in range(TURNS):
            turn = [bare.cpu_ms(["/"] * AGAIN), hub.cpu_ms([next(addresses) for _ in range(FRESH)])]
            if kind.is_kept:
                hub.ask(known)
                tag = hub.ask(known)
                turn += [hub.cpu_ms([known] * AGAIN), hub.cpu_ms([known] * AGAIN, tag, 304)]
            turns.append(tuple(turn))
    finally:
        bare.stop()
    found = {
        "bare_ms": middle([turn[0] for turn in turns]),
        "fresh_ms": middle([turn[1] for turn in turns]),
        "fresh": middle([turn[1] / turn[0] for turn in turns]),
    }
    if kind.is_kept:
        found["again"] = middle([turn[2] / turn[0] for turn in turns])
        found["unchanged"] = middle([turn[3] / turn[0] for turn in turns])
    return found


def measure(ask: Handler, hub: Server, kind: Kind) -> list[dict[str, Any]]:
    """Measure one kind of page in every way."""
    status, body = ask(kind.addresses[0])
    assert status == 200, (kind.addresses[0], status)
    usual, best, after = measure_handler(ask, kind)
    server = measure_server(hub, kind, body)
    name = kind.name
    return [
        figure(f"{name}: queries", count_queries(ask, kind), "", kind.most_queries),
        figure(f"{name}: CPU, not from the cache", usual, "ms", kind.most_ms, least=best),
        figure(f"{name}: CPU, first after a change", after, "ms"),
        figure(
            f"{name}: web server, times the bare view",
            server["fresh"],
            "×",
            kind.most_times_bare,
            ms=server["fresh_ms"],
            bare_ms=server["bare_ms"],
        ),
        *(
            figure(f"{name}: {words}", server[key], "×", 2)
            for key, words in AGAIN_WORDS.items()
            if key in server
        ),
        figure(f"{name}: HTML", len(body) / 1000, "kB"),
    ]


def main() -> None:
    prepare()
    ask = make_handler()
    hub = Server("drehscheibe.config.wsgi:application", DREHSCHEIBE_HOME=str(HOME))
    try:
        hub.wait("/de/")
        rows = [row for kind in list_kinds() for row in measure(ask, hub, kind)]
    finally:
        hub.stop()
        shutil.rmtree(HOME, ignore_errors=True)
    save("hub_pages", rows)


if __name__ == "__main__":
    main()
