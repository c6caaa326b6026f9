"""Thanks and letters to those elected: each once, by a file or by what Democracy Club says."""

from pathlib import Path

import pytest

from answers_candidates import ynr_ballot, ynr_candidacy
from answers_rules import Record
from cli import in_words, refused, run
from server import Service, raw, reply
from test_log import BALLOT, MAYOR, OFFICE, add, log, text_of
from test_log_letters import IDS, ask, letters

WARD, WARD_BALLOT = "Bristol City Council: Central", "local.bristol.central.2027-05-06"
NEXT = "/api/next/"
PATH = f"{NEXT}ballots/{BALLOT}/"
DC = ("--source", "democracy-club", "--id")
AFTER = ("--on", "2027-05-10")
LIVE = ("winners", "--live", "--base-url")


def result(*elected: Record, seats: int = 1) -> Record:
    """Give a ballot's result: those who lost, then those elected."""
    lost = ynr_candidacy(90, "Lost Lou", elected=False)
    return ynr_ballot(BALLOT, [lost, *elected], seats=seats)


def won(id_: int, name: str) -> Record:
    return ynr_candidacy(id_, name, elected=True)


def dears(text: str) -> list[str]:
    """Give whom letters are to."""
    return [line[5:-1] for line in text.splitlines() if line.startswith("Dear ")]


def test_nobody_is_thanked_twice_for_one_answer(tmp_path: Path) -> None:
    """Noted with --record; a yes said again is the same one, a yes taken back and given again is not."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09", "--words", "Yes, by May")
    before = text_of(tmp_path)
    first = letters(tmp_path, "thank", "--on", "2027-04-10")
    assert "the same command with --record notes these letters in the log" in first.stderr
    assert text_of(tmp_path) == before
    noted = letters(tmp_path, "thank", "--on", "2027-04-10", "--record", "--by", "B. Clerk")
    assert noted.stdout == first.stdout
    line = f"pledge/1,2027-04-10,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,thanked,,,B. Clerk\n"
    assert text_of(tmp_path) == before + line
    again = letters(tmp_path, "thank", "--on", "2027-04-11", "--record")
    assert (again.stdout, again.stderr) == (
        "",
        "askcandidate: Nobody is to be thanked: no yes, or none that was not thanked for.\n",
    )
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-12", "--words", "As I said")
    assert letters(tmp_path, "thank", "--on", "2027-04-13").stdout == ""
    add(tmp_path, "Ada Marlpit", "mayor-1", "partly", "2027-04-14")
    assert letters(tmp_path, "thank", "--on", "2027-04-15").stdout == ""
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-16")
    assert dears(letters(tmp_path, "thank", "--on", "2027-04-17").stdout) == ["Ada Marlpit"]
    add(tmp_path, "Ada Marlpit", "mayor-2", "yes", "2027-04-16")
    both = letters(tmp_path, "thank", "--on", "2027-04-17", "--record").stdout
    assert both.count("\n- ") == 2
    assert log(tmp_path, "verify").code == 0


def test_thanks_change_nothing_that_was_said(tmp_path: Path) -> None:
    """The yes still holds in lists and summaries, and in letters after the poll."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09")
    letters(tmp_path, "thank", "--on", "2027-04-10", "--record")
    assert "\tyes\n" in log(tmp_path, "list", "--latest").stdout
    assert log(tmp_path, "summary", "--on", "2027-04-11").stdout == (
        f"{MAYOR}\tAda Marlpit\tmayor-1\tyes\t2027-04-09\n"
    )


def test_those_elected_are_written_to_once(tmp_path: Path) -> None:
    """Who has had a letter, who declined, and who is new: each is told of; asked again, they are written to."""
    told = ("--contest", WARD, "--office", "council:E06000023", "--ballot", WARD_BALLOT)
    ask(tmp_path, "Ada Marlpit", "hfj-2", words=told)
    ask(tmp_path, "Dee Quill", "hfj-2", words=told)
    add(tmp_path, "Dee Quill", "hfj-2", "declined", "2027-04-10", *told)
    (tmp_path / "elected.txt").write_text("Ada Marlpit\nDee Quill\nNew Nia\n", encoding="utf-8")
    words = ("winners", "--elected", "elected.txt", "--record")
    first = letters(tmp_path, *words, *AFTER, "--by", "B. Clerk")
    assert dears(first.stdout) == ["Ada Marlpit", "New Nia"]
    assert first.stderr == "askcandidate: No letter to Dee Quill, who declined to answer.\n"
    where = f"pledge/1,2027-05-10,{WARD},council:E06000023,{WARD_BALLOT},,"
    assert text_of(tmp_path).splitlines()[4:] == [
        f"{where},Ada Marlpit,hfj-2,elected,,,B. Clerk",
        f"{where},New Nia,hfj-2,elected,,,B. Clerk",
    ]
    again = letters(tmp_path, *words, "--on", "2027-06-10")
    assert again.stdout == ""
    assert again.stderr == (
        "askcandidate: No letter to Ada Marlpit: by the log one was written on 10 May 2027.\n"
        "askcandidate: No letter to Dee Quill, who declined to answer.\n"
        "askcandidate: No letter to New Nia: by the log one was written on 10 May 2027.\n"
        "askcandidate: No letter was written.\n"
    )
    ask(tmp_path, "Ada Marlpit", "hfj-2", on="2027-06-11", words=told)
    assert dears(letters(tmp_path, *words, "--on", "2027-06-12").stdout) == ["Ada Marlpit"]


def test_a_letter_that_cannot_be_written_is_not_noted(tmp_path: Path) -> None:
    """Neither thanks nor letters to those elected; an ask that is gone is not noted with those that are there."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09", *IDS)
    gone = text_of(tmp_path).splitlines()[1].replace("mayor-1", "old-1")
    (tmp_path / "pledges.csv").write_text(text_of(tmp_path) + gone + "\n", encoding="utf-8")
    before = text_of(tmp_path)
    (tmp_path / "out.txt").write_text("mine", encoding="utf-8")
    refused(
        log(tmp_path, "thank", "--on", "2027-04-10", "--record", "--out", "out.txt"), 73, "exists already"
    )
    assert text_of(tmp_path) == before
    letters(tmp_path, "thank", "--on", "2027-04-10", "--record")
    assert text_of(tmp_path).count("thanked") == 1


def test_the_service_says_who_was_elected(service: Service, tmp_path: Path) -> None:
    """Known by id, by a name without one, and new; it sees the ballot's id, and nobody's postcode."""
    ask(tmp_path, "Ada M. Marlpit", words=(*IDS, *DC, "7"))
    add(tmp_path, "Ada M. Marlpit", "mayor-1", "yes", "2027-04-09", "--id", "7")
    ask(tmp_path, "Ben Oatfield")
    ask(tmp_path, "Lost Lou", words=(*IDS, *DC, "90"))
    service.answer(PATH, reply(result(won(7, "Ada Marlpit"), won(8, "Ben Oatfield"), won(9, "New Nia"))))
    found = letters(tmp_path, *LIVE, service.url(NEXT), *AFTER)
    assert dears(found.stdout) == ["Ben Oatfield", "Ada M. Marlpit", "New Nia"]
    assert "you said yes to a plan" in found.stdout
    assert f"asking 127.0.0.1:{service.port}, which sees ballots' ids and no postcode.\n" in found.stderr
    assert "Candidates: Democracy Club (https://democracyclub.org.uk), CC BY 4.0." in found.stderr
    assert [each.target for each in service.seen] == [PATH]
    assert not any("7" in value for value in service.seen[0].query.values())


def test_a_name_of_the_service_that_is_nearly_somebodys_is_no_strangers(
    service: Service, tmp_path: Path
) -> None:
    """Where the log has no id to tell by, nobody is taken for never asked."""
    ask(tmp_path, "Ada Marlpitt")
    service.answer(PATH, reply(result(won(7, "Ada Marlpit"))))
    found = log(tmp_path, *LIVE, service.url(NEXT), *AFTER, "--record")
    refused(found, 8, 'the log: The log has no "Ada Marlpit" there; did you mean "Ada Marlpitt"?')
    assert ",elected," not in text_of(tmp_path)


def test_a_poll_without_a_result_is_told_of(service: Service, tmp_path: Path) -> None:
    """Not over, no result, some seats only, a ballot unknown or without id: each in words; none at all is exit 4."""
    ask(tmp_path, "Ada Marlpit", words=(*IDS, *DC, "7"))
    at = service.url(NEXT)
    refused(log(tmp_path, *LIVE, at, "--on", "2027-05-05"), 4, "No contest of the log has a result yet.")
    assert service.seen == []
    service.answer(PATH, reply(ynr_ballot(BALLOT, [ynr_candidacy(7, "Ada Marlpit")])))
    refused(log(tmp_path, *LIVE, at, *AFTER), 4, f"has no result for {MAYOR} yet", "--elected FILE")
    service.answer(PATH, raw(status=404))
    refused(log(tmp_path, *LIVE, at, *AFTER), 4, f"does not know the ballot of {MAYOR}")
    add(tmp_path, "Zed", "mayor-1", "asked", "2027-04-01", "--contest", "Mayor of Z")
    council = WARD_BALLOT
    told = ("--contest", "Bristol City Council", "--office", "council:E06000023", "--ballot", council)
    add(tmp_path, "Cy Reed", "hfj-1", "asked", "2027-04-01", *told, *DC, "5")
    some = ynr_ballot(council, [won(5, "Cy Reed")], seats=2)
    service.answer(f"{NEXT}ballots/{council}/", reply(some))
    part = letters(tmp_path, *LIVE, at, *AFTER)
    assert dears(part.stdout) == ["Cy Reed"]
    assert "names 1 of the 2 elected for Bristol City Council." in part.stderr
    assert "Mayor of Z: the log has no ballot's id, by which to ask who was elected." in part.stderr


@pytest.mark.parametrize(
    ("said", "code"),
    [(reply({"candidacies": 7}), 8), (raw(status=500), 5), (reply({"detail": "x"}, 429), 7)],
)
def test_a_service_that_fails_writes_no_letter(
    service: Service, tmp_path: Path, said: object, code: int
) -> None:
    """Its own exit code, and the log stays as it is."""
    ask(tmp_path, "Ada Marlpit", words=(*IDS, *DC, "7"))
    before = text_of(tmp_path)
    service.answer(PATH, said)  # type: ignore[arg-type]
    failed = log(tmp_path, *LIVE, service.url(NEXT), *AFTER, "--record", "--timeout", "1")
    in_words(failed)
    assert (failed.code, failed.stdout) == (code, "")
    assert text_of(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["pledges.csv"]


def test_a_ballot_id_that_is_none_is_not_asked_for(service: Service, tmp_path: Path) -> None:
    """What somebody else's log says cannot lead elsewhere on the host."""
    odd = "../../people/7/?x=mayor.2027-05-06"
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01", "--ballot", odd)
    refused(log(tmp_path, *LIVE, service.url(NEXT), *AFTER), 4, "does not know the ballot")
    assert service.seen == []


def test_who_was_elected_is_said_in_one_way(tmp_path: Path) -> None:
    """A file, or the service."""
    ask(tmp_path, "Ada Marlpit")
    refused(log(tmp_path, "winners"), 2, "--elected FILE, or --live")
    refused(log(tmp_path, "winners", "--live", "--elected", "x.txt"), 2, "in one way")
    assert run("log", "winners", "--help").code == 0
