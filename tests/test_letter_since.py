"""askcandidate letter --since: only those who are new or have changed are written to; the others are counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from answers import Record, ballot, candidacy, person
from answers_candidates import ynr_ballot, ynr_candidacy, ynr_person
from answers_rules import page_of
from asking import (
    ADA,
    API,
    BEN,
    HERE,
    ON,
    POLL,
    WARD,
    answer_with,
    ask,
    ask_rows,
    of,
    one_ward,
    serve,
    serve_rows,
)
from cli import Result, in_words, refused, run
from server import Service, raw, reply

CLARE = candidacy(person(3, "Clare Deputy", "clare@deputy.example.org"), "Garden Party")
TITLE = "Bristol local election Central, 6 May 2027"
NEXT = "/api/next/"


def remember(service: Service, folder: Path, answer: Record) -> None:
    """Write the list of a day on which the service said this."""
    listed = ask(serve(service, answer), "--jsonl", "--no-cache")
    assert listed.code == 0, listed
    (folder / "old.jsonl").write_text(listed.stdout, encoding="utf-8")


def write(service: Service, folder: Path, answer: Record | None, *words: str, **more: Any) -> Result:
    """Write the letters of the day on which it says that."""
    at = service.url(API) if answer is None else serve(service, answer)
    live = ("--live", "--base-url", at, "--on", ON, "--no-input", "--no-cache")
    result = run("letter", HERE, *live, "--since", "old.jsonl", *words, cwd=folder, **more)
    in_words(result)
    return result


def to_whom(result: Result) -> list[str]:
    return [line[5:-1] for line in result.stdout.splitlines() if line.startswith("Dear ")]


def counted(new: int, unchanged: int) -> str:
    return f"askcandidate: since old.jsonl: {new} new or changed, {unchanged} unchanged and left out.\n"


def test_only_newcomers_are_written_to(service: Service, tmp_path: Path) -> None:
    """No letter to who had one, nor to an office; who withdrew is named; the letter is that of any day."""
    remember(service, tmp_path, one_ward(ADA, BEN))
    result = write(service, tmp_path, one_ward(ADA, CLARE))
    assert (result.code, to_whom(result)) == (0, ["Clare Deputy"])
    assert result.stderr.endswith(f"askcandidate: Ben Oatfield no longer stands: {TITLE}.\n{counted(1, 1)}")
    everybody = run("letter", HERE, "--live", "--base-url", service.url(API), "--on", ON, "--no-input")
    assert result.stdout.partition("Subject: ")[2].strip() in everybody.stdout


def test_two_of_one_name_who_withdrew_are_two(service: Service, tmp_path: Path) -> None:
    """As `diff` says it."""
    namesakes = [candidacy(person(number, "Sam Lock")) for number in (7, 8)]
    remember(service, tmp_path, one_ward(ADA, *namesakes))
    told = write(service, tmp_path, one_ward(ADA)).stderr
    assert told.count(f"askcandidate: Sam Lock no longer stands: {TITLE}.\n") == 2


def test_who_has_changed_is_written_to_again(service: Service, tmp_path: Path) -> None:
    """Another address, another name; another party is no news."""
    remember(service, tmp_path, one_ward(ADA, BEN, CLARE))
    moved = candidacy(person(1, "Ada Marlpit", "ada@new.example.org"), "Canal Party")
    renamed = candidacy(person(2, "Ben Oatfield-Reed"), "Orchard Party")
    party = candidacy(person(3, "Clare Deputy", "clare@deputy.example.org"), "Canal Party")
    result = write(service, tmp_path, one_ward(moved, renamed, party))
    assert to_whom(result) == ["Ada Marlpit", "Ben Oatfield-Reed"]
    assert result.stderr.endswith(counted(2, 1))


def test_a_contest_that_is_new_is_written_to_whole(service: Service, tmp_path: Path) -> None:
    """One that was not there, one that was cancelled, one that has another day."""
    off = ballot(WARD, candidates=[ADA, BEN], cancelled=True, reason="CANDIDATE_DEATH")
    for before in (answer_with(), answer_with(off)):
        remember(service, tmp_path, before)
        assert to_whom(write(service, tmp_path, one_ward(ADA, BEN))) == ["Ada Marlpit", "Ben Oatfield"]
    remember(service, tmp_path, one_ward(ADA, BEN))
    old = (
        (tmp_path / "old.jsonl")
        .read_text(encoding="utf-8")
        .replace(f'"date": "{POLL}"', '"date": "2027-04-29"')
    )
    (tmp_path / "old.jsonl").write_text(old, encoding="utf-8")
    assert write(service, tmp_path, one_ward(ADA, BEN)).stderr.endswith(counted(2, 0))


@pytest.mark.parametrize("out", ["new.txt", "new.docx", "new", "new.zip"])
def test_nobody_new_is_no_letter_and_no_file(service: Service, tmp_path: Path, out: str) -> None:
    """Exit 0; a contest that was called off since is told of."""
    remember(service, tmp_path, one_ward(ADA, BEN))
    result = write(service, tmp_path, one_ward(ADA, BEN), "--office", "council", "--out", out)
    assert (result.code, result.stdout) == (0, "")
    assert counted(0, 2) in result.stderr
    assert "Written" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["old.jsonl"]
    off = ballot(WARD, title="Central", candidates=[ADA, BEN], cancelled=True, reason="CANDIDATE_DEATH")
    called_off = write(service, tmp_path, answer_with(off))
    assert (called_off.code, called_off.stdout) == (0, "")
    assert (
        "askcandidate: Central, 6 May 2027: This poll is cancelled: a candidate has died.\n"
        in called_off.stderr
    )


def test_what_cannot_be_asked_is_a_failure(service: Service, tmp_path: Path) -> None:
    """Offline data does not stand in: a letter to an office would be no news. No list, or half of one, is refused."""
    remember(service, tmp_path, one_ward(ADA, BEN))
    service.answer(f"{API}postcode/BS15TR/", raw(status=500))
    refused(write(service, tmp_path, None, "--timeout", "1"), 5)
    refused(run("letter", HERE, "--since", "old.jsonl", "--no-input", cwd=tmp_path), 2, "Add --live.")
    for words in (("--dry-run",), ("--to", "office-holders"), ("--source", "every-election")):
        live = () if words[0] == "--source" else ("--live",)
        refused(run("letter", HERE, *live, "--since", "old.jsonl", *words, cwd=tmp_path), 2)
    refused(
        run("letter", HERE, "--live", "--since", "none.jsonl", cwd=tmp_path), 2, "none.jsonl cannot be read"
    )
    half = (tmp_path / "old.jsonl").read_text(encoding="utf-8")[:200]
    (tmp_path / "old.jsonl").write_text(half, encoding="utf-8")
    refused(run("letter", HERE, "--live", "--since", "old.jsonl", cwd=tmp_path), 8, "old.jsonl:1:")


def test_rows_that_had_failed_are_told_of(service: Service, tmp_path: Path) -> None:
    """Whoever stands there counts as new, since nothing is known of them."""
    postcodes = serve_rows(service, {"one": one_ward(), "two": raw(status=500)})
    listed = ask_rows(service.url(API), postcodes, "--no-cache", "--timeout", "1")
    (tmp_path / "old.jsonl").write_text(listed.stdout, encoding="utf-8")
    result = write(service, tmp_path, one_ward(ADA, BEN, CLARE))
    assert to_whom(result) == ["Clare Deputy"]
    assert "askcandidate: old.jsonl: 1 row had failed when it was made" in result.stderr


def test_a_batch_has_a_row_for_each_and_letters_for_the_new(service: Service, tmp_path: Path) -> None:
    """A row without news is done, not failed; each person is counted once; going on refuses another list."""
    remember(service, tmp_path, one_ward(ADA, BEN))
    for postcode in ("BS1 5TR", "BS1 6TR"):
        answer = one_ward(ADA, CLARE) if postcode == HERE else one_ward(ADA)
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", reply(of(postcode, answer)))
    (tmp_path / "rows.csv").write_text("postcode\nBS1 5TR\nBS1 6TR\nBS1 5TR\n", encoding="utf-8")
    live = ("--live", "--base-url", service.url(API), "--on", ON, "--no-input", "--no-cache")
    words = ("--from", "rows.csv", "--since", "old.jsonl", "--out", "new", "--report", "report.csv")
    result = run("letter", *live, *words, cwd=tmp_path)
    assert result.code == 0, result
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["000002-bs1-council-e06000023-3.txt", "000004-bs1-council-e06000023-3.txt"]
    outcomes = [
        line.split(",")[2:4]
        for line in (tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert outcomes == [["done", "1"], ["done", "0"], ["done", "1"]]
    assert counted(1, 1) in result.stderr
    assert result.stderr.count("Ben Oatfield no longer stands") == 1


def test_addresses_that_were_not_asked_for_are_no_change(service: Service, tmp_path: Path) -> None:
    """Without a key a list has no e-mail addresses, so that having one now says nothing."""
    people = [ynr_candidacy(1, "Ada Marlpit"), ynr_candidacy(2, "Ben Oatfield")]
    service.answer(f"{NEXT}ballots/", reply(page_of([ynr_ballot(WARD, people[:1])])))
    service.answer(f"{NEXT}people/1/", reply(ynr_person(1, "Ada Marlpit", "ada@marlpit.example.org")))
    service.answer(f"{NEXT}people/2/", reply(ynr_person(2, "Ben Oatfield", "ben@oatfield.example.org")))
    source = ("--source", "candidates", "--base-url", service.url(NEXT), "--on", ON, "--no-cache")
    listed = run("candidates", HERE, *source, "--jsonl")
    (tmp_path / "old.jsonl").write_text(listed.stdout, encoding="utf-8")
    assert json.loads(listed.stdout)["reach"]["email"] is None
    service.answer(f"{NEXT}ballots/", reply(page_of([ynr_ballot(WARD, people)])))
    result = run("letter", HERE, *source, "--no-input", "--since", "old.jsonl", cwd=tmp_path)
    assert to_whom(result) == ["Ben Oatfield"]
    assert "ben@oatfield.example.org" in result.stdout


def test_only_those_to_be_written_to_are_asked_after(service: Service, tmp_path: Path) -> None:
    """One request for each of them; for everybody only where the list has addresses, which may have changed."""
    people = [ynr_candidacy(each, f"Ann {name}bel") for each, name in enumerate("ABC", 1)]
    for each, name in enumerate("ABC", 1):
        about = ynr_person(each, f"Ann {name}bel", f"ann{each}@example.org")
        service.answer(f"{NEXT}people/{each}/", reply(about))
    source = ("--source", "candidates", "--base-url", service.url(NEXT), "--on", ON, "--no-cache")

    def asked_after(words: tuple[str, ...], listed: list[Record]) -> tuple[Result, list[str]]:
        service.answer(f"{NEXT}ballots/", reply(page_of([ynr_ballot(WARD, listed)])))
        before = len(service.seen)
        result = run(*words, *source, cwd=tmp_path)
        in_words(result)
        return result, [each.target[len(NEXT) :] for each in service.seen[before:] if "people" in each.target]

    write_new = ("letter", HERE, "--no-input", "--since", "old.jsonl")
    listed, _ = asked_after(("candidates", HERE, "--jsonl"), people[:2])
    (tmp_path / "old.jsonl").write_text(listed.stdout, encoding="utf-8")
    result, requests = asked_after(write_new, people)
    assert (to_whom(result), requests) == (["Ann Cbel"], ["people/3/"])
    assert "ann3@example.org" in result.stdout
    assert "1 letter; 1 of 1 can be reached by e-mail." in result.stderr
    assert result.stderr.endswith(counted(1, 2))
    assert asked_after(write_new, people[:2])[1] == []
    record = json.loads(listed.stdout)
    record["reach"]["email"] = 2
    for each, candidate in enumerate(record["candidates"], 1):
        candidate["email"] = f"{'ann' if each == 1 else 'old'}{each}@example.org"
    (tmp_path / "old.jsonl").write_text(json.dumps(record), encoding="utf-8")
    result, requests = asked_after(write_new, people)
    assert (to_whom(result), len(requests)) == (["Ann Bbel", "Ann Cbel"], 3)
