"""Make the static fonts of our PDFs from the product's own web fonts.

    python -m tools.make_document_fonts

Typst reads no woff2 and no font that is spread over two files. For each cut this puts the letters of
its ``-ext`` file back into the base file and writes a TrueType file. The fonts stay what they are:
subsets of Barlow Semi Condensed and Source Sans 3 under the OFL, with names of their own.

Beside them it writes ``letters.txt``: every letter that our fonts or those that Typst brings along can
show. A PDF/UA file may not hold any other, so the renderer has to know before.
"""

from __future__ import annotations

import tempfile
import unicodedata
from itertools import count, groupby
from pathlib import Path

import typst
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SOURCE = Path("src/drehscheibe/ui/static/ui/fonts")
TARGET = Path("src/drehscheibe/core/documents/assets/fonts")

#: File name → family, style name, weight.
CUTS = {
    "barlow-semi-condensed-600": ("Drehscheibe Head", "SemiBold", 600),
    "source-sans-3-400": ("Drehscheibe Text", "Regular", 400),
    "source-sans-3-600": ("Drehscheibe Text", "SemiBold", 600),
}
#: Of two files only one may describe its axes; a static font needs none.
UNNEEDED = ("STAT", "BASE", "gasp")
#: Latin to Arabic, more Latin and Greek, signs, arrows and shapes. Rare scripts are left out: Typst 0.15
#: panics on some clusters of theirs.
BLOCKS = ((0x20, 0x6FF), (0x1E00, 0x2BFF))
#: Control codes, unassigned ones and marks; texts are composed before, and format marks left out.
UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me", "Zl", "Zp"})
PAGE = """#set document(title: "Letters")
#set text(font: ("Drehscheibe Text", "Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"),
  fallback: false)
#text(weight: 600, sys.inputs.words) #text(font: ("Drehscheibe Head", "Drehscheibe Text",
  "Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), sys.inputs.words) #sys.inputs.words"""


def main() -> None:
    """Write every cut anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, cut in CUTS.items():
        font = _whole(name)
        _rename(font, *cut)
        font.save(TARGET / f"{name}.ttf")
        print(f"{name}.ttf: {len(font.getBestCmap())} letters")
    letters = _find_letters()
    (TARGET / "letters.txt").write_text(_as_ranges(letters), encoding="ascii")
    print(f"letters.txt: {len(letters)} letters of all fonts together")


def _whole(name: str) -> TTFont:
    base, further = SOURCE / f"{name}.woff2", SOURCE / f"{name}-ext.woff2"
    with tempfile.TemporaryDirectory() as folder:
        plain = [
            _unpack(path, Path(folder) / path.with_suffix(".ttf").name)
            for path in (base, further)
            if path.exists()
        ]
        return Merger().merge(plain) if len(plain) > 1 else TTFont(plain[0])


def _unpack(source: Path, target: Path) -> str:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    for table in UNNEEDED:
        if table in font:
            del font[table]
    font.save(target)
    return str(target)


def _rename(font: TTFont, family: str, style: str, weight: int) -> None:
    names = {1: f"{family} {style}", 2: "Regular", 4: f"{family} {style}"}
    names |= {6: f"{family}-{style}".replace(" ", ""), 16: family, 17: style}
    for identity, text in names.items():
        font["name"].setName(text, identity, 3, 1, 0x409)
        font["name"].setName(text, identity, 1, 0, 0)
    font["OS/2"].usWeightClass = weight


def _find_letters() -> list[int]:
    """Ask Typst, by halving, which letters of these blocks it can show in a PDF/UA file."""
    wanted = [
        code
        for first, last in BLOCKS
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)) not in UNSHOWN
    ]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(PAGE, encoding="utf-8")
        compiler = typst.Compiler(
            str(page), root=folder, font_paths=[str(TARGET)], ignore_system_fonts=True
        )
        return sorted(_shown(compiler, wanted))


def _shown(compiler: typst.Compiler, codes: list[int]) -> list[int]:
    words = " ".join(map(chr, codes))
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"words": words})
    except typst.TypstError:
        if len(codes) == 1:
            return []
        middle = len(codes) // 2
        return _shown(compiler, codes[:middle]) + _shown(compiler, codes[middle:])
    return codes


def _as_ranges(codes: list[int]) -> str:
    lines = []
    for _distance, group in groupby(
        zip(count(), codes, strict=False), lambda pair: pair[1] - pair[0]
    ):
        run = [code for _place, code in group]
        lines.append(f"{run[0]:04X}-{run[-1]:04X}\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
