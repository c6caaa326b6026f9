"""What people and scripts put on the command line, and should not have."""

import csv
import re
from pathlib import Path

import pytest

from cli import Argument, in_words, refused, run

UNDECODABLE = b"BS1\xff5TR"
# A control sequence that clears a terminal, a byte that is no text, and 100 kB (the kernel takes no
# argument above 128 kB).
HOSTILE = b"\x1b[2J\xff" + b"A" * 100_000
LETTER = ("letter", "--no-input")


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


def test_a_foreign_lookalike_is_refused_by_name() -> None:
    """An Arabic-Indic figure, a Cyrillic A and a dotless i are not taken for ours (fault 3)."""
    names = {"SW\u0661A 1AA": "U+0661", "SW1\u0410 1AA": "U+0410", "SW\u0131A 1AA": "U+0131"}
    result = run("lookup", "--jsonl", *names)
    assert result.code == 3
    for record, name in zip(result.records, names.values(), strict=True):
        assert record["error"]["exit"] == 2
        assert name in record["error"]["message"]
    refused(run("lookup", "SW1\u0410 1AA"), 2, "U+0410", "A to Z")


@pytest.mark.parametrize(("typed", "meant"), [("SW1A OAA", "SW1A 0AA"), ("SWIA 1AA", "SW1A 1AA")])
def test_o_for_nought_is_suggested_and_never_corrected(typed: str, meant: str) -> None:
    """A letter O for a nought, an I for a one (fault 4)."""
    refused(run("lookup", "--json", typed), 2, typed, f"Did you mean {meant}?")


@pytest.mark.parametrize("words", [("lookup", "SW1A 1"), (*LETTER, "SW1A")])
def test_part_of_a_postcode_is_not_enough(words: tuple[str, ...]) -> None:
    """An outward code or a sector covers several councils (fault 5)."""
    refused(run(*words), 2, f'"{words[-1]}"', "part of a postcode", "whole")


@pytest.mark.parametrize("nothing", ["", "\t \u00a0"])
def test_an_empty_postcode_is_refused(nothing: str) -> None:
    """As a script gives it from a variable that is not set (fault 6)."""
    refused(run("lookup", nothing), 2, "No postcode", "BS1 5TR")


def test_a_constituency_of_marks_nobody_sees_is_no_constituency() -> None:
    """A letter to the "Member of Parliament for" nowhere helps nobody (fault 6)."""
    refused(run(*LETTER, "--office", "parl", "--constituency", "\u200b \u2060"), 2, "--constituency NAME")


def test_a_postcode_of_100_kb_is_shown_by_its_first_20_characters() -> None:
    """Enough to know it again (fault 7)."""
    result = run("lookup", "A" * 100_000)
    refused(result, 2, f'"{"A" * 20}..."', "too long", "100,000")
    assert "A" * 21 not in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param((*words, last), code, id=f"{' '.join(words)} {last[:10]!r}")
        for words, last, code in [
            (("lookup", "BS1 5TR", "--on"), HOSTILE, 2),
            (("lookup", "BS1 5TR", "--data"), HOSTILE, 8),
            (("lookup", "--from"), HOSTILE, 2),
            (("lookup", "-", "--input-format"), HOSTILE, 2),
            (("lookup",), b"--" + HOSTILE, 2),
            (("asks",), HOSTILE, 4),
            (("asks", "--campaign"), HOSTILE, 8),
            (("help",), HOSTILE, 4),
            ((*LETTER, "BS1 5TR", "--office"), HOSTILE, 2),
            ((*LETTER, "BS1 5TR", "--why"), b"@" + HOSTILE, 2),
            ((*LETTER, "BS1 5TR", "--out"), HOSTILE, 73),
            ((*LETTER, "BS1 5TR", "--out"), HOSTILE + b".txt", 73),
            ((), HOSTILE, 2),
        ]
    ],
)
def test_a_hostile_argument_is_refused_in_a_line_or_two(words: tuple[Argument, ...], code: int) -> None:
    """Wherever it stands: nothing moves the cursor, and no message repeats 100 kB (faults 7 and 15)."""
    refused(run(*words), code)


def test_a_code_outside_the_councils_has_its_own_message() -> None:
    """Well formed, used, and in no UK council area (fault 8)."""
    reasons = {
        "JE2 3AB": "Jersey",
        "GY1 1AA": "Guernsey",
        "IM1 1AA": "Isle of Man",
        "BFPO 1": "British Forces",
        "BF1 1AA": "British Forces",
        "GIR 0AA": "Girobank",
        "XM4 5HQ": "Father Christmas",
        "ZZ99 9ZZ": "health records",
        "ASCN 1ZZ": "Ascension Island",
        "GX11 1AA": "Gibraltar",
    }
    result = run("lookup", "--jsonl", *reasons)
    assert result.code == 3
    assert [record["input"] for record in result.records] == list(reasons)
    for record, (text, reason) in zip(result.records, reasons.items(), strict=True):
        assert record["error"]["exit"] == 4
        assert text in record["error"]["message"]
        assert reason in record["error"]["message"]


@pytest.mark.parametrize("words", [("lookup", "--json"), LETTER])
def test_one_postcode_outside_the_councils_is_not_found(words: tuple[str, ...]) -> None:
    """Jersey has no council of ours to look up or to write to (fault 8)."""
    refused(run(*words, "JE2 3AB"), 4, "JE2 3AB", "Jersey")


def test_sandbox_codes_have_the_shape_of_a_postcode() -> None:
    """Democracy Club's test codes are not malformed, they are not in the file (fault 9)."""
    result = run("lookup", "--jsonl", "AA1 1AA", "AB1 2CD", "CC1 2CC")
    assert result.code == 3
    assert [record["error"]["code"] for record in result.records] == ["unknown-postcode"] * 3


def test_a_withdrawn_postcode_answers_and_says_so(tmp_path: Path) -> None:
    """With a file that knows the month, the answer carries it as a warning (fault 10)."""
    release = tmp_path / "ONSPD_AUG_2026_UK.csv"
    release.write_text(
        "pcds,doterm,lad26cd\nBS1 5TR,,E06000023\nBS1 5TS,201903,E06000023\n", encoding="utf-8"
    )
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
    refused(run("lookup", "--json", "BS1 5CC"), 4, "BS1 5CC is not in ONSPD", "newer")


@pytest.mark.parametrize("text", ["SW1A 1AA; touch pwned", "$(touch pwned)", "`touch pwned`", "BS1 5TR\n&"])
def test_nothing_in_a_postcode_reaches_a_shell(tmp_path: Path, text: str) -> None:
    """It is refused as a postcode, and that is all that happens (fault 12)."""
    refused(run("lookup", text, cwd=tmp_path), 2, "not a postcode")
    assert list(tmp_path.iterdir()) == []


def test_a_postcode_that_begins_with_a_hyphen_is_told_of_the_double_hyphen() -> None:
    """A hyphen first makes it an option; ``--`` before it makes it a postcode again (fault 13)."""
    result = run("lookup", "-xBS15TR")
    refused(result, 2, "-x")
    assert re.search(r"""(?:^|[\s"'`(])--(?:$|[\s"'`),.:;])""", result.stderr), result.stderr


def test_after_the_double_hyphen_everything_is_a_postcode() -> None:
    """As the Makefile gives it (fault 13)."""
    result = run("lookup", "--jsonl", "--", "BS1 5TR", "-x", "--json")
    assert result.code == 3
    assert result.records[0]["postcode"] == "BS1 5TR"
    assert [(r["input"], r["error"]["code"]) for r in result.records[1:]] == [
        ("-x", "malformed-postcode"),
        ("--json", "malformed-postcode"),
    ]


@pytest.mark.parametrize("text", ["SW1A 1AA BS1 5TR", "SW1A1AA,BS15TR"])
def test_two_postcodes_in_one_argument_are_seen_as_two(text: str) -> None:
    """A forgotten pair of quotation marks (fault 14)."""
    refused(run("lookup", text), 2, f'"{text}"', "looks like two postcodes", "one")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lookup", UNDECODABLE), 2),
        (("lookup", "--from", UNDECODABLE), 2),
        ((UNDECODABLE,), 2),
    ],
    ids=["postcode", "file", "command"],
)
def test_bytes_that_are_no_text_are_shown_escaped(words: tuple[Argument, ...], code: int) -> None:
    """Latin-1 from an old script, or noise (fault 15)."""
    refused(run(*words, env={"LC_ALL": "C"}), code, r"BS1\udcff5TR")


@pytest.mark.parametrize("option", ["--name", "--why", "--constituency"])
def test_bytes_that_are_no_text_are_not_dropped_from_a_letter(option: str) -> None:
    """A name that cannot be read is refused, since a letter signed "Zo" is worse than none (fault 15)."""
    where = ["--office", "parl"] if option == "--constituency" else ["--office", "pcc", "BS1 5TR"]
    refused(run(*LETTER, option, b"Zo\xeb", *where), 2, r"Zo\udceb")


@pytest.mark.parametrize(
    "words",
    [
        (*LETTER, "BS1 5TR", "--seed", b"\xff"),
        ("lookup", "BS1 5TR", "--base-url", b"\xff"),
    ],
    ids=["seed", "address"],
)
def test_bytes_that_are_no_text_are_refused_where_text_is_needed(words: tuple[str | bytes, ...]) -> None:
    """Whichever option they are given to (fault 15)."""
    refused(run(*words), 2, "holds bytes that are not text", "UTF-8")


@pytest.mark.parametrize("encoding", ["ascii:strict", "cp1252"])
def test_welsh_letters_on_a_stdout_without_them_are_escaped(encoding: str) -> None:
    """A letter is whole, with an escape where the terminal has no sign (fault 16)."""
    words = (*LETTER, "--office", "pcc", "--name", "Ann Gwŷr", "--why", "Y dŵr hwn")
    result = run(*words, "CF10 4UW", env={"PYTHONIOENCODING": encoding})
    in_words(result)
    assert result.code == 0
    assert r"Y d\u0175r hwn" in result.stdout
    assert r"Ann Gw\u0177r" in result.stdout


def test_a_message_on_a_stderr_without_the_letters_is_escaped() -> None:
    """The refusal of a postcode in Welsh letters is still a refusal (fault 16)."""
    refused(run("lookup", "Ŵ1 1AA", env={"PYTHONIOENCODING": "ascii:strict"}), 2, r"\u0174", "U+0174")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((*LETTER, "BS1 5TR", "--office", "cuncil"), 2, ['"cuncil"', "council"]),
        ((*LETTER, "BS1 5TR", "--office", "mayor:E1"), 4, ['"mayor:E1"', "mayor:E47000009"]),
        ((*LETTER, "BS1 5TR", "--asks", "mayr-1"), 4, ['"mayr-1"', "mayor-1"]),
        ((*LETTER, "BS1 5TR", "--fact", "f-nmr"), 2, ['"f-nmr"', "f-nrm-2025"]),
        ((*LETTER, "BS1 5TR", "--format", "txt"), 2, ['"txt"', "text"]),
        (("lookup", "BS1 5TR", "--jsno"), 2, ["--jsno", "--json"]),
        (("asks", "mayr-1"), 4, ['"mayr-1"', "mayor-1"]),
        (("asks", "--campaign", "no/where"), 8, ["no/where", "folder"]),
        (("help", "exitcodes"), 4, ['"exitcodes"', "exit-codes"]),
        (("help", "schema", "plaice"), 4, ['"plaice"', "place"]),
        (("lokup", "BS1 5TR"), 2, ["'lokup'", "lookup"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_unknown_name_brings_the_known_ones(words: tuple[str, ...], code: int, says: list[str]) -> None:
    """What was typed, and what might have been meant (fault 17)."""
    refused(run(*words), code, *says)


@pytest.mark.parametrize("option", [("--office", "cuncil"), ("--asks", "mayr-1")])
def test_a_name_that_fits_no_row_is_refused_before_the_first(option: tuple[str, str]) -> None:
    """A misspelt option ends a batch once, with the code it has for one postcode (fault 17)."""
    one = run(*LETTER, "BS1 5TR", *option)
    many = run(*LETTER, "-", *option, stdin="BS1 5TR\nCF10 4UW\nM27 0JE\n")
    refused(many, one.code, option[1])
    assert many.stderr.count(option[1]) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lookup", "--json", "--csv", "nonsense"), ["--json", "--csv"]),
        (("lookup", "--csv", "--raw-csv", "-"), ["--csv", "--raw-csv"]),
        (("lookup", "BS1 5TR", "--from", "missing.csv"), ["--from", "arguments"]),
        (("lookup", "-", "BS1 5TR"), ["stdin"]),
        (("lookup", "BS1 5TR", "-"), ["stdin"]),
        (("lookup", "-", "--from", "missing.csv"), ["--from"]),
        ((*LETTER, "BS1 5TR", "--jsonl", "--format", "md", "--out", "made"), ["--jsonl"]),
        ((*LETTER, "BS1 5TR", "--out", "a.md", "--format", "text"), ["a.md", "text"]),
        ((*LETTER, "--office", "parl", "--out", "made"), ["--constituency NAME"]),
        ((*LETTER, "--out", "made"), ["No postcode"]),
        ((*LETTER, "BS1 5TR", "--asks", "mayor-1,mayor-2,mayor-3,mayor-4"), ["4", "3"]),
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


@pytest.mark.parametrize("day", ["1" + "0" * 30, "-1", "nan", "2027-02-29", ""])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    """Among them the empty one of a variable that is not set: today is no safe guess (fault 19)."""
    refused(run("lookup", f"--on={day}", "BS1 5TR"), 2, "is not a day", "--on 2027-05-06")


def test_a_day_before_the_tables_is_answered_with_a_warning() -> None:
    """Today's offices, and the word that they are today's (fault 19)."""
    result = run("lookup", "--on", "0001-01-01", "--jsonl", "BS1 5TR")
    assert result.code == 0
    assert "2025" in result.records[0]["warnings"][0]["message"]


def test_one_postcode_a_thousand_times_is_answered_a_thousand_times() -> None:
    """No row is merged with another (fault 20)."""
    result = run("lookup", "-", "--csv", stdin="BS1 5TR\n" * 1000)
    assert result.code == 0
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert len(rows) == 1000
    assert {row["council"] for row in rows} == {"Bristol City Council"}


def test_letters_of_one_place_do_not_take_each_others_file_names(tmp_path: Path) -> None:
    """Thirty writers of one street get thirty files (fault 20)."""
    rows = "".join(f"BS1 5TR,Writer {n}.\n" for n in range(30))
    out = tmp_path / "letters"
    words = (*LETTER, "--quiet", "--from", "-", "--office", "pcc", "--out", out)
    result = run(*words, stdin=f"postcode,name\n{rows}")
    in_words(result)
    assert result.code == 0
    texts = [path.read_text(encoding="utf-8") for path in out.iterdir()]
    assert len(texts) == 30
    assert all(sum(f"Writer {n}." in text for text in texts) == 1 for n in range(30))
