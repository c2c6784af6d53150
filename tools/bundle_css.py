"""Make ``ui/css/ui.css``, the one stylesheet that pages load, from its parts.

Run ``python tools/bundle_css.py``; a test fails when the committed file is not up to date.
For browsers that do not know ``light-dark()`` the day colours are written out in front of the rest.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src" / "drehscheibe" / "ui" / "static" / "ui" / "css"
BUNDLE = FOLDER / "ui.css"
LAYERS = "@layer reset, tokens, base, layout, components, utilities;"
FIRST = ["fonts.css", "reset.css", "tokens.css", "base.css", "layout.css"]
LAST = ["utilities.css"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LIGHT_DARK = re.compile(r"light-dark\(([^,()]+),[^()]+\)")
_COLOUR_TOKEN = re.compile(r"(--[a-z0-9-]+):([^;{}]*light-dark\([^;}]*)")


def sources() -> list[Path]:
    """Return the parts in the order in which they are joined."""
    components = sorted((FOLDER / "components").glob("*.css"))
    return [FOLDER / name for name in FIRST] + components + [FOLDER / name for name in LAST]


def bundle() -> str:
    """Return the joined stylesheet."""
    parts = [_compact(path.read_text(encoding="utf-8")) for path in sources()]
    position = FIRST.index("tokens.css")
    parts[position : position + 1] = _with_fallback(parts[position])
    return "\n".join([LAYERS, *parts]) + "\n"


def _with_fallback(tokens: str) -> list[str]:
    """Give the day colours to everybody, both sets to browsers that can choose.

    A question is needed because custom properties accept values that a browser does not understand.
    """
    by_day = _LIGHT_DARK.sub(lambda match: match[1], tokens)
    both = "".join(f"{name}:{value};" for name, value in _COLOUR_TOKEN.findall(tokens))
    return [by_day, f"@supports (color:light-dark(#000,#fff)){{@layer tokens{{:root{{{both}}}}}}}"]


def _compact(css: str) -> str:
    css = _COMMENT.sub("", css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"(?<=[;{])(-{0,2}[a-z][a-z0-9-]*): ", r"\1:", css)
    return css.replace(";}", "}").strip()


def main() -> int:
    """Write the bundle; with ``--check`` only say whether it is up to date."""
    fresh = bundle()
    if "--check" in sys.argv[1:]:
        return 0 if BUNDLE.exists() and BUNDLE.read_text(encoding="utf-8") == fresh else 1
    BUNDLE.write_text(fresh, encoding="utf-8")
    print(f"{BUNDLE.name}: {len(fresh):,} characters from {len(sources())} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
