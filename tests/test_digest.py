"""askcandidate letter --digest: one letter for many people, with some of their words and none of their secrets."""

import csv
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.writing.digests import MOST_QUOTED_WORDS, Quote, Sample, excerpt
from askcandidate.writing.lengths import count_words
from asking import ADA, BEN, one_ward, serve
from cli import Result, refused, run
from schemas import checked
from server import Service

ON = ("--on", "2026-11-21")
SAFE = "I teach here, and I would like every young person I teach to know a safe place to turn to."
SHOP = "My shop is beside a place where nobody ever seems to go home. I worry about them."
TITLES = ("postcode", "why", "consent", "quoted_as")


def people(folder: Path, *rows: tuple[str, ...], titles: tuple[str, ...] = TITLES) -> Path:
    """Write a file of people."""
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([titles, *rows])
    return path


def digest(path: Path, *words: str | Path) -> Result:
    return run("letter", "--digest", "--from", path, *ON, *words)


def test_a_digest_reads_as_it_should(tmp_path: Path) -> None:
    """Word for word: how many, what some of them wrote, one ask, how to answer; the group signs."""
    path = people(
        tmp_path,
        ("BS1 5TR", SAFE, "yes", "Anna"),
        ("BS1 4DJ", SHOP, "x", ""),
        ("BS1 4DJ", "", "TRUE", ""),
        ("BS1 4DJ", "I would rather not be in it.", "no", ""),
    )
    result = digest(
        *(path, "--office", "pcc", "--seed", "0", "--name", "Bristol Together"),
        *("--address", "1 Hill Street\nBristol BS1 1AA"),
    )
    assert result.code == 0
    assert result.stdout == (
        """========================================================================
Police and Crime Commissioner for Avon and Somerset
========================================================================

Subject: Avon and Somerset: is modern slavery in your police and crime plan? (3 people)

Dear Commissioner,

This letter speaks for 3 people in Avon and Somerset, and it is about
modern slavery. Some of them, in their own words:

- “I teach here, and I would like every young person I teach to know a
  safe place to turn to.” (Anna, in Bristol)
- “My shop is beside a place where nobody ever seems to go home. I
  worry about them.” (somebody in Bristol)

And 1 more.

Your police and crime plan sets what the force puts first, and you can
vary it at any time. Does your plan name modern slavery as a priority?
If so, where can we read what has been done? If not, will you change it
before your term ends in May 2028?

A line or a link will do.

Yours sincerely,

Bristol Together
1 Hill Street
Bristol BS1 1AA

------------------------------------------------------------------------
To send this: https://www.apccs.police.uk/find-your-pcc/ (lists every
commissioner with a contact page).
This rests on: hasc-pcc (fourth paragraph, quoting the Home Affairs
Committee's 2023 report; also quoted by Causeway), after "Using your
voice and your vote" by The Clewer Initiative, 24 April 2024.

"""
    )
    assert "1 of 4 left out: no consent." in result.stderr


@pytest.mark.parametrize("to", ["candidates", "office-holders"])
@pytest.mark.parametrize("asks", [(), ("--asks", "nncf-1,mayor-1"), ("--asks", "mayor-5")])
def test_a_digest_says_we(tmp_path: Path, to: str, asks: tuple[str, ...]) -> None:
    """A group signs it: in none of the wordings does one person speak, but in what people wrote themselves."""
    path = people(tmp_path, ("M27 0JE", SAFE, "yes", "Anna"), ("M27 0JE", SHOP, "yes", ""))
    said = set()
    for seed in range(8):
        result = digest(path, "--office", "mayor", "--to", to, *asks, "--seed", str(seed * 585), "--jsonl")
        (record,) = result.records
        assert f"“{SAFE}”" in record["body"]
        ours = record["body"].replace(SAFE, "").replace(SHOP, "")
        assert not re.search(r"\b(I|me|my|mine|myself)\b", ours, re.IGNORECASE), ours
        said |= set(re.findall(r"\b(?:we|us|our)\b", ours, re.IGNORECASE))
    assert said


def test_records_say_that_it_is_a_digest_and_hold_no_postcode(tmp_path: Path) -> None:
    """How many people; nothing of any of them but what is quoted. In the order of offices."""
    path = people(
        tmp_path, ("M27 0JE", SHOP, "1", ""), ("BS1 5TR", SAFE, "yes", ""), ("BS1 4DJ", "", "y", "")
    )
    result = digest(path, "--jsonl")
    assert result.code == 0
    for record in result.records:
        checked(record, "letter")
        assert (record["digest"], record["thanks"], record["postcode_outward"]) == (True, False, None)
        assert record["own_word_count"] + record["set_word_count"] == count_words(record["body"])
    assert [(r["office"], r["constituents"]) for r in result.records] == [
        ("council:E06000023", 2),
        ("council:E08000006", 1),
        ("council-mayor:E08000006", 1),
        ("pcc:E23000036", 2),
        ("mayor:E47000001", 1),
        ("mayor:E47000009", 2),
    ]
    for private in ("BS1", "M27", "5TR"):
        assert private not in result.stdout


def test_without_a_column_consent_nothing_is_written(tmp_path: Path) -> None:
    """2, and why; a file without columns has none either."""
    path = people(tmp_path, ("BS1 5TR", SAFE), titles=("postcode", "why"))
    refused(digest(path), 2, 'There is no column "consent"', "each must have agreed")
    plain = tmp_path / "plain.txt"
    plain.write_text("BS1 5TR\n", encoding="utf-8")
    refused(digest(plain), 2, 'There is no column "consent"')


@pytest.mark.parametrize("yes", ["yes", "YES", " y ", "true", "True", "1", "x", "X", "Yes, you may quote me"])
def test_consent_is_one_of_a_few_clear_words(tmp_path: Path, yes: str) -> None:
    (record,) = digest(people(tmp_path, ("BS1 5TR", SAFE, yes, "")), "--office", "pcc", "--jsonl").records
    assert record["constituents"] == 1


@pytest.mark.parametrize("no", ["", "no", "0", "false", "maybe", "n/a", "\u2014"])
def test_anything_else_is_no_consent(tmp_path: Path, no: str) -> None:
    """Neither counted nor quoted, and handed back: in = out + rejects. At their own wish, so no failure."""
    rejects = tmp_path / "rejects.csv"
    path = people(tmp_path, ("BS1 5TR", SAFE, no, ""), ("BS1 4DJ", SHOP, "yes", ""))
    result = digest(path, "--office", "pcc", "--jsonl", "--rejects", rejects)
    assert result.code == 0
    assert "1 of 2 left out: no consent.\n" in result.stderr
    assert "failed" not in result.stderr
    (record,) = result.records
    assert record["constituents"] == 1
    assert SAFE not in record["body"]
    (row,) = csv.DictReader(rejects.read_text(encoding="utf-8").splitlines())
    assert (row["line"], row["code"], row["why"], row["consent"]) == ("2", "no-consent", SAFE, no)


def test_the_report_has_a_line_for_each_row(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path = people(tmp_path, ("BS1 5TR", SAFE, "yes", ""), ("BS1 4DJ", SHOP, "no", ""))
    digest(path, "--office", "pcc", "--jsonl", "--report", report)
    rows = csv.DictReader(report.read_text(encoding="utf-8").splitlines())
    assert [(row["outcome"], row["results"], row["code"]) for row in rows] == [
        ("done", "1", ""),
        ("left out", "0", "no-consent"),
    ]


def test_failures_keep_their_codes_among_the_records(tmp_path: Path) -> None:
    path = people(
        tmp_path, ("bad", SAFE, "yes", ""), ("BS1 5TR", SAFE, "no", ""), ("BS1 5TR", SAFE, "yes", "")
    )
    result = digest(path, "--office", "pcc", "--jsonl")
    assert [r.get("error", {}).get("code") for r in result.records] == [
        "malformed-postcode",
        "no-consent",
        None,
    ]
    assert "1 of 3 left out: no consent.\naskcandidate: 1 of 3 failed.\n" in result.stderr
    assert digest(path, "--office", "pcc", "--allow-rejects", "1").code == 0


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("Ring me on 0117 496 0123, day or night.", "496"),
        ("The man at 12 Park Street never leaves.", "Park"),
        ("His van is AB12 CDE.", "CDE"),
        ("They work for Marlpit Cleaning Ltd all day.", "Marlpit"),
        ("Write to me: ann@example.org", "ann@"),
        ("It is in BS1 4DJ.", "4DJ"),
        ("Vote for the Tories.", "Tories"),
    ],
)
def test_words_that_could_identify_somebody_are_counted_and_not_quoted(
    tmp_path: Path, words: str, secret: str
) -> None:
    """Nor do they stand on stderr: their line's number does."""
    path = people(tmp_path, ("BS1 5TR", words, "yes", ""), ("BS1 5TR", SAFE, "yes", ""))
    result = digest(path, "--office", "pcc", "--jsonl")
    (record,) = result.records
    assert record["constituents"] == 2
    assert SAFE in record["body"]
    assert "And 1 more." in record["body"]
    assert secret not in result.stdout + result.stderr
    assert "Counted but not quoted: " in result.stderr
    assert "(line 2)." in result.stderr


@pytest.mark.parametrize(
    ("given_name", "by"),
    [
        ("Anna", "(Anna, in Bristol)"),
        ("Zoë-May", "(Zoë-May, in Bristol)"),
        ("", "(somebody in Bristol)"),
        ("Anna Smith", "(somebody in Bristol)"),
        ("a@b.example", "(somebody in Bristol)"),
        ("x" * 31, "(somebody in Bristol)"),
    ],
)
def test_people_are_named_by_a_first_name_or_not_at_all(tmp_path: Path, given_name: str, by: str) -> None:
    """The place is the district's, whatever was written."""
    result = digest(people(tmp_path, ("BS1 5TR", SAFE, "yes", given_name)), "--office", "pcc", "--jsonl")
    assert f"turn to.” {by}" in result.records[0]["body"]
    assert ("Quoted without a name" in result.stderr) is (by == "(somebody in Bristol)" and given_name != "")


@pytest.mark.parametrize("form", ["text", "md", "html", "pdf", "docx", "eml", "mbox", "jsonl"])
def test_hostile_words_are_words_in_every_form(tmp_path: Path, form: str) -> None:
    """No template, tag, list, heading or quotation of theirs comes to life."""
    hostile = '{{ 7*7 }} <script>x</script>\r\n\r\n# Head\n- item \u201cin\u201d \x1b[2J\u202e =HYPERLINK("x") From me'
    path = people(tmp_path, ("BS1 5TR", hostile, "yes", ""))
    suffix = {"text": "txt"}.get(form, form)
    out = tmp_path / f"out.{suffix}"
    result = digest(path, "--office", "pcc", "--out", out, "-q")
    assert result.code == 0, result
    made = out.read_bytes()
    assert b"<script>" not in made or form not in ("html", "docx")
    assert b"\x1b" not in made or form in ("pdf", "docx")
    if form == "text":
        assert "\u201c{{ 7*7 }} <script>x</script> # Head - item \u2018in\u2019" in " ".join(
            made.decode().split()
        )
    if form == "docx":
        with zipfile.ZipFile(out) as parts:
            assert b"{{ 7*7 }} &lt;script&gt;" in parts.read("word/document.xml")


def test_at_most_so_many_are_quoted_and_the_same_each_time(tmp_path: Path) -> None:
    """Spread over places, whatever the order of the rows; another seed quotes others."""
    rows = [("BS1 5TR", f"In Bristol I say thing {n}.", "yes", "") for n in range(40)]
    rows += [("BA1 1RL", f"In Bath I say thing {n}.", "yes", "") for n in range(3)]
    first = digest(people(tmp_path, *rows), "--office", "pcc", "--jsonl", "--quotes", "4", "--seed", "a")
    (record,) = first.records
    quoted = [line for line in record["body"].splitlines() if line.startswith("- ")]
    assert Counter(line.split()[2] for line in quoted) == {"Bristol": 2, "Bath": 2}
    assert "And 39 more." in record["body"]
    again = digest(
        people(tmp_path, *reversed(rows)), "--office", "pcc", "--jsonl", "--quotes", "4", "--seed", "a"
    )
    assert again.stdout == first.stdout
    other = digest(people(tmp_path, *rows), "--office", "pcc", "--jsonl", "--quotes", "4", "--seed", "b")
    assert other.records[0]["body"] != record["body"]
    none = digest(people(tmp_path, *rows), "--office", "pcc", "--jsonl", "--quotes", "0")
    assert "“" not in none.records[0]["body"]


def test_ten_thousand_rows_are_one_letter(tmp_path: Path) -> None:
    """Counted to the last; words that many sent are quoted once."""
    rows = [
        ("BS1 5TR" if n % 2 else "BS1 4DJ", SAFE if n % 3 else f"Mine is {n}.", "yes", "")
        for n in range(10_000)
    ]
    result = digest(people(tmp_path, *rows), "--office", "council", "--jsonl")
    (record,) = result.records
    assert record["constituents"] == 10_000
    assert record["body"].count("\n- ") == 10
    assert record["body"].count(SAFE) <= 1
    assert "And 9,990 more." in record["body"]
    assert len(result.stderr) < 500


def test_everybody_standing_gets_the_same_digest(service: Service, tmp_path: Path) -> None:
    """By name, with --live; no letter differs but in the addressee, and an imprint is brought to mind."""
    path = people(tmp_path, ("BS1 5TR", SAFE, "yes", ""))
    at = serve(service, one_ward(ADA, BEN))
    result = run(
        *("letter", "--digest", "--from", path, "--live", "--base-url", at, "--on", "2027-04-20"),
        *("--office", "council", "--jsonl"),
    )
    assert [record["salutation"] for record in result.records] == ["Dear Ada Marlpit,", "Dear Ben Oatfield,"]
    assert "Printed sheets that could be election material need an imprint" in result.stderr
    first, second = result.records
    for record in (first, second):
        del record["to"], record["salutation"]
    assert first == second
    assert first["constituents"] == 1
    assert "if you are elected" in first["body"].lower()


def test_a_folder_of_digests(tmp_path: Path) -> None:
    """Named by their offices."""
    path = people(tmp_path, ("BS1 5TR", SAFE, "yes", ""))
    assert digest(path, "--out", tmp_path / "out").code == 0
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "digest-council-e06000023-office.txt",
        "digest-mayor-e47000009-office.txt",
        "digest-pcc-e23000036-office.txt",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--resume", "--out", "d.txt"), "made in one go"),
        (("--why", "mine"), "the words come from the rows"),
        (("--signed", "people.csv"), "letters of their own"),
        (("--id", "postcode"), "for all rows together"),
        (("--engine", "dask"), "made in one place"),
        (("--quotes", "51"), "50"),
    ],
)
def test_what_does_not_go_with_a_digest_is_refused(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    people(tmp_path, ("BS1 5TR", SAFE, "yes", ""))
    refused(run("letter", "--digest", "--from", "people.csv", *words, *ON, cwd=tmp_path), 2, says)


def test_a_digest_needs_a_file_and_quotes_need_a_digest() -> None:
    refused(run("letter", "BS1 5TR", "--digest", *ON), 2, "--digest --from people.csv")
    refused(run("letter", "BS1 5TR", "--quotes", "3", *ON), 2, "--quotes goes with --digest")


def test_the_flood_guard_names_the_command(tmp_path: Path) -> None:
    """With the file itself, ready to be pasted."""
    path = tmp_path / "the people.csv"
    path.write_text("postcode\n" + "BS1 5TR\n" * 51, encoding="utf-8")
    result = run("letter", "--from", path, "--office", "pcc", "--out", tmp_path / "out", *ON)
    assert f"askcandidate letter --digest --from '{path}'" in result.stderr
    result = run("letter", "-", "--office", "pcc", "--jsonl", *ON, stdin="BS1 5TR\n" * 51)
    assert "askcandidate letter --digest --from FILE" in result.stderr


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Short.", "Short."),
        (
            f"{'One two three four five six seven eight nine ten. ' * 5}",
            f"{'One two three four five six seven eight nine ten. ' * 4}…",
        ),
        (" ".join(f"w{n}" for n in range(41)), " ".join(f"w{n}" for n in range(40)) + " …"),
        ("He said \u201cno\u201d.", "He said \u2018no\u2019."),
    ],
)
def test_what_is_left_out_of_a_quotation_shows(words: str, quoted: str) -> None:
    assert excerpt(words) == quoted


@given(st.text(max_size=600))
def test_a_quotation_is_a_beginning_as_it_was_written(words: str) -> None:
    """Never another word, never too many, and a mark where anything is missing."""
    line = " ".join(words.split()).replace("\u201c", "\u2018").replace("\u201d", "\u2019")
    quoted = excerpt(words)
    kept = quoted.removesuffix(" …") if quoted != line else quoted
    assert line.startswith(kept)
    assert count_words(kept) <= MOST_QUOTED_WORDS


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.text("xyz", min_size=1, max_size=4)), max_size=60),
    st.integers(0, 6),
)
def test_a_sample_is_small_fair_and_the_same_in_any_order(offers: list[tuple[str, str]], most: int) -> None:
    """No place has two more than another that has any left."""
    drawn = []
    for order in (offers, offers[::-1], sorted(offers)):
        sample = Sample(most, "seed")
        for place, words in order:
            sample.offer(place, Quote(f"{place}{words}", place))
        drawn.append(sample.drawn())
    assert drawn[0] == drawn[1] == drawn[2]
    there = {place: len({w for p, w in offers if p == place}) for place, _ in offers}
    assert len(drawn[0]) == min(most, sum(there.values()))
    got = Counter(quote.by for quote in drawn[0])
    for place, number in there.items():
        assert got[place] == number or all(got[other] <= got[place] + 1 for other in there)


def test_json_lines_will_do_too(tmp_path: Path) -> None:
    """A line without the key is no consent once another has it."""
    path = tmp_path / "people.jsonl"
    rows = [{"postcode": "BS1 5TR", "why": SAFE, "consent": "yes"}, {"postcode": "BS1 5TR", "why": SHOP}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = digest(path, "--office", "pcc", "--jsonl")
    assert [record.get("constituents") for record in result.records] == [None, 1]


def test_a_digest_may_be_longer_than_a_letter(tmp_path: Path) -> None:
    """Check knows one by its record, and asks for nobody's own words beside the quotations."""
    rows = [("BS1 5TR", f"{SAFE} And this is reason {n}.", "yes", "") for n in range(12)]
    path = tmp_path / "digest.jsonl"
    path.write_text(digest(people(tmp_path, *rows), "--office", "pcc", "--jsonl").stdout, encoding="utf-8")
    assert count_words(json.loads(path.read_text(encoding="utf-8"))["body"]) > 250
    checked = run("check", path, "--on", "2026-11-21")
    assert "long-letter" not in checked.stdout
    assert "longer letter" not in checked.stdout
    assert "own words" not in checked.stdout


@pytest.mark.parametrize(
    ("seed", "opening"),
    [
        ("0", "This letter speaks for one person in Avon and Somerset, and it is about\nmodern slavery. "),
        ("1", "Modern slavery matters to one person in Avon and Somerset, and this\nletter is theirs. "),
        ("2", "This letter about modern slavery is sent on behalf of one person in Avon\nand Somerset. "),
        ("3", "This is about modern slavery, and it comes from one person in Avon and\nSomerset. "),
    ],
)
def test_a_digest_of_one_person_says_so(seed: str, opening: str, tmp_path: Path) -> None:
    """In the singular throughout, and with the advice that a letter of their own would say more."""
    path = people(tmp_path, ("BS1 5TR", SAFE, "yes", "Anna"))
    result = digest(path, "--office", "pcc", "--seed", seed, "--name", "A", "--address", "B")
    assert result.code == 0
    assert f"Dear Commissioner,\n\n{opening}In their own words:\n\n- \u201c{SAFE[:30]}" in result.stdout
    assert "(one person)\n" in result.stdout
    assert "people" not in result.stdout.partition("Dear")[0]
    assert (
        "Police and Crime Commissioner for Avon and Somerset: this digest speaks for one person alone; a letter "
        "of their own, without --digest, would say more." in result.stderr
    )
    two = digest(people(tmp_path, *[("BS1 5TR", SAFE, "yes", "Anna")] * 2), "--office", "pcc")
    assert "one person" not in two.stdout + two.stderr


def test_words_from_many_places_are_quoted_once(tmp_path: Path) -> None:
    """One text pasted by people of three boroughs is one quotation."""
    rows = [(postcode, SAFE, "yes", "") for postcode in ("EC4M 7AA", "SW1A 1AA", "E16 3EH")]
    letter = digest(people(tmp_path, *rows), "--office", "mayor", "--jsonl").records[0]
    assert letter["body"].count(SAFE) == 1


def test_what_sounds_like_a_yes_is_shown_with_those_that_are(tmp_path: Path) -> None:
    """Whoever wrote Yes please has agreed in their own mind: the group is told what to write instead."""
    result = digest(people(tmp_path, ("BS1 5TR", SAFE, "Yes please", ""), ("BS1 5TR", SHOP, "x", "")))
    assert result.code == 3
    assert 'Line 2: "Yes please" is not taken for consent to be counted and quoted.' in result.stderr
    assert "Only these are: yes; y;" in result.stderr
