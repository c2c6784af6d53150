"""Make ``docs/reference/*.md`` from the code, so that it cannot say anything else than the code."""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from drehscheibe.config.settings.environment import VARIABLES
from drehscheibe.core.jobs.api import all_jobs
from drehscheibe.core.notify.kinds import all_kinds as all_notification_kinds
from drehscheibe.core.outbox.api import receivers_of
from drehscheibe.core.outbox.facts import all_facts
from drehscheibe.core.privacy.queries import list_activities
from drehscheibe.core.privacy.retention import CLASSES, all_rules
from drehscheibe.core.trace.kinds import all_kinds as all_item_kinds

MADE = "<!-- Made by `make docs` from the code; change the code instead. -->\n\n"
ROOMS = [
    *(f"drehscheibe.capabilities.{name}" for name in sorted(settings.CAPABILITIES)),
    *(f"drehscheibe.core.{name}" for name in sorted(settings.CORE_APPS)),
    "drehscheibe.portal",
]


def pages() -> dict[str, str]:
    """Return every generated page: file name to Markdown."""
    makers: dict[str, Callable[[], str]] = {
        "use-cases.md": use_cases,
        "facts.md": facts,
        "rights.md": rights,
        "settings.md": environment,
        "notifications.md": notifications,
        "addresses.md": addresses,
        "states.md": states,
        "processing.md": processing,
    }
    with translation.override("en"):
        return {name: MADE + make() for name, make in makers.items()}


def use_cases() -> str:
    """Every change that the hub can make: the public functions of all ``services`` modules."""
    parts = ["# Use cases\n\nFor developers. One function is one use case and one transaction.\n"]
    for room in ROOMS:
        rows = [
            (f"`{function.__name__}`", _first_line(function))
            for module in _modules(f"{room}.services")
            for function in _public_functions(module)
        ]
        parts.append(_section(room, ("use case", "what it does"), rows))
    return "".join(parts)


def facts() -> str:
    """Every fact with its fields and receivers."""
    rows = [
        (
            f"`{topic}`",
            _first_line(cls),
            ", ".join(f"`{field.name}`" for field in dataclasses.fields(cls)),
            ", ".join(f"`{name}`" for name in sorted(receivers_of(topic))) or "–",
        )
        for topic, cls in sorted(all_facts().items())
        if not topic.startswith("outbox.test")
    ]
    head = ("topic", "when", "carries", "received by")
    return "# Facts\n\nFor developers. What rooms tell each other through the outbox.\n\n" + _table(
        head, rows
    )


def rights() -> str:
    """Every rule with its sentence."""
    parts = ["# Rights\n\nWho may do what. Each rule is one predicate in a `rules.py`.\n"]
    for room in ROOMS:
        rows = [
            (f"`{function.__name__}`", _first_line(function))
            for module in _modules(f"{room}.rules")
            for function in _public_functions(module)
        ]
        parts.append(_section(room, ("rule", "holds when"), rows))
    return "".join(parts)


def environment() -> str:
    """Every environment variable."""
    rows = [(f"`{v.name}`", v.meaning, v.default) for v in VARIABLES]
    return "# Settings\n\nFor operators. All settings come from the environment.\n\n" + _table(
        ("variable", "meaning", "default"), rows
    )


def notifications() -> str:
    """Every kind of notification and every periodic job."""
    kinds = [
        (
            f"`{k.name}`",
            str(k.label),
            str(k.urgency.label),
            "yes" if k.is_essential else "no",
        )
        for k in all_notification_kinds()
    ]
    jobs = [(f"`{job.name}`", _first_line(job.run)) for job in all_jobs()]
    return (
        "# Notifications and periodic jobs\n\n## Notifications\n\n"
        + _table(
            ("kind", "what for", "how soon by e-mail, unless chosen otherwise", "always so"), kinds
        )
        + "\n## Periodic jobs\n\n"
        + _table(("job", "what it does"), jobs)
    )


def addresses() -> str:
    """Every named address of our own, in German and English."""
    rows = []
    for name, route in sorted(_named_routes()):
        rows.append((f"`{name}`", f"`{route}`"))
    return "# Addresses\n\nEvery named page, by its German address.\n\n" + _table(
        ("name", "address"), rows
    )


def states() -> str:
    """Every kind of item and its states."""
    parts = ["# Items and their states\n"]
    for kind in sorted(all_item_kinds(), key=lambda k: k.kind):
        rows = [(f"`{state}`", str(label), badge) for state, (label, badge) in kind.states.items()]
        parts.append(
            f"\n## {kind.label} (`{kind.prefix}-…`)\n\n" + _table(("state", "label", "badge"), rows)
        )
    return "".join(parts)


def processing() -> str:
    """Every kind of personal data with purpose, basis and term, and what removes it."""
    introduction = (
        "# Register of processing\n\nFor operators and data protection officers (Article 30 GDPR)."
        " What rooms declare about the personal data that they keep; the office sees the same list"
        " in the workspace. No data goes to other countries.\n"
    )
    parts = [introduction]
    head = ("what", "what for", "whose", "which data", "basis", "seen by", "kept", "at erasure")
    activities = list_activities()
    for room in dict.fromkeys(each.room for each in activities):
        rows = [dataclasses.astuple(each)[1:] for each in activities if each.room == room]
        parts.append(f"\n## {room}\n\n{_table(head, rows)}")
    rules: dict[str, list[str]] = {}
    for rule in all_rules():
        rules.setdefault(rule.retention, []).append(f"`{rule.name}`")
    terms = [
        (f"`{each.name}`", str(each.label), each.words, ", ".join(rules.get(each.name, [])) or "–")
        for each in CLASSES.values()
    ]
    parts.append(
        "\n## Terms\n\nDefaults, changed with `RETENTION_DAYS`.\n\n"
        + _table(("class", "which data", "kept", "removed by"), terms)
    )
    return "".join(parts)


def _named_routes() -> Iterator[tuple[str, str]]:
    with translation.override("de"):
        yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            ours = getattr(pattern.callback, "__module__", "").startswith("drehscheibe.")
            if pattern.name and ours:
                yield pattern.name, route
        elif not pattern.namespace or pattern.namespace.startswith("api"):
            yield from _walk(pattern.url_patterns, route)


def _modules(name: str) -> Iterator[ModuleType]:
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return
        raise
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", [])):
        yield import_module(f"{name}.{info.name}")


def _public_functions(module: ModuleType) -> list[Callable[..., object]]:
    members = inspect.getmembers(module, callable)
    return [
        member
        for name, member in members
        if not name.startswith("_")
        and not inspect.isclass(member)
        and getattr(member, "__module__", "") == module.__name__
    ]


def _first_line(thing: object) -> str:
    doc = inspect.getdoc(thing) or ""
    # A dataclass without a docstring gets its signature as one, which says nothing new.
    if inspect.isclass(thing) and doc.startswith(f"{thing.__name__}("):
        return ""
    return doc.partition("\n\n")[0].replace("\n", " ")


def _section(room: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    return f"\n## {room.rpartition('.')[2]}\n\n{_table(head, sorted(set(rows)))}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in lines
    )
