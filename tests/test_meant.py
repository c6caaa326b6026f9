"""A name that is not there is answered with the nearest that is, whatever kind of name it is."""

from pathlib import Path

import pytest

from cli import refused, run

BRISTOL = "BS1 5TR"
ALONE = "--no-input"


@pytest.mark.parametrize(
    ("words", "code", "meant"),
    [
        (("lokup", BRISTOL), 2, "'lookup'"),
        (("dat", "info"), 2, "'data'"),
        (("data", "inf"), 2, "'info'"),
        (("lookup", BRISTOL, "--jsn"), 2, '"--json"'),
        (("letter", BRISTOL, "--ofice", "pcc"), 2, '"--office"'),
        (("letter", BRISTOL, ALONE, "--office", "councl"), 2, '"council"'),
        (("letter", BRISTOL, ALONE, "--office", "pcc:E23000063"), 4, '"pcc:E23000036"'),
        (("hustings", BRISTOL, "--office", "mayr:E47000009"), 4, '"mayor:E47000009"'),
        (("hustings", BRISTOL, "--pages", "scrpt"), 2, '"script"'),
        (("letter", BRISTOL, ALONE, "--asks", "mayor1"), 4, '"mayor-1"'),
        (("asks", "mayor1"), 4, '"mayor-1"'),
        (("letter", BRISTOL, ALONE, "--fact", "f-nrm-2052"), 2, '"f-nrm-2025"'),
        (("letter", BRISTOL, ALONE, "--fact", "colition"), 2, '"coalition"'),
        (("templates", "show", "leter/body.j2"), 4, '"letter/body.j2"'),
        (("templates", "copy", "letter/boddy.j2", "--templates", "mine"), 4, '"letter/body.j2"'),
        (("letter", BRISTOL, ALONE, "--format", "pfd"), 2, '"pdf"'),
        (("hustings", BRISTOL, "--format", "marktext"), 2, '"text"'),
        (("letter", BRISTOL, ALONE, "--to", "candidate"), 2, '"candidates"'),
        (("letter", BRISTOL, ALONE, "--lang", "bth"), 2, '"both"'),
        (("letter", BRISTOL, ALONE, "--engine", "dusk"), 2, '"dask"'),
        (("lookup", BRISTOL, "--source", "democracyclub"), 2, '"democracy-club"'),
        (("lookup", BRISTOL, "--input-format", "cvs"), 2, '"csv"'),
        (("log", "list", "--state", "silnt"), 2, '"silent"'),
        (("help", "exit-code"), 4, '"exit-codes"'),
        (("help", "Privcy"), 4, '"privacy"'),
        (("help", "schema", "leter"), 4, '"letter"'),
    ],
)
def test_the_nearest_is_named(words: tuple[str, ...], code: int, meant: str) -> None:
    """Beside what there is."""
    refused(run(*words), code, f"Did you mean {meant}?")


def test_a_choice_that_is_none_is_told_with_all_there_are() -> None:
    """Where nothing is near too, and whatever was typed."""
    refused(
        run("letter", BRISTOL, "--lang", "welsh"), 2, '--lang takes no "welsh".', "It takes: en, cy, both."
    )
    refused(
        run("letter", BRISTOL, "--lang", "it's"), 2, '--lang takes no "it\'s".', "It takes: en, cy, both."
    )
    refused(run("letter", BRISTOL, "--lang", ""), 2, '--lang takes no "".', "It takes: en, cy, both.")


def test_a_command_of_commands_alone_names_them() -> None:
    """As there is nothing to do."""
    refused(run("config"), 2, "Missing command.", "There are: show, path.")


def test_a_column_and_a_setting_too(tmp_path: Path) -> None:
    """Names of the user's own files."""
    (tmp_path / "rows.csv").write_text("postcode,member\nBS1 5TR,7\n", encoding="utf-8")
    words = ("letter", "--from", "rows.csv", ALONE, "--id", "membr", "--out", "letters")
    assert 'Did you mean "member"?' in run(*words, cwd=tmp_path).stderr
    by = ("hustings", "--from", "rows.csv", "--by")
    refused(run(*by, "membr", cwd=tmp_path), 2, 'Did you mean "member"?')
    refused(
        run(*by, "offices", cwd=tmp_path), 2, 'Did you mean "office"? --by takes: office, ballot, postcode'
    )
    (tmp_path / "askcandidate.toml").write_text('campain = "x"\n', encoding="utf-8")
    refused(run("lookup", BRISTOL, cwd=tmp_path), 2, 'Did you mean "campaign"?')


def test_nothing_is_guessed_where_nothing_is_near() -> None:
    """What there is, and no more; a name of any length is answered at once."""
    for name in ("xyzzy", "x" * 100_000):
        result = run("help", name)
        refused(result, 4, "There is on: exit-codes, ")
        assert "Did you mean" not in result.stderr
