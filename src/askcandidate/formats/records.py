"""Places as records for programs: JSON, JSON lines, CSV, tab-separated values.

Each writer takes results in order and gives pieces of text to be written in that order. The
fields are those of the schemas ``askcandidate.place/1`` and ``askcandidate.error/1``; within a
major version fields are only added.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from askcandidate.batch import Failure
from askcandidate.errors import AskError
from askcandidate.model import Area, District, Notice, Office, OfficeKind, Place

CSV_COLUMNS = (
    *("input", "postcode", "nation", "council_gss", "council", "county_gss", "county"),
    *("police_area_gss", "police_area", "police_held_by", "mayor_gss", "mayor"),
    *("council_mayor_gss", "council_mayor", "warnings", "error"),
)
EXCEL_MARK = "\ufeff"
_TSV_COLUMNS = CSV_COLUMNS[:5]
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def place_record(place: Place) -> dict[str, Any]:
    """Give a place as the record ``askcandidate.place/1``."""
    district = place.district
    policing = district.policing
    return {
        "schema": "askcandidate.place/1",
        "input": place.input,
        "postcode": str(place.postcode),
        "place_name": district.place_name,
        "nation": district.nation,
        "on": place.on.isoformat(),
        "offices": [office_record(office) for office in district.offices],
        "policing": policing
        and {
            "area": _area_record(policing.area),
            "governance": policing.governance,
            "held_by": policing.held_by,
        },
        "standing": [
            {
                "office": row.office_id,
                "kind": row.kind,
                "dated": _day(row.dated),
                "text": row.third_person,
                "document": row.document,
                "publisher": row.publisher,
                "url": row.url,
            }
            for row in district.standing
        ],
        "source": {"name": place.origin.name, "data": place.origin.data},
        "warnings": [{"code": notice.code, "message": notice.message} for notice in place.notices],
    }


def office_record(office: Office) -> dict[str, Any]:
    """Give an office as it stands inside a place's record."""
    return {
        "id": office.id,
        "kind": office.kind,
        "title": office.title,
        "area": _area_record(office.area),
        "police_powers": office.police_powers,
        "status": office.status,
        "last_election": _day(office.last_election),
        "next_election": _day(office.next_election),
        "term_ends": office.term_ends,
        "contact": office.contacts[-1].url if office.contacts else None,
        "note": office.note,
    }


def error_record(failure: Failure) -> dict[str, Any]:
    """Give a failed row as the record ``askcandidate.error/1``."""
    error = failure.error
    return {
        "schema": "askcandidate.error/1",
        "input": failure.input,
        "line": failure.line,
        "error": {
            "code": error.code,
            "exit": int(error.exit_code),
            "message": error.message,
            "hint": error.hint,
        },
    }


def error_line(failure: Failure) -> str:
    """Give a failed row as a line of JSON."""
    return json.dumps(error_record(failure)) + "\n"


def json_document(results: Iterable[Place | Failure], *, single: bool) -> Iterator[str]:
    """Write one object for one postcode given as an argument, else a list, as it grows."""
    return as_document(map(_record, results), single=single)


def as_document(records: Iterable[dict[str, Any]], *, single: bool) -> Iterator[str]:
    """Write records as one JSON document, as they come: the one object, or a list."""
    if single:
        yield from (json.dumps(record, indent=2) + "\n" for record in records)
        return
    separator = "["
    try:
        for record in records:
            yield f"{separator}\n{json.dumps(record)}"
            separator = ","
    except AskError:  # the input breaks off: what is out by then is still JSON
        if separator == ",":
            yield "\n]\n"
        raise
    yield "\n]\n" if separator == "," else "[]\n"


def json_lines(results: Iterable[Place | Failure]) -> Iterator[str]:
    """Write one object a line."""
    for result in results:
        yield json.dumps(_record(result)) + "\n"


def csv_lines(results: Iterable[Place | Failure], *, raw: bool = False, excel: bool = False) -> Iterator[str]:
    """Write a header and one row a result.

    Args:
        results: places and failures, in order.
        raw: leave cells as they are that a spreadsheet would take for a formula; otherwise they
            get an apostrophe in front.
        excel: put the mark in front by which Excel knows that it is UTF-8.
    """
    yield EXCEL_MARK * excel + ",".join(CSV_COLUMNS) + "\n"
    guard = as_is if raw else spreadsheet_safe
    tails: dict[object, tuple[District, str]] = {}
    for result in results:
        if isinstance(result, Failure):
            blanks = [""] * (len(CSV_COLUMNS) - 2)
            error = f"{result.error.code}: {result.error.message}"
            yield csv_row([guard(result.input), *blanks, guard(error)])
            continue
        # All but the first two cells follow from the district, and so are written once for it;
        # a district is worked out once a run, so that its identity will do for a key. It is kept
        # beside its text: an identity is free for another district as soon as nobody holds the first.
        text, (outward, inward), _, district, _, own = result
        key = (id(district), own) if own else id(district)
        known = tails.get(key)
        if known is None:
            known = tails[key] = (district, csv_row([*_district_cells(district, result.notices), ""]))
        postcode = f"{outward} {inward}"
        if text != postcode and not text.isalnum():  # anything else might need quotation marks
            text = csv_row([guard(text)])[:-1]
        yield f"{text},{postcode},{known[1]}"


def tsv_lines(results: Iterable[Place | Failure]) -> Iterator[str]:
    """Write the first five columns of the CSV, tab-separated, without quotation or header.

    A failed row keeps its place with its input alone.
    """
    for result in results:
        if isinstance(result, Failure):
            yield flat(result.input) + "\t" * (len(_TSV_COLUMNS) - 1) + "\n"
        else:
            cells = [result.input, str(result.postcode), *_district_cells(result.district, ())[:3]]
            yield "\t".join(map(flat, cells)) + "\n"


def spreadsheet_safe(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def as_is(cell: str) -> str:
    """Leave a cell as it is."""
    return cell


def _record(result: Place | Failure) -> dict[str, Any]:
    return error_record(result) if isinstance(result, Failure) else place_record(result)


def _area_record(area: Area) -> dict[str, Any]:
    return {"key": area.key, "gss": area.gss, "name": area.name}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _district_cells(district: District, notices: Iterable[Notice]) -> list[str]:
    """Give the cells from ``nation`` to ``warnings``."""
    police = district.policing
    council, county, mayor, council_mayor = (
        district.office(kind)
        for kind in (OfficeKind.COUNCIL, OfficeKind.COUNTY, OfficeKind.MAYOR, OfficeKind.COUNCIL_MAYOR)
    )
    return [
        str(district.nation),
        *_office_cells(council),
        *_office_cells(county),
        (police and police.area.gss) or "",
        police.area.name if police else "",
        (police and police.held_by) or "",
        *_office_cells(mayor),
        *_office_cells(council_mayor),
        " ".join(notice.code for notice in notices),
    ]


def _office_cells(office: Office | None) -> tuple[str, str]:
    return (office.area.gss or "", office.title) if office else ("", "")


def csv_row(cells: list[str]) -> str:
    """Give cells as a line of CSV, with quotation marks where it takes them."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)  # with its own line end, so that a lone CR in a cell is quoted
    return out.getvalue()[:-2] + "\n"


def flat(cell: str) -> str:
    """Give a cell on one line, without marks that could move a cursor or part columns."""
    return (
        " ".join(cell.split()) if cell.isprintable() or cell.isspace() else " ".join(repr(cell)[1:-1].split())
    )
