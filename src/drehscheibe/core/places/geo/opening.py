"""Find out what a file is, by its content, and read it without trusting it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from drehscheibe.core.places.geo.geopackage import read_geopackage
from drehscheibe.core.places.geo.json_files import read_json
from drehscheibe.core.places.geo.layer import BadBoundaries, Layer
from drehscheibe.core.places.geo.shapefiles import read_shapefile

__all__ = ["read_layer"]

MB = 1024 * 1024
#: The whole of VG250 with all levels is about 70 MB packed; its Kreise are 25 MB unpacked.
MAX_FILE, MAX_JSON, MAX_UNPACKED = 600 * MB, 150 * MB, 400 * MB
MAX_MEMBERS = 2_000
SHAPEFILE_MAGIC, SQLITE_MAGIC, ZIP_MAGIC = b"\x00\x00\x27\x0a", b"SQLite format 3\0", b"PK"
READABLE = (".shp", ".gpkg", ".geojson", ".json", ".topojson")
BESIDE = (".dbf", ".prj", ".cpg")


def read_layer(file: Path, wanted: tuple[str, ...]) -> Layer:
    """Read the layer that fits best.

    Parameters
    ----------
    file : Path
        Shapefile (``.shp`` or a ``.zip`` with it), GeoPackage, GeoJSON or TopoJSON.
    wanted : tuple of str
        Words of which one is in the name of the right layer, in small letters: ``("krs",)``.

    Raises
    ------
    BadBoundaries
        If it is none of these, too large, damaged or not clear.
    """
    if not file.is_file():
        raise BadBoundaries(f"there is no file {file}")
    if file.stat().st_size > MAX_FILE:
        raise BadBoundaries(f"{file.name} has more than {MAX_FILE // MB} MB")
    if not _head(file).startswith(ZIP_MAGIC):
        return _read_plain(file, wanted).checked()
    with _unpacked(file, wanted) as inside:
        return _read_plain(inside, wanted).checked()


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(64)


def _read_plain(file: Path, wanted: tuple[str, ...]) -> Layer:
    head = _head(file)
    if head.startswith(SQLITE_MAGIC):
        return read_geopackage(file, wanted)
    if head.startswith(SHAPEFILE_MAGIC):
        return read_shapefile(file)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        if file.stat().st_size > MAX_JSON:
            raise BadBoundaries(f"{file.name} has more than {MAX_JSON // MB} MB of JSON; take GPKG")
        return read_json(file, wanted)
    raise BadBoundaries(
        f"{file.name} is neither a Shapefile (.shp or .zip) nor a GeoPackage, GeoJSON or TopoJSON"
    )


@contextmanager
def _unpacked(file: Path, wanted: tuple[str, ...]) -> Iterator[Path]:
    """Unpack the one layer that is wanted into a temporary folder."""
    try:
        with ZipFile(file) as archive, TemporaryDirectory(prefix="boundaries-") as folder:
            main = _choose(archive.infolist(), wanted)
            room = MAX_UNPACKED
            for member in archive.infolist():
                if _belongs(member, main):
                    target = Path(folder) / PurePosixPath(member.filename).name
                    room -= _unpack(archive, member, target, room)
            yield Path(folder) / PurePosixPath(main.filename).name
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise BadBoundaries(f"{file.name} is a damaged ZIP file: {error}") from error


def _choose(members: list[ZipInfo], wanted: tuple[str, ...]) -> ZipInfo:
    if len(members) > MAX_MEMBERS:
        raise BadBoundaries(
            f"the ZIP file holds {len(members)} files; that is no official download"
        )
    layers = [m for m in members if PurePosixPath(m.filename).suffix.lower() in READABLE]
    for choice in (
        [m for m in layers if any(w in PurePosixPath(m.filename).stem.lower() for w in wanted)],
        layers,
    ):
        if len(choice) == 1:
            return choice[0]
    names = ", ".join(PurePosixPath(m.filename).name for m in layers[:12]) or "none"
    raise BadBoundaries(f"no single layer fits; the ZIP file holds: {names}")


def _belongs(member: ZipInfo, main: ZipInfo) -> bool:
    path, wanted = PurePosixPath(member.filename), PurePosixPath(main.filename)
    beside = path.parent == wanted.parent and path.stem == wanted.stem
    return member is main or (beside and path.suffix.lower() in BESIDE)


def _unpack(archive: ZipFile, member: ZipInfo, target: Path, room: int) -> int:
    """Unpack one file and return its size; what the archive says about sizes is not believed."""
    written = 0
    with archive.open(member) as packed, target.open("wb") as plain:
        while block := packed.read(MB):
            written += len(block)
            if written > room:
                raise BadBoundaries(f"the ZIP file unpacks to more than {MAX_UNPACKED // MB} MB")
            plain.write(block)
    return written
