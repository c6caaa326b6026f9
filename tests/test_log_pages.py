"""Summaries that take no side, and slips that somebody can answer within a minute."""

import html.parser
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from askcandidate import settings
from cli import refused
from schemas import checked
from terminal import Terminal
from test_log import BALLOT, MAYOR, OFFICE, add, log, text_of

IMPRINT = "Printed by A. Press, 1 Print Road; promoted by B. Clerk, 2 Clerk Road."
IDS = ("--office", OFFICE, "--ballot", BALLOT)
BEFORE, AFTER = ("--on", "2027-05-06"), ("--on", "2027-05-07")


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A log with each kind of answer, and some without."""
    answers = {
        "Zoe Ash": ("yes", "Yes, & <b>soon</b>"),
        "Yan Birch": ("partly", ""),
        "Xia Cedar": ("no", "No."),
        "Will Dale": ("would-rather-not-say", ""),
        "Vi Elm": ("declined", ""),
        "Una Fir": ("bounced", ""),
        "Tom Gorse": ("not-here", ""),
    }
    for name, (state, words) in answers.items():
        add(tmp_path, name, "mayor-1", "asked", "2027-04-01", *IDS)
        add(tmp_path, name, "mayor-1", state, "2027-04-09", "--words", words)
    add(tmp_path, "Sam Hazel", "mayor-1", "asked", "2027-04-01", *IDS)
    add(tmp_path, "Sam Hazel", "mayor-2", "asked", "2027-04-01")
    return tmp_path


def page(folder: Path, *words: str) -> str:
    result = log(folder, "summary", "--out", "page.html", "--force", *words)
    assert result.code == 0, result
    return text_of(folder, "page.html")


class Outline(html.parser.HTMLParser):
    """Which elements a page has, and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_until_the_polls_close_everybody_is_listed_alike(told: Path) -> None:
    """By surname, silent and declined included, words verbatim, nothing counted, and with an imprint."""
    refused(
        log(told, "summary", "--out", "page.html", *BEFORE),
        2,
        "needs an imprint",
        "who prints it",
        "docs/pledges.md",
    )
    refused(log(told, "summary", "--totals", *BEFORE), 2, "counted only after 10 pm on 6 May 2027")
    refused(log(told, "summary", "--out", "page.txt", *BEFORE), 2, ".html")
    text = page(told, "--imprint", IMPRINT, *BEFORE)
    names = re.findall(r'<th scope="row">([^<]+)</th>', text)
    assert names == [
        "Zoe Ash",
        "Yan Birch",
        "Xia Cedar",
        "Will Dale",
        "Vi Elm",
        "Una Fir",
        "Tom Gorse",
        "Sam Hazel",
    ]
    assert IMPRINT in text
    assert "<tfoot>" not in text
    assert "Yes, &amp; &lt;b&gt;soon&lt;/b&gt;" in text
    said = re.findall(r"</th><td>(.*?)</td>", text)
    assert said[:2] == [
        "yes, 9 April 2027: <q>Yes, &amp; &lt;b&gt;soon&lt;/b&gt;</q>",
        "partly, 9 April 2027",
    ]
    assert said[-1] == "has not answered, 1 April 2027"


def test_the_chart_says_it_without_colour(told: Path) -> None:
    """A letter and a shape of one size for each answer, named for screen readers, and nothing from elsewhere."""
    text = page(told, "--imprint", IMPRINT, *BEFORE)
    chart = text[text.index('role="img"') : text.index("<table>")]
    assert re.findall(r'text-anchor="middle">([A-Z?])<', chart) == [
        "Y",
        "P",
        "N",
        "R",
        "D",
        "B",
        "H",
        "?",
        "?",
    ]
    assert not re.search(
        r"#[0-9a-f]{3,6}\b|rgb|hsl|(?:fill|stroke|color): *(?!none|currentColor|light)\w", text
    )
    outline = Outline(text).found
    assert not [attrs for tag, attrs in outline if tag in ("script", "img", "link") or "onclick" in attrs]
    labelled = next(attrs for tag, attrs in outline if attrs.get("role") == "img")
    ids = {attrs.get("id") for _, attrs in outline}
    assert set((labelled["aria-labelledby"] or "").split()) <= ids
    assert len([tag for tag, _ in outline if tag == "section"]) == 1


def test_after_the_polls_answers_may_be_counted(told: Path) -> None:
    """Only when asked for; no imprint is needed then; a silence is no no."""
    assert "<tfoot>" not in page(told, *AFTER)
    text = page(told, "--totals", *AFTER)
    counted = "1 yes, 1 partly, 1 no, 1 would rather not say, 1 declined to answer, 3 not answered"
    assert counted in text
    lines = log(told, "summary", "--totals", *AFTER).stdout.splitlines()
    assert lines[:-2] == log(told, "summary", *AFTER).stdout.splitlines()
    assert lines[-2:] == [f"{MAYOR}\t\tmayor-1\t{counted}\t", f"{MAYOR}\t\tmayor-2\t1 not answered\t"]
    person = Terminal("log", "summary", "--log", str(told / "pledges.csv"), "--totals", *AFTER)
    assert person.end() == 0
    assert "\n  1 not answered\n" in person.shown.replace("\r", "")
    unknown = ("--log", "unknown.csv")
    (told / "unknown.csv").write_text(text_of(told).replace(BALLOT, ""), encoding="utf-8")
    by_the_tables = log(told, "summary", "--totals", *AFTER, *unknown)
    refused(by_the_tables, 2, "counted only after 10 pm on 3 May 2029")
    assert (
        log(told, "summary", "--totals", "--json", "--polling-day", "2027-05-06", *AFTER, *unknown).code == 0
    )


def test_a_summary_as_records_and_at_a_terminal(told: Path) -> None:
    """Its schema; a table and everybody's words."""
    (record,) = json.loads(log(told, "summary", "--json", *BEFORE).stdout)
    checked(record, "summary")
    assert (record["polls_closed"], record["totals"]) == (False, None)
    assert [each["name"] for each in record["candidates"]][-1] == "Sam Hazel"
    assert record["candidates"][0]["answers"][1] is None
    (after,) = json.loads(log(told, "summary", "--json", "--totals", *AFTER).stdout)
    assert after["totals"][0]["not-answered"] == 3
    lines = log(told, "summary", *BEFORE).stdout.splitlines()
    assert lines[0] == f"{MAYOR}\tZoe Ash\tmayor-1\tyes\t2027-04-09"
    person = Terminal("log", "summary", "--log", str(told / "pledges.csv"), *BEFORE)
    assert person.end() == 0
    assert "would rather not say" in person.shown
    assert "Zoe Ash, mayor-1, 9 April 2027: Yes, & <b>soon</b>" in person.shown
    refused(log(told, "summary", "--contest", "Mayor of Y"), 4, f"It has: {MAYOR}.")


def test_a_summary_of_a_day_knows_nothing_later(told: Path) -> None:
    """As a page, for programs, in a pipe and at a terminal; what is left out is counted on stderr."""
    early = ("--on", "2027-04-08")
    notice = "askcandidate: 7 lines of days after 8 April 2027 left out.\n"
    text = page(told, "--imprint", IMPRINT, *early)
    assert "<h1>What they answered, as of 8 April 2027</h1>" in text
    assert set(re.findall(r"</th><td>(.*?)</td>", text)) == {"has not answered, 1 April 2027"}
    assert "9 April" not in text
    in_pipe, for_programs = log(told, "summary", *early), log(told, "summary", "--json", *early)
    assert in_pipe.stderr == for_programs.stderr == notice
    assert {line.split("\t")[-1] for line in in_pipe.stdout.splitlines()} == {"2027-04-01", ""}
    (record,) = json.loads(for_programs.stdout)
    told_on = {answer["date"] for who in record["candidates"] for answer in who["answers"] if answer}
    assert (record["on"], told_on) == ("2027-04-08", {"2027-04-01"})
    person = Terminal("log", "summary", "--log", str(told / "pledges.csv"), *early)
    assert person.end() == 0
    assert "Yes, & <b>soon</b>" not in person.shown
    assert log(told, "summary", "--quiet", *early).stderr == ""
    assert log(told, "summary", "--on", "2027-04-09").stderr == ""


def test_a_summary_without_a_day_is_of_today(tmp_path: Path) -> None:
    """A campaign that is rehearsed ahead of the calendar is told which option gives the day."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", str(settings.today() + timedelta(days=9)), *IDS)
    result = log(tmp_path, "summary")
    assert result.stdout == ""
    assert result.stderr.endswith(" left out. --on DATE says which day it is.\n")
    assert result.stderr.startswith("askcandidate: 1 line of days after ")


def test_two_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By their ids, wherever names stand; somebody whose name is their own has the name alone."""
    for id_, state in (("7", "yes"), ("8", "no")):
        add(tmp_path, "Sam Lock", "mayor-1", state, "2027-04-02", "--source", "dc", "--id", id_)
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-02")
    shown = log(tmp_path, "summary", "--on", "2027-04-03").stdout.splitlines()
    assert [line.split("\t")[1] for line in shown] == ["Sam Lock (7)", "Sam Lock (8)", "Ada Marlpit"]
    log(tmp_path, "summary", "--on", "2027-04-03", "--out", "a.html", "--imprint", "Printed by A. Press")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert [page.count(f'<th scope="row">Sam Lock ({id_})</th>') for id_ in "78"] == [1, 1]


def test_the_settings_imprint_is_used(told: Path) -> None:
    """The same line as on sheets."""
    (told / "askcandidate.toml").write_text(f'imprint = "{IMPRINT}"\n', encoding="utf-8")
    assert IMPRINT in page(told, *BEFORE)


def test_a_slip_for_each_person_without_an_answer(tmp_path: Path) -> None:
    """Literal, in lines that no mail program breaks; who answered gets none."""
    for name in ("Ada Marlpit", "Ben Oatfield"):
        add(tmp_path, name, "mayor-1", "asked", "2027-04-01", *IDS, "--source", "dc", "--id", name[:3])
    add(tmp_path, "Ben Oatfield", "mayor-1", "no", "2027-04-02")
    result = log(tmp_path, "slip", MAYOR, "--on", "2027-04-10")
    assert (
        result.stdout
        == f"""Reply slip

Contest: {MAYOR}
Name: Ada Marlpit
Reference: office={OFFICE} ballot={BALLOT} source=dc id=Ada

Put an X in one box for each question, and add a line if you like. What
you write is kept in your own words, and may be shown beside the answers
of everybody else who was asked.

Question 1 (mayor-1)
What would a plan against modern slavery for the whole of the West of
England have to do, and who would write it with you?
Will it be published within two years: yes, no or partly?
[ ] yes   [ ] partly   [ ] no   [ ] would rather not say
In your own words:

Date:

"""
    )
    chosen = log(tmp_path, "slip", MAYOR, "--candidate", "Ben Oatfield", "--ask", "mayor-2,mayor-1").stdout
    assert re.findall(r"Question \d \((\S+)\)", chosen) == ["mayor-2", "mayor-1"]
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-03")
    refused(log(tmp_path, "slip"), 4, "nobody to write a slip for")


def test_a_slip_for_somebody_new_and_on_paper(tmp_path: Path) -> None:
    """Without a log; as a page, with whom to give it back to and the imprint."""
    who = ("Blackheath ward", "--candidate", "Ada *Marlpit*", "--ask", "hfj-2", "--place", "Lewisham")
    text = log(tmp_path, "slip", *who, "--on", "2027-04-10").stdout
    assert "Name: Ada *Marlpit*\n" in text
    assert "for Lewisham" in text
    words = (*who, "--back-to", "B. Clerk, clerk@example.org", "--imprint", IMPRINT, "--on", "2027-04-10")
    made = log(tmp_path, "slip", *words, "--out", "slip.html")
    assert made.stderr == "Written: slip.html, 1 slip.\n"
    page = text_of(tmp_path, "slip.html")
    assert "Ada *Marlpit*" in page
    assert page.count("☐ would rather not say") == 1
    assert IMPRINT in page
    assert "B. Clerk, clerk@example.org" in page
    refused(log(tmp_path, "slip", *words, "--out", "slip.html"), 73, "exists already")
    refused(log(tmp_path, "slip", *words, "--out", "slip.doc"), 2, "is no name for")
    refused(log(tmp_path, "slip", *words, "--out", "slips"), 2, "is no name for text")
    refused(
        log(tmp_path, "slip", *who[:3], "--ask", "mayor-1", "--kind", "council"),
        4,
        "nobody to write a slip for",
    )
    mayor = log(
        tmp_path, "slip", "Mayor of Z", *who[1:3], "--ask", "mayor-1", "--place", "Z", "--on", "2027-04-10"
    )
    assert "for the whole of Z have to do" in " ".join(mayor.stdout.split())


def test_an_ask_that_no_longer_stands_is_left_out_of_slips(tmp_path: Path) -> None:
    """It is said; the others are asked."""
    add(tmp_path, "Ada Marlpit", "nncf-2", "asked", "2024-04-01", *IDS)
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2024-04-01")
    result = log(tmp_path, "slip", "--on", "2027-04-10")
    assert "nncf-2 cannot be asked of the Mayor of the West of England now and is left out" in result.stderr
    assert re.findall(r"Question \d \((\S+)\)", result.stdout) == ["mayor-1"]
