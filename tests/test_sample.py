"""data/postcodes_sample.csv says what the tool says."""

import csv

from askcandidate.gazetteer import areas
from askcandidate.places import Finder
from askcandidate.resources import DATA
from build_sample import COLUMNS, EDGE_CASES, ON, describe


def test_the_sample_is_what_lookup_answers() -> None:
    """Every row of the sample, each council of Great Britain and each edge case among them."""
    with (DATA / "postcodes_sample.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    finder = Finder(ON)
    assert header == list(COLUMNS)
    assert [describe(finder, row[0], row[-1]) for row in rows] == rows
    assert {row[3] for row in rows} >= {c for c in areas.all_districts() if c[0] != "N"}
    assert {row[0] for row in rows} >= set(EDGE_CASES)
