"""Build data/postcodes_sample.csv: a real postcode for each council of Great Britain, and the edge cases.

    python tools/build_sample.py --out data/postcodes_sample.csv

For a council it takes the middle one of its postcodes in alphabetical order, so that the same
release gives the same file. The offices are those of the day below.
"""

import argparse
import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from askcandidate.errors import AskError
from askcandidate.model import OfficeStatus
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from build_postcodes import rows

ON = date(2026, 11, 21)
COLUMNS = ("postcode", "place_name", "nation", "council_gss", "offices", "upcoming", "police_held_by", "case")
EDGE_CASES = {
    "BS1 5TR": "unitary council; commissioner; mayor without police powers",
    "NG18 2AL": "five offices: district, county, council mayor, commissioner, mayor",
    "M27 0JE": "council mayor, and a mayor with police powers",
    "WA7 1BH": "the mayor's area is not the police area",
    "E14 8UE": "London borough with a mayor of its own",
    "EC4M 7AA": "City of London: police answer to the Common Council",
    "EC2A 2AA": "City of London inside a postcode district of two other boroughs",
    "EC1N 2SW": "Camden inside the City's postcode area",
    "CF10 4UW": "Wales: council and commissioner, no mayors",
    "EH1 1YJ": "Scotland: council alone",
    "BT1 5GS": "Northern Ireland: no council offline",
    "DL1 2RG": "Tees Valley's mayor, Durham's commissioner",
    "DN33 3PF": "Greater Lincolnshire's mayor, Humberside's commissioner",
    "BS20 0LJ": "Avon and Somerset's commissioner, outside the West of England",
    "DH1 4NP": "the office has lately written of its work",
    "LE16 8XB": "police, fire and crime commissioner",
    "TD9 0TS": "an English place in a Scottish postcode area; first mayor pending",
    "CH4 0RE": "Wales in a postcode area of England",
    "KT12 9BA": "Surrey: replaced on 1 April 2027 by East Surrey",
    "GU19 5ES": "Surrey: replaced on 1 April 2027 by West Surrey",
    "TR22 0PL": "Isles of Scilly",
    "SW1A 1AA": "Buckingham Palace",
    "W1A 1AA": "a large user of post",
    "N1P 2AA": "a large user's code with a council",
    "AB1 0AA": "withdrawn code, answered like any other",
    "NPT 0VA": "an old outward code, and a letter no code has now",
    "AB11 3AG": "a code in no council area",
    "JE2 4WD": "Jersey",
    "GY1 1AA": "Guernsey",
    "IM1 1AD": "Isle of Man",
    "BF1 1AA": "British Forces",
    "GIR 0AA": "Girobank",
    "ZZ99 9ZZ": "a code of the health service",
    "BX5 5AT": "not in the directory",
}


def middle_postcodes() -> dict[str, str]:
    """Give for each district of Great Britain the middle one of its postcodes."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows():
        if row.district[:1] in ("E", "S", "W"):
            found[row.district].append(str(Postcode.parse(row.postcode)))
    return {district: sorted(codes)[len(codes) // 2] for district, codes in sorted(found.items())}


def describe(finder: Finder, postcode: str, case: str) -> list[str]:
    """Give a row of the sample; a postcode without a place has its error's code for offices."""
    try:
        place = finder.find(postcode)
    except AskError as error:
        return [postcode, "", "", "", error.code, "", "", case]
    district = place.district
    held = [office.id for office in district.offices if office.status is OfficeStatus.IN_OFFICE]
    coming = [f"{o.id}@{o.next_election}" for o in district.offices if o.id not in held]
    council = held[0].removeprefix("council:") if held else ""
    holder = (district.policing and (district.policing.held_by or str(district.policing.governance))) or ""
    offices = [" ".join(held), " ".join(coming)]
    return [postcode, district.place_name, district.nation, council, *offices, holder, case]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    finder = Finder(ON)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for postcode, case in EDGE_CASES.items():
            writer.writerow(describe(finder, postcode, case))
        for postcode in middle_postcodes().values():
            if postcode not in EDGE_CASES:
                writer.writerow(describe(finder, postcode, ""))


if __name__ == "__main__":
    main()
