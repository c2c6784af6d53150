"""The hub as docs/how-to/install-on-postgresql-and-redis.md sets it up, with a proxy and a mail server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresConnection
from django.test import override_settings

from drehscheibe.config.settings import base
from drehscheibe.core.notify.models import Mail, MailState
from drehscheibe.core.outbox.models import Delivery, DeliveryState
from tests.journeys.hub import Hub, add_office_and_desk
from tests.services.mail_server import MailServer
from tests.services.round_robin import RoundRobin

PATIENCE_S = 60.0


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait for what other processes do."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited {PATIENCE_S:.0f} s in vain: {what}"
        time.sleep(0.02)


@dataclass(slots=True)
class Processes:
    """What an operator has started.

    Attributes
    ----------
    running : dict of str to Popen
        By name: web-1, web-2, worker-1, worker-2. Each leads a process group of its own.
    """

    home: Path
    environment: dict[str, str]
    commands: dict[str, list[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start_missing(self) -> None:
        """Start whatever does not run, as a service manager would."""
        for name, arguments in self.commands.items():
            if name not in self.running:
                self.running[name] = self._start(name, arguments)

    def prepare(self) -> None:
        process = self._start("prepare", ["prepare"])
        assert process.wait() == 0, self.log_of("prepare")

    def kill(self, name: str) -> None:
        """End a process and its children without a chance to tidy up."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Ask everything to end, and end what does not within some seconds."""
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGTERM)
        for name in list(self.running):
            with suppress(subprocess.TimeoutExpired):
                self.running[name].wait(timeout=5)
            self.kill(name)

    def log_of(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text(encoding="utf-8")

    def _start(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        with (self.home / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "drehscheibe", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@dataclass(frozen=True, slots=True)
class Installation(Hub):
    """A hub of several processes; facts and e-mails travel by themselves."""

    processes: Processes
    proxy: RoundRobin
    mail_server: MailServer

    def deliver(self) -> None:
        """Wait until the workers have nothing left to do."""
        waiting = Delivery.objects.exclude(state=DeliveryState.DELIVERED)
        unsent = Mail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING])
        wait_until(lambda: not waiting.exists() and not unsent.exists(), "delivery")

    def mail_to(self, email: str) -> EmailMultiAlternatives:
        theirs = [message for message in self.mail_server.received if message["To"] == email]
        assert theirs, f"nobody wrote to {email}"
        body = theirs[-1].get_body(("plain",))
        assert body is not None
        return EmailMultiAlternatives(str(theirs[-1]["Subject"]), body.get_content(), to=[email])

    def make_whole(self) -> None:
        """Start what a test before has killed, and wait until all of it answers."""
        self.processes.start_missing()
        for port in self.proxy.ports:
            wait_until(partial(_is_well, port), f"web process on port {port}")


def _is_well(port: int) -> bool:
    process = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        process.request("GET", "/de/")
        return process.getresponse().status == 200
    except OSError:
        return False
    finally:
        process.close()


@contextmanager
def installation(home: Path, redis_url: str) -> Iterator[Installation]:
    """Set up and start everything on the database that this process uses."""
    ports = _free_ports(2)
    mail_server, proxy = MailServer(), RoundRobin()
    proxy.ports = ports
    for server in (mail_server, proxy):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    commands = {f"web-{n}": ["web", "--port", str(port)] for n, port in enumerate(ports, 1)}
    commands |= {f"worker-{n}": ["worker"] for n in (1, 2)}
    given = {
        "DJANGO_SETTINGS_MODULE": "drehscheibe.config.settings.local",
        "DREHSCHEIBE_HOME": str(home),
        "DATABASE_URL": _database_url(),
        "REDIS_URL": redis_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "BASE_URL": proxy.url,
        "EMAIL_URL": mail_server.url,
    }
    processes = Processes(home, {**os.environ, **given}, commands)
    try:
        # Log-ins made here are checked there, with the hashes of a real hub.
        with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS, BASE_URL=proxy.url):
            processes.prepare()
            add_office_and_desk()
            hub = Installation(proxy.url, processes, proxy, mail_server)
            hub.make_whole()
            hub.deliver()
            yield hub
    finally:
        mail_server.answers.set()
        processes.end()
        for server in (proxy, mail_server):
            server.shutdown()
            server.server_close()


@contextmanager
def fresh_database() -> Iterator[None]:
    """Make an empty database, let this process use it as well, and drop it in the end."""
    own, before = f"drehscheibe_services_{os.getpid()}", connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{own}"')
    _use(own)
    try:
        yield
    finally:
        _use(before)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def _use(name: str) -> None:
    connection.close()
    if isinstance(connection, PostgresConnection):
        connection.close_pool()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _database_url() -> str:
    place = connection.settings_dict
    door = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    return f"postgres://{door}/{place['NAME']}"


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
