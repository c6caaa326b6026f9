"""A campaign's own catalogue: read before ours, looked over, and no part of anything in English."""

import shutil
from pathlib import Path

import pytest

from cli import Result, refused, run
from members import kill_on_the_way

ON = ("--on", "2026-11-21")
CARDIFF = "CF10 4UW"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ASK = (
    "Does {{ body }} have a crossing for hedgehogs under a busy road? If so, where can I see it? If not, will you "
    "{{ 'plan one' if leads else 'ask for one' }}, and by when?"
)
TEXTS = {
    "hedgehogs on our roads": "draenogod ar ein ffyrdd",
    "{{ 'The' if candidate else 'Your' }} council looks after the roads.": "Y cyngor sy'n gofalu am y ffyrdd.",
    "{{ home }}: is there a crossing for hedgehogs?": "{{ home }}: a oes croesfan i ddraenogod?",
    ASK: (
        "A oes gan eich cyngor groesfan i ddraenogod o dan ffordd brysur, ger tŷ neu ddŵr? Os felly, ble mae hi? "
        "Os na, a wnewch chi {{ 'gynllunio un' if leads else 'ofyn am un' }}, ac erbyn pryd?"
    ),
    "Where in {{ place }} would you put a crossing for hedgehogs, and who would pay for it?": (
        "{{ place }}: ble fyddech chi'n rhoi croesfan i ddraenogod, a phwy fyddai'n talu?"
    ),
    "Will there be one within two years: yes, no or partly?": (
        "A fydd un o fewn dwy flynedd: ie, na neu yn rhannol?"
    ),
}


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """Give the made-up campaign of hedgehogs, to bring a catalogue of its own."""
    folder = tmp_path / "hedgehogs"
    shutil.copytree(Path(__file__).parent / "fixtures/hedgehogs", folder)
    shutil.rmtree(folder / "templates")
    return folder


def catalogue(folder: Path, *entries: str) -> Path:
    """Write a catalogue of entries as they stand in its file, and give its path."""
    path = folder / "locale/cy/LC_MESSAGES/askcandidate.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\n".join(entries), encoding="utf-8")
    return path


def entry(ours: str, text: str, mark: str = "") -> str:
    return f'{mark}msgid "{ours}"\nmsgstr "{text}"\n'


def letter(folder: Path, *words: str) -> Result:
    return run("letter", CARDIFF, "--campaign", folder, "--office", "council", "--no-input", *ON, *words)


def sheet(folder: Path) -> list[str]:
    """Give the lines of a question sheet in Welsh."""
    words = (
        "--campaign",
        folder,
        "--office",
        "council",
        "--pages",
        "sheet",
        "--format",
        "md",
        "--lang",
        "cy",
    )
    return run("hustings", CARDIFF, *words, *ON).stdout.splitlines()


def test_a_letter_in_the_campaigns_own_words(campaign: Path) -> None:
    """What is theirs comes from theirs, what stands around it from ours."""
    catalogue(campaign, *(entry(*pair) for pair in TEXTS.items()))
    result = letter(campaign, "--lang", "cy", "--jsonl")
    assert result.code == 0
    [record] = result.records
    assert record["subject"] == "Caerdydd: a oes croesfan i ddraenogod?"
    assert record["salutation"] == "Annwyl Gynghorydd,"
    assert record["body"] == (
        "Rwy'n byw yn ardal Caerdydd ac rwy'n ysgrifennu ynghylch draenogod ar ein ffyrdd.\n\n"
        "Y cyngor sy'n gofalu am y ffyrdd. A oes gan eich cyngor groesfan i ddraenogod o dan ffordd brysur, ger tŷ "
        "neu ddŵr? Os felly, ble mae hi? Os na, a wnewch chi ofyn am un, ac erbyn pryd?\n\n"
        "Bydd ateb byr neu ddolen yn ddigon."
    )


def test_a_question_that_has_its_welsh_is_put_in_it(campaign: Path) -> None:
    """With the place's Welsh name; the other, which has none, stands in English as a whole."""
    catalogue(campaign, *(entry(*pair) for pair in TEXTS.items()))
    lines = sheet(campaign)
    assert "### 1. Caerdydd: ble fyddech chi'n rhoi croesfan i ddraenogod, a phwy fyddai'n talu?" in lines
    assert "*Yna:* A fydd un o fewn dwy flynedd: ie, na neu yn rhannol?" in lines
    assert "### 2. How would you find out which parks in Cardiff a hedgehog can walk through?" in lines
    assert "*Then:* Will every park have a gap within two years: yes, no or partly?" in lines


def test_half_a_question_is_none(campaign: Path) -> None:
    """A question whose follow-up has no Welsh is English with it."""
    ours = "Where in {{ place }} would you put a crossing for hedgehogs, and who would pay for it?"
    catalogue(campaign, *(entry(each, TEXTS[each]) for each in ("hedgehogs on our roads", ours)))
    lines = sheet(campaign)
    assert (
        "### 1. Where in Cardiff would you put a crossing for hedgehogs, and who would pay for it?" in lines
    )


def test_their_label_comes_before_ours(campaign: Path) -> None:
    """On the page, in the greeting and in a mail; another campaign's letters keep ours."""
    texts = TEXTS | {
        "Subject:": "Testun:",
        "Dear Councillor,": "Annwyl Gynghorydd Tŷ'r Dŵr,",
        "Yours sincerely,": "Yn bur,",
    }
    catalogue(campaign, *(entry(*pair) for pair in texts.items()))
    result = letter(campaign, "--lang", "cy")
    for line in ("Testun: Caerdydd: a oes croesfan i ddraenogod?", "Annwyl Gynghorydd Tŷ'r Dŵr,", "Yn bur,"):
        assert line in result.stdout.splitlines()
    mail = letter(campaign, "--lang", "cy", "--format", "mbox").stdout
    assert "Yn bur," in mail
    ours = run("letter", CARDIFF, "--office", "council", "--lang", "cy", "--no-input", *ON).stdout
    assert "Yn gywir," in ours


def test_the_count_of_what_is_not_reviewed_has_theirs_in_it(campaign: Path) -> None:
    """Ours, and theirs that carry the mark."""
    counts = []
    for mark in ("", "#, fuzzy\n"):
        catalogue(campaign, *(entry(*pair, mark) for pair in TEXTS.items()))
        said = letter(campaign, "--lang", "cy").stderr
        counts.append(int(said.split(" of our ")[0].rsplit(" ", 1)[-1]))
    assert counts[1] - counts[0] == len(TEXTS)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_broken_catalogue_is_refused_where_it_is_read(campaign: Path, lang: str) -> None:
    """Its file and line, before any letter; English does not read it."""
    path = catalogue(campaign, entry("Subject:", "Testun:"), 'msgid "Dear\nmsgstr "Tŷ"\n')
    result = letter(campaign, "--lang", lang)
    if lang == "en":
        assert result.code == 0
    else:
        refused(result, 8, f"{path}:7: This is not gettext's form", "docs/welsh.md")
        words = ("--lang", "cy", "--campaign", campaign, *ON)
        refused(run("hustings", CARDIFF, *words), 8, f"{path}:7: ")


def test_a_broken_catalogue_is_found(campaign: Path) -> None:
    """By both checks, with its file and line; text that is no UTF-8 too."""
    path = catalogue(campaign, entry("Subject:", "Testun:"), 'msgid "Dear\nmsgstr "Tŷ"\n')
    assert f"{path}:7: This is not gettext's form." in run("check", campaign, *ON).stdout.splitlines()
    result = run("templates", "check", "--campaign", campaign, *ON)
    assert (result.code, result.stdout) == (11, f"{path}:7: This is not gettext's form.\n")
    path.write_bytes((HEAD + entry("Subject:", "Tŷ:")).encode("utf-16"))
    assert f"{path}:1: This is no text in UTF-8." in run("check", campaign, *ON).stdout.splitlines()


@pytest.mark.parametrize(
    ("ours", "text", "says"),
    [
        ("{{ home }}: is there a crossing for hedgehogs?", "{{ hoem }}: ŵ?", "did you mean `home`?"),
        ("{{ home }}: is there a crossing for hedgehogs?", "{{ home", "cannot be rendered"),
        ("hedgehogs on our roads", "{{ your }} draenogod", "`your` is empty in another language"),
        ("Dear {name},", "Annwyl {enw},", "the English has name to be put in"),
        ("Record: %(title)s", "Cofnod: %(teitl)s", "the English has title to be put in"),
        ("Questions", "{cwestiynau}", "the English has nothing to be put in"),
    ],
)
def test_a_text_that_does_not_fit_its_english_is_found(
    campaign: Path, ours: str, text: str, says: str
) -> None:
    path = catalogue(campaign, entry("answer", "ateb"), entry(ours, text))
    found = [
        line for line in run("check", campaign, *ON).stdout.splitlines() if line.startswith(f"{path}:7: ")
    ]
    assert len(found) == 1
    assert says in found[0]


def test_what_is_missing_and_what_nobody_has_reviewed_is_told(campaign: Path) -> None:
    """On stderr, as no fault: the line of each that is there, and what each that is not would be."""
    entries = [entry(ours, text, "#, fuzzy\n" if "roads." in ours else "") for ours, text in TEXTS.items()]
    path = catalogue(campaign, *entries, entry("An English text that has changed", "Testun"))
    lines = {text: number for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)}
    fuzzy = lines["#, fuzzy"]
    stale = lines['msgid "An English text that has changed"']
    without = run("check", Path(__file__).parent / "fixtures/hedgehogs", *ON)
    for result in (run("check", campaign, *ON), run("templates", "check", "--campaign", campaign, *ON)):
        said = [line.removeprefix("askcandidate: ") for line in result.stderr.splitlines()]
        mine = [line for line in said if line.startswith(str(path))]
        assert len(mine) == len(set(mine))
        assert any(line.startswith(f"{path}:{fuzzy}: no Welsh speaker has reviewed") for line in mine)
        assert any(line.startswith(f"{path}:{stale}: nothing uses this") for line in mine)
        assert (
            f'{path}: there is no Welsh for hog-2 aim: "a gap for hedgehogs in the fence of every park".'
            in mine
        )
        assert not any("hog-1 letter" in line or "the topic" in line for line in mine)
    checked = run("check", campaign, *ON)
    assert (checked.code, checked.stdout.count("\n")) == (without.code, without.stdout.count("\n"))
    assert "Welsh" not in without.stderr


def test_a_catalogue_that_has_changed_makes_no_batch_go_on(campaign: Path, tmp_path: Path) -> None:
    """Its bytes are part of what letters are made from: half of them would say one thing and half another."""
    path = catalogue(campaign, *(entry(*pair) for pair in TEXTS.items()))
    rows, letters = tmp_path / "rows.csv", tmp_path / "letters"
    words = ("letter", "--from", rows, "--out", letters, "--campaign", campaign, "--lang", "cy", *ON)
    kill_on_the_way(words, rows, CARDIFF, letters / ".askcandidate.journal")
    refused(run(*words, "--resume"), 2, "cannot be gone on with: input changed since.")
    path.write_text(path.read_text(encoding="utf-8").replace("ddŵr", "afon"), encoding="utf-8")
    refused(run(*words, "--resume"), 2, "cannot be gone on with: data, input changed since.")
