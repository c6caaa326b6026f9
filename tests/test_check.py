"""askcandidate check, from outside: letters, sheets, own words, campaigns and broken files."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from askcandidate.campaign import SHIPPED
from cli import Result, in_words, refused, run
from schemas import checked

ON = ("--on", "2026-11-21")
OWN = (
    "I have worked in kitchens for ten years. Last winter a man who washed pots beside me told me that somebody "
    "else kept his wages. I would like the next person who sees this to know whom to ring."
)


def check(*words: str | Path, **more: Any) -> Result:
    result = run("check", *words, *ON, **more)
    in_words(result)
    return result


def test_of_what_cannot_be_read_nothing_is_said_to_be_found(tmp_path: Path) -> None:
    """Nothing was looked at, so nothing is known of findings, names or places."""
    path = tmp_path / "letter.txt"
    path.write_bytes(b"\xff\xfe\x00")
    result = check(path)
    assert result.code == 8
    assert "is not text" in result.stderr
    assert "looked at" not in result.stderr
    assert "for you to see" not in result.stderr


FAILED = '{"schema": "askcandidate.error/1", "line": 2, "error": "unknown-postcode"}\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", ""), ("a.md", " \n\t\n\u00a0\n"), ("a.jsonl", ""), ("a.jsonl", "\n"), ("a.jsonl", FAILED)],
)
def test_a_file_that_holds_nothing_does_not_pass(name: str, text: str, tmp_path: Path) -> None:
    """By name, by a pipe, in a folder that holds no other, and whatever is asked of it."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    says = "holds no letter, sheet or words to look at.\nLook at what the program said that was to write it"
    for asked in ((), ("--own-words",), ("--sameness",), ("--json",), ("-q",)):
        refused(check(path, *asked), 2, f"{path} {says}")
        refused(check(tmp_path, *asked), 2, f"{path} {says}")
        refused(check("-", *asked, stdin=text), 2, f"stdin {says}")


def test_letters_that_failed_are_not_clean_letters() -> None:
    """The pipe of the handbook: what fails writes nothing, and nothing is not a clean letter."""
    failed = run("letter", "BT1 5GS", "--jsonl", "--no-input", *ON)
    assert (failed.code, failed.stdout) == (4, "")
    refused(check("-", stdin=failed.stdout), 2, "stdin holds no letter")


def test_an_empty_file_among_others_is_named(tmp_path: Path) -> None:
    """The others are looked at; whoever is about to send all of them is stopped by the exit code."""
    (tmp_path / "a.txt").write_text("Dear Mayor,\n\nRing 0117 496 0000.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("\n", encoding="utf-8")
    result = check(tmp_path)
    assert result.code == 8
    assert result.stdout.startswith(f"{tmp_path}/a.txt:3: a telephone number")
    assert f"{tmp_path}/b.txt holds no letter" in result.stderr
    assert f"{tmp_path}/c.jsonl holds no letter" in result.stderr
    assert "1 page looked at; 1 finding" in result.stderr
    assert check(SHIPPED, tmp_path / "b.txt").code == 8
    refused(
        check(tmp_path / "b.txt", tmp_path / "c.jsonl"), 2, "None of these 2 files holds anything to look at."
    )


def test_a_record_without_a_letter_in_it_is_none(record: dict[str, Any]) -> None:
    """The line is named."""
    result = check("-", stdin=json.dumps({**record, "body": " ", "own_words": ""}))
    assert (result.code, result.stdout) == (8, "")
    assert "stdin:1: this line is not the record of a letter." in result.stderr


def letters(*words: str, stdin: str | None = None) -> str:
    result = run("letter", *words, *ON, "--no-input", "-q", "--seed", "0", stdin=stdin)
    assert result.code == 0, result
    return result.stdout


def told(result: Result) -> list[str]:
    """What was found, without where."""
    return [line.split(": ", 1)[1] for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    """One letter with own words and a name, as its record."""
    lines = letters("BS1 5TR", "--office", "pcc", "--why", OWN, "--name", "A. Voter", "--jsonl")
    return dict(json.loads(lines))


def with_body(record: dict[str, Any], old: str, new: str, **fields: object) -> str:
    assert old in record["body"]
    return json.dumps({**record, "body": record["body"].replace(old, new), **fields}) + "\n"


def test_a_finished_letter_is_clean(record: dict[str, Any], tmp_path: Path) -> None:
    """Own words, a name and an address: nothing to say, on stdout nothing at all."""
    full = letters("BS1 5TR", "--why", OWN, "--name", "A. Voter", "--address", "1 Some Road")
    (tmp_path / "letter.txt").write_text(full, encoding="utf-8")
    (tmp_path / "letter.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    result = check(tmp_path)
    assert (result.code, result.stdout) == (0, "")
    assert result.stderr == (
        "askcandidate: 4 pages looked at; nothing found.\n"
        "Names and places that could give somebody away are for you to see: patterns know only some.\n"
    )
    assert check("-q", tmp_path).stderr == ""


def test_what_is_left_to_fill_in_is_named_with_its_line(tmp_path: Path) -> None:
    """The same in text and Markdown; the same thing in many letters is one line."""
    for name, form in (("a.txt", "text"), ("b.md", "md")):
        (tmp_path / name).write_text(letters("BS1 5TR", "--format", form), encoding="utf-8")
    result = check(tmp_path)
    assert result.code == 11
    assert result.stdout == (
        f'{tmp_path}/a.txt:20: still to fill in before it is sent: "[your name]" [3 places]\n'
        f'{tmp_path}/a.txt:21: still to fill in before it is sent: "[your address]" [3 places]\n'
        f'{tmp_path}/b.md:15: still to fill in before it is sent: "\\[your name\\]" [3 places]\n'
        "  ... and 3 more of this kind; --all shows each\n"
    )
    assert result.stderr == "askcandidate: 6 pages looked at; 12 findings.\n"
    assert len(check("--all", tmp_path).stdout.splitlines()) == 12


def test_letters_of_a_batch_with_nothing_of_the_writers(tmp_path: Path) -> None:
    """300 letters, one line; a row that failed is no letter."""
    rows = "postcode\n" + "BS1 5TR\n" * 100 + "JE2 4WD\n"
    out = tmp_path / "letters.jsonl"
    assert run("letter", "--from", "-", "--out", out, *ON, "-q", stdin=rows).code == 3
    result = check(out)
    assert told(result) == [
        "no words of the writer's own; such letters are often set aside, so add some with --why [300 places]"
    ]
    assert result.stdout.startswith(f"{out}:1: ")


# fmt: off
SHOULD_BE_FOUND = [
    ("Ring 0117 496 0000.", 'a telephone number could identify a person or a business; leave it out: "0117 496 0000"'),
    ("Or 07700 900123 then", "a telephone number"),
    ("+44 117 496 0000", "a telephone number"),
    ("write to a.b@example.co.uk", 'an e-mail address could identify a person or a business; leave it out: "a.b@example.co.uk"'),
    ("www.example.org/menu", "a web address"),
    ("example.co.uk", "a web address"),
    ("van, AB12 CDE", 'a number plate could identify a person or a business; leave it out: "AB12 CDE"'),
    ("a van, ab12cde", "a number plate"),
    ("A123 BCD", "a number plate"),
    ("BNZ 7342", "a number plate"),
    ("at 12 High Street", 'a house number and street could identify a person or a business; leave it out: "12 High Street"'),
    ("at 3a, St Mary's Road", "a house number and street"),
    ("at 40 station road", "a house number and street"),
    ("off St John's Lane", "a street's name"),
    ("my neighbour Ana", 'somebody\'s name could identify a person or a business; leave it out: "neighbour Ana"'),
    ("boy named Sam", "somebody's name"),
    ("worked at Marlpit Hand Wash", "a place of work"),
    ("near BS1 5TR", "a postcode"),
    ("at Marlpit Cars Ltd", "a company's name"),
    ("Oatfield Limited", "a company's name"),
    ("Marlpit plc and", "a company's name"),
    ("Marlpit LLP and", "a company's name"),
    ("I'd vote for them", "takes a side: it asks for or threatens a vote"),
    ("Labour did nothing", "takes a side: it names a party"),
    ("the slaves there", "a loaded word: it makes people into what was done to them"),
]
# fmt: on
FINE = [
    "In 2019 I moved here with 3 children. It took 10 minutes by road.",
    "In 2025, 23,411 people were referred. It cost £1,500,000.",
    "Ring 999 or 101; I rang at 19:30 on 6 May 2027, the 1st of 20 times.",
    "The hours were limited. I woke up at 5. It was the worst year.",
    "I worked on the M25 and the A38, in COVID times, under ISO 9001.",
    "She helps people out of forced labour, in the supply chains of shops.",
    "My friend, I think, saw it. A woman I know works for Bristol City Council, a child in Leeds knows.",
    "I live in Bristol. In Court I sat on the Road to nowhere.",
    "I do not know who they were, and they have no papers.",
    "They built on the green belt. Green tea was all he had. Mrs Green reformed the voting system.",
    "Labour market rules changed. Labour inspectors came. Labour exploitation is near. It is hard labour.",
    "Conservative estimates say ten. A conservative estimate says two.",
]


def records_with(record: dict[str, Any], texts: list[str]) -> str:
    return "".join(with_body(record, OWN, text, own_words=text) for text in texts)


def test_own_words_that_could_identify_somebody_or_take_a_side(
    record: dict[str, Any], tmp_path: Path
) -> None:
    """Each on a line of a file of own words, and each in the record of a letter."""
    texts = [text for text, _ in SHOULD_BE_FOUND]
    mine = tmp_path / "mine.txt"
    mine.write_text("\n".join(texts) + "\n", encoding="utf-8")
    for result, name in (
        (check(mine, "--own-words", "--all"), mine),
        (check("-", "--all", stdin=records_with(record, texts)), "stdin"),
    ):
        assert result.code == 11
        lines = result.stdout.splitlines()
        for number, (line, (_, what)) in enumerate(zip(lines, SHOULD_BE_FOUND, strict=True), 1):
            assert line.startswith(f"{name}:{number}: {what}"), line


def test_asking_for_a_vote_and_speaking_of_a_party_are_told_apart() -> None:
    """Each with its own reason, and with the words that it is about."""
    vote = "takes a side: it asks for or threatens a vote; ask a question and leave the vote out"
    party = "takes a side: it names a party; the same words go to every side, so leave parties out"
    whose = "takes a side: it speaks of somebody's party or candidate; ask what the person would do, and leave parties out"
    sides = [
        ("Vote Green on 6 May.", [f'{vote}: "Vote Green"']),
        ("So vote reform then.", [f'{vote}: "vote reform"']),
        ("We will vote you out.", [f'{vote}: "vote you out"']),
        ("I have always voted Green.", [f'{party}: "voted Green"']),
        ("Vote Labour.", [f'{vote}: "Vote Labour"', f'{party}: "Labour"']),
        ("Vote for the Green Party.", [f'{vote}: "Vote for"', f'{party}: "Green Party"']),
        ("What does your party plan?", [f'{whose}: "your party"']),
    ]
    result = check("--own-words", "--all", "-", stdin="\n".join(text for text, _ in sides))
    assert told(result) == [says for _, found in sides for says in found]


def test_own_words_that_anybody_may_say(record: dict[str, Any], tmp_path: Path) -> None:
    """Figures, days, roads and plain anger are nobody's address."""
    for number, text in enumerate(FINE):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert check("--own-words", tmp_path).stdout == ""
    assert check("-", stdin=records_with(record, FINE)).stdout == ""


LONG = "word " * 29


@pytest.mark.parametrize(
    ("ours", "code", "what"),
    [
        ("The mayor has no plan.", "absence", "this sentence claims that an office does not do something"),
        ("Is it so?", "questions", "questions stand in more than one paragraph"),
        (f"{LONG}.", "long-sentence", "a sentence has more than 28 words"),
        ("Hello {{ name }}.", "template-left", "a template's mark was left in the text"),
        ("Hello ____ there.", "to-fill-in", "still to fill in before it is sent"),
        ("You must act.", "loaded", "a loaded word: it pushes; ask an open question instead"),
        ("It was a record: 17,004 people.", "past-fact", "this figure (f-nrm) is not printed"),
        ("It works. " * 50, "long-letter", "more than 160 words; shorten it"),
        (
            "Interdepartmental accountability necessitates organisational transparency. " * 6,
            "reading-age",
            "needs a reader of more than 12 years",
        ),
    ],
)  # fmt: skip
def test_set_words_are_held_to_the_voice(ours: str, code: str, what: str, record: dict[str, Any]) -> None:
    """What is ours is held to more than what is the writer's."""
    found = json.loads(check("--json", "-", stdin=with_body(record, OWN, f"{OWN}\n\n{ours}")).stdout)
    assert code in {each["code"] for each in found}, found
    assert [each for each in found if each["message"].startswith(what)]


def test_findings_follow_their_schema(tmp_path: Path) -> None:
    """One record a finding, none grouped away."""
    result = check("--json", "-", stdin=letters("BS1 5TR"))
    found = json.loads(result.stdout)
    assert (result.code, len(found)) == (11, 6)
    for each in found:
        checked(each, "finding")
    assert found[0] == {
        "schema": "askcandidate.finding/1",
        "path": "stdin",
        "line": 20,
        "unit": "line",
        "code": "to-fill-in",
        "message": "still to fill in before it is sent",
        "quote": "[your name]",
    }
    clean = check("--json", "--own-words", "-", stdin=OWN)
    assert (clean.code, json.loads(clean.stdout)) == (0, [])


def test_what_has_run_out_is_found_by_the_day_asked() -> None:
    """A figure printed in November is past in March, even where lines were broken."""
    letter = letters("BS1 5TR", "--office", "pcc", "--fact", "f-nrm-2025", "--name", "A", "--address", "B")
    assert check("-", stdin=letter).stdout == ""
    late = run("check", "-", "--on", "2027-03-01", stdin=letter)
    assert late.code == 11
    assert late.stdout == (
        "stdin:11: f-nrm-2025 was good until 28 February 2027; take it out or renew it: "
        '"In 2025, 23,411 people were referred as possible victims acr..."\n'
    )


def test_an_ask_that_is_past_is_found(record: dict[str, Any]) -> None:
    """In records by their field, in text by the line that names the sources."""
    assert told(check("-", stdin=json.dumps({**record, "asks": ["nncf-2"]}))) == [
        "its ask, nncf-2, was good until 2 May 2024; write the letter again"
    ]
    text = letters("BS1 5TR", "--office", "pcc", "--name", "A", "--address", "B")
    assert "hasc-pcc" in text
    assert "nncf-2, was good until" in check("-", stdin=text.replace("hasc-pcc", "nncf-2")).stdout


@pytest.mark.parametrize("form", ["text", "md"])
def test_sheets_without_an_imprint(form: str) -> None:
    """Each page is told; with an imprint the shipped pack is clean, blanks to write on and all."""
    pack = ("hustings", "BS1 5TR", "--office", "pcc", "--format", form, "--name", "A", "--name", "B", *ON)
    result = check("-", stdin=run(*pack).stdout)
    assert result.code == 11
    (found,) = told(result)
    assert found == (
        "no imprint is seen; if this could be election material, say who printed it and who publishes it, "
        "with addresses: --imprint [6 places]"
    )
    printed = run(
        *pack, "--imprint", "Printed and published by A. Hall, 1 Church Lane, Bristol BS1 1AA"
    ).stdout
    assert check("-", stdin=printed).stdout == ""


@pytest.mark.parametrize(
    "imprint",
    [
        "Argraffwyd a hyrwyddwyd gan A. Hall, 1 Church Lane, Anytown",
        "Argraffwyd gan A. Hall ac fe'i cyhoeddwyd gan B. Moor, 1 Church Lane, Anytown",
        "Wedi'i argraffu a'i hyrwyddo gan A. Hall, 1 Church Lane, Anytown",
        "Cyhoeddir ar ran Grŵp Anytown gan A. Hall, 1 Church Lane, Anytown",
    ],
)
@pytest.mark.parametrize("lang", ["cy", "en"])
def test_an_imprint_in_welsh_is_one(imprint: str, lang: str) -> None:
    """On sheets in either language."""
    pack = (
        "hustings",
        "CF10 4UW",
        "--office",
        "pcc",
        "--format",
        "md",
        "--lang",
        lang,
        "--name",
        "A",
        "--name",
        "B",
    )
    result = check("-", stdin=run(*pack, "--imprint", imprint, *ON, "-q").stdout)
    assert (result.code, result.stdout) == (0, "")


def test_welsh_words_that_are_no_imprint() -> None:
    """A public meeting is announced in a word much like "published"."""
    sheet = (
        "# Hystings\n\nCyfarfod cyhoeddus, wedi'i drefnu gan A. Hall.\n\n"
        "*Lluniwyd ar 6 Mai 2027. Dim plaid, dim ochr.*\n"
    )
    assert "no imprint is seen" in check("-", stdin=sheet).stdout


def test_a_question_too_long_for_a_hustings() -> None:
    """At most 35 words, and 20 in the follow-up."""
    sheet = (
        f"# Hustings\n\n### 1. {'word ' * 35}word?\n\n*Then:* {'word ' * 20}word?\n\n"
        "*Printed and published by A.*\n\n*Made on 6 May 2027. No party, no side.*\n"
    )
    found = told(check("-", stdin=sheet))
    assert [each.split(":")[0] for each in found] == [
        "a question has more than 35 words; shorten it",
        "a follow-up has more than 20 words; shorten it",
    ]


def test_our_own_campaign_is_clean() -> None:
    """Past asks are told beside the result: they are in no letter."""
    result = check(SHIPPED)
    assert (result.code, result.stdout) == (0, "")
    assert result.stderr == (
        "askcandidate: past, and so in no letter: nncf-2, ge-0a.\n"
        "askcandidate: 1 campaign looked at; nothing found.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign folder to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "mine"))


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("asks.toml", 'id = "hfj-1"', 'id = "hfj-2"', 53, "two asks have the same id, hfj-2."),
        ("asks.toml", 'document = "hfj-local-2024"', 'document = "gone"', 11, '"gone", which is not there'),
        ("asks.toml", "subject =", "sbject =", 10, "ask.0.subject: Field required"),
        ("facts.toml", "[[fact]]", "[[fact", 5, "is not TOML"),
        ("campaign.toml", 'title = "R', 'titel = "R', 1, "title: Input should be a valid string"),
        ("asks.toml", '"a plan against', '"To plan against', None, 'an aim is words that follow "to see"'),
        ("asks.toml", "a year: yes, no or partly?", "a year?", None, 'a follow-up ends "yes, no or partly?"'),
        ("asks.toml", 'question = "What', f'question = "{LONG * 2} What', None, "a question has more than 35 words"),
        ("asks.toml", 'follow_up = "Will', f'follow_up = "{LONG} Will', None, "a follow-up has more than 20"),
        ("asks.toml", "{{ body }}", "{{ bodi }}", None, "There is no `bodi`; did you mean `body`?"),
        ("asks.toml", "with money set aside for it?", "with {{ money", None, "cannot be rendered"),
        ("asks.toml", "{{ home }}: is", f"{{{{ home }}}}: {'x' * 90} is", None, "a subject has more than 100"),
        ("asks.toml", 'letter = [\n  "', 'letter = [\n  "The Tories have no plan. ', None, "takes a side: it names a party"),
        ("asks.toml", 'letter = [\n  "', 'letter = [\n  "Your council has no plan. ', None, "claims that an office does not"),
        ("campaign.toml", "commissioner =", "comissioner =", None, "[powers] has no sentence for commissioner"),
        ("facts.toml", 'publisher = "Home Office"', "", None, "f-nrm-2025 is printed, so it needs a publisher"),
        ("facts.toml", "valid_to = 2027-02-28", "valid_to = 2026-02-28", None, "f-nrm-2025 was good until 28 February 2026"),
        ("facts.toml", '"f-nrm-2025"\nun', '"f-gone"\nun', None, 'superseded by "f-gone", which is not there'),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_campaigns_folder(
    folder: Path, file: str, old: str, new: str, line: int | None, says: str
) -> None:
    """Each with its file and line; nothing is a traceback, and nothing stops the check of letters."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = check(folder)
    assert result.code == 11, result
    found = [each for each in result.stdout.splitlines() if says in each]
    assert found, result
    number = line or text[: text.index(old)].count("\n") + 1
    assert line is None or found[0].startswith(f"{path}:{number}: ")
    assert found[0].startswith(f"{path}:")


def test_files_that_cannot_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    """Each is told with its line on stderr; the exit code is that of bad data."""
    (tmp_path / "bin.txt").write_bytes(b"one\ntwo \0 three")
    (tmp_path / "half.jsonl").write_text(
        '{"schema": "askcandidate.letter/1", "body": "I li', encoding="utf-8"
    )
    (tmp_path / "latin.md").write_bytes(b"one\ncaf\xe9\n")
    (tmp_path / "list.jsonl").write_text("\n[1]\n", encoding="utf-8")
    (tmp_path / "mine\x1b[2J.txt").write_text("Dear Mayor,\n\nRing 0117 496 0000.\n", encoding="utf-8")
    result = check(tmp_path)
    assert result.code == 8
    assert result.stdout == (
        f"{tmp_path}/mine\\x1b[2J.txt:3: a telephone number could identify a person or a business; "
        'leave it out: "0117 496 0000"\n'
    )
    for where in ("bin.txt:2: this is not text", "half.jsonl:1: this line is not whole JSON"):
        assert f"{tmp_path}/{where}" in result.stderr
    for where in ("latin.md:2: this is not text in UTF-8", "list.jsonl:2: this line is not the record"):
        assert f"{tmp_path}/{where}" in result.stderr


def test_what_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """Before anything is looked at."""
    refused(check(tmp_path / "gone"), 2, "There is no file or folder")
    refused(check(tmp_path), 2, "holds no campaign.toml and no .txt, .md, .jsonl, .html")
    (tmp_path / "a.odt").write_bytes(b"PK")
    refused(check(tmp_path / "a.odt"), 2, "a.odt is none of .txt, .md, .jsonl", "--out letter.txt")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    refused(check(tmp_path / "a.pdf"), 2, "a.pdf is none of", "A PDF says where words stand")
    refused(run("check"), 2, "PATH")
    refused(check("--sameness", "--own-words", "-"), 2, "Choose one of --sameness and --own-words")


OTHER = (
    "My daughter asked me who picks our apples, and I had no answer for her. I have asked at the market "
    "since. I would like us all to be able to find out."
)


def test_rows_of_one_batch_are_not_alike(tmp_path: Path) -> None:
    """Two people's letters to one office are worded apart; one person's are not compared."""
    out = tmp_path / "letters.jsonl"
    rows = f'postcode,why\nBS1 5TR,{OWN}\nBS1 5TR,"{OTHER}"\nEH1 1YJ,{OWN}\n'
    written = run("letter", "--from", "-", "--input-format", "csv", "--out", out, *ON, "-q", stdin=rows)
    assert written.code == 0
    result = check("--sameness", "--json", out)
    assert result.code == 0
    found = json.loads(result.stdout)
    checked(found, "sameness")
    assert found["letters"] == 7
    assert found["set_words"]["pairs"] == 3 * 3 + 3 + 3
    assert found["set_words"]["over"] == 0
    assert found["set_words"]["highest"] < 0.5
    assert (found["own_words"]["highest"], found["own_words"]["over"]) == (1.0, 3)
    assert "The own words of 3 of 15 pairs are more alike than 0.50" in result.stderr


def test_how_alike_letters_are(tmp_path: Path) -> None:
    """Two people who chose one seed have the same set words at each office."""
    out = tmp_path / "letters.jsonl"
    out.write_text(
        letters("BS1 5TR", "--why", OWN, "--jsonl") + letters("BS1 5TR", "--why", OTHER, "--jsonl"),
        encoding="utf-8",
    )
    result = check("--sameness", "--json", out)
    assert result.code == 11
    found = json.loads(result.stdout)
    assert found["letters"] == 6
    assert found["set_words"]["pairs"] == 3 * 3
    assert (found["set_words"]["highest"], found["set_words"]["over"]) == (1.0, 3)
    assert found["set_words"]["highest_pair"][0].startswith(f"{out}:")
    assert found["whole"]["highest"] < 1
    assert "The set words of 3 of 9 pairs are more alike than 0.50." in result.stderr
    lines = check("--sameness", out).stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["whole letters", "set words", "own words"]
    assert ", highest 1.00 (" in lines[1]


def test_letters_alike_in_their_own_words_alone_are_no_failure(tmp_path: Path) -> None:
    """A commissioner's letter and a mayor's, opened by the same story: said, and exit 0."""
    both = letters("BS1 5TR", "--office", "pcc", "--why", OWN * 3, "--jsonl")
    both += letters("M27 0JE", "--office", "mayor", "--why", OWN * 3, "--jsonl")
    result = check("--sameness", "-", stdin=both)
    assert result.code == 0
    assert "own words: median 1.00" in result.stdout
    assert "The own words of 1 of 1 pairs" in result.stderr
    assert "The set words" not in result.stderr


def test_letters_as_text_are_compared_by_all_their_words(tmp_path: Path) -> None:
    """Nothing tells whose words are whose there; one sign-off is one sender."""
    for name, postcode in (("a.txt", "BS1 5TR"), ("b.txt", "BS1 5TR"), ("c.txt", "BS2 0JA")):
        text = letters(postcode, "--office", "pcc", "--why", OWN, "--name", "A", "--address", "1 Road")
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = check("--sameness", tmp_path)
    assert result.code == 11
    assert "highest 1.00" in result.stdout
    assert "2 pairs of 3 letters" in result.stdout.splitlines()[1]


def test_own_words_that_make_too_long_a_letter(tmp_path: Path) -> None:
    """As many as are asked for are fine; more leave no room for what is asked."""
    mine = tmp_path / "mine.txt"
    mine.write_text("care " * 80, encoding="utf-8")
    assert check("--own-words", mine).code == 0
    mine.write_text("care " * 81, encoding="utf-8")
    result = check("--own-words", mine)
    assert result.code == 11
    assert result.stdout == f"{mine}:1: more than 80 words; 35 to 80 leave room for what is asked\n"


def test_a_number_broken_over_two_lines_is_found(tmp_path: Path) -> None:
    """Letters as text are folded, wherever a number stands."""
    mine = tmp_path / "mine.txt"
    mine.write_text("Ring me on 07700\n900123 or 0117\n496 0123.\n", encoding="utf-8")
    result = check(mine, "--own-words", "--all")
    assert result.code == 11
    assert [line.split(":")[1] for line in result.stdout.splitlines()] == ["1", "2"]
