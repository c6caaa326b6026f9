"""explain: what each ask and figure rests on, from every form that letters and sheets are written in."""

import html
import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from askcandidate.commands.desk import Desk
from askcandidate.correspondence import Sender
from askcandidate.writing.wishes import Wishes
from cli import Result, in_words, refused, run
from schemas import checked
from test_letters import CAMPAIGN, TEMPLATES, mail
from test_letters import ON as FIRST

ON = ("--on", "2026-11-21")
LETTER = ("letter", "--no-input", *ON)
OWN = 'Own words nobody else should see: old-1 (x), "schema" <b> HYPERLINK.'
FORMS = ["txt", "md", "jsonl", "docx", "eml", "mbox"]
SHEETS = ["txt", "md", "html", "docx"]
PCC = "hasc-pcc"
FIGURE = "f-nrm-2025"


def explained(*words: str | Path, **more: Any) -> list[dict[str, Any]]:
    """Explain files, and give the records, each of which is what its schema says."""
    result = run("explain", "--json", *ON, *words, **more)
    assert result.code == 0, result
    found: list[dict[str, Any]] = json.loads(result.stdout)
    for each in found:
        checked(each, "explanation")
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [point["id"] for each in found for point in (*each["asks"], *each["facts"])]


def provenance(**more: object) -> str:
    return json.dumps({"schema": "askcandidate.provenance/1", "office": "pcc:E23000036", **more})


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_is_explained_from_every_form(tmp_path: Path, form: str) -> None:
    """Document, publisher, date, place, until when; nothing of the writer's."""
    path = tmp_path / f"letter.{form}"
    words = ("BS1 5TR", "--office", "pcc", "--fact", FIGURE, "--why", OWN, "--name", "Ann Voter")
    assert run(*LETTER, *words, "--out", path).code == 0
    (found,) = explained(path)
    assert found["carried"] is True
    (ask,) = found["asks"]
    assert (ask["id"], ask["known"], ask["stands"]) == (PCC, True, True)
    assert (ask["publisher"], ask["dated"], ask["valid_to"]) == (
        *("The Clewer Initiative", "24 April 2024", "2028-05-31"),
    )
    (figure,) = found["facts"]
    assert (figure["id"], figure["as_of"], figure["valid_to"]) == (FIGURE, "2025", "2027-02-28")
    if form not in ("txt", "md"):
        assert (found["office"], found["written_on"]) == ("pcc:E23000036", "2026-11-21")
    result = run("explain", path, *ON)
    assert not [
        word for word in ("Own words", "old-1", "Ann", "BS1") if word in result.stdout + result.stderr
    ]


def test_what_is_said_in_words(tmp_path: Path) -> None:
    """To the letter, for a person."""
    path = tmp_path / "letter.eml"
    assert run(*LETTER, "BS1 5TR", "--office", "pcc", "--fact", FIGURE, "--out", path).code == 0
    result = run("explain", "letter.eml", *ON, cwd=tmp_path)
    assert result.stdout == (
        "letter.eml: a letter of 21 November 2026 to pcc:E23000036\n"
        "  hasc-pcc: A priority in the police and crime plan\n"
        '    source:     "Using your voice and your vote", The Clewer Initiative; 24 April 2024\n'
        "    place:      fourth paragraph, quoting the Home Affairs Committee's 2023 report; also quoted by Causeway\n"
        "    good until: 31 May 2028\n"
        "  f-nrm-2025: 23,411 people were referred as possible victims across the UK in 2025\n"
        "    source:     Home Office; 19 February 2026\n"
        "    counts:     2025\n"
        "    good until: 28 February 2027\n"
        "\n"
    )
    late = run("explain", "letter.eml", "--on", "2028-06-01", cwd=tmp_path)
    assert late.code == 0
    assert "    past since: 31 May 2028\n" in late.stdout
    assert "    past since: 28 February 2027\n" in late.stdout


@pytest.mark.parametrize("form", SHEETS)
def test_a_pack_is_explained_from_every_form(tmp_path: Path, form: str) -> None:
    """By the sources that are printed on it, or carried with it."""
    path = tmp_path / f"pack.{form}"
    words = ("hustings", "BS1 5TR", "--office", "mayor", "--candidates", "4", *ON)
    assert run(*words, "--out", path).code == 0
    found = explained(path)
    assert ids(found) == ["mayor-1", "nncf-1", "mayor-2"]
    assert all(each["carried"] for each in found)


@pytest.mark.parametrize("form", SHEETS)
def test_what_a_sheet_tells_of_an_office_is_explained(tmp_path: Path, form: str) -> None:
    """Where it was seen, from every form; its asks are those that are put, and no more."""
    path = tmp_path / f"pack.{form}"
    assert run("hustings", "L3 4AA", "--office", "pcc", *ON, "--out", path).code == 0
    found = explained(path)
    assert ids(found) == ["hasc-pcc", "nncf-1"]
    ((row,),) = [each["standing"] for each in found]
    assert (row["office"], row["dated"]) == ("pcc:E23000004", "2024-01-16")
    assert row["url"].startswith("https://merseysidepcc.info/news-and-events/")


def test_the_record_of_a_hustings_is_explained(tmp_path: Path) -> None:
    """The CSV beside a pack names its asks."""
    words = ("hustings", "--contest", "Ward", "--kind", "council", "--place", "Vale", "--name", "Ann", *ON)
    assert run(*words, "--out", tmp_path / "packs").code == 0
    (record,) = (tmp_path / "packs").glob("*-record.csv")
    assert ids(explained(record)) == ids(explained(next((tmp_path / "packs").glob("*.html"))))


def test_an_archive_of_letters_is_explained_letter_by_letter(tmp_path: Path) -> None:
    """And an archive of documents, which are archives themselves."""
    for form in ("docx", "eml"):
        path = tmp_path / f"{form}.zip"
        assert run(*LETTER, "BS1 5TR", "--format", form, "--out", path).code == 0
        assert ids(explained(path)) == ["hfj-2", PCC, "mayor-1"]


def test_letters_that_rest_on_the_same_are_explained_once() -> None:
    """A batch of three rows to one commissioner: three letters."""
    rows = run(*LETTER, "BS1 5TR", "BS1 5TR", "BS1 5TR", "--office", "pcc", "--jsonl").stdout
    (found,) = explained("-", stdin=rows)
    assert (found["file"], found["letters"]) == ("-", 3)
    assert (
        "-: 3 letters of 21 November 2026 to pcc:E23000036\n" in run("explain", "-", *ON, stdin=rows).stdout
    )


def test_what_an_office_was_seen_to_do_is_explained_too(tmp_path: Path) -> None:
    """Durham's letter asks after a plan, and names the page that speaks of it."""
    for form in FORMS:
        path = tmp_path / f"letter.{form}"
        assert run(*LETTER, "DH1 4NP", "--office", "pcc", "--out", path).code == 0
        (found,) = explained(path)
        (seen,) = found["standing"]
        assert (seen["office"], seen["dated"]) == ("pcc:E23000008", "2026-01-22")
        assert seen["url"].startswith("https://www.durham-pcc.gov.uk/")


def test_the_count_of_the_coalition_is_explained() -> None:
    """With the document that was signed."""
    words = (*LETTER, "BS1 5TR", "--office", "mayor", "--fact", "coalition")
    for form in ("text", "jsonl"):
        (found,) = explained("-", stdin=run(*words, "--format", form).stdout)
        (count,) = found["facts"]
        assert (count["id"], count["says"], count["publisher"]) == (
            *("coalition", "55 organisations signed it", "Causeway"),
        )


@pytest.mark.parametrize("ask", [each for each in CAMPAIGN.asks.values() if each.stands(FIRST)])
def test_a_letter_without_its_last_lines_is_known_by_our_sentences(tmp_path: Path, ask: Any) -> None:
    """Every ask that a letter can make is found in the bare letter, and it is said how."""
    office = str(ask.offices[0])
    postcode = {"county": "NG18 2AL", "council-mayor": "M27 0JE"}.get(office, "BS1 5TR")
    if ask.police_powers:
        postcode = "E14 8UE"
    if "district" in ask.tiers:
        postcode = "NG18 2AL"
    if office == "parl":
        desk = Desk(CAMPAIGN, TEMPLATES, Wishes((ask.id,)), (), FIRST)
        body = desk.for_constituency("Bristol Central", Sender()).letters[0].body
    else:
        body = mail(postcode, office, ask_ids=(ask.id,)).letters[0].body
    (found,) = explained("-", stdin=f"Dear Councillor,\n\n{OWN}\n\n{body}\n")
    assert found["carried"] is False
    assert [point["id"] for point in found["asks"]] == [ask.id]
    told = run("explain", "-", *ON, stdin=body).stdout
    assert "The file does not say what it rests on; these are ours by their sentences." in told


@pytest.mark.parametrize(
    "carrier",
    [
        "<script type='application/json'>{}</script>",
        '<main data-basis="{}"><p>{{"schema": 1}}</p>',
        "%PDF-1.7 {{\"schema\": <?xpacket begin=''?><pdf:Keywords>[{}]</pdf:Keywords>\0\xff",
    ],
)
@pytest.mark.parametrize("escaped", [False, True])
def test_what_a_form_carries_is_found_wherever_it_stands(carrier: str, escaped: bool, tmp_path: Path) -> None:
    """In a web page and a PDF, escaped or not."""
    told = provenance(on="2026-11-21", asks=[PCC], facts=[], sources=['hasc-pcc (x & y), after "z"'])
    text = carrier.replace("{{", "{").replace("{}", html.escape(told) if escaped else told, 1)
    path = tmp_path / "letter"
    path.write_bytes(text.encode("latin-1"))
    (found,) = explained(path)
    assert ids([found]) == [PCC]
    assert found["office"] == "pcc:E23000036"


def test_what_is_no_longer_in_the_campaign_is_said() -> None:
    """By its id alone, if it has the shape of one; anything else in its place is passed over."""
    asks = [PCC, "old-1", "\x1b[2J", "a b", 7, None, "x" * 90]
    told = provenance(
        on="never", asks=asks, facts=["Secret words."], sources=["f-old-2019, Somebody, 2019", 3]
    )
    result = run("explain", "-", *ON, stdin=told + "\n")
    assert result.code == 0
    assert "  old-1: there is no such ask in the campaign, or not any more.\n" in result.stdout
    assert "  f-old-2019: there is no such figure in the campaign, or not any more.\n" in result.stdout
    assert "Secret" not in result.stdout
    assert "\x1b" not in result.stdout
    found = explained("-", stdin=told)
    assert ids(found) == [PCC, "old-1", "f-old-2019"]
    assert [point["known"] for point in (*found[0]["asks"], *found[0]["facts"])] == [True, False, False]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dear Mayor,\n\nNice weather. A plan.\n",
        b"\x00\x01\xff" * 50,
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b'{"schema": "askcandidate.place/1"}\n',
        b'{"a": 1}\n[]\n7\n',
        b"<!doctype html><p>askcandidate.provenance/1</p>",
    ],
)
def test_what_is_not_ours_is_told_as_that(tmp_path: Path, data: bytes) -> None:
    """Exit 4, whatever it is."""
    path = tmp_path / "other"
    path.write_bytes(data)
    refused(run("explain", path), 4, "nothing of ours", str(path))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04" + bytes(80), "damaged"),
        (b'{"schema": "askcandidate.letter/1", "asks": [', ":1: this line is not whole JSON"),
        (provenance(asks=[PCC])[:-3].encode(), "not whole JSON"),
        (b"<p>" + provenance(asks=[PCC])[:-3].encode(), "damaged"),
        (b'{"' + b"[" * 100_000, "not whole JSON"),
    ],
)
def test_a_damaged_file_is_told_as_that(tmp_path: Path, data: bytes, word: str) -> None:
    """Exit 8, with the line where there is one."""
    path = tmp_path / "letter"
    path.write_bytes(data)
    refused(run("explain", path), 8, word)


def test_a_document_cut_short_or_packed_to_burst_is_refused(tmp_path: Path) -> None:
    """Half a document, and half a gigabyte of nothing."""
    path = tmp_path / "letter.docx"
    assert run(*LETTER, "BS1 5TR", "--office", "pcc", "--out", path).code == 0
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(run("explain", path), 8, "damaged")
    bomb = tmp_path / "bomb.zip"
    with ZipFile(bomb, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("letter.txt", bytes(210_000_000))
    refused(run("explain", bomb), 8, "more than 200 MB")


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    """Not there, a folder."""
    refused(run("explain", tmp_path / "none.md"), 2, "cannot be read: No such file")
    refused(run("explain", tmp_path), 2, "holds no .txt")
    refused(run("explain"), 2, "FILE")


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    """Exit 3, the fault on stderr, the rest as ever."""
    path = tmp_path / "letter.md"
    assert run(*LETTER, "BS1 5TR", "--office", "pcc", "--out", path).code == 0
    result: Result = run("explain", "none.md", path, *ON, "--json")
    in_words(result)
    assert result.code == 3
    assert "none.md cannot be read" in result.stderr
    assert ids(json.loads(result.stdout)) == [PCC]


def test_another_campaign_explains_its_own(tmp_path: Path) -> None:
    """An ask is looked up in the campaign that is named."""
    shipped = Path(__file__).parents[1] / "data/campaigns/anti-slavery"
    for path in shipped.iterdir():
        text = path.read_text("utf-8").replace('"hasc-pcc"', '"ours-1"')
        (tmp_path / path.name).write_text(text, "utf-8")
    told = provenance(asks=["ours-1", PCC])
    (found,) = explained("-", "--campaign", tmp_path, stdin=told)
    assert [(point["id"], point["known"]) for point in found["asks"]] == [("ours-1", True), (PCC, False)]


def test_a_folder_is_explained_file_by_file(tmp_path: Path) -> None:
    """As check reads one: every letter in it; an empty one is wrong use."""
    folder = tmp_path / "letters"
    run("letter", "BS1 5TR", "--no-input", "--out", folder, "--on", "2026-11-21")
    result = run("explain", folder, "--on", "2026-11-21")
    assert result.code == 0
    assert result.stdout.count("what it rests on") == 3
    refused(run("explain", tmp_path / "none"), 2, "cannot be read")
