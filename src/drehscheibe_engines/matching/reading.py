"""Read documents, queries and words; say place and reason if that is impossible."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

#: A file longer than this is not read.
LARGEST_FILE = 1_000_000_000
LONGEST_TEXT = 2_000_000
LONGEST_QUESTION = 20_000
LONGEST_WORD = 200


class UnusableInputError(ValueError):
    """The input cannot be used; the message names file, place and reason."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that can be found."""

    id: str | int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` is ``query`` or ``situation``, as the file has it."""

    kind: str
    text: str


def read_documents(content: bytes, name: str) -> list[Document]:
    """Read ``[{"id", "title", "body"}]``; a missing body is empty.

    Raises
    ------
    UnusableInputError
        Also for an empty list and for names that stand twice.
    """
    documents = []
    seen: dict[str, int] = {}
    for place, entry in enumerate(_entries(content, name, "documents"), start=1):
        where = f"{name}, document {place}"
        identifier = entry.get("id")
        if isinstance(identifier, bool) or not isinstance(identifier, str | int):
            raise UnusableInputError(f"{where}: {_given(entry, 'id')}, expected text or a number")
        if str(identifier) == "":
            raise UnusableInputError(f"{where}: id is empty")
        if str(identifier) in seen:
            raise UnusableInputError(
                f"{where}: id {str(identifier)[:40]!r} stands already in document"
                f" {seen[str(identifier)]}"
            )
        seen[str(identifier)] = place
        title = _text(entry, "title", where, LONGEST_TEXT)
        body = _text(entry, "body", where, LONGEST_TEXT) if "body" in entry else ""
        documents.append(Document(identifier, title, body))
    return documents


def read_questions(content: bytes, name: str) -> list[Question]:
    """Read ``[{"query"}]`` or ``[{"situation"}]``, also mixed; other keys are ignored.

    Raises
    ------
    UnusableInputError
    """
    questions = []
    for place, entry in enumerate(_entries(content, name, "queries"), start=1):
        where = f"{name}, query {place}"
        kinds = [kind for kind in ("query", "situation") if kind in entry]
        if len(kinds) != 1:
            reason = "both query and situation" if kinds else "neither query nor situation"
            raise UnusableInputError(f"{where}: has {reason}")
        text = _text(entry, kinds[0], where, LONGEST_QUESTION)
        if not text.strip():
            raise UnusableInputError(f"{where}: {kinds[0]} is empty")
        questions.append(Question(kinds[0], text))
    return questions


def read_words(content: bytes, name: str) -> list[str]:
    """Read one word a line; empty lines are skipped, repeated words count once.

    Raises
    ------
    UnusableInputError
    """
    words: dict[str, None] = {}
    for line, text in enumerate(_decode(content, name).splitlines(), start=1):
        word = text.strip()
        if not word:
            continue
        if len(word) > LONGEST_WORD:
            raise UnusableInputError(f"{name}, line {line}: longer than {LONGEST_WORD} letters")
        if any(character.isspace() for character in word):
            raise UnusableInputError(f"{name}, line {line}: {word[:40]!r} is more than one word")
        if not word.isprintable():
            raise UnusableInputError(f"{name}, line {line}: {word[:40]!r} is damaged text")
        words[word] = None
    if not words:
        raise UnusableInputError(f"{name}: there are no words")
    return list(words)


def _entries(content: bytes, name: str, what: str) -> list[dict[str, Any]]:
    text = _decode(content, name)
    if not text.strip():
        raise UnusableInputError(f"{name}: the file is empty")
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnusableInputError(
            f"{name}, line {error.lineno}, column {error.colno}: not JSON ({error.msg})"
        ) from None
    except (RecursionError, ValueError):
        raise UnusableInputError(f"{name}: not JSON that can be read") from None
    if not isinstance(entries, list):
        raise UnusableInputError(f"{name}: expected a list of {what}, found {_kind(entries)}")
    if not entries:
        raise UnusableInputError(f"{name}: the list of {what} is empty")
    for place, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise UnusableInputError(
                f"{name}, entry {place}: expected an object, found {_kind(entry)}"
            )
    return entries


def _decode(content: bytes, name: str) -> str:
    if len(content) > LARGEST_FILE:
        raise UnusableInputError(f"{name}: larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableInputError(f"{name}, line {line}: not UTF-8 text") from None


def _text(entry: dict[str, Any], key: str, where: str, longest: int) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise UnusableInputError(f"{where}: {_given(entry, key)}, expected text")
    if len(value) > longest:
        raise UnusableInputError(f"{where}: {key} has {len(value)} letters, at most {longest}")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise UnusableInputError(f"{where}: {key} is damaged text")
    return value


def _given(entry: dict[str, Any], key: str) -> str:
    return f"{key} is {_kind(entry[key])}" if key in entry else f"{key} is missing"


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return kinds.get(type(value), "nothing" if value is None else "a number")
