"""From a district and a date to its offices: totals, joins, the law on the day."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from askcandidate.errors import AskError, BadData, NotACouncilArea, UnknownPostcode
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.build import Release, Row, build
from askcandidate.model import Governance, Nation, Office, OfficeKind, OfficeStatus, Place, Tier
from askcandidate.places import Finder
from askcandidate.resources import AREAS

ON = date(2026, 11, 21)
FIXTURE = Path(__file__).parent / "fixtures/expected_offices.csv"
EXPECTED = list(csv.DictReader(FIXTURE.read_text(encoding="utf-8").splitlines()))
OFFLINE = [row for row in EXPECTED if not row["postcode"].startswith("BT")]
NORTHERN_IRELAND = [row for row in EXPECTED if row["postcode"].startswith("BT")]


def table(name: str) -> list[dict[str, str]]:
    """Read a table as it lies in the repository."""
    with (AREAS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_office(on: date) -> dict[str, Office]:
    """Give every office of Great Britain on a day."""
    return {o.id: o for code in areas.all_districts() for o in areas.district(code, on).offices}


def in_the_words_of_the_fixture(place: Place) -> tuple[set[str], set[str]]:
    """Give a place's offices as the fixture writes them."""
    held = {
        office.id + ("+police" if office.police_powers and office.kind is OfficeKind.MAYOR else "")
        for office in place.offices
        if office.status is OfficeStatus.IN_OFFICE
    }
    policing = place.district.policing
    if policing and policing.held_by is None:
        held.add(f"no-elected-police-office:{policing.governance}")
    return held, {
        f"{o.id}@{o.next_election}" for o in place.offices if o.status is not OfficeStatus.IN_OFFICE
    }


def test_the_fixture_is_whole() -> None:
    """132 rows are answered offline and three are of Northern Ireland."""
    assert (len(OFFLINE), len(NORTHERN_IRELAND)) == (132, 3)


@pytest.mark.parametrize("row", OFFLINE, ids=lambda row: row["postcode"])
def test_expected_offices(finder: Finder, row: dict[str, str]) -> None:
    """Each of the 132 postcodes has the offices worked out for it by hand."""
    if not row["offices"]:
        with pytest.raises((NotACouncilArea, UnknownPostcode)):
            finder.find(row["postcode"])
        return
    held, coming = in_the_words_of_the_fixture(finder.find(row["postcode"]))
    assert (held, coming) == (set(row["offices"].split()), set(row["upcoming"].split()))


def test_northern_ireland_from_a_file_of_ones_own(tmp_path: Path) -> None:
    """A file built from ONSPD by its user knows the councils of Northern Ireland too."""
    path = tmp_path / "mine.bin"
    rows = [Row(row["postcode"], row["district"]) for row in NORTHERN_IRELAND]
    path.write_bytes(build(rows, Release("ONSPD", "2026-08"), keep_northern_ireland=True, keep_months=True))
    finder = Finder(ON, path)
    for row in NORTHERN_IRELAND:
        held, coming = in_the_words_of_the_fixture(finder.find(row["postcode"]))
        assert (held, coming) == (set(row["offices"].split()), set(row["upcoming"].split()))
    with pytest.raises(UnknownPostcode):
        finder.find("BT1 5GS")


def test_northern_ireland_offline_is_known_for_what_it_is(finder: Finder) -> None:
    """Nation and police body are certain without the postcode; the council is not, and says so."""
    place = finder.find("BT1 5GS")
    assert place.district.nation is Nation.NORTHERN_IRELAND
    assert place.offices == ()
    assert place.district.policing
    assert place.district.policing.governance is Governance.NI_POLICING_BOARD
    assert [notice.code for notice in place.notices] == ["northern-ireland-offline"]


def test_totals_of_councils() -> None:
    """England 317 principal councils of which 21 counties; Wales 22; Scotland 32; Northern Ireland 11."""
    today = [row for row in table("councils") if row["gss"]]
    assert Counter(row["nation"] for row in today) == {
        "England": 317,
        "Wales": 22,
        "Scotland": 32,
        "Northern Ireland": 11,
    }
    assert sum(row["kind"] == "county" for row in today) == 21


def test_totals_of_police_areas_and_commissioners() -> None:
    """45 police areas; 33 commissioners and 4 with fire; who holds the rest."""
    assert Counter(row["governance"] for row in table("police_areas")) == {
        "pcc": 33,
        "pfcc": 4,
        "mayor": 4,
        "mayor-mopac": 1,
        "city-of-london-common-council": 1,
        "scottish-police-authority": 1,
        "ni-policing-board": 1,
    }


def test_totals_of_offices_that_postcodes_lead_to() -> None:
    """361 lower-tier councils, 21 counties, 37 commissioners, 27 mayors in office and 4 to come."""
    found = Counter((o.kind, o.status) for o in every_office(ON).values())
    assert found == {
        (OfficeKind.COUNCIL, OfficeStatus.IN_OFFICE): 361,
        (OfficeKind.COUNTY, OfficeStatus.IN_OFFICE): 21,
        (OfficeKind.COUNCIL_MAYOR, OfficeStatus.IN_OFFICE): 13,
        (OfficeKind.PCC, OfficeStatus.IN_OFFICE): 33,
        (OfficeKind.PFCC, OfficeStatus.IN_OFFICE): 4,
        (OfficeKind.MAYOR, OfficeStatus.IN_OFFICE): 14,
        (OfficeKind.MAYOR, OfficeStatus.FIRST_ELECTION_PENDING): 4,
    }


def test_every_name_in_a_table_leads_to_a_row() -> None:
    """County, police area, authority, successor, mayor's area: no join is left hanging."""
    councils = {row["key"]: row for row in table("councils")}
    police = {row["key"] for row in table("police_areas")}
    authorities = {row["key"]: row for row in table("authorities")}
    for row in councils.values():
        assert row["county"] in {"", *(k for k, r in councils.items() if r["kind"] == "county")}
        assert row["successor"] in {"", *councils}
        assert row["authority"] in {"", *authorities}
        assert row["police_area"] in police or row["kind"] == "county"
        assert Nation(row["nation"])
    for mayor in table("mayors"):
        assert mayor["area"] in {**councils, **authorities}
    for row in table("notices"):
        assert set(row["districts"].split()) <= set(councils)


def test_members_of_an_authority_agree_from_both_sides() -> None:
    """The authority's list of districts, from its Order, is the districts that name the authority."""
    councils = [row for row in table("councils") if row["kind"] != "county" and row["gss"]]
    for authority in table("authorities"):
        named = {row["key"] for row in councils if row["authority"] == authority["key"]}
        assert named == set(authority["members"].split()), authority["name"]


def test_dates_and_marks_in_the_tables_are_well_formed() -> None:
    """A date is a date or empty, and a mark of doubt is yes or empty."""
    for name, dates in {
        "councils": ("valid_from", "valid_until"),
        "authorities": ("established",),
        "mayors": ("first_election", "last_election", "next_election"),
        "police_areas": ("last_election",),
        "standing": ("dated",),
        "notices": ("from_date",),
    }.items():
        for row in table(name):
            for column in dates:
                assert not row[column] or date.fromisoformat(row[column])
            for column in (c for c in row if c.endswith("unverified")):
                assert row[column] in ("", "yes")


def test_every_office_has_a_way_to_be_reached_and_a_name_in_prose() -> None:
    """A letter can always say how to send it."""
    for office in every_office(ON).values():
        if office.status is OfficeStatus.IN_OFFICE:
            assert office.contacts, office.id
            assert all(c.url.startswith(("https://", "http://")) for c in office.contacts)
        assert office.prose
        assert office.area.prose


def offices(code: str, on: date) -> list[str]:
    return [office.id for office in areas.district(code, on).offices]


def test_surrey_before_and_after() -> None:
    """County and districts give way to East and West Surrey on 1 April 2027, whole districts each."""
    before, after = date(2027, 3, 31), date(2027, 4, 1)
    assert offices("E07000207", before) == ["council:E07000207", "county:E10000030", "pcc:E23000031"]
    assert offices("E07000207", after) == ["council:LAD-EAST-SURREY", "pcc:E23000031"]
    assert offices("E07000214", after) == ["council:LAD-WEST-SURREY", "pcc:E23000031"]
    council = areas.district("E07000207", after).offices[0]
    assert (council.title, council.area.gss, council.area.key) == (
        "East Surrey Council",
        None,
        "LAD-EAST-SURREY",
    )
    east = {c for c in areas.all_districts() if offices(c, after)[0] == "council:LAD-EAST-SURREY"}
    west = {c for c in areas.all_districts() if offices(c, after)[0] == "council:LAD-WEST-SURREY"}
    assert (len(east), len(west)) == (5, 6)
    principal = {i for i in every_office(after) if i.startswith(("council:E", "county:", "council:LAD"))}
    assert len(principal) == 307  # as the House of Commons Library counts them (CBP-10494)


def mayor(code: str, on: date) -> tuple[str, date | None, date | None] | None:
    found = (o for o in areas.district(code, on).offices if o.kind is OfficeKind.MAYOR)
    return next(((str(o.status), o.last_election, o.next_election) for o in found), None)


def test_a_mayor_to_come_takes_shape_with_time() -> None:
    """Cumbria: no authority, then a first election to come, then somebody in office."""
    first = date(2027, 5, 6)
    assert mayor("E06000063", date(2026, 2, 23)) is None
    assert mayor("E06000063", date(2026, 2, 24)) == ("first-election-pending", None, first)
    assert mayor("E06000063", first) == ("first-election-pending", None, first)
    assert mayor("E06000063", date(2027, 5, 7)) == ("in-office", first, None)
    notices = areas.district("E06000063", date(2027, 5, 7)).notices
    assert [notice.code for notice in notices] == ["after-known-elections"]


def test_an_election_passes_on_the_day_after_it() -> None:
    """Polling day itself counts as to come."""
    assert mayor("E08000001", date(2028, 5, 4)) == ("in-office", date(2026, 7, 30), date(2028, 5, 4))
    assert mayor("E08000001", date(2028, 5, 5)) == ("in-office", date(2028, 5, 4), None)
    assert mayor("E06000010", date(2025, 4, 15)) == ("first-election-pending", None, date(2025, 5, 1))


def test_a_day_before_the_tables_gets_todays_offices_and_a_notice() -> None:
    """The tables hold from 1 April 2025."""
    early = areas.district("E06000023", date(2024, 5, 2))
    assert [o.id for o in early.offices] == offices("E06000023", areas.AS_AT)
    assert [notice.code for notice in early.notices] == ["before-the-tables"]
    assert areas.district("E06000023", date(2025, 4, 1)).notices == ()


def test_a_day_long_after_the_tables_says_how_old_they_are() -> None:
    """From two years on; the doctor says so of the postcode file earlier (fault 94)."""
    last = areas.GOOD_UNTIL
    assert (last - areas.AS_AT).days == 730

    def codes(on: date) -> list[str]:
        return [notice.code for notice in areas.district("S12000036", on).notices]

    assert codes(last) == []
    assert codes(last + timedelta(days=1)) == ["old-tables"]


def test_commissioners_after_their_term_are_marked() -> None:
    """Announced to end in May 2028 and not yet law: shown with that, no next election."""
    commissioner = areas.district("E06000023", ON).offices[1]
    assert (commissioner.term_ends, commissioner.next_election) == ("2028-05", None)
    assert "13 November 2025" in (commissioner.note or "")
    assert "after-term" in [n.code for n in areas.district("E06000023", date(2028, 6, 1)).notices]


def test_what_is_decided_but_not_ordered_only_warns() -> None:
    """Essex: new councils decided, a mayor planned; nothing changes but the notices."""
    codes = [notice.code for notice in areas.district("E07000066", ON).notices]
    assert codes == ["new-council-decided", "mayor-planned"]
    assert offices("E07000066", ON) == offices("E07000066", date(2029, 1, 1))


def test_the_mayor_of_london_holds_no_police_powers_in_the_city() -> None:
    """The same office, with police powers in Camden and without in the City of London."""
    camden = areas.district("E09000007", ON).offices[-1]
    city = areas.district("E09000001", ON).offices[-1]
    assert (camden.id, camden.police_powers) == ("mayor:E61000001", True)
    assert (city.id, city.police_powers) == ("mayor:E61000001", False)


def told(code: str, on: date) -> list[tuple[str | None, ...]]:
    """Give what is said of each office: names, what it runs, whose police it is over, elections, and a note."""
    return [
        (
            office.title,
            office.prose,
            f"{office.area.name} ({office.area.gss}), {office.tier}, {office.police_powers}",
            f"{office.last_election} {office.next_election}",
            office.note,
        )
        for office in areas.district(code, on).offices
    ]


_NO_DAY = "The council's next election day is not in the offline data."
_ENDING = (
    "The government announced on 13 November 2025 that commissioners end in May 2028. "
    "By 15 September 2026 Parliament had not passed the law."
)
_LONDON = ("Mayor of London", "the Mayor of London")


def test_what_is_said_of_the_offices_of_a_place_with_two_tiers() -> None:
    """Mansfield: a mayor runs what the district does; the East Midlands' mayor is not over the police."""
    assert told("E07000174", ON) == [
        (*["Mansfield District Council"] * 2, "Mansfield (E07000174), district, False", "None None", _NO_DAY),
        (
            *["Nottinghamshire County Council"] * 2,
            "Nottinghamshire (E10000024), county, False",
            "None None",
            _NO_DAY,
        ),
        (
            "Mayor of Mansfield",
            "the Mayor of Mansfield",
            "Mansfield (E07000174), district, False",
            "2023-05-04 2027-05-06",
            "New councils have been decided on for this area, so the election of 6 May 2027 may be replaced.",
        ),
        (
            "Police and Crime Commissioner for Nottinghamshire",
            "the Police and Crime Commissioner for Nottinghamshire",
            "Nottinghamshire (E23000019), None, True",
            "2024-05-02 None",
            _ENDING,
        ),
        (
            "Mayor of the East Midlands",
            "the Mayor of the East Midlands",
            "East Midlands (E47000013), None, False",
            "2024-05-02 2028-05-04",
            None,
        ),
    ]


def test_what_is_said_of_the_offices_of_other_places() -> None:
    """A London borough, a council in two tiers that is to end, a commissioner for fire, Scotland's article."""
    assert told("E09000014", ON) == [
        (
            "London Borough of Haringey",
            "the London Borough of Haringey",
            "Haringey (E09000014), single, False",
            "None None",
            _NO_DAY,
        ),
        (*_LONDON, "Greater London (E61000001), None, True", "2024-05-02 2028-05-04", None),
    ]
    ending = f"{_NO_DAY} It gives way to East Surrey and West Surrey on 1 April 2027."
    assert [note for *_, note in told("E07000207", ON)] == [ending, ending, _ENDING]
    assert told("E06000061", ON)[1][:2] == (
        "Police, Fire and Crime Commissioner for Northamptonshire",
        "the Police, Fire and Crime Commissioner for Northamptonshire",
    )
    assert told("S12000049", ON)[0][:2] == ("The Glasgow City Council", "Glasgow City Council")


def test_a_result_that_was_not_seen_is_said_to_be_so() -> None:
    """From the day after that election on."""
    unseen = "The election of 7 May 2026 follows from the four-year cycle; its result was not seen."
    hackney = [
        {office.kind: office.note for office in areas.district("E09000012", on).offices}
        for on in (date(2026, 5, 7), date(2026, 5, 8))
    ]
    assert [notes[OfficeKind.COUNCIL_MAYOR] for notes in hackney] == [None, unseen]
    watford = [note for title, *_, note in told("E07000103", ON) if (title or "").startswith("Mayor")]
    assert watford == [f"New councils have been decided on for this area from 1 April 2028. {unseen}"]


def test_every_council_runs_what_its_tier_does() -> None:
    """And whoever is no council has none; the police are over by commissioners, never by councils."""
    everybody = every_office(ON).values()
    assert Counter((o.kind, o.tier) for o in everybody) == {
        (OfficeKind.COUNCIL, Tier.SINGLE): 186,
        (OfficeKind.COUNCIL, Tier.DISTRICT): 164,
        (OfficeKind.COUNCIL, Tier.NORTHERN_IRELAND): 11,
        (OfficeKind.COUNTY, Tier.COUNTY): 21,
        (OfficeKind.COUNCIL_MAYOR, Tier.SINGLE): 11,
        (OfficeKind.COUNCIL_MAYOR, Tier.DISTRICT): 2,
        (OfficeKind.PCC, None): 33,
        (OfficeKind.PFCC, None): 4,
        (OfficeKind.MAYOR, None): 18,
    }
    powers = {kind: {o.police_powers for o in everybody if o.kind is kind} for kind in OfficeKind}
    assert powers == {
        OfficeKind.COUNCIL: {False},
        OfficeKind.COUNTY: {False},
        OfficeKind.COUNCIL_MAYOR: {False},
        OfficeKind.PCC: {True},
        OfficeKind.PFCC: {True},
        OfficeKind.MAYOR: {True, False},
        OfficeKind.PARLIAMENT: set(),
    }


def test_the_police_area_and_its_welsh_name() -> None:
    """Cardiff's council and police have Welsh names; England's have none."""
    cardiff = areas.district("W06000015", ON)
    assert [office.area.welsh_name for office in cardiff.offices] == ["Caerdydd", "De Cymru"]
    assert [office.area.welsh_name for office in areas.district("E06000014", ON).offices] == ["", ""]
    assert cardiff.policing
    named = ("W15000003", "W15000003", "South Wales", "South Wales", "De Cymru")
    assert cardiff.policing.area == (*named, Nation.WALES)
    assert cardiff.offices[0].contacts == (
        ("finds your ward councillors and sends them your letter", "https://www.writetothem.com/"),
        ("the council's own website", "https://www.cardiff.gov.uk/"),
    )


def notices(code: str, on: date) -> dict[str, str]:
    """Give what is to be known on a day, by its code."""
    return {notice.code: notice.message for notice in areas.district(code, on).notices}


def test_what_is_to_be_known_is_said_in_words() -> None:
    """How old the tables are, what is to come, and what is taken as held."""
    assert notices("E06000023", date(2024, 5, 2)) == {
        "before-the-tables": "Offices are known from 1 April 2025 on. For 2 May 2024 you get those of "
        "15 September 2026."
    }
    assert notices("S12000036", date(2028, 9, 15)) == {
        "old-tables": "Our tables are of 15 September 2026, and offices may have changed by 15 September 2028: "
        "look for a newer version of the tool."
    }
    assert notices("E06000063", date(2027, 5, 6))["first-election-pending"] == (
        "Nobody is the Mayor of Cumbria yet: the first election is on 6 May 2027."
    )
    assert notices("E06000063", date(2027, 5, 7)) == {
        "after-known-elections": "The election of 6 May 2027 for the Mayor of Cumbria is taken as held; our data "
        "is of 15 September 2026."
    }


def test_a_commissioners_term_is_over_from_the_first_of_may() -> None:
    """The month is announced and no day of it."""
    assert "after-term" not in notices("W06000015", date(2028, 4, 30))
    assert notices("W06000015", date(2028, 5, 1))["after-term"] == (
        "The term of the Police and Crime Commissioner for South Wales was to end in May 2028; what follows was "
        "not yet law on 15 September 2026."
    )


def test_what_was_decided_is_said_from_its_day() -> None:
    """In the words of its row, not a day before."""
    for row in table("notices"):
        first = date.fromisoformat(row["from_date"])
        for code in set(row["districts"].split()) & set(areas.all_districts()):
            assert notices(code, max(first, areas.HOLDS_FROM))[row["code"]] == row["message"]
            assert first <= areas.HOLDS_FROM or row["code"] not in notices(code, first - timedelta(days=1))


def test_offices_stand_in_their_order() -> None:
    """Councils first, then commissioner, then mayor."""
    order = list(OfficeKind)
    for code in areas.all_districts():
        kinds = [order.index(o.kind) for o in areas.district(code, ON).offices]
        assert kinds == sorted(kinds)


def test_a_district_of_a_newer_release_is_said_to_be_newer() -> None:
    """A code that our tables lack is a fault of the data, not an empty answer."""
    with pytest.raises(BadData, match="E06999999") as caught:
        areas.district("E06999999", ON)
    assert caught.value.hint.endswith("look for an update.")


def test_a_withdrawn_postcode_answers_with_its_month(tmp_path: Path) -> None:
    """A file of one's own knows when a code ended; the answer is the same."""
    path = tmp_path / "mine.bin"
    rows = [Row("BS1 5TR", "E06000023", "201903")]
    path.write_bytes(build(rows, Release("ONSPD", "2026-08"), keep_northern_ireland=True, keep_months=True))
    place = Finder(ON, path).find("BS1 5TR")
    assert place.district.place_name == "Bristol"
    assert [(n.code, "2019-03" in n.message) for n in place.notices] == [("withdrawn-postcode", True)]
    assert (place.origin.name, place.origin.data) == ("file", "ONSPD 2026-08")


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("SO0 1AA", "unknown-postcode", ""),
        ("C01 1AA", "unknown-postcode", "CO1 1AA"),
        ("AB11 3AG", "not-a-council-area", "large users"),
    ],
)
def test_what_is_not_there_says_why(finder: Finder, text: str, code: str, hint: str) -> None:
    """Unknown codes get the look-alikes that exist; codes in no council area say so."""
    with pytest.raises(AskError) as caught:
        finder.find(text)
    assert (caught.value.code, caught.value.exit_code) == (code, 4)
    assert hint in caught.value.hint
