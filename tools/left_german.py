"""Walk the English pages of a running demo and name German words that do not say they are German.

``python -m tools.left_german http://127.0.0.1:8000`` reads as anonymous, member and office.
Words of initiatives and citizens are German by nature: their elements carry ``lang="de"``. Whatever is
left is a text that nobody translated, or an element that does not say its language.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from drehscheibe.core.text.tests.pages import words_in

#: Who reads; without an address nobody logs in.
READERS = {
    "anonymous": "",
    "member": "member@example.org",
    "coordination": "coordination@example.org",
    "desk": "desk@example.org",
    "office": "office@example.org",
}
PASSWORD = "drehscheibe-demo"  # noqa: S105 -- of the demo, stands in its README
MOST_PAGES = 700
#: Of addresses that differ only in an identifier so many are read.
OF_A_KIND = 4
SKIPPED = re.compile(
    r"/(logout|abmelden|admin|redaktion|files|datei|static|media|api|live|stream)\b"
    r"|\.(pdf|csv|ics|ical|docx|json|xml|svg|zip|png|toml)$|/en/konto/logout"
)
_GERMAN = re.compile(
    r"\b(und|der|die|das|nicht|mit|für|auf|werden|wird|eine?[mnrs]?|oder|von|zum|zur|sind|auch|beim|"
    r"ist|wir|Sie|Ihre?[mnrs]?|kein[em]?|über|bitte|dem|den|des)\b"
)
#: English words that look German.
_ALIKE = re.compile(r"\b(die|des|den)\b")


def main(base: str) -> int:
    """Print what was found and return how many pages have some."""
    faults = 0
    for name, address in READERS.items():
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        if address:
            _log_in(opener, base, address)
        pages = _walk(opener, base)
        found = {path: lines for path, page in pages.items() if (lines := _left(page))}
        print(f"== {name}: {len(pages)} pages, {len(found)} with German")
        for path, lines in found.items():
            print(path)
            for line in lines[:8]:
                print(f"    {line[:150]}")
        faults += len(found)
    return faults


def _log_in(opener: OpenerDirector, base: str, address: str) -> None:
    path = f"{base}/en/account/login/"
    page = _read(opener, path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    extra = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    form = {**extra, "csrfmiddlewaretoken": token[1] if token else "", "login": address}
    form |= {"username": address, "email": address, "password": PASSWORD}
    opener.addheaders = [("Referer", path)]
    with opener.open(path, urlencode(form).encode()) as answer:
        if "/login" in answer.geturl():
            raise SystemExit(f"{address} cannot log in.")


def _walk(opener: OpenerDirector, base: str) -> dict[str, str]:
    pages: dict[str, str] = {}
    kinds: dict[str, int] = {}
    waiting = deque(["/en/", "/en/workspace/"])
    seen = set(waiting)
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.popleft()
        try:
            page = _read(opener, base + path)
        except HTTPError:
            continue
        if not page:
            continue
        pages[path] = page
        for href in re.findall(r'<a[^>]* href="([^"#]+)', page):
            target = urlsplit(urljoin(base + path, href.replace("&amp;", "&")))
            next_path = target.path
            kind = re.sub(
                r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]-\d{4}-\d+|\d+|(?<=/)[\w-]{12,}(?=/)",
                "*",
                next_path,
            )
            is_ours = f"{target.scheme}://{target.netloc}" == base and next_path.startswith("/en/")
            if not is_ours or next_path in seen or SKIPPED.search(next_path):
                continue
            seen.add(next_path)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= OF_A_KIND:
                waiting.append(next_path)
    return pages


def _read(opener: OpenerDirector, address: str) -> str:
    with opener.open(address, timeout=60) as answer:
        if "html" not in answer.headers.get("Content-Type", ""):
            return ""
        text: str = answer.read().decode()
        return text


def _left(page: str) -> list[str]:
    lines = []
    for line in words_in(page, "en").split("\n"):
        words = [word for word in _GERMAN.findall(line) if not _ALIKE.fullmatch(word)]
        if words or (re.search(r"[äöüß]\w* \w*[a-z]{3}", line) and len(line) > 60):
            lines.append(line)
    return lines


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1].rstrip("/")) else 0)
