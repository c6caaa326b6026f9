"""What postcodes.io answers about one postcode and about many."""

import json
import re
from collections.abc import Mapping, Sequence

import answers_rules as rules
from answers_rules import Record, must

Area = tuple[str, str]  # code, name

_LETTERS = {**rules.NATIONS, "Channel Islands": "L", "Isle of Man": "M"}
_POLICE = {
    "Scotland": ("S23000009", "Scotland"),
    "Northern Ireland": ("N99999999", "(pseudo) Northern Ireland"),
    "Channel Islands": ("L99999999", "(pseudo) Channel Islands"),
    "Isle of Man": ("M99999999", "(pseudo) Isle of Man"),
}
_AREAS = ("admin_district", "admin_county", "admin_ward", "parish", "ced", "pfa")
_CONSTITUENCIES = ("parliamentary_constituency", "parliamentary_constituency_2024")
# Statistical areas, none of which anybody is elected for; here they are always null.
_BOTH = (
    *("ccg", "nuts", "lsoa", "msoa", "nhs_region", "ttwa", "national_park", "bua", "icb", "cancer_alliance"),
    *("lsoa11", "msoa11", "lsoa21", "msoa21", "oa21", "ruc11", "ruc21", "lep1", "lep2"),
)
_NAMES_ONLY = ("nhs_ha", "european_electoral_region", "primary_care_trust")
_CODES_ONLY = ("ccg_id", "lau2")
_MOST = 100
_MONTHS = range(1, 13)


def io_result(
    postcode: str,
    district: Area,
    country: str = "England",
    county: Area | None = None,
    police: Area | None = None,
    *,
    ward: Area | None = None,
    parish: Area | None = None,
    county_division: Area | None = None,
    constituency: Area | None = None,
    region: str | None = None,
    at: tuple[float, float] = (-1.5, 52.5),
) -> Record:
    """Give what is known of one postcode; an area that is not given has the pseudo code of its country.

    In England and Wales every postcode has a police area, so ``police`` has to be given there.
    """
    must(country in _LETTERS, f"{country!r} is no country of theirs")
    must(region is None or country == "England", f"{country} has no regions")
    must(county is None or district[0].startswith("E07"), "a county has districts below it")
    letter = _LETTERS[country]
    force = police or _POLICE.get(country)
    if force is None:
        raise ValueError(f"in {country} every postcode has a police area")
    given = dict(zip(_AREAS, (district, county, ward, parish, county_division, force), strict=True))
    areas: dict[str, tuple[str | None, str | None]] = {
        key: area or (f"{letter}99999999", None) for key, area in given.items()
    }
    areas |= dict.fromkeys(_CONSTITUENCIES, constituency or (None, None))
    for code, _ in areas.values():
        must(code is None or re.fullmatch(f"{letter}[0-9]{{8}}", code), f"{code} is not in {country}")
    outward, inward = rules.postcode(postcode).split()
    known = letter not in "LM"
    return {
        "postcode": postcode,
        "outcode": outward,
        "incode": inward,
        "quality": 1 if known else 9,
        "eastings": 400_000 if known else None,
        "northings": 300_000 if known else None,
        "longitude": at[0] if known else None,
        "latitude": at[1] if known else None,
        "country": country,
        "region": region,
        "date_of_introduction": "198001",
        **dict.fromkeys((*_NAMES_ONLY, *_BOTH)),
        **{key: name for key, (_, name) in areas.items()},
        "codes": {**dict.fromkeys((*_CODES_ONLY, *_BOTH)), **{key: code for key, (code, _) in areas.items()}},
    }


def io_single(result: Record) -> Record:
    """Give the answer for one postcode."""
    return {"status": 200, "result": result}


def io_bulk(rows: Sequence[tuple[str, Record | None]]) -> Record:
    """Give the answer for many, in their order; None stands for unknown, withdrawn and no postcode alike."""
    must(len(rows) <= _MOST, f"at most {_MOST} at a time")
    for query, result in rows:
        must(
            result is None or _bare(result["postcode"]) == _bare(query),
            f"{query} answered by another postcode",
        )
    return {"status": 200, "result": [{"query": query, "result": result} for query, result in rows]}


def io_not_found() -> Record:
    """Give what it says, with 404, to a postcode that it does not know."""
    return {"status": 404, "error": "Postcode not found"}


def io_invalid() -> Record:
    """Give what it says, with 404, to what is no postcode."""
    return {"status": 404, "error": "Invalid postcode"}


def io_terminated(postcode: str, year: int, month: int) -> Record:
    """Give what it says, with 404, to a postcode that was withdrawn."""
    must(month in _MONTHS, f"{month} is no month")
    gone = {"postcode": rules.postcode(postcode), "year_terminated": year, "month_terminated": month}
    return {**io_not_found(), "terminated": {**gone, "longitude": -1.5, "latitude": 52.5}}


def io_answer_bulk(body: bytes, known: Mapping[str, Record]) -> tuple[int, Record]:
    """Give status and answer for a request for many, from what is known by postcode."""
    try:
        asked = json.loads(body)["postcodes"]
    except (ValueError, KeyError, TypeError):
        return 400, {"status": 400, "error": "Invalid JSON submitted."}
    if not isinstance(asked, list):
        return 400, {"status": 400, "error": "Invalid data submitted. You need to provide a JSON array"}
    if len(asked) > _MOST:
        return 400, {"status": 400, "error": "Too many postcodes submitted. Up to 100 postcodes"}
    found = {_bare(text): result for text, result in known.items()}
    return 200, io_bulk([(text, found.get(_bare(text))) for text in asked if isinstance(text, str)])


def _bare(text: str) -> str:
    return "".join(text.split()).upper()
