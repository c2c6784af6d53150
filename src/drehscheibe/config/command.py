"""The ``drehscheibe`` command: one door to everything the product can do in a terminal.

Engines bring their own commands, so that they also work where Django is not installed
(``python -m drehscheibe_engines opinion-map …``). ``geo import`` and the like are spelled as two
words; every other word is a Django management command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from drehscheibe_engines.command import ENGINE_COMMANDS, run_engine_command

USAGE = """\
usage: drehscheibe COMMAND …

  run [--demo] [--port PORT]     prepare everything and serve the hub
  prepare [--demo]               catalogues, database, static files, reference data; then end
  web [--port PORT]              serve only (several processes behind a proxy)
  worker                         deliver facts and e-mails, run periodic jobs
  demo                           load the marked examples and print the demo log-ins
  geo import FILE                read the official boundaries (VG250, VG5000)
  figures import TABLE FILE      read an official table of regional figures
  search rebuild                 let every room announce again what can be found
  privacy retention [--dry-run]  remove personal data that is too old (the worker does it daily)
  privacy export EMAIL FILE      write everything about one person to a file
  privacy erase EMAIL            erase one person who asked for it; see --dry-run
  answer_times [--rebuild]       compare the kept sums of answer times with a full count, or mend them
  createsuperuser, migrate, …    Django's own commands; `drehscheibe help` lists them
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return the process exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings.local")
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(USAGE + _engine_usage())
        return 0
    if arguments[0] in ENGINE_COMMANDS:
        return run_engine_command(arguments)
    if arguments[0] in SERVING:
        return SERVING[arguments[0]](arguments[1:])
    return _run_management_command(arguments)


def _engine_usage() -> str:
    return "".join(f"  {name} …\n" for name in sorted(ENGINE_COMMANDS))


def _run_management_command(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- start-up time

    words = arguments
    if len(words) > 1 and words[1] == "import":
        words = [f"{words[0]}_import", *words[2:]]
    execute_from_command_line(["drehscheibe", *words])
    return 0


def _run(arguments: list[str]) -> int:
    from drehscheibe.config import serve  # noqa: PLC0415 -- start-up time

    return serve.run(arguments)


def _prepare(arguments: list[str]) -> int:
    from drehscheibe.config import serve  # noqa: PLC0415 -- start-up time

    return serve.prepare_only(arguments)


def _web(arguments: list[str]) -> int:
    from drehscheibe.config import serve  # noqa: PLC0415 -- start-up time

    return serve.web(arguments)


def _worker(_arguments: list[str]) -> int:
    import django  # noqa: PLC0415 -- start-up time

    django.setup()
    from drehscheibe.config.worker import run_in_foreground  # noqa: PLC0415 -- after the set-up

    run_in_foreground()
    return 0


SERVING: dict[str, Callable[[list[str]], int]] = {
    "run": _run,
    "prepare": _prepare,
    "web": _web,
    "worker": _worker,
}
