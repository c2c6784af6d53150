"""``drehscheibe run``: prepare what is missing, say what happens, serve."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from drehscheibe import __version__
from drehscheibe.config import prepared
from drehscheibe.config.catalogues import compile_catalogues

BLOCKING_THREADS = 4


def run(arguments: list[str]) -> int:
    """Prepare, load the demo if asked, then become the web server with a worker inside."""
    options = _parse(arguments)
    if not _port_is_free(options.host, options.port):
        sys.stderr.write(
            f"Port {options.port} is taken by another program. Choose another one, for example:\n"
            f"  make run PORT={options.port + 1}\n"
        )
        return 1
    os.environ.setdefault("BASE_URL", f"http://{options.host}:{options.port}")
    greeting = prepared.find_greeting(demo=options.demo)
    if greeting is None:
        greeting = _prepare(demo=options.demo)
    else:
        compile_catalogues()
    _greet(greeting)
    os.environ.setdefault("DREHSCHEIBE_WORKER", "inside")
    return _become_server(options)


def prepare_only(arguments: list[str]) -> int:
    """Prepare and end; for installations that start web and worker as services of their own."""
    _prepare(demo=_parse(arguments).demo)
    return 0


def web(arguments: list[str]) -> int:
    """Serve only."""
    return _become_server(_parse(arguments))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drehscheibe run")
    parser.add_argument("--demo", action="store_true", help="load marked examples and demo log-ins")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--processes", type=int, default=1, help="web processes (PostgreSQL only)")
    return parser.parse_args(arguments)


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _prepare(*, demo: bool) -> str:
    """Bring everything into place; return what a demo's first visitors should know."""
    started = time.monotonic()
    sys.stdout.write("Drehscheibe is getting ready.\n")
    with _step("texts in German and English"):
        compile_catalogues()
    with _step("program"):
        django.setup()
    with _step("database"):
        call_command("migrate", verbosity=0, interactive=False)
    with _step("styles, scripts and fonts"):
        _collect_static()
    from drehscheibe.config import content  # noqa: PLC0415 -- needs the set-up above

    for label, load in content.steps(demo=demo):
        with _step(label):
            load()
    sys.stdout.write(f"Ready after {time.monotonic() - started:.1f} s.\n\n")
    greeting = content.describe_log_ins() if demo else ""
    prepared.remember(demo=demo, greeting=greeting)
    return greeting


@contextmanager
def _step(label: str) -> Iterator[None]:
    """Show a step while it runs and how long it took."""
    live = sys.stdout.isatty()
    if live:
        sys.stdout.write(f"  … {label}")
        sys.stdout.flush()
    started = time.monotonic()
    yield
    start = "\r" if live else ""
    sys.stdout.write(f"{start}  ✓ {label:<44}{time.monotonic() - started:5.1f} s\n")
    sys.stdout.flush()


def _collect_static() -> None:
    """Copy static files under hashed names, if this version has not done so yet."""
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    state = f"{__version__} {_newest_static_change()}"
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    stamp.write_text(state)


def _newest_static_change() -> int:
    package = Path(__file__).parents[1]
    return max(
        (
            int(file.stat().st_mtime)
            for folder in package.rglob("static")
            for file in folder.rglob("*")
        ),
        default=0,
    )


def _greet(words: str) -> None:
    sys.stdout.write(f"Open  {os.environ['BASE_URL']}\n{words}\nStop it with Ctrl+C.\n")
    sys.stdout.flush()


def _become_server(options: argparse.Namespace) -> int:
    """Replace this process, so that what preparing needed does not stay in memory."""
    command: list[str] = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--workers",
        str(options.processes),
        "--blocking-threads",
        str(BLOCKING_THREADS),
        "--no-ws",
        "--log-level",
        "warning",
        "--respawn-failed-workers",
        "drehscheibe.config.wsgi:application",
    ]
    run_process: Callable[[str, list[str]], None] = os.execv
    run_process(sys.executable, command)
    return 0
