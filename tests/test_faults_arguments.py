"""What people and scripts put on the command line, and should not have."""

import csv
import re
from pathlib import Path

import pytest
from cli import in_words, refused, run

LONG_TEXT = "A" * 100_000  # the kernel takes no argument above 128 kB
UNDECODABLE = b"BS1\xff5TR"


def test_marks_nobody_sees_do_not_matter() -> None:
    """A line end, tab, odd blank, mark without width or byte order mark around a postcode (fault 1)."""
    texts = [
        "SW1A1AA\n",
        "\tSW1A 1AA\r\n",
        "SW1A\u00a01AA",
        "SW1A\u20091AA",
        "SW1A\u200b 1AA\u200d",
        "\ufeffsw1a1aa",
    ]
    result = run("lookup", "--jsonl", *texts)
    assert (result.code, result.stderr) == (0, "")
    assert [(r["input"], r["postcode"]) for r in result.records] == [(text, "SW1A 1AA") for text in texts]


def test_full_width_letters_and_the_long_s_are_read() -> None:
    """Full-width forms, and U+017F, which NFKC makes an s: read, and written in plain letters (fault 2)."""
    result = run("lookup", "--jsonl", "ＳＷ１Ａ　１ＡＡ", "ſw1a 1aa")  # noqa: RUF001
    assert result.code == 0
    assert [record["postcode"] for record in result.records] == ["SW1A 1AA"] * 2


@pytest.mark.parametrize(
    ("text", "name"), [("SW\u0661A 1AA", "U+0661"), ("SW1\u0410 1AA", "U+0410"), ("SW\u0131A 1AA", "U+0131")]
)
def test_a_foreign_lookalike_is_refused_by_name(text: str, name: str) -> None:
    """An Arabic-Indic figure, a Cyrillic A and a dotless i are not taken for ours (fault 3)."""
    refused(run("lookup", text), 2, name, "A-Z")


@pytest.mark.parametrize(("typed", "meant"), [("SW1A OAA", "SW1A 0AA"), ("SWIA 1AA", "SW1A 1AA")])
def test_o_for_nought_is_suggested_and_never_corrected(typed: str, meant: str) -> None:
    """A letter O for a nought, an I for a one (fault 4)."""
    refused(run("lookup", "--json", typed), 2, typed, f"Did you mean {meant}?")


@pytest.mark.parametrize("part", ["SW1A", "SW1A 1"])
@pytest.mark.parametrize("command", [("lookup",), ("letter", "--no-input")])
def test_part_of_a_postcode_is_not_enough(command: tuple[str, ...], part: str) -> None:
    """An outward code or a sector covers several councils (fault 5)."""
    refused(run(*command, part), 2, f'"{part}"', "part of a postcode", "whole")


@pytest.mark.parametrize("nothing", ["", "   ", "\t\u00a0"])
def test_an_empty_postcode_is_refused(nothing: str) -> None:
    """As a script gives it from a variable that is not set (fault 6)."""
    refused(run("lookup", nothing), 2, "No postcode", "BS1 5TR")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lookup", LONG_TEXT), 2),
        (("lookup", "--on", LONG_TEXT, "BS1 5TR"), 2),
        (("lookup", "--from", LONG_TEXT), 2),
        (("lookup", "--data", LONG_TEXT, "BS1 5TR"), 8),
        (("lookup", f"--{LONG_TEXT}"), 2),
        (("lookup", "--input-format", LONG_TEXT, "-"), 2),
        (("asks", LONG_TEXT), 4),
        (("asks", "--campaign", LONG_TEXT), 8),
        (("help", LONG_TEXT), 4),
        (("letter", "--no-input", "--office", LONG_TEXT, "BS1 5TR"), 2),
        (("letter", "--no-input", "--asks", LONG_TEXT, "BS1 5TR"), 4),
        (("letter", "--no-input", "--fact", LONG_TEXT, "BS1 5TR"), 4),
        (("letter", "--no-input", "--why", LONG_TEXT, "BS1 5TR"), 2),
        (("letter", "--no-input", "--name", LONG_TEXT, "BS1 5TR"), 2),
        (("letter", "--no-input", "--why", f"@{LONG_TEXT}", "BS1 5TR"), 2),
        (("letter", "--no-input", "--out", f"{LONG_TEXT}.txt", "BS1 5TR"), 73),
        (("letter", "--no-input", "--out", LONG_TEXT, "BS1 5TR"), 73),
        ((LONG_TEXT,), 2),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else str(value),
)
def test_an_argument_of_100_kb_is_refused_in_a_line(words: tuple[str, ...], code: int) -> None:
    """Wherever it stands, and the message does not repeat it (fault 7)."""
    refused(run(*words), code)


def test_a_postcode_of_100_kb_is_shown_by_its_first_20_characters() -> None:
    """Enough to know it again (fault 7)."""
    result = run("lookup", LONG_TEXT)
    refused(result, 2, f'"{"A" * 20}..."', "too long", "100,000")
    assert "A" * 21 not in result.stderr


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("JE2 3AB", "Jersey"),
        ("GY1 1AA", "Guernsey"),
        ("IM1 1AA", "Isle of Man"),
        ("BFPO 1", "British Forces"),
        ("BF1 1AA", "British Forces"),
        ("GIR 0AA", "Girobank"),
        ("XM4 5HQ", "Father Christmas"),
        ("ZZ99 9ZZ", "health records"),
        ("ASCN 1ZZ", "Ascension Island"),
        ("GX11 1AA", "Gibraltar"),
    ],
)
def test_a_code_outside_the_councils_has_its_own_message(text: str, reason: str) -> None:
    """Well formed, used, and in no UK council area (fault 8)."""
    refused(run("lookup", "--json", text), 4, text, reason)


def test_no_letter_is_written_where_nobody_is_elected() -> None:
    """Jersey has no council of ours to write to (fault 8)."""
    refused(run("letter", "--no-input", "JE2 3AB"), 4, "Jersey")


@pytest.mark.parametrize("text", ["AA1 1AA", "AB1 2CD", "CC1 2CC"])
def test_sandbox_codes_have_the_shape_of_a_postcode(text: str) -> None:
    """Democracy Club's test codes are not malformed, they are not in the file (fault 9)."""
    refused(run("lookup", text), 4, text, "is not in ONSPD")


def test_a_withdrawn_postcode_answers_and_says_so(tmp_path: Path) -> None:
    """With a file that knows the month, the answer carries it as a warning (fault 10)."""
    release = tmp_path / "ONSPD_AUG_2026_UK.csv"
    release.write_text("pcds,doterm,lad26cd\nBS1 5TR,,E06000023\nBS1 5TS,201903,E06000023\n", encoding="utf-8")
    data = tmp_path / "mine.bin"
    assert run("data", "build", release, "--out", data).code == 0
    result = run("lookup", "--jsonl", "--data", data, "BS1 5TR", "BS1 5TS")
    assert result.code == 0
    live, withdrawn = result.records
    assert live["warnings"] == []
    assert [warning["code"] for warning in withdrawn["warnings"]] == ["withdrawn-postcode"]
    assert "2019-03" in withdrawn["warnings"][0]["message"]
    assert withdrawn["offices"] == live["offices"]


def test_a_postcode_never_issued_is_not_found() -> None:
    """It gets no neighbour's answer, and a way to go on (fault 10)."""
    result = run("lookup", "--json", "BS1 9ZZ")
    refused(result, 4, "BS1 9ZZ is not in ONSPD")
    assert len(result.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    "text", ["SW1A 1AA; touch pwned", "$(touch pwned)", "`touch pwned`", "BS1 5TR | touch pwned", "BS1 5TR\n&"]
)
def test_nothing_in_a_postcode_reaches_a_shell(tmp_path: Path, text: str) -> None:
    """It is refused as a postcode, and that is all that happens (fault 12)."""
    refused(run("lookup", text, cwd=tmp_path), 2, "not a postcode")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("lookup",), ("letter", "--no-input")])
def test_a_postcode_that_begins_with_a_hyphen_is_told_of_the_double_hyphen(command: tuple[str, ...]) -> None:
    """A hyphen first makes it an option; ``--`` before it makes it a postcode again (fault 13)."""
    result = run(*command, "-xBS15TR")
    refused(result, 2, "-x")
    assert re.search(r"""(?:^|[\s"'`(])--(?:$|[\s"'`),.:;])""", result.stderr), result.stderr
    refused(run(*command, "--", "-x"), 2, '"-x"', "not a UK postcode")


def test_after_the_double_hyphen_a_postcode_is_read() -> None:
    """As the Makefile gives it (fault 13)."""
    result = run("lookup", "--jsonl", "--", "BS1 5TR")
    assert (result.code, result.records[0]["postcode"]) == (0, "BS1 5TR")


@pytest.mark.parametrize("text", ["SW1A 1AA BS1 5TR", "SW1A1AA,BS15TR"])
def test_two_postcodes_in_one_argument_are_seen_as_two(text: str) -> None:
    """A forgotten pair of quotation marks (fault 14)."""
    refused(run("lookup", text), 2, f'"{text}"', "looks like two postcodes", "one")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lookup", UNDECODABLE), 2),
        (("lookup", "--on", UNDECODABLE, "BS1 5TR"), 2),
        (("lookup", "--from", UNDECODABLE), 2),
        (("lookup", "--data", UNDECODABLE, "BS1 5TR"), 8),
        (("lookup", b"--\xff"), 2),
        (("asks", UNDECODABLE), 4),
        (("letter", "--no-input", "--office", UNDECODABLE, "BS1 5TR"), 2),
        ((UNDECODABLE,), 2),
    ],
    ids=lambda value: f"{value[0]!r} {value[1]!r}" if isinstance(value, tuple) and len(value) > 1 else None,
)
def test_bytes_that_are_no_text_are_shown_escaped(words: tuple[str | bytes, ...], code: int) -> None:
    """Latin-1 from an old script, or noise (fault 15)."""
    refused(run(*words), code, r"\udcff")


@pytest.mark.parametrize("option", ["--name", "--address", "--why", "--constituency"])
def test_bytes_that_are_no_text_are_not_dropped_from_a_letter(option: str) -> None:
    """A name that cannot be read is refused, since a letter signed "Zo" is worse than none (fault 15)."""
    where = ["--office", "parl"] if option == "--constituency" else ["--office", "pcc", "BS1 5TR"]
    refused(run("letter", "--no-input", option, b"Zo\xeb", *where), 2, option)


def test_a_constituency_of_marks_nobody_sees_is_no_constituency() -> None:
    """A letter to the "Member of Parliament for" nowhere helps nobody (fault 6)."""
    result = run("letter", "--no-input", "--office", "parl", "--constituency", "\u200b \u2060")
    refused(result, 2, "--constituency NAME")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lookup", "BS1\x1b[2J"), 2),
        (("lookup", "--on", "\x1b[2J", "BS1 5TR"), 2),
        (("lookup", "--from", "\x1b[2J"), 2),
        (("lookup", "--data", "\x1b[2J", "BS1 5TR"), 8),
        (("lookup", "--\x1b[2J"), 2),
        (("asks", "\x1b[2J"), 4),
        (("asks", "--campaign", "\x1b[2J"), 8),
        (("help", "\x1b[2J"), 4),
        (("help", "schema", "\x1b[2J"), 4),
        (("letter", "--no-input", "--office", "\x1b[2J", "BS1 5TR"), 2),
        (("letter", "--no-input", "--asks", "\x1b[2J", "BS1 5TR"), 4),
        (("letter", "--no-input", "--fact", "\x1b[2J", "BS1 5TR"), 4),
        (("letter", "--no-input", "--why", "@\x1b[2J", "BS1 5TR"), 2),
        (("letter", "--no-input", "--out", "no\x1b[2J/x.txt", "BS1 5TR"), 73),
        (("\x1b[2J",), 2),
    ],
    ids=lambda value: repr(" ".join(value)) if isinstance(value, tuple) else str(value),
)
def test_no_argument_moves_the_cursor(words: tuple[str, ...], code: int) -> None:
    """A control character pasted with a text is shown escaped, not sent to the terminal (fault 15)."""
    refused(run(*words), code)


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "cp1252", "latin-1:strict"])
def test_welsh_letters_on_a_stdout_without_them_are_escaped(encoding: str) -> None:
    """A letter is whole, with an escape where the terminal has no sign (fault 16)."""
    words = ("letter", "--no-input", "--office", "pcc", "--name", "Siôn ap Gwŷr", "--why", "Y dŵr hwn")
    result = run(*words, "CF10 4UW", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    in_words(result)
    assert result.code == 0
    assert r"Y d\u0175r hwn" in result.stdout
    assert r"Gw\u0177r" in result.stdout


def test_a_message_on_a_stderr_without_the_letters_is_escaped() -> None:
    """The refusal of a postcode in Welsh letters is still a refusal (fault 16)."""
    refused(run("lookup", "Ŵ1 1AA", env={"PYTHONIOENCODING": "ascii:strict"}), 2, r"\u0174", "U+0174")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("letter", "--no-input", "BS1 5TR", "--office", "cuncil"), 2, ['"cuncil"', "council"]),
        (("letter", "--no-input", "BS1 5TR", "--office", "county"), 4, ['"county"', "council:E06000023"]),
        (("letter", "--no-input", "BS1 5TR", "--office", "mayor:E1"), 4, ['"mayor:E1"', "mayor:E47000009"]),
        (("letter", "--no-input", "BS1 5TR", "--asks", "mayr-1"), 4, ['"mayr-1"', "mayor-1"]),
        (("letter", "--no-input", "BS1 5TR", "--fact", "f-nmr"), 4, ['"f-nmr"', "f-nrm-2025"]),
        (("letter", "--no-input", "BS1 5TR", "--format", "txt"), 2, ["'txt'", "text"]),
        (("letter", "--no-input", "BS1 5TR", "--to", "mps"), 2, ["'mps'", "office-holders"]),
        (("letter", "--no-input", "BS1 5TR", "--campaign", "no/where"), 8, ["no/where", "campaign"]),
        (("lookup", "BS1 5TR", "--jsno"), 2, ["--jsno", "--json"]),
        (("lookup", "-", "--input-format", "xls"), 2, ["'xls'", "csv"]),
        (("asks", "mayr-1"), 4, ['"mayr-1"', "mayor-1"]),
        (("help", "exitcodes"), 4, ['"exitcodes"', "exit-codes"]),
        (("help", "schema", "plaice"), 4, ['"plaice"', "place"]),
        (("lokup", "BS1 5TR"), 2, ["'lokup'", "lookup"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_unknown_name_brings_the_known_ones(words: tuple[str, ...], code: int, says: list[str]) -> None:
    """What was typed, and what might have been meant (fault 17)."""
    refused(run(*words), code, *says)


@pytest.mark.parametrize("option", [("--office", "cuncil"), ("--asks", "mayr-1"), ("--fact", "f-nmr")])
def test_a_name_that_fits_no_row_is_refused_before_the_first(option: tuple[str, str]) -> None:
    """A misspelt option ends a batch once, with the code it has for one postcode (fault 17)."""
    one = run("letter", "--no-input", "BS1 5TR", *option)
    many = run("letter", "--no-input", "-", *option, stdin="BS1 5TR\nCF10 4UW\nM27 0JE\n")
    refused(many, one.code, option[1])
    assert many.stderr.count(option[1]) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lookup", "--json", "--csv", "BS1 5TR"), ["--json", "--csv"]),
        (("lookup", "--csv", "--raw-csv", "nonsense"), ["--csv", "--raw-csv"]),
        (("lookup", "--jsonl", "--json", "-"), ["--jsonl", "--json"]),
        (("lookup", "BS1 5TR", "--from", "missing.csv"), ["--from", "arguments"]),
        (("lookup", "-", "BS1 5TR"), ["stdin"]),
        (("lookup", "BS1 5TR", "-"), ["stdin"]),
        (("lookup", "-", "--from", "missing.csv"), ["--from"]),
        (("letter", "--no-input", "BS1 5TR", "--jsonl", "--format", "md", "--out", "made"), ["--jsonl"]),
        (("letter", "--no-input", "BS1 5TR", "--out", "a.md", "--format", "text"), ["a.md", "text"]),
        (("letter", "--no-input", "BS1 5TR", "--office", "parl", "--constituency", "X"), ["--constituency"]),
        (("letter", "--no-input", "--office", "parl", "--out", "made"), ["--constituency NAME"]),
        (("letter", "--no-input", "--out", "made"), ["No postcode"]),
        (("letter", "--no-input", "BS1 5TR", "--asks", "mayor-1,mayor-2,mayor-3,mayor-4"), ["4", "3"]),
        (("lookup",), ["No postcode", "stdin"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_options_that_contradict_are_refused_before_any_work(
    tmp_path: Path, words: tuple[str, ...], says: list[str]
) -> None:
    """Nothing is read, nothing is made (fault 18)."""
    refused(run(*words, stdin="BS1 5TR\n", cwd=tmp_path), 2, *says)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "day", ["1" + "0" * 30, "-1", "nan", "inf", "2027-02-29", "2027-13-01", "0000-01-01", "06/05/2027", ""]
)
def test_a_day_that_is_none_is_refused(day: str) -> None:
    """Among them the empty one of a variable that is not set: today is no safe guess (fault 19)."""
    refused(run("lookup", f"--on={day}", "BS1 5TR"), 2, "is not a day", "--on 2027-05-06")


def test_a_day_before_the_tables_is_answered_with_a_warning() -> None:
    """Today's offices, and the word that they are today's (fault 19)."""
    result = run("lookup", "--on", "0001-01-01", "--jsonl", "BS1 5TR")
    assert result.code == 0
    assert [warning["code"] for warning in result.records[0]["warnings"]] != []


def test_one_postcode_a_thousand_times_is_answered_a_thousand_times() -> None:
    """No row is merged with another (fault 20)."""
    result = run("lookup", "-", "--csv", stdin="BS1 5TR\n" * 1000)
    assert result.code == 0
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert len(rows) == 1000
    assert {row["council"] for row in rows} == {"Bristol City Council"}


def test_letters_of_one_place_do_not_take_each_others_file_names(tmp_path: Path) -> None:
    """Thirty writers of one street get thirty files each of their own (fault 20)."""
    rows = "".join(f"BS1 5TR,Writer {n}\n" for n in range(30))
    out = tmp_path / "letters"
    words = ("letter", "--no-input", "--from", "-", "--office", "pcc", "--out", out)
    result = run(*words, stdin=f"postcode,name\n{rows}")
    in_words(result)
    assert result.code == 0, result
    texts = [path.read_text(encoding="utf-8") for path in out.iterdir()]
    assert len(texts) == 30
    for n in range(30):
        assert sum(f"Writer {n}\n" in text for text in texts) == 1
