"""askcandidate letter, from outside: questions at a terminal, files, records, and who may read them."""

import json
from pathlib import Path

import pytest

from cli import refused, run
from schemas import checked
from terminal import Terminal

ON = ("--on", "2026-11-21")
OWN = "I teach here, and I would like every young person I teach to know a safe place to turn to."


def test_three_letters_for_bristol() -> None:
    """Councillor, commissioner, mayor; stdout is the letters alone and stderr what the writer should know."""
    result = run("letter", "BS1", "5TR", "--no-input", *ON)
    assert result.code == 0
    headings = [line for line in result.stdout.splitlines() if line.startswith("Letter ")]
    assert headings == [
        "Letter 1 of 3: Bristol City Council",
        "Letter 2 of 3: Police and Crime Commissioner for Avon and Somerset",
        "Letter 3 of 3: Mayor of the West of England",
    ]
    assert (
        "Letters without their writer's own words are often set aside: add yours with --why." in result.stderr
    )


def test_records_follow_the_schema_and_hold_nothing_of_the_sender() -> None:
    """JSON lines: the outward code at most, no name, no address."""
    result = run(
        "letter", "NG18 2AL", "--jsonl", "--no-input", "--name", "Ann Voter", "--address", "1 Hill St", *ON
    )
    assert result.code == 0
    assert len(result.records) == 5
    for record in result.records:
        checked(record, "letter")
        assert record["postcode_outward"] == "NG18"
    for private in ("Ann Voter", "Hill St", "2AL"):
        assert private not in result.stdout + result.stderr


def test_own_words_from_a_file(tmp_path: Path) -> None:
    """@FILE keeps them out of the shell's history; line ends and marks that hide are tidied."""
    path = tmp_path / "mine.txt"
    path.write_bytes("\ufeffFirst line.\r\n\r\n\r\n\r\nSecond\u202e line.\x1b[2J\r\n".encode())
    (record,) = run(
        "letter", "BS1 5TR", "--office", "pcc", "--why", f"@{path}", "--jsonl", "--seed", "0", *ON
    ).records
    assert record["body"].startswith("First line.\n\nSecond line.\n\nYour police and crime plan")
    refused(run("letter", "BS1 5TR", "--why", "@nowhere.txt"), 2, "nowhere.txt cannot be read")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (1, "1 word is yours and 60 ours: a sentence or two more of your own would help (35 to 80 words).\n"),
        (
            34,
            "34 words are yours and 60 ours: a sentence or two more of your own would help (35 to 80 words).\n",
        ),
        (35, "35 words are yours and 60 ours.\n"),
        (59, "59 words are yours and 60 ours.\n"),
        (60, None),
        (100, None),
        (101, "A letter of 161 words is seldom read to its end: 35 to 80 of your own are enough.\n"),
        (400, "A letter of 460 words is seldom read to its end: 35 to 80 of your own are enough.\n"),
    ],
)
def test_how_many_words_are_whose_is_said(words: int, said: str | None) -> None:
    """Ours never outnumber the writer's in silence; whoever gave what was asked for is asked for no more."""
    own = "I " + "care " * (words - 1)
    result = run("letter", "BS1 5TR", "--office", "pcc", "--why", own, "--no-input", "--seed", "0", *ON)
    assert (said or "") in result.stderr
    assert said is not None or not set(result.stderr.split()) & {"ours.", "ours:", "enough."}


@pytest.mark.parametrize(
    ("name", "begins"), [("letter.md", "# Letter 1 of 3"), ("letter.txt", "====="), ("l.jsonl", "{")]
)
def test_a_file_takes_its_form_from_its_name_and_is_the_owners_alone(
    tmp_path: Path, name: str, begins: str
) -> None:
    """One file, mode 0600, never replaced without being told to."""
    path = tmp_path / name
    done = run("letter", "BS1 5TR", "--no-input", "--out", path, *ON)
    assert (done.code, done.stdout) == (0, "")
    assert f"Written: {path}" in done.stderr
    assert path.read_text(encoding="utf-8").startswith(begins)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [name]
    refused(run("letter", "BS1 5TR", "--no-input", "--out", path, *ON), 73, "exists already", "--force")
    assert run("letter", "BS1 5TR", "--no-input", "--out", path, "--force", *ON).code == 0


def test_a_folder_gets_a_file_a_letter(tmp_path: Path) -> None:
    """Names any system takes: outward code, office, suffix."""
    folder = tmp_path / "new" / "letters"
    assert run("letter", "BS1 5TR", "--no-input", "--out", folder, "--format", "md", *ON).code == 0
    assert sorted(p.name for p in folder.iterdir()) == [
        "bs1-council-e06000023-office.md",
        "bs1-mayor-e47000009-office.md",
        "bs1-pcc-e23000036-office.md",
    ]
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--office", "county"), 4, "There is no office"),
        (("--office", "emperor"), 2, "is not a kind of office"),
        (("--asks", "nncf-2"), 2, "was good until 2 May 2024"),
        (("--asks", "nothing"), 4, "There is no ask"),
        (("--fact", "f-nrm"), 2, "is not printed"),
        (("--jsonl", "--format", "md"), 2, "Choose one"),
        (("--out", "nowhere/letter.md"), 73, "There is no folder nowhere"),
        (("--out", "letter.md", "--format", "text"), 2, "another form"),
        (("--constituency", "Bristol Central"), 2, "no postcode"),
        (("--campaign", "nowhere"), 8, "cannot be read"),
        (("--to", "nobody"), 2, "nobody"),
    ],
)
def test_what_cannot_be_written_says_so(tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """Each with its exit code, and nothing written."""
    result = run("letter", "BS1 5TR", "--no-input", *words, *ON, cwd=tmp_path)
    refused(result, code, says)
    assert list(tmp_path.iterdir()) == []


def test_a_batch_takes_names_and_words_from_its_columns(tmp_path: Path) -> None:
    """Each row's writer has their own letter; a bad row costs only itself."""
    path = tmp_path / "writers.csv"
    path.write_text(f'postcode,name,why\nBS1 5TR,Ann,"{OWN}"\nbad,Bob,x\nEH1 1YJ,Cy,\n', encoding="utf-8")
    result = run("letter", "--from", path, "--office", "council", "--jsonl", *ON)
    assert result.code == 3
    assert [(r["line"], r.get("own_word_count"), r["schema"][13:]) for r in result.records] == [
        (2, 20, "letter/1"),
        (3, None, "error/1"),
        (4, 0, "letter/1"),
    ]
    assert 'line 3: "bad" is not a UK postcode.' in result.stderr


def test_a_template_fault_has_its_own_exit_code(tmp_path: Path) -> None:
    """Wording with an unknown word: 9, and which wording (fault 67)."""
    shipped = Path(__file__).parents[1] / "data/campaigns/anti-slavery"
    for source in shipped.iterdir():
        text = source.read_text(encoding="utf-8").replace("Does your plan name", "Does {{ it }} name")
        (tmp_path / source.name).write_text(text, encoding="utf-8")
    result = run(
        "letter", "BS1 5TR", "--office", "pcc", "--no-input", "--seed", "0", "--campaign", tmp_path, *ON
    )
    refused(result, 9, "Does {{ it }} name", "There is no `it`")


def test_a_person_is_asked_two_questions_after_the_safety_line() -> None:
    """Safety first, then two questions about the writer, a preview, a change of mind, name and address."""
    person = Terminal("letter", "BS1 5TR", "--office", "pcc", *ON)
    person.wait_for("What made you care about this?")
    before = person.shown
    assert "leave out anything that could identify a person" in " ".join(before.split())
    assert "ring 999" in before
    assert "08000 121 700" in before
    person.type("I was not sure.\n")
    person.wait_for("What would you like to be different here?")
    person.type("")
    person.wait_for("Change your words?")
    assert "Your letter will begin:\n\nI was not sure." in person.shown
    person.type("y")
    person.wait_for("What made you care")
    person.type(f"{OWN}\n")
    person.wait_for("What would you like")
    person.type("Nobody here should be cheated of their pay.\n")
    person.wait_for("to turn to. Nobody")
    person.type("n")
    person.wait_for("Your name")
    person.type("Ann Voter")
    person.wait_for("Your address")
    person.type("1 Hill Street, Bristol")
    person.wait_for("Keep them in a file?")
    person.type("")
    assert person.end() == 0
    page = person.shown[person.shown.index("Dear Commissioner,") :]
    assert page.startswith("Dear Commissioner,\n\nI teach here, and I would like every young person")
    assert "Yours sincerely,\n\nAnn Voter\n1 Hill Street, Bristol\nBS1 5TR\n" in page
    assert "Still to fill in" not in page


def test_what_is_wrong_is_said_before_anybody_tells_a_story() -> None:
    """A bad postcode or office ends the run before the first question."""
    person = Terminal("letter", "BS1 5TR", "--office", "county", *ON)
    assert person.end() == 4
    assert "What made you care" not in person.shown


def test_ctrl_c_at_a_question_ends_quietly() -> None:
    """130, no traceback, nothing written, and the shell's prompt on a line of its own."""
    person = Terminal("letter", "BS1 5TR", *ON)
    person.wait_for("What made you care about this?")
    person.press_ctrl_c()
    assert person.end() == 130
    assert person.shown.endswith("\n")
    assert "Dear" not in person.shown


def test_what_is_asked_can_be_read_as_json() -> None:
    """asks --json: 26 asks with their sources; one by its id."""
    asks = json.loads(run("asks", "--json", *ON).stdout)
    assert len(asks) == 26
    assert {ask["id"] for ask in asks if not ask["stands"]} == {"nncf-2", "ge-0a"}
    one = json.loads(run("asks", "mayor-1", "--json", *ON).stdout)
    assert one["source"]["publisher"] == "Causeway"
    assert one["source"]["signed_by"] == 55
    refused(run("asks", "mayor-9"), 4, "There is no ask", "mayor-1")


def test_words_pasted_from_elsewhere_stay_words() -> None:
    """Tabs, odd blanks and line separators part words; joiners stay; escape sequences go whole."""
    words = "I\tcare\u00a0about\u2028this. \u0645\u06cc\u200c\u062e\x1b[31mred\x1b]0;x\x07"
    result = run("letter", "BS1 5TR", "--office", "pcc", "--jsonl", "--why", words, "--name", "A\u00a0B", *ON)
    (record,) = result.records
    assert record["body"].startswith("I care about\nthis. \u0645\u06cc\u200c\u062ered\n\n")


def test_lines_pasted_at_a_question_are_one_answer() -> None:
    """Four lines from elsewhere answer one question, not four."""
    person = Terminal("letter", "BS1 5TR", "--office", "pcc", *ON)
    person.wait_for("What made you care")
    person.type("One.\nTwo.\nThree.\n")
    person.wait_for("What would you like")
    person.type("")
    person.wait_for("One. Two. Three.")
    person.wait_for("Change your words?")
    person.press_ctrl_c()
    assert person.end() == 130


def test_an_answer_is_kept_unless_another_is_given() -> None:
    """Changing one's mind and pressing Enter loses nothing."""
    person = Terminal(
        "letter", "BS1 5TR", "--office", "pcc", "--name", "A", "--address", "B", "--seed", "0", *ON
    )
    person.wait_for("What made you care")
    person.type("One.\n")
    person.wait_for("What would you like")
    person.type("")
    person.wait_for("Change your words?")
    person.type("y")
    person.wait_for("What made you care")
    person.type("")
    person.wait_for("What would you like")
    person.type("")
    person.wait_for("Change your words?")
    person.type("n")
    person.wait_for("Keep them in a file?")
    person.press_ctrl_d()
    assert person.end() == 0
    assert "Dear Commissioner,\n\nOne.\n\nYour police" in person.shown


def test_letters_on_the_screen_can_be_kept_without_typing_it_all_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for its owner alone, in the form of its name; what is there is replaced only if they say so."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    person = Terminal("letter", "BS1 5TR", "--name", "A", "--address", "B", *ON, columns=60)
    person.wait_for("What made you care")
    person.type("One.\n")
    person.wait_for("What would you like")
    person.type("")
    person.wait_for("Change your words?")
    person.type("n")
    person.wait_for("Keep them in a file?")
    person.type("mine.txt")
    person.wait_for("mine.txt is there already. Replace it?")
    person.type("n")
    person.wait_for("Keep them in a file?")
    person.type("letter.exe")
    person.wait_for("neither a folder nor a form")
    person.wait_for("Keep them in a file?")
    person.type("y")
    person.wait_for("Written: letter.md")
    assert person.end() == 0
    assert "--out letter.md" not in person.shown
    kept = tmp_path / "letter.md"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text(encoding="utf-8").count("\n\nOne.\n\n") == 3
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_letter_on_a_narrow_terminal_ends_its_lines_between_words() -> None:
    """What goes to a file or a pipe is as wide as a page."""
    words = ("letter", "BS1 5TR", "--office", "pcc", "--no-input", "--seed", "0", *ON)
    person = Terminal(*words, columns=46)
    assert person.end() == 0
    shown = person.shown[person.shown.index("Subject:") :]
    assert max(len(line) for line in shown.splitlines() if "://" not in line) < 46
    whole = run(*words).stdout
    assert shown.split()[:60] == whole[whole.index("Subject:") :].split()[:60]


def test_files_in_the_way_and_letters_to_nobody_are_said_before_the_questions(tmp_path: Path) -> None:
    """Nobody tells a story for nothing."""
    assert run("letter", "BS1 5TR", "--office", "pcc", "--no-input", "--out", tmp_path, *ON).code == 0
    person = Terminal("letter", "BS1 5TR", "--office", "pcc", "--out", str(tmp_path), *ON)
    assert person.end() == 73
    nobody = Terminal("letter", "TD9 0TS", "--office", "mayor", *ON)
    assert nobody.end() == 4
    assert "What made you care" not in person.shown + nobody.shown
    path = tmp_path / "none.md"
    refused(
        run("letter", "TD9 0TS", "--office", "mayor", "--no-input", "--out", path, *ON), 4, "No letter to"
    )
    assert not path.exists()


def test_another_campaign_is_named_when_a_settings_file_brings_it(tmp_path: Path) -> None:
    """A folder that somebody sent cannot change the words in silence."""
    shipped = Path(__file__).parents[1] / "data/campaigns/anti-slavery"
    (tmp_path / "askcandidate.toml").write_text(
        f'campaign = "{shipped.parent}/./anti-slavery/../anti-slavery"\n', "utf-8"
    )
    result = run("letter", "BS1 5TR", "--no-input", "-q", cwd=tmp_path)
    assert "using the campaign in" in result.stderr


def test_words_typed_are_handed_back_to_who_leaves() -> None:
    """Ctrl-D at a later question, or in the middle of an answer: what was typed is shown once more."""
    person = Terminal("letter", "BS1 5TR", "--office", "pcc", *ON)
    person.wait_for("What made you care")
    person.type("My neighbour was underpaid.")
    person.type("It went on for years.")
    person.wait_for("> ")
    person.press_ctrl_d()
    assert person.end() == 130
    shown = person.shown.replace("\r", "").rpartition("Nothing was written.")[2]
    assert "--why @FILE:\n\nMy neighbour was underpaid.\nIt went on for years.\n" in shown


def test_leaving_before_a_word_is_typed_says_nothing_more() -> None:
    """There is nothing to hand back."""
    person = Terminal("letter", "BS1 5TR", "--office", "pcc", *ON)
    person.wait_for("What made you care")
    person.press_ctrl_d()
    assert person.end() == 130
    assert "Nothing was written" not in person.shown


def test_a_batch_says_by_line_where_councils_are_to_be_replaced() -> None:
    """One letter says "here"; of many it is said once, and of which."""
    rows = "postcode\nCB2 1TN\nBS1 5TR\nCM1 1QH\n"
    told = run("letter", "--from", "-", "--jsonl", *ON, stdin=rows).stderr
    assert told.count("to replace the councils here on 1 April 2028") == 1
    assert "if it is made, these offices change (lines 2, 4).\n" in told
    assert "had not been set up by 15 September 2026 (line 4).\n" in told


def test_a_batch_says_of_many_rows_once_what_is_true_of_them(tmp_path: Path) -> None:
    """How many words are whose: with the lines, not a line for each; and --limit counts beforehand too."""
    rows = tmp_path / "rows.csv"
    lines = [f"BS1 5TR,{'I care about this. ' * (n % 3 + 1)}" for n in range(14)]
    rows.write_text("\n".join(["postcode,why", *lines, ""]), encoding="utf-8")
    common = ("letter", "--from", rows, "--office", "council", *ON)
    result = run(*common, "--out", tmp_path / "all")
    assert result.stderr.count("of our words than") == 1
    assert "(lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 4 more)" in result.stderr
    limited = run(*common, "--limit", "1", "--out", tmp_path / "some")
    assert "this batch writes 1 to Bristol City Council." in limited.stderr
    assert "askcandidate: 1 file written, 0 unchanged." in limited.stderr


def test_several_letters_for_one_mail_are_refused_before_anything_is_said(tmp_path: Path) -> None:
    """Not after lines on how to send what was never written."""
    result = run("letter", "BS1 5TR", "--no-input", "--out", tmp_path / "one.eml", *ON)
    refused(result, 2, "Each .eml file holds one letter, and here are 3.")
    assert "To send this" not in result.stderr
