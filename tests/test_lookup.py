"""askcandidate lookup, from outside: records, CSV, plain lines, and what a script can rely on."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from askcandidate.formats.records import CSV_COLUMNS
from cli import command, refused, run
from schemas import checked

ON = ("--on", "2026-11-21")


def test_one_postcode_as_a_record() -> None:
    """The record of the design, field by field."""
    result = run("lookup", "bs15tr", "--json", *ON)
    assert result.code == 0
    record = checked(json.loads(result.stdout), "place")
    assert {
        key: record[key] for key in ("input", "postcode", "place_name", "nation", "on", "source", "warnings")
    } == {
        "input": "bs15tr",
        "postcode": "BS1 5TR",
        "place_name": "Bristol",
        "nation": "England",
        "on": "2026-11-21",
        "source": {"name": "embedded", "data": "ONSPD 2025-11"},
        "warnings": [],
    }
    assert record["policing"] == {
        "area": {"key": "E23000036", "gss": "E23000036", "name": "Avon and Somerset"},
        "governance": "pcc",
        "held_by": "pcc:E23000036",
    }
    offices = record["offices"]
    assert isinstance(offices, list)
    assert offices[1] == {
        "id": "pcc:E23000036",
        "kind": "pcc",
        "title": "Police and Crime Commissioner for Avon and Somerset",
        "area": {"key": "E23000036", "gss": "E23000036", "name": "Avon and Somerset"},
        "police_powers": True,
        "status": "in-office",
        "last_election": "2024-05-02",
        "next_election": None,
        "term_ends": "2028-05",
        "contact": "https://www.apccs.police.uk/find-your-pcc/",
        "note": "The government announced on 13 November 2025 that commissioners end in May 2028. "
        "By 15 September 2026 Parliament had not passed the law.",
    }


def test_several_postcodes_are_a_list_in_their_order_with_failures_in_place() -> None:
    """A wrong one costs only itself, and the exit code says that part failed."""
    result = run("lookup", "BS1", "5TR", "XX", "EH11YJ", "JE2 4WD", "--json", *ON)
    kinds = ("place", "error", "place", "error")
    records = [checked(each, kind) for each, kind in zip(json.loads(result.stdout), kinds, strict=True)]
    assert result.code == 3
    assert [r.get("postcode") or r["error"]["code"] for r in records] == [
        "BS1 5TR",
        "malformed-postcode",
        "EH1 1YJ",
        "not-a-council-area",
    ]
    assert records[3]["error"] == {
        "code": "not-a-council-area",
        "exit": 4,
        "message": "JE2 4WD is in Jersey, which has its own government and no UK council.",
        "hint": "",
    }


def test_json_lines_keep_every_kind_of_place_to_the_schema() -> None:
    """One object a line for each shape of place, Northern Ireland and Surrey's successors among them."""
    postcodes = ["NG18 2AL", "M27 0JE", "E14 8UE", "EC4M 7AA", "CF10 4UW", "BT1 5GS", "TD9 0TS", "KT12 9BA"]
    for day in ("2024-05-02", "2026-11-21", "2027-06-01", "2028-06-01"):
        result = run("lookup", *postcodes, "--jsonl", "--on", day)
        assert result.code == 0
        assert [checked(record, "place")["postcode"] for record in result.records] == postcodes


def test_csv_has_the_columns_of_the_design() -> None:
    """A header and a row each; the pending mayor is a warning, not a mayor."""
    result = run("lookup", "ng182al", "TD9 0TS", "XX", "--csv", *ON)
    header, *rows = csv.reader(io.StringIO(result.stdout))
    assert tuple(header) == CSV_COLUMNS
    assert rows[0] == [
        *("ng182al", "NG18 2AL", "England", "E07000174", "Mansfield District Council"),
        *("E10000024", "Nottinghamshire County Council", "E23000019", "Nottinghamshire", "pcc:E23000019"),
        *(
            "E47000013",
            "Mayor of the East Midlands",
            "E07000174",
            "Mayor of Mansfield",
            "new-council-decided",
            "",
        ),
    ]
    assert rows[1][10:12] == ["", ""]
    assert rows[1][14] == "first-election-pending"
    assert rows[2][0] == "XX"
    assert rows[2][15].startswith("malformed-postcode: ")


def test_a_pipe_gets_the_first_five_columns_tab_separated() -> None:
    """For cut and awk; a failed row keeps its place and its message goes to stderr."""
    result = run("lookup", "-", stdin="BS1 5TR\nnonsense\nEH1 1YJ\n")
    assert result.code == 3
    assert result.stdout == (
        "BS1 5TR\tBS1 5TR\tEngland\tE06000023\tBristol City Council\n"
        "nonsense\t\t\t\t\n"
        "EH1 1YJ\tEH1 1YJ\tScotland\tS12000036\tCity of Edinburgh Council\n"
    )
    assert 'line 2: "nonsense" is not a UK postcode.' in result.stderr
    assert "1 of 3 failed." in result.stderr


def test_the_output_of_one_lookup_is_the_input_of_the_next() -> None:
    """JSON lines through a pipe: places and failures both come through."""
    first = run("lookup", "BS1 5TR", "XX", "--jsonl", *ON)
    second = run("lookup", "--from", "-", "--jsonl", *ON, stdin=first.stdout)
    assert second.code == 3
    assert [r["schema"] for r in second.records] == ["askcandidate.place/1", "askcandidate.error/1"]
    assert second.records[0]["offices"] == first.records[0]["offices"]


def test_a_day_can_be_asked_about() -> None:
    """Surrey in June 2027: East Surrey, without a code of its own yet."""
    (record,) = run("lookup", "KT12 9BA", "--jsonl", "--on", "2027-06-01").records
    assert record["offices"][0]["title"] == "East Surrey Council"
    assert record["offices"][0]["area"] == {"key": "LAD-EAST-SURREY", "gss": None, "name": "East Surrey"}
    refused(run("lookup", "KT12 9BA", "--on", "tomorrow"), 2, "tomorrow", "--on 2027-05-06")


def at_a_terminal(*words: str, columns: int = 80) -> str:
    """Run the tool with a terminal for stdout and give what the terminal got."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        command(*words), stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=env
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).replace("\r\n", "\n")


def test_a_person_first_reads_who_answers_for_what() -> None:
    """At a terminal: one plain sentence an office, then the details."""
    shown = " ".join(at_a_terminal("lookup", "BS1 5TR", *ON).split())
    assert "BS1 5TR · Bristol, England" in shown
    assert (
        "Bristol City Council runs the council services here: housing, licensing, social care and the rest. "
        "Your police answer to the Police and Crime Commissioner for Avon and Somerset. "
        "The Mayor of the West of England leads the wider area, and has no say over your police. "
        "office next election reach them "
        "council:E06000023 not known offline www.bristol.gov.uk "
        "pcc:E23000036 ends May 2028 www.apccs.police.uk/find-your-pcc "
        "mayor:E47000009 3 May 2029 www.westofengland-ca.gov.uk "
        "Already there: Avon and Somerset has an anti-slavery partnership of its own within the South West's."
    ) in shown


@pytest.mark.parametrize(
    ("postcode", "sentence"),
    [
        (
            "NG18 2AL",
            "Mansfield District Council runs the district's services here: housing, licensing, planning",
        ),
        (
            "NG18 2AL",
            "Nottinghamshire County Council runs the county's services here: social care, education",
        ),
        ("NG18 2AL", "The Mayor of Mansfield leads the council."),
        ("M27 0JE", "The Mayor of Greater Manchester leads the wider area, and your police answer to them."),
        ("LE16 8XB", "Your police and fire service answer to the Police, Fire and Crime Commissioner"),
        (
            "EC4M 7AA",
            "Your police answer to the City of London's Common Council, neither a commissioner nor the",
        ),
        ("EH1 1YJ", "Your police answer to the Scottish Police Authority, which is appointed, not elected."),
        (
            "BT1 5GS",
            "Your police answer to the Northern Ireland Policing Board, which is appointed, not elected.",
        ),
        ("TD9 0TS", "Nobody is the Mayor of Cumbria yet: the first election is on 6 May 2027."),
    ],
)
def test_each_shape_of_place_has_its_sentence(postcode: str, sentence: str) -> None:
    """Districts, counties, mayors of each kind, and police that answer to nobody elected."""
    assert sentence in " ".join(at_a_terminal("lookup", postcode, *ON).split())


def test_an_id_is_whole_on_a_narrow_terminal() -> None:
    """It is there to be copied."""
    lines = {line.strip() for line in at_a_terminal("lookup", "NG18 2AL", *ON, columns=40).splitlines()}
    assert {"council:E07000174", "council-mayor:E07000174", "mayor:E47000013"} <= lines


def test_a_narrow_terminal_is_still_readable() -> None:
    """Twenty columns: nothing is cut off without its rest."""
    shown = " ".join(at_a_terminal("lookup", "BS1 5TR", *ON, columns=20).split())
    assert "Police and Crime Commissioner for Avon and Somerset" in shown


def test_a_table_of_anything_can_be_looked_up(tmp_path: Path) -> None:
    """CSV by its column, whatever its case and place; the row's number is the line it begins on."""
    path = tmp_path / "members.csv"
    path.write_text('name,PostCode\n"A, B",bs1 5tr\n"two\nlines",EH1 1YJ\nx,bad\n', encoding="utf-8")
    result = run("lookup", "--from", path, "--jsonl", *ON)
    assert result.code == 3
    assert [r.get("postcode") for r in result.records] == ["BS1 5TR", "EH1 1YJ", None]
    assert result.records[2]["line"] == 5


def test_a_file_of_ones_own_is_used_only_where_named(tmp_path: Path) -> None:
    """--data, or the environment; the answer names its origin."""
    source = tmp_path / "ONSPD_AUG_2026_UK.csv"
    source.write_text("pcds,doterm,lad26cd\nBT1 5GS,,N09000003\nBS1 5TR,201903,E06000023\n", encoding="utf-8")
    mine = tmp_path / "mine.bin"
    built = run("data", "build", source, "--out", mine)
    assert (built.code, built.stdout) == (0, "")
    (record,) = run("lookup", "BT1 5GS", "--jsonl", "--data", mine).records
    assert record["offices"][0]["id"] == "council:N09000003"
    assert record["source"] == {"name": "file", "data": "ONSPD 2026-08"}
    (record,) = run("lookup", "BS1 5TR", "--jsonl", env={"ASKCANDIDATE_DATA": str(mine)}).records
    assert [w["code"] for w in record["warnings"]] == ["withdrawn-postcode"]
    refused(run("data", "build", source, "--out", mine), 73, "exists already", "--force")
    assert run("data", "build", source, "--out", mine, "--force").code == 0


def test_the_python_api_gives_the_same_types_twice() -> None:
    """askcandidate.lookup, imported lazily, called twice, without a network library."""
    program = (
        "import sys, askcandidate\n"
        "assert 'askcandidate.places' not in sys.modules\n"
        "first, second = askcandidate.lookup('BS1 5TR'), askcandidate.lookup('bs15tr')\n"
        "assert isinstance(first, askcandidate.Place)\n"
        "assert first.offices is second.offices\n"
        "print([o.title for o in first.offices])\n"
        "try:\n    askcandidate.lookup('XX')\n"
        "except askcandidate.AskError as error:\n    print(int(error.exit_code), error.code)\n"
        "assert not {'httpx', 'typer'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "['Bristol City Council', 'Police and Crime Commissioner for Avon and Somerset', "
        "'Mayor of the West of England']\n2 malformed-postcode\n"
    )
