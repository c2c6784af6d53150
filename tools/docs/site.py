"""Build all Markdown pages to a static site in the hub's own design and check every link."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.utils.text import slugify
from markdown_it import MarkdownIt

from tools.docs import reference

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SITE = ROOT / "site"
STATIC = ROOT / "src" / "drehscheibe" / "ui" / "static" / "ui"
TOP = (
    "README.md",
    "CONTRIBUTING.md",
    "GLOSSARY.md",
    "SECURITY.md",
    "THIRD_PARTY_NOTICES.md",
    "CHANGELOG.md",
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def page_files() -> list[Path]:
    """Return every page: the documents at the top, ``docs/``, and the README of every room and engine."""
    beside_code = sorted((ROOT / "src").rglob("README.md"))
    others = [ROOT / "benchmarks" / "README.md", *(ROOT / name for name in TOP)]
    return [f for f in [*others, *sorted(DOCS.rglob("*.md")), *beside_code] if f.exists()]


def generate() -> int:
    """Write the reference pages."""
    folder = DOCS / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference.pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def find_faults() -> Iterator[str]:
    """Yield every stale reference page and every link that leads nowhere."""
    for name, text in reference.pages().items():
        file = DOCS / "reference" / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            yield f"docs/reference/{name} is not up to date: run `make docs`"
    for page in page_files():
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            fault = _fault_of(page, target)
            if fault:
                yield f"{page.relative_to(ROOT)}: {fault}"


def _fault_of(page: Path, target: str) -> str:
    if target.startswith(("http://", "https://", "mailto:")):
        return ""
    path, _mark, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return f"{target} leads nowhere"
    if anchor and file.suffix == ".md" and anchor not in _anchors(file):
        return f"{target}: no such heading"
    return ""


def _anchors(file: Path) -> set[str]:
    return {
        slugify(heading, allow_unicode=True)
        for heading in HEADING.findall(file.read_text(encoding="utf-8"))
    }


def check() -> int:
    """Print every fault; return 1 if there is one."""
    faults = list(find_faults())
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def build() -> int:
    """Write the reference and the HTML of every page into ``site/``."""
    generate()
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(STATIC / "css", SITE / "ui" / "css")
    shutil.copytree(STATIC / "fonts", SITE / "ui" / "fonts")
    for picture in DOCS.rglob("*"):
        if picture.suffix in {".png", ".svg", ".webp"}:
            target = SITE / picture.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, target)
    markdown = MarkdownIt("commonmark").enable("table")
    for page in page_files():
        _write(page, markdown)
    (SITE / "index.html").write_text(
        (SITE / "README.html").read_text(encoding="utf-8"), encoding="utf-8"
    )
    sys.stdout.write(f"{len(page_files())} pages built into {SITE.name}/\n")
    return 0


def _write(page: Path, markdown: MarkdownIt) -> None:
    target = SITE / page.relative_to(ROOT).with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    text = page.read_text(encoding="utf-8")
    heading = HEADING.search(text)
    up = "../" * (len(target.relative_to(SITE).parts) - 1)
    body = _with_anchors(
        re.sub(r'href="([^":]+)\.md(#[^"]*)?"', r'href="\1.html\2"', markdown.render(text))
    )
    target.write_text(
        "<!doctype html>\n"
        f'<html lang="{"de" if page.is_relative_to(DOCS / "tutorial") else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading.group(1) if heading else page.stem)} · Drehscheibe</title>"
        f'<link rel="stylesheet" href="{up}ui/css/ui.css"></head>'
        f'<body><main class="page content prose"><p><a href="{up}index.html">Drehscheibe</a></p>'
        f"{body}</main></body></html>\n",
        encoding="utf-8",
    )


def _with_anchors(html: str) -> str:
    def named(match: re.Match[str]) -> str:
        plain = re.sub(r"<[^>]+>", "", match.group(2))
        return f'<h{match.group(1)} id="{slugify(plain, allow_unicode=True)}">{match.group(2)}</h{match.group(1)}>'

    return re.sub(r"<h([1-6])>(.*?)</h\1>", named, html)
