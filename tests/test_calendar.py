"""The dates before a poll: as published for May 2024, by nation and office, and where they end."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from answers import ballot
from answers_postcodes import io_result, io_single
from answers_rules import page_of
from answers_sandbox import sandbox
from askcandidate.gazetteer import ballots
from askcandidate.model import Nation, Office
from askcandidate.timetables import has_voter_certificate, poll_of
from asking import ADA, BEN, HERE, ON, POLL, SANDBOX, WARD, answer_with, serve
from cli import Result, in_words, refused, run
from schemas import checked
from server import Service, raw, reply

pytest.importorskip("uk_election_timetables", reason="the extra [calendar] is not installed")
AT = date(2026, 11, 21)


def office(id_: str) -> Office:
    found = ballots.office(id_, AT)
    assert found, id_
    return found


def calendar(*words: str | Path, on: str = "2026-11-21") -> Result:
    result = run("calendar", *words, "--on", on)
    in_words(result)
    return result


def test_the_timetable_of_2_may_2024() -> None:
    """Source: the Electoral Commission's timetable of the local elections in England on 2 May 2024."""
    poll = poll_of(office("council:E06000023"), Nation.ENGLAND, date(2024, 5, 2))
    assert {each.code: each.day.isoformat() for each in poll.dates} == {
        "notice": "2024-03-26",
        "nominations": "2024-04-05",
        "names": "2024-04-08",
        "ask": "2024-04-09",
        "register": "2024-04-16",
        "postal-vote": "2024-04-17",
        "chase": "2024-04-23",
        "proxy-vote": "2024-04-24",
        "voter-certificate": "2024-04-24",
        "last-post": "2024-04-29",
        "polling-day": "2024-05-02",
    }
    assert [each.day for each in poll.dates] == sorted(each.day for each in poll.dates)


def test_commissioners_are_nominated_when_the_commission_said() -> None:
    """Source: the Electoral Commission's media handbook for the commissioners' elections of 2 May 2024."""
    poll = poll_of(office("pcc:E23000036"), Nation.ENGLAND, date(2024, 5, 2))
    days = {each.code: each.day.isoformat() for each in poll.dates}
    assert (days["notice"], days["nominations"], days["names"]) == ("2024-03-26", "2024-04-05", "2024-04-08")
    assert (days["register"], days["postal-vote"]) == ("2024-04-16", "2024-04-17")
    assert (days["proxy-vote"], days["voter-certificate"]) == ("2024-04-24", "2024-04-24")


@pytest.mark.parametrize(
    ("id_", "nation", "shown"),
    [
        ("council:E06000023", Nation.ENGLAND, True),
        ("mayor:E61000001", Nation.ENGLAND, True),
        ("council:S12000036", Nation.SCOTLAND, False),
        ("council:W06000015", Nation.WALES, False),
        ("pcc:W15000003", Nation.WALES, True),
        ("parl:Edinburgh South", Nation.SCOTLAND, True),
        ("council:N09000003", Nation.NORTHERN_IRELAND, False),
    ],
)
def test_where_a_voter_certificate_is_of_use(id_: str, nation: Nation, *, shown: bool) -> None:
    """Not at council polls in Scotland or Wales, nor in Northern Ireland, which has a card of its own."""
    here = office(id_) if not id_.startswith("council:N") else office("council:S12000036")
    assert has_voter_certificate(here, nation) is shown
    codes = [each.code for each in poll_of(here, nation, date(2028, 5, 4)).dates]
    assert ("voter-certificate" in codes) is shown


def test_proxy_votes_close_earlier_in_northern_ireland() -> None:
    """Fourteen working days before, as votes by post do there."""
    poll = poll_of(office("council:S12000036"), Nation.NORTHERN_IRELAND, date(2027, 5, 6))
    days = {each.code: each.day for each in poll.dates}
    assert days["proxy-vote"] == days["postal-vote"]


def test_after_the_bank_holidays_end_only_polling_day_is_given() -> None:
    """With the reason, and without a guess; the last year that is known has all."""
    result = calendar("BS1 5TR", "--office", "mayor", "--json")
    (record,) = json.loads(result.stdout)
    checked(record, "poll")
    assert [each["code"] for each in record["dates"]] == ["polling-day"]
    assert record["why_few"] == "bank holidays after 2028 are not known, and working days decide the others"
    assert len(poll_of(office("mayor:E47000009"), Nation.ENGLAND, date(2028, 12, 14)).dates) > 5


def test_dates_of_a_place_in_a_pipe(tmp_path: Path) -> None:
    """Literal; a council's day has to be given, and a letter by post can be too late."""
    refused(calendar("BS1 5TR", "--office", "council"), 4, "No polling day is known offline", "--polling-day")
    refused(
        calendar("BS1 5TR", "--office", "council-mayor"), 4, "None of the offices wanted", "mayor:E47000009"
    )
    refused(calendar("BS1 5TR", "--out", tmp_path / "dates.txt"), 2, ".ics")
    words = ("BS1", "5TR", "--office", "council", "--polling-day", "2028-05-04")
    result = calendar(*words, on="2028-04-28")
    assert result.stdout.splitlines()[-1] == (
        "2028-05-04\tcouncil:E06000023\tpolling-day\tpolling day: polls are open from 7 am to 10 pm"
    )
    assert result.stderr == ""
    late = calendar(*words, on="2028-05-02")
    assert "too late to write by post (the last day was 28 April 2028)" in late.stderr
    refused(calendar(*words, on="2028-05-05"), 4, "--polling-day 4 May 2028 is past")
    refused(calendar("BS1 5TR", "--polling-day", "4/5/28"), 2, "--polling-day 2027-05-06")
    alone = calendar("BS1 5TR", "--office", "mayor")
    assert "only polling day is given, since bank holidays after 2028 are not known" in alone.stderr


def test_offices_without_dates_are_named() -> None:
    """Both councils of two tiers and the commissioner, each with the reason; those not wanted are not."""
    result = calendar("NG18 2AL")
    assert {line.split("\t")[1] for line in result.stdout.splitlines()} == {
        "council-mayor:E07000174",
        "mayor:E47000013",
    }
    council = (
        "no dates: The council's next election day is not in the offline data. "
        "Give it with --polling-day DATE, or ask: --live."
    )
    commissioner, *_ = [line for line in result.stderr.splitlines() if "Commissioner" in line]
    assert result.stderr.splitlines() == [
        f"askcandidate: Mansfield District Council, {council}",
        f"askcandidate: Nottinghamshire County Council, {council}",
        commissioner,
    ]
    assert commissioner.startswith(
        "askcandidate: Police and Crime Commissioner for Nottinghamshire, no dates: The government announced"
    )
    assert calendar("NG18 2AL", "--office", "mayor").stderr == ""


@pytest.mark.parametrize(
    "words", [(), ("--polling-day", "2027-05-06"), ("--polling-day", "2027-05-06", "--office", "council")]
)
def test_northern_ireland_is_told_the_way_to_its_council_first(words: tuple[str, ...]) -> None:
    """No polling day helps before the council is known; nothing says to give what was given."""
    result = calendar("BT1 5GS", *words)
    refused(
        result,
        4,
        "No elected office is known for BT1 5GS, and so no polling day.",
        "--data FILE",
        "--source postcodes-io. With either of them calendar takes --polling-day DATE as the council's",
        "or ask: --live.",
    )
    assert "There are" not in result.stderr
    assert "Give it with" not in result.stderr


def test_with_its_council_northern_ireland_has_dates(service: Service) -> None:
    """The way that the message names: the council from a service, its day from the command line."""
    belfast = io_result("BT1 5GS", ("N09000003", "Belfast"), "Northern Ireland")
    service.answer("/postcodes/BT15GS", reply(io_single(belfast)))
    words = ("--source", "postcodes-io", "--base-url", service.url(), "--polling-day", "2027-05-06")
    result = calendar("BT1 5GS", *words)
    assert result.code == 0
    assert {line.split("\t")[1] for line in result.stdout.splitlines()} == {"council:N09000003"}


def test_a_service_without_polls_leaves_northern_ireland_its_way(service: Service) -> None:
    """Asked already, --live is not advised again; nor is an option that could not help."""
    service.answer("/api/next/ballots/", reply(page_of([])))
    words = (
        "--source",
        "candidates",
        "--base-url",
        service.url("/api/next/"),
        "--office",
        "council",
        "--polling-day",
        "2027-05-06",
    )
    result = calendar("BT1 5GS", *words, on=ON)
    refused(result, 4, "No polling day is coming for BT1 5GS.", "as the council's.")
    assert "There are" not in result.stderr
    assert "--live" not in result.stderr


@pytest.mark.skipif(not importlib.util.find_spec("icalendar"), reason="the extra [calendar] is not installed")
def test_a_calendar_file_is_the_same_each_time(tmp_path: Path) -> None:
    """Stable ids and stamps, whole days, and what a diary needs."""
    words = ("BS1 5TR", "--office", "council", "--polling-day", "2028-05-04", "--out")
    for name in ("one.ics", "two.ics"):
        assert calendar(*words, tmp_path / name).code == 0
    data = (tmp_path / "one.ics").read_bytes()
    assert data == (tmp_path / "two.ics").read_bytes()
    events = data.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    polling = next(event for event in events if "UID:polling-day" in event)
    assert sorted(line for line in polling.split("\r\n") if line and "DESCRIPTION" not in line) == [
        "DTEND;VALUE=DATE:20280505",
        "DTSTAMP:20261121T000000Z",
        "DTSTART;VALUE=DATE:20280504",
        "END:VCALENDAR",
        "END:VEVENT",
        "SUMMARY:Bristol City Council: polling day: polls are open from 7 am to 10 pm",
        "TRANSP:TRANSPARENT",
        "UID:polling-day.2028-05-04.council-E06000023@askcandidate",
    ]
    ids = {line for event in events for line in event.split("\r\n") if line.startswith("UID:")}
    assert len(ids) == len(events) == 11
    refused(calendar(*words, tmp_path / "one.ics"), 73, "exists already")


def live(at: str, *words: str | Path, on: str = ON) -> Result:
    return calendar(HERE, "--live", "--base-url", at, *words, on=on)


def test_polls_that_a_service_knows_have_the_same_dates(service: Service) -> None:
    """A by-election nobody could know offline has the dates of any council poll that day, under its own name."""
    by = "local.bristol.central.by.2027-05-06"
    told = answer_with(ballot(by, title="Bristol local election Central", candidates=[ADA, BEN]))
    result = live(serve(service, told), "--office", "council")
    named = calendar(HERE, "--office", "council", "--polling-day", "2027-05-06", on=ON)
    assert result.code == 0
    assert result.stdout == named.stdout
    assert result.stdout.count("\tcouncil:E06000023\t") == 11
    words = ("--office", "council", "--polling-day", "2027-05-06", "--json")
    (record,) = json.loads(live(serve(service, told), *words).stdout)
    checked(record, "poll")
    assert record["title"] == "Bristol local election Central"
    assert "which sees the postcode" in result.stderr
    assert "CC BY 4.0" in result.stderr


def test_tables_fill_in_where_the_service_knows_no_poll(service: Service) -> None:
    """The mayor's day comes from the tables beside the ward's; a day that a service knows is not given twice."""
    mayor = ballot(f"mayor.west-of-england.{POLL}", candidates=[ADA, BEN])
    both = live(serve(service, answer_with(ballot(WARD, candidates=[ADA, BEN]))), "--json", "--no-cache")
    known = [(poll["office"], poll["polling_day"]) for poll in json.loads(both.stdout)]
    assert known == [("council:E06000023", POLL), ("mayor:E47000009", "2029-05-03")]
    one = live(serve(service, answer_with(mayor)), "--json", "--no-cache")
    assert [(poll["office"], poll["polling_day"]) for poll in json.loads(one.stdout)] == [
        ("mayor:E47000009", POLL)
    ]


def test_a_poll_that_is_off_or_unknown_is_told_of(service: Service) -> None:
    """Cancelled: no dates and a word; a kind of election that no office of ours has: a word; none: exit 4."""
    off = ballot(WARD, candidates=[ADA], cancelled=True, reason="CANDIDATE_DEATH", title="Central ward")
    result = live(serve(service, answer_with(off)), "--office", "council", "--no-cache")
    refused(result, 4, "Central ward, 6 May 2027: This poll is cancelled: a candidate has died.")
    other = ballot("gla.a.2027-05-06", title="London Assembly", candidates=[ADA])
    result = live(serve(service, answer_with(other)), "--no-cache")
    assert "London Assembly, 6 May 2027: its dates are not known" in result.stderr
    assert "gla" not in result.stdout
    none = live(serve(service, answer_with()), "--office", "council", "--no-cache")
    refused(none, 4, "No polling day is coming for BS1 5TR.")


def test_a_service_that_fails_leaves_the_tables(service: Service) -> None:
    """With --live it is said; a service that was named is meant, and its failure is the command's."""
    at = serve(service, raw(status=500))
    stands_in = live(at, "--timeout", "1")
    assert stands_in.code == 0
    assert "\tmayor:E47000009\t" in stands_in.stdout
    assert "This rests on offline data" in stands_in.stderr
    meant = calendar(HERE, "--source", "democracy-club", "--base-url", at, "--timeout", "1", on=ON)
    refused(meant, 5)
    refused(calendar(HERE, "--live", "--offline", on=ON), 2, "contradict")


def test_the_sandbox_of_the_service_has_dates(service: Service) -> None:
    """Its polls are of May 2018: before voters showed identification."""
    service.serve(sandbox(), SANDBOX)
    words = ("--base-url", service.url(SANDBOX), "--json")
    result = run("calendar", "AA1 4AA", *words, "--on", "2018-04-20")
    polls = {poll["title"]: poll for poll in json.loads(result.stdout)}
    mayor = next(poll for title, poll in polls.items() if "Mayor" in title or "ayor" in title)
    days = {each["code"]: each["day"] for each in mayor["dates"]}
    assert (days["register"], days["postal-vote"]) == ("2018-04-17", "2018-04-18")
    assert "voter-certificate" not in days


def test_a_day_that_is_named_is_a_councils() -> None:
    """No poll of a commissioner's is made up, and the one that is known of a mayor stays."""
    days = calendar("BS1 5TR", "--polling-day", "2027-05-06").stdout
    polls = {tuple(line.split("\t")[:2]) for line in days.splitlines() if "\tpolling-day\t" in line}
    assert polls == {("2027-05-06", "council:E06000023"), ("2029-05-03", "mayor:E47000009")}
