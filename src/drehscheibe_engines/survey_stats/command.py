"""``drehscheibe survey-stats``: from responses and a design to protected numbers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from drehscheibe_engines.survey_stats.errors import SurveyInputError
from drehscheibe_engines.survey_stats.plan import parse_plan
from drehscheibe_engines.survey_stats.report import build_report
from drehscheibe_engines.survey_stats.report_json import report_to_json
from drehscheibe_engines.survey_stats.responses import parse_responses


def main(arguments: list[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : list of str
        Without the name of the command.

    Returns
    -------
    int
        0 when the output was written, 2 when the input cannot be used; then one line on
        standard error names the place and the reason.
    """
    parser = _build_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        plan = parse_plan(_read(options.design, "design"))
        responses = parse_responses(_read(options.responses, "responses"))
        text = report_to_json(build_report(responses, plan), is_public=options.public)
        _write(options.out, text)
    except SurveyInputError as error:
        sys.stderr.write(f"survey-stats: {error}\n")
        return 2
    return 0


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drehscheibe survey-stats",
        description="Weight survey responses, say how sure each number is, and protect people.",
    )
    parser.add_argument("--responses", type=Path, required=True, help="CSV, a row per respondent")
    parser.add_argument("--design", type=Path, required=True, help="JSON, see the README")
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write")
    parser.add_argument(
        "--public", action="store_true", help="leave out what must not be published"
    )
    return parser


def _read(path: Path, what: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SurveyInputError(f"{what} {path}", f"byte {error.start} is not UTF-8 text") from None
    except OSError as error:
        raise SurveyInputError(f"{what} {path}", error.strerror or "cannot be read") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise SurveyInputError(f"output {path}", error.strerror or "cannot be written") from None
