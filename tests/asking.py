"""The command that asks who is standing, and services that answer it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from answers import Record, ballot, candidacy, council, developers_answer, notification, person, polling_day
from cli import Argument, Result, run
from server import Reply, Service, reply
from terminal import Terminal

API = "/api/v1/"
SANDBOX = "/api/v1/sandbox/"
HERE = "BS1 5TR"
PATH = f"{API}postcode/BS15TR/"
ON = "2027-04-20"
POLL = "2027-05-06"
WARD = f"local.bristol.central.{POLL}"
MAYOR_BALLOT = f"mayor.west-of-england.{POLL}"
BRISTOL = council("E06000023", "Bristol City Council", "BST", "England", "https://bristol.example.org/")
KEY = "canary7f3a9c51d2e8b604"
ADA = candidacy(person(1, "Ada Marlpit", "ada@marlpit.example.org"), "Canal Party")
BEN = candidacy(person(2, "Ben Oatfield"), "Orchard Party")


def ask(at: str, *words: Argument, here: str = HERE, on: str = ON, **more: Any) -> Result:
    """Ask about one postcode at the service whose base is given."""
    return run("candidates", here, "--base-url", at, "--on", on, *words, **more)


def ask_rows(at: str, rows: Sequence[str], *words: Argument, on: str = ON, **more: Any) -> Result:
    """Ask about many postcodes."""
    return run("candidates", "--jsonl", "--base-url", at, "--on", on, *words, *rows, **more)


def one_ward(*candidates: Record, postcode: str = HERE, **more: Any) -> Record:
    """Give an answer with one ballot: the postcode's ward."""
    here = ballot(WARD, title="Bristol local election Central", candidates=candidates or (ADA, BEN), **more)
    return answer_with(here, postcode=postcode)


def answer_with(*ballots: Record, postcode: str = HERE, notes: Sequence[Record] = ()) -> Record:
    """Give an answer with these ballots, on however many days."""
    by_day: dict[str, list[Record]] = {}
    for each in ballots:
        by_day.setdefault(each["poll_open_date"], []).append(each)
    days = [polling_day(on, *held, notifications=notes) for on, held in sorted(by_day.items())]
    return developers_answer(postcode, BRISTOL, *days)


def noted(title: str, detail: str) -> Record:
    """Give an answer with a notice of the service's own."""
    ward = ballot(WARD, candidates=(ADA, BEN))
    return answer_with(ward, notes=[notification("voter_id", title, detail)])


def serve(service: Service, value: Record | Reply) -> str:
    """Answer the usual postcode with this, and give the service's base."""
    service.answer(PATH, value if isinstance(value, Reply) else reply(value))
    return service.url(API)


def serve_rows(service: Service, values: Mapping[str, Record | Reply]) -> list[str]:
    """Answer a postcode of its own with each of these, and give the postcodes."""
    postcodes = [f"BS{number} 5TR" for number in range(1, len(values) + 1)]
    for postcode, value in zip(postcodes, values.values(), strict=True):
        told = value if isinstance(value, Reply) else reply(of(postcode, value))
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", told)
    return postcodes


def of(postcode: str, answer: Record) -> Record:
    """Give the same answer about another postcode."""
    if not isinstance(answer.get("postcode_location"), dict):
        return answer
    where = {**answer["postcode_location"], "properties": {"postcode": postcode}}
    return {**answer, "postcode_location": where}


def document(result: Result) -> dict[str, Any]:
    """Give the one JSON document that was written."""
    assert result.code == 0, result
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def contest(result: Result) -> dict[str, Any]:
    """Give the one contest in the one document."""
    (only,) = document(result)["contests"]
    found: dict[str, Any] = only
    return found


def shown(*words: str) -> tuple[int, str]:
    """Give the exit code and what a person at a terminal reads."""
    person = Terminal("candidates", *words)
    code = person.end()
    return code, person.shown


def codes(record: dict[str, Any]) -> list[str]:
    """Give the codes of a record's warnings."""
    return [each["code"] for each in record["warnings"]]


def where_bytes_are(text: str, *folders: Path) -> list[Path]:
    """Give the files below folders that hold a text, in capitals or not."""
    wanted = text.lower().encode()
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        path for path in files if wanted in path.read_bytes().lower() or text.lower() in path.name.lower()
    ]
