"""The repository speaks of the product alone, and every text exists in German."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tools.messages import find_faults

ROOT = Path(__file__).parents[2]
#: Paths of one machine, and hosts from which packages happened to be fetched.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+)/|files\.pythonhosted|registry\.npmjs|pypi\.org/simple"
)


def tracked_texts() -> list[Path]:
    """Return every tracked text file."""
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    endings = {
        ".py",
        ".md",
        ".toml",
        ".html",
        ".css",
        ".js",
        ".txt",
        ".yml",
        ".po",
        ".json",
        ".sh",
        "",
    }
    files = (ROOT / name for name in names.stdout.splitlines())
    return [f for f in files if f.suffix in endings and f.is_file() and f != Path(__file__)]


def test_no_path_of_a_machine_and_no_registry_in_the_repository() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in tracked_texts()
        for match in FOREIGN.finditer(file.read_text(errors="ignore"))
    ]

    assert found == []


def test_every_text_is_translated_once_and_well_formed() -> None:
    assert list(find_faults()) == []
