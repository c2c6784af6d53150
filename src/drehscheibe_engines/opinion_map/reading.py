"""Read exported conversations and plain tables; say line and reason if that is impossible."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drehscheibe_engines.opinion_map.votes import VoteTable

PEOPLE = ("voter-id", "participant", "participant-id", "participant_id")
STATEMENTS = ("comment-id", "statement", "statement-id", "statement_id")
GROUPS = ("group", "group-id", "bench")
#: Columns of an exported final matrix that are not statements.
SUMMARY_COLUMNS = frozenset(
    {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
)
LONGEST_FIELD = 1_000_000


class UnusableInputError(ValueError):
    """The input cannot be used; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class VoteLog:
    """Votes in the order of the file.

    Attributes
    ----------
    name : str
        Of the file.
    participants, statements : list of str
    votes : list of int
    times : list of float or None
        Seconds.
    lines : list of int
        Where in the file each vote stands.
    """

    name: str
    participants: list[str]
    statements: list[str]
    votes: list[int]
    times: list[float] | None
    lines: list[int]

    def table(self, excluded: set[str], known: set[str]) -> VoteTable:
        """Keep final votes; of votes without times the last line counts."""
        return VoteTable.from_columns(
            self.participants,
            self.statements,
            np.array(self.votes, dtype=np.int8),
            times=self.times,
            excluded=excluded,
            statements=known,
        )

    def reject_unknown(self, known: set[str], source: str) -> None:
        """Refuse votes on statements that ``source`` does not list."""
        for statement, line in zip(self.statements, self.lines, strict=True):
            if statement not in known:
                raise UnusableInputError(
                    f"{self.name}, line {line}: statement {statement!r} is not in {source}"
                )

    def first_votes(self, participants: tuple[int | str, ...]) -> NDArray[np.float64] | None:
        """Time of each person's first vote in seconds."""
        if self.times is None:
            return None
        first: dict[int | str, float] = {}
        for person, time in zip(self.participants, self.times, strict=True):
            first[person] = min(time, first.get(person, time))
        return np.array([first[person] for person in participants])


def read_votes(content: bytes, name: str) -> VoteLog:
    """Read an exported log, an exported final matrix or a plain table of votes.

    Parameters
    ----------
    content : bytes
        The file; UTF-8, comma-separated, first line names the columns.
    name : str
        For messages.

    Raises
    ------
    UnusableInputError
    """
    rows = _rows(content, name)
    _, header = next(rows)
    if "n-votes" in header and "participant" in header:
        return _read_matrix(rows, header, name)
    person = _column(header, PEOPLE, name)
    statement = _column(header, STATEMENTS, name)
    vote = _column(header, ("vote",), name)
    # Exported logs count milliseconds in "timestamp"; a plain table may have "time".
    unit, time = 1000.0, header.index("timestamp") if "timestamp" in header else None
    if time is None and "time" in header:
        unit, time = 1.0, header.index("time")
    log = VoteLog(name, [], [], [], None if time is None else [], [])
    for line, row in rows:
        log.participants.append(_filled(row[person], header[person], name, line))
        log.statements.append(_filled(row[statement], header[statement], name, line))
        log.votes.append(_vote(row[vote], name, line))
        log.lines.append(line)
        if log.times is not None and time is not None:
            log.times.append(_time(row[time], name, line) / unit)
    if not log.votes:
        raise UnusableInputError(f"{name}, line 2: there are no votes")
    return log


def read_statements(content: bytes, name: str) -> tuple[set[str], set[str], set[str]]:
    """Read known, excluded (moderated out or background) and background statements."""
    rows = _rows(content, name, errors="replace")
    _, header = next(rows)
    column = _column(header, STATEMENTS, name)
    moderated = header.index("moderated") if "moderated" in header else None
    background = header.index("is-meta") if "is-meta" in header else None
    known, excluded, asked = set(), set(), set()
    for line, row in rows:
        statement = _filled(row[column], header[column], name, line)
        if statement in known:
            raise UnusableInputError(f"{name}, line {line}: statement {statement!r} again")
        known.add(statement)
        if background is not None and row[background].strip().lower() == "true":
            asked.add(statement)
        if moderated is not None:
            state = row[moderated].strip()
            if state not in ("-1", "0", "1", ""):
                raise UnusableInputError(
                    f"{name}, line {line}: moderated is {state[:40]!r}, expected -1, 0 or 1"
                )
            if state == "-1":
                excluded.add(statement)
    return known, excluded | asked, asked


def read_belonging(content: bytes, name: str, people: set[int | str]) -> dict[str, str]:
    """Read which group or bench people belong to; an empty cell means none.

    Raises
    ------
    UnusableInputError
        Also for people without votes and for people listed twice.
    """
    rows = _rows(content, name)
    _, header = next(rows)
    person = _column(header, PEOPLE, name)
    group = _column(header, GROUPS, name)
    belonging: dict[str, str] = {}
    seen = set()
    for line, row in rows:
        who = _filled(row[person], header[person], name, line)
        if who in seen:
            raise UnusableInputError(f"{name}, line {line}: participant {who!r} is listed again")
        if who not in people:
            raise UnusableInputError(
                f"{name}, line {line}: participant {who!r} has no votes; remove the line"
            )
        seen.add(who)
        if row[group].strip():
            belonging[who] = row[group].strip()
    if not belonging:
        raise UnusableInputError(f"{name}, line 2: nobody belongs to any {header[group]}")
    return belonging


def _read_matrix(rows: Iterator[tuple[int, list[str]]], header: list[str], name: str) -> VoteLog:
    columns = [(j, title) for j, title in enumerate(header) if title not in SUMMARY_COLUMNS]
    person = header.index("participant")
    log = VoteLog(name, [], [], [], None, [])
    for line, row in rows:
        who = _filled(row[person], "participant", name, line)
        for column, statement in columns:
            if row[column]:
                log.participants.append(who)
                log.statements.append(statement)
                log.votes.append(_vote(row[column], name, line))
                log.lines.append(line)
    if not log.votes:
        raise UnusableInputError(f"{name}, line 2: there are no votes")
    return log


def _rows(content: bytes, name: str, errors: str = "strict") -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells; every row has as many cells as the header."""
    try:
        text = content.decode("utf-8-sig", errors=errors)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnusableInputError(f"{name}, line {line}: not UTF-8 text") from None
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=errors == "strict")
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise UnusableInputError(f"{name}, line {line}: {error}") from None
        if not width:
            row = [cell.strip() for cell in row]
            width = len(row)
        elif not row:
            continue
        if len(row) != width:
            raise UnusableInputError(
                f"{name}, line {line}: {len(row)} cells where the first line has {width}; "
                "the file may be damaged or end in the middle"
            )
        yield line, row
    if not width:
        raise UnusableInputError(f"{name}, line 1: the file is empty")


def _column(header: list[str], names: tuple[str, ...], file_name: str) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise UnusableInputError(f"{file_name}, line 1: no column named {' or '.join(names)}")


def _filled(cell: str, title: str, name: str, line: int) -> str:
    text = cell.strip()
    if not text:
        raise UnusableInputError(f"{name}, line {line}: {title} is empty")
    if not text.isprintable() and any(unicodedata.category(one) == "Cc" for one in text):
        raise UnusableInputError(f"{name}, line {line}: {title} {text[:40]!r} is damaged text")
    return text


def _vote(cell: str, name: str, line: int) -> int:
    text = cell.strip()
    if text not in ("1", "0", "-1"):
        raise UnusableInputError(f"{name}, line {line}: vote is {text[:40]!r}, expected 1, 0 or -1")
    return int(text)


def _time(cell: str, name: str, line: int) -> float:
    try:
        time = float(cell)
    except ValueError:
        time = float("nan")
    if not abs(time) < 1e15:
        raise UnusableInputError(f"{name}, line {line}: time is {cell[:40]!r}, expected a number")
    return time
