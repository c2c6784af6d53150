"""Read and write the commands' files; every refusal names the file, the line and the reason."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from json.decoder import JSONDecoder
from pathlib import Path
from typing import Any, NoReturn

from drehscheibe_engines.allocation.model import ApplicationList, InvalidInputError, format_path
from drehscheibe_engines.allocation.reading import find_unknown_keys, read_applications

_BLANKS = " \t\r\n"


class UnusableFileError(Exception):
    """A file cannot be read, understood or written; the text is meant for the person."""


def load_json(path: str) -> tuple[Any, str]:
    """Return the parsed document and its text.

    Raises
    ------
    UnusableFileError
        If the file cannot be read or is not JSON; with the line where known.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        # Millions of small objects without cycles: the collector would only get in the way.
        with without_collector():
            return json.loads(text, parse_constant=_refuse_constant), text
    except OSError as problem:
        raise UnusableFileError(f"{path}: {problem.strerror}") from None
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise UnusableFileError(f"{path}, line {line}: not UTF-8 text") from None
    except json.JSONDecodeError as problem:
        place = f"{path}, line {problem.lineno}, column {problem.colno}"
        raise UnusableFileError(f"{place}: not valid JSON ({problem.msg})") from None
    except RecursionError:
        raise UnusableFileError(f"{path}: not usable, nested too deeply") from None
    except ValueError:
        line = _find_bad_number(text)
        raise UnusableFileError(f"{path}, line {line}: a number that JSON does not allow") from None


def load_applications(path: str) -> tuple[ApplicationList, list[str]]:
    """Return the frozen list and the names of keys that the format does not know.

    Raises
    ------
    UnusableFileError
        If the file is not JSON or breaks the format; with line, path and reason.
    """
    document, text = load_json(path)
    try:
        with without_collector():
            frozen = read_applications(document)
            return frozen, find_unknown_keys(document)
    except InvalidInputError as refusal:
        line = find_line(text, refusal.path)
        where = f"{path}, line {line}, {format_path(refusal.path)}"
        raise UnusableFileError(f"{where}: {refusal.reason}") from None


def write_document(path: str, document: Mapping[str, object]) -> None:
    """Write JSON with one line per key; the same document always gives the same bytes.

    Raises
    ------
    UnusableFileError
        If the file cannot be written.
    """
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    lines = [f"{encode(key)}: {encode(value)}" for key, value in document.items()]
    write_bytes(path, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


def write_bytes(path: str, content: bytes) -> None:
    """Write a file; raises UnusableFileError if that fails."""
    try:
        Path(path).write_bytes(content)
    except OSError as problem:
        raise UnusableFileError(f"{path}: {problem.strerror}") from None


def find_line(text: str, path: Sequence[str | int]) -> int:
    """Return the line, from 1, at which the value at `path` starts in a valid JSON text.

    If the path ends early, because a key is missing, the line of the last value that exists.
    """
    position = _skip(text, 0)
    for step in path:
        found = next((at for key, at in _children(text, position) if key == step), None)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


@contextmanager
def without_collector() -> Iterator[None]:
    """Switch cyclic garbage collection off for a while."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _children(text: str, position: int) -> Iterator[tuple[str | int, int]]:
    """Yield key or index and start of every child of the array or object at `position`."""
    kind, decoder = text[position], JSONDecoder()
    if kind not in "[{":
        return
    index, position = 0, _skip(text, position + 1)
    while text[position] not in "]}":
        key: str | int = index
        if kind == "{":
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        yield key, position
        _, position = decoder.raw_decode(text, position)
        position = _skip(text, position)
        if text[position] == ",":
            position = _skip(text, position + 1)
        index += 1


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANKS:
        position += 1
    return position


def _find_bad_number(text: str) -> int:
    """Return the line of the first number that is none, or too long, outside of strings."""
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN|[0-9]{4301,}', text):
        if not found[0].startswith('"'):
            return text.count("\n", 0, found.start()) + 1
    return 1


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number in JSON")
