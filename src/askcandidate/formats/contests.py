"""Contests as records for programs and as text for people.

The fields are those of the schemas ``askcandidate.contest/1`` and ``askcandidate.contests/1``; within a
major version fields are only added.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from askcandidate.batch import Failure
from askcandidate.elections import OFFICIAL_ADDRESS, Candidate, Contest, Contests
from askcandidate.formats.records import (
    EXCEL_MARK,
    as_document,
    as_is,
    csv_row,
    error_record,
    flat,
    spreadsheet_safe,
)
from askcandidate.model import Notice, day_in_words

CSV_COLUMNS = (
    *("input", "postcode", "ballot", "candidate", "email", "office", "title", "date", "seats"),
    *("voting_system", "cancelled", "verified", "by_election", "party", "candidate_source", "candidate_id"),
    *("page", "flags", "source", "warnings", "error"),
)
_TSV_COLUMNS = CSV_COLUMNS[:5]

_WIDEST = 32  # characters of a column; what is longer stands out of line
_FLAGS = {
    OFFICIAL_ADDRESS: "a public body's address, not for letters to candidates",
    "unusable-address": "what stands for an e-mail address is none",
    "shared-address": "an address shared with others",
    "same-name": "another has the same name",
    "unnamed": "the service gives no name",
    "deselected": "no longer the party's candidate",
    "listed-twice": "the service lists them twice",
}

Result = Contests | Failure


def document(found: Contests) -> dict[str, Any]:
    """Give all contests of a postcode as the record ``askcandidate.contests/1``."""
    return {
        "schema": "askcandidate.contests/1",
        "input": found.input,
        "postcode": str(found.postcode),
        "on": found.on.isoformat(),
        "contests": [contest_record(contest, found) for contest in found.contests],
        "source": _source(found),
        "warnings": _warnings(found.notices),
    }


def contest_record(contest: Contest | None, found: Contests) -> dict[str, Any]:
    """Give a contest as the record ``askcandidate.contest/1``; None stands for: no election to come."""
    return {
        "schema": "askcandidate.contest/1",
        "input": found.input,
        "postcode": str(found.postcode),
        "office": contest and contest.office_id,
        "title": contest and contest.title,
        "ballot": contest and _ballot(contest),
        "candidates": [_candidate(candidate) for candidate in contest.candidates] if contest else [],
        "reach": {
            "email": contest.reachable() if contest else 0,
            "total": len(contest.candidates) if contest else 0,
        },
        "source": _source(found),
        "on": found.on.isoformat(),
        "warnings": _warnings((*(contest.notices if contest else ()), *found.notices)),
    }


def json_document(results: Iterable[Result], *, single: bool) -> Iterator[str]:
    """Write one object for one postcode given as an argument, else a list, as it grows."""
    return as_document(map(_document, results), single=single)


def json_lines(results: Iterable[Result]) -> Iterator[str]:
    """Write one contest a line; a postcode without any keeps its place with a record of none."""
    for result in results:
        if isinstance(result, Failure):
            yield json.dumps(error_record(result)) + "\n"
        else:
            for contest in result.contests or (None,):
                yield json.dumps(contest_record(contest, result)) + "\n"


def csv_lines(results: Iterable[Result], *, raw: bool = False, excel: bool = False) -> Iterator[str]:
    """Write a header and one row a candidate; contests and postcodes without any keep a row.

    Args:
        results: contests and failures, in order.
        raw: see ``records.csv_lines``.
        excel: see there.
    """
    guard = as_is if raw else spreadsheet_safe
    yield EXCEL_MARK * excel + ",".join(CSV_COLUMNS) + "\n"
    for cells in _rows(results):
        yield csv_row([guard(cells.get(column, "")) for column in CSV_COLUMNS])


def tsv_lines(results: Iterable[Result]) -> Iterator[str]:
    """Write the first five columns of the CSV, tab-separated, without quotation or header."""
    for cells in _rows(results):
        yield "\t".join(flat(cells.get(column, "")) for column in _TSV_COLUMNS) + "\n"


def text(found: Contests) -> Iterator[str]:
    """Write the contests of a postcode for a person: when and for what, then everybody standing."""
    where = found.place.district.place_name if found.place else ""
    yield f"{' · '.join(filter(None, [str(found.postcode), where]))}\n"
    for contest in found.contests:
        yield "\n"
        yield from _contest_lines(contest)
    for notice in found.notices:
        yield f"\n{notice.message}\n"
    cannot = f" {found.service.cannot}" if found.service.cannot else ""
    yield f"\nFrom {found.service.host}.{cannot}\n{found.service.credit}\n\n"


def _contest_lines(contest: Contest) -> Iterator[str]:
    ballot = contest.ballot
    by_election = ", by-election" if ballot.by_election and "by-election" not in contest.title else ""
    yield f"{day_in_words(ballot.date)}: {contest.title}{by_election}\n"
    seats = f"{ballot.seats} {'seat' if ballot.seats == 1 else 'seats'}" if ballot.seats else ""
    how = "; ".join(filter(None, [seats, ballot.voting_system, ballot.id]))
    yield f"  {how}\n"
    for notice in contest.notices:
        yield f"  {notice.message}\n"
    names = min(max((len(c.name) for c in contest.candidates), default=0), _WIDEST)
    parties = min(max((len(c.party) for c in contest.candidates), default=0), _WIDEST)
    for candidate in contest.candidates:
        said = "; ".join(_FLAGS.get(flag, flag) for flag in candidate.flags)
        reach = " ".join(filter(None, [candidate.email, f"({said})" if said else ""]))
        yield f"    {candidate.name:<{names}}  {candidate.party:<{parties}}  {reach}".rstrip() + "\n"
    if contest.candidates and contest.stands:
        reachable = contest.reachable()
        reach = (
            "e-mail addresses were not asked for"
            if reachable is None
            else f"{reachable} can be reached by e-mail"
        )
        yield f"  {len(contest.candidates)} standing; {reach}.\n"


def _rows(results: Iterable[Result]) -> Iterator[dict[str, str]]:
    for result in results:
        if isinstance(result, Failure):
            yield {"input": result.input, "error": f"{result.error.code}: {result.error.message}"}
            continue
        head = {
            "input": result.input,
            "postcode": str(result.postcode),
            "source": f"{result.service.name} {result.service.host}",
        }
        for contest in result.contests or (None,):
            codes = [notice.code for notice in (*(contest.notices if contest else ()), *result.notices)]
            row = {**head, **(_contest_cells(contest) if contest else {}), "warnings": " ".join(codes)}
            for candidate in (contest.candidates if contest else ()) or (None,):
                yield {**row, **(_candidate_cells(candidate) if candidate else {})}


def _contest_cells(contest: Contest) -> dict[str, str]:
    ballot = contest.ballot
    return {
        "ballot": ballot.id,
        "office": contest.office_id or "",
        "title": contest.title,
        "date": ballot.date.isoformat(),
        "seats": "" if ballot.seats is None else str(ballot.seats),
        "voting_system": ballot.voting_system or "",
        "cancelled": _yes_no(bool(ballot.cancelled)),
        "verified": _yes_no(ballot.verified),
        "by_election": _yes_no(ballot.by_election),
    }


def _candidate_cells(candidate: Candidate) -> dict[str, str]:
    return {
        "candidate": candidate.name,
        "email": candidate.email or "",
        "party": candidate.party,
        "candidate_source": candidate.source,
        "candidate_id": candidate.id,
        "page": candidate.page or "",
        "flags": " ".join(candidate.flags),
    }


def _yes_no(value: bool | None) -> str:  # noqa: FBT001
    return "" if value is None else "yes" if value else "no"


def _document(result: Result) -> dict[str, Any]:
    return error_record(result) if isinstance(result, Failure) else document(result)


def _ballot(contest: Contest) -> dict[str, Any]:
    ballot = contest.ballot
    return {
        "id": ballot.id,
        "date": ballot.date.isoformat(),
        "post": ballot.post,
        "seats": ballot.seats,
        "voting_system": ballot.voting_system,
        "cancelled": bool(ballot.cancelled),
        "cancelled_because": ballot.cancelled or None,
        "replaces": ballot.replaces,
        "replaced_by": ballot.replaced_by,
        "verified": ballot.verified,
        "by_election": ballot.by_election,
        "hustings": [
            {
                "title": meeting.title,
                "starts": meeting.starts and meeting.starts.isoformat(),
                "location": meeting.location,
                "url": meeting.url,
            }
            for meeting in ballot.hustings
        ],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "id": candidate.id,
        "name": candidate.name,
        "party": candidate.party,
        "list_position": candidate.list_position,
        "email": candidate.email,
        "page": candidate.page,
        "routes": [route._asdict() for route in candidate.routes],
        "flags": list(candidate.flags),
    }


def _source(found: Contests) -> dict[str, Any]:
    service = found.service
    return {
        "name": service.name,
        "data": service.host,
        "credit": service.credit,
        "cannot": service.cannot or None,
    }


def _warnings(notices: Iterable[Notice]) -> list[dict[str, str]]:
    return [{"code": notice.code, "message": notice.message} for notice in notices]
