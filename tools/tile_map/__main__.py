"""Make the tile map: ``python -m tools.tile_map --kreise K.csv --neighbours N.csv --out FILE``."""

import argparse
from pathlib import Path

from tools.tile_map.asset import compose, to_tiles, write
from tools.tile_map.regions import read_regions
from tools.tile_map.search import SEEDS, find_best_seating


def main() -> None:
    """Search from every start and write the best seating."""
    parser = argparse.ArgumentParser(prog="tools.tile_map", description=__doc__)
    parser.add_argument("--kreise", type=Path, required=True, help="CSV with ags5, land, lon, lat")
    parser.add_argument("--neighbours", type=Path, required=True, help="CSV with ags5, neighbour")
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="starts to try")
    parser.add_argument("--processes", type=int, default=1, help="starts annealed at a time")
    options = parser.parse_args()
    regions = read_regions(options.kreise, options.neighbours)
    cells = find_best_seating(regions, options.seeds, processes=options.processes)
    asset = compose(regions, to_tiles(cells))
    write(asset, options.out)
    print(asset["figures"])


if __name__ == "__main__":
    main()
