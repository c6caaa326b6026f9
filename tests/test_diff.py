"""What changed between two lists of who is standing."""

import json
from pathlib import Path

from answers import candidacy
from answers import person as known
from asking import ADA, BEN, ask, one_ward, serve
from cli import Result, in_words, refused, run
from schemas import checked
from server import Service
from test_log import BALLOT, MAYOR
from test_log_letters import person, snapshot

ADA_7 = person("7", "Ada Marlpit", "ada@marlpit.example.org")
OTHER = "local.bristol.central.2027-05-06"


def diff(folder: Path, old: str, new: str, *words: str) -> Result:
    (folder / "old.jsonl").write_text(old, encoding="utf-8")
    (folder / "new.jsonl").write_text(new, encoding="utf-8")
    result = run("diff", "old.jsonl", "new.jsonl", *words, cwd=folder)
    in_words(result)
    return result


def test_who_is_new_who_withdrew_and_whose_address_changed(tmp_path: Path) -> None:
    """Literal, contest by contest; exit 11 only with --check."""
    old = snapshot([ADA_7, person("8", "Ben Oatfield", None), person("9", "Cy Reed", "cy@example.org")])
    now = [
        {**ADA_7, "email": "new@marlpit.example.org"},
        person("9", "Cyril Reed", "cy@example.org"),
        person("10", "Dee Quill", None),
    ]
    result = diff(tmp_path, old, snapshot(now, cancelled=True), "--check")
    assert result.code == 11
    assert result.stdout == (
        f"{MAYOR} ({BALLOT})\n"
        "  cancelled\n"
        "  Dee Quill is new, without an e-mail address\n"
        "  Ada Marlpit has another e-mail address: new@marlpit.example.org\n"
        "  Ben Oatfield no longer stands\n"
        "  Cy Reed is now called Cyril Reed\n"
    )
    assert diff(tmp_path, old, snapshot(now)).code == 0
    same = diff(tmp_path, old, old, "--check")
    assert (same.code, same.stdout, same.stderr) == (0, "", "askcandidate: nothing changed.\n")


def test_contests_come_and_go(tmp_path: Path) -> None:
    """A new one, one no longer listed, another day; as records that keep to their schema."""
    old = snapshot([ADA_7])
    new = snapshot([ADA_7], OTHER)
    records = json.loads(diff(tmp_path, old, new, "--json").stdout)
    assert [(record["change"], record["ballot"]) for record in records] == [
        ("contest-new", OTHER),
        ("contest-gone", BALLOT),
    ]
    moved = json.loads(diff(tmp_path, old, snapshot([ADA_7], date="2027-05-13"), "--json").stdout)
    assert [(each["change"], each["before"], each["after"]) for each in moved] == [
        ("date-changed", "2027-05-06", "2027-05-13")
    ]
    for record in [*records, *moved]:
        checked(record, "change")


def test_a_row_that_failed_is_no_withdrawal(tmp_path: Path) -> None:
    """What a service did not answer is not known; it has not gone."""
    failed = (
        json.dumps({"schema": "askcandidate.error/1", "input": "BS1 5TR", "error": {"code": "network"}})
        + "\n"
    )
    result = diff(tmp_path, snapshot([ADA_7]), failed)
    assert result.stdout == ""
    assert "new.jsonl: 1 row had failed when it was made; nothing is known of them." in result.stderr


def test_a_list_that_is_none_is_refused_by_its_line(tmp_path: Path) -> None:
    """Exit 8 with the number."""
    good = snapshot([ADA_7])
    for bad, says in [
        ("{", "new.jsonl:2: this line is not whole JSON"),
        ('{"schema": "x"}', "new.jsonl:2: this line is not the record of a contest"),
        (
            '{"schema": "askcandidate.contest/1", "ballot": {}}',
            "new.jsonl:2: this contest's record is not whole",
        ),
    ]:
        refused(diff(tmp_path, good, f"{good}{bad}\n"), 8, says)
    refused(run("diff", tmp_path / "old.jsonl", tmp_path / "none.jsonl"), 2, "cannot be read")


def test_what_the_candidates_command_writes_is_read(tmp_path: Path, service: Service) -> None:
    """From a service to the difference, through the files of the real command."""
    at = serve(service, one_ward(ADA, BEN))
    old = ask(at, "--jsonl", "--no-cache").stdout
    serve(service, one_ward(ADA, candidacy(known(3, "Cy Reed"), "Canal Party")))
    new = ask(at, "--jsonl", "--no-cache").stdout
    told = diff(tmp_path, old, new).stdout
    assert "Ben Oatfield no longer stands" in told
    assert "Cy Reed is new, without an e-mail address" in told
