"""askcandidate check on every form that letters and sheets are written in, and on what others wrote."""

import io
import json
import sys
import zipfile
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli import Result, in_words, refused, run, run_words
from schemas import checked

docx = pytest.importorskip("docx", reason="the extra [docx] is not installed")

ON = ("--on", "2026-11-21")
TELLING = (
    "I have worked in kitchens for ten years, and then at Marlpit Cars Ltd. Ring me on 0117 496 0000 to hear "
    "of it.\n\nI would like the next person who sees this to know whom to ring."
)
IMPRINT = "Printed and published by A. Hall, 1 Church Lane, Bristol BS1 1AA"
FORMS = {"text": "txt", "md": "md", "html": "html", "docx": "docx", "mbox": "mbox"}
WRONG = {
    "identifying": {"Marlpit Cars Ltd", "0117 496 0000"},
    "to-fill-in": {"[your name]", "[your address]"},
    "past-fact": {"In 2025, 23,411 people were referred as possible victims acr..."},
    "past-ask": {""},
}


def check(*words: str | Path, stdin: bytes | None = None) -> Result:
    result = run("check", *words, stdin=stdin)
    in_words(result)
    return result


def written(path: Path, *words: str) -> Path:
    """A letter to a commissioner and one to a council, with much that is wrong, in the form of the name."""
    done = run("letter", "BS1 5TR", "--why", TELLING, *ON, "--no-input", "-q", *words, "--out", path)
    assert done.code == 0, done
    return path


def found_in(path: Path, *words: str) -> list[dict[str, object]]:
    result = check("--json", path, "--on", "2027-03-01", *words)
    assert result.code == 11, result
    records = json.loads(result.stdout)
    for record in records:
        checked(record, "finding")
    return list(records)


def lines_of(path: Path) -> list[str]:
    return ["", *path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", [*FORMS, "eml"])
def test_the_same_is_found_in_every_form(form: str, tmp_path: Path) -> None:
    """Each letter's gaps, what could identify somebody, and a figure that has run out."""
    suffix = FORMS.get(form, form)
    office = ("--office", "pcc") if form == "eml" else ()
    path = written(tmp_path / f"letters.{suffix}", "--fact", "f-nrm-2025", *office)
    found = found_in(path)
    letters = 1 if form == "eml" else 3
    for code in ("identifying", "to-fill-in", "past-fact"):
        quotes = [str(each["quote"]).replace("\\", "") for each in found if each["code"] == code]
        assert (set(quotes), len(quotes)) == (WRONG[code], letters * len(WRONG[code])), found
    assert not {each["code"] for each in found} & {"template-left", "long-sentence", "long-letter"}


@pytest.mark.parametrize("suffix", ["html", "mbox"])
def test_findings_name_the_line_of_the_file(suffix: str, tmp_path: Path) -> None:
    """So that an editor goes there; in a mail a paragraph may go on in the lines after it."""
    path = written(tmp_path / f"letters.{suffix}")
    lines = lines_of(path)
    for each in found_in(path):
        assert each["unit"] == "line"
        number = int(str(each["line"]))
        there = "".join(line.removesuffix("=") for line in lines[number : number + 3])
        assert str(each["quote"]) in there, each


def test_findings_in_a_document_name_its_paragraph(tmp_path: Path) -> None:
    """A document for word processors has no lines; empty paragraphs do not count, those in tables do."""
    path = written(tmp_path / "letters.docx")
    paragraphs = [p.text for p in docx.Document(str(path)).paragraphs if p.text.strip()]
    found = found_in(path)
    for each in found:
        assert each["unit"] == "paragraph"
        assert str(each["quote"]) in paragraphs[int(str(each["line"])) - 1], each
    shown = check(path, "--on", "2027-03-01").stdout
    assert f"{path}:paragraph {found[0]['line']}: " in shown


@pytest.mark.parametrize("form", ["html", "docx"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_sheets_are_read_back_page_by_page(form: str, lang: str, tmp_path: Path) -> None:
    """A pack is clean with an imprint, and without one each of its pages is told."""
    who = ("--office", "pcc", "--name", "A", "--name", "B", "--lang", lang)
    pack = ("hustings", "CF10 4UW", *who, *ON, "-q")
    for imprint, code, places in (((), 11, 6), (("--imprint", IMPRINT), 0, 0)):
        path = tmp_path / f"pack{code}.{form}"
        done = run(*pack, *imprint, "--out", path)
        assert done.code == 0, done
        result = check("--all", path, *ON)
        assert result.code == code
        assert result.stdout.count("no imprint is seen") == places
        assert result.stderr.startswith("askcandidate: 6 pages looked at; ")


@pytest.mark.parametrize("form", ["html", "docx", "eml", "mbox"])
def test_what_comes_by_a_pipe_is_known_by_its_beginning(form: str, tmp_path: Path) -> None:
    """Nothing needs a name."""
    path = written(tmp_path / f"letter.{form}", "--office", "pcc")
    by_name = check(path, *ON)
    piped = check("-", *ON, stdin=path.read_bytes())
    assert piped.code == 11
    assert piped.stdout == by_name.stdout.replace(str(path), "stdin")
    assert piped.stderr == by_name.stderr


def test_letters_in_an_archive_are_those_of_a_folder(tmp_path: Path) -> None:
    """The archive and the folder of one batch, to the word."""
    rows = tmp_path / "rows.csv"
    rows.write_text(f'postcode,why\nBS1 5TR,"{TELLING}"\nEH1 1YJ,"{TELLING}"\n', encoding="utf-8")
    for out in ("letters", "letters.zip"):
        done = run("letter", "--from", rows, "--format", "html", *ON, "-q", "--out", tmp_path / out)
        assert done.code == 0, done
    folder, archive = (check("--all", tmp_path / out, *ON) for out in ("letters", "letters.zip"))
    assert folder.code == archive.code == 11
    assert archive.stdout == folder.stdout.replace("/letters/", "/letters.zip/")
    assert "4 pages looked at; 16 findings" in archive.stderr


def test_sameness_is_the_same_in_every_form(tmp_path: Path) -> None:
    """One person's letters are not compared with each other; somebody else's are."""
    shares = []
    for suffix in ("txt", "html", "docx", "mbox"):
        folder = tmp_path / suffix
        folder.mkdir()
        for name, postcode in (("A. Voter", "BS1 5TR"), ("B. Voter", "BS2 0JA")):
            who = ("--name", name, "--address", "1 Some Road", "--seed", "0")
            path = folder / f"{name[0]}.{suffix}"
            done = run("letter", postcode, *who, *ON, "-q", "--no-input", "--out", path)
            assert done.code == 0, done
        result = check("--sameness", "--json", folder)
        assert result.code == 11
        record = json.loads(result.stdout)
        shares.append((record["whole"]["pairs"], record["whole"]["median"], record["whole"]["highest"]))
    assert shares == [(9, shares[0][1], 1.0)] * 4


def test_both_languages_of_a_mail_are_read(tmp_path: Path) -> None:
    """Each as a letter of its own, and the Welsh one not held to English words."""
    path = tmp_path / "letter.eml"
    who = ("--name", "A", "--address", "B", "--lang", "both", "--office", "pcc")
    assert run("letter", "CF10 4UW", *who, *ON, "-q", "--no-input", "--out", path).code == 0
    result = check(path, *ON)
    assert "1 letter in Welsh" in result.stderr
    assert "2 pages looked at" in result.stderr


def sent(body: str, kind: str = "plain", cte: str = "8bit") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Our plan"
    mail.set_content(body, subtype=kind, cte=cte)
    return mail.as_bytes()


LETTER = "Dear Mayor,\n\nRing 0117 496 0000, 你好.\n\nYours sincerely,\n\nA. Voter\n"


@pytest.mark.parametrize("cte", ["base64", "quoted-printable", "8bit"])
def test_a_mail_that_was_sent_is_read_too(cte: str, tmp_path: Path) -> None:
    """In any encoding; with the line where there is one to be told."""
    data = sent(LETTER, cte=cte)
    path = tmp_path / "sent.eml"
    path.write_bytes(data.replace(b"\n", b"\r\n"))
    (found,) = found_in(path)
    assert found["quote"] == "0117 496 0000"
    begin = data.index(b"\n\n") + 2
    assert found["line"] == data[:begin].count(b"\n") + (1 if cte == "base64" else 3)


def test_a_mail_or_page_of_somebody_elses(tmp_path: Path) -> None:
    """Elements left open, a style, a script and a comment that nobody reads, and text in several lines."""
    page = (
        "<html><head><title>01174960000</title><style>p { x: 0117 496 0000 }</style>\n<body>\n"
        "<script>var x = '0117 496 0000';</script><!-- 0117 496 0000 -->\n"
        "<p>Dear Mayor,\n<p>Ring me\n  on 0117&nbsp;496 <b>0000</b>.<br/>Tell [your name].\n"
        "<p>Yours sincerely,\n</body></html>\n"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    assert [(each["line"], each["quote"]) for each in found_in(path)] == [
        (5, "0117 496 0000"),
        (5, "[your name]"),
    ]
    mail = tmp_path / "page.eml"
    mail.write_bytes(sent(page, "html", cte="quoted-printable"))
    line = next(number for number, text in enumerate(lines_of(mail)) if "<p>Ring me" in text)
    assert [(each["line"], each["quote"]) for each in found_in(mail)] == [
        (line, "0117 496 0000"),
        (line, "[your name]"),
    ]


def archive(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("no.docx", b"PK\x03\x04 half"),
        ("no.docx", archive(word=b"<w/>")),
        ("no.zip", b"PK\x03\x04 half"),
        ("no.html", b"<p>caf\xe9</p>"),
        ("no.eml", b"Content-Type: text/plain; charset=klingon\nSubject: x\n\n\xff\xfe\n"),
    ],
)
def test_a_broken_file_is_told_and_the_others_are_read(name: str, data: bytes, tmp_path: Path) -> None:
    """As for any file that cannot be read: exit 8, no traceback, and the rest is looked at."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "yes.txt").write_text(LETTER, encoding="utf-8")
    result = check(tmp_path)
    assert result.code == 8
    assert result.stdout.startswith(f"{tmp_path}/yes.txt:3: a telephone number")
    assert f"{tmp_path}/{name}" in result.stderr
    assert "1 page looked at; 1 finding" in result.stderr


@pytest.mark.parametrize("name", ["no.docx", "no.html", "no.eml", "no.mbox"])
def test_a_form_with_nothing_in_it_does_not_pass(name: str, tmp_path: Path) -> None:
    """A document of no words, a page of none, and mails that were never written."""
    path = tmp_path / name
    path.write_bytes(b"")
    if name == "no.docx":
        docx.Document().save(str(path))
    if name == "no.html":
        path.write_text("<!DOCTYPE html>\n<html><body><p> </p></body></html>\n", encoding="utf-8")
    refused(check(path), 2, f"{path} holds no letter, sheet or words to look at.")
    refused(check("-", stdin=path.read_bytes()), 2, "stdin holds no letter")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "holds no .txt, .md, .jsonl, .html, .docx, .eml, .mbox file."),
        ({"a.csv": b"postcode\n"}, "holds no .txt, .md"),
        ({"a.pdf": b"%PDF-1.7\n"}, "A PDF says where words stand"),
        ({"a.txt": b""}, "/a.txt holds no letter"),
        ({"a.txt": b"", "b.txt": b"\n"}, "None of these 2 files holds anything"),
    ],
)
def test_an_archive_with_nothing_in_it_does_not_pass(
    files: dict[str, bytes], says: str, tmp_path: Path
) -> None:
    """By name, and by a pipe."""
    path = tmp_path / "letters.zip"
    path.write_bytes(archive(**files))
    refused(check(path), 2, says)
    refused(check("-", stdin=path.read_bytes()), 2, says)


def test_what_an_archive_holds_beside_letters_is_told(tmp_path: Path) -> None:
    """An empty letter by its name, a PDF by their number, as in a folder."""
    path = tmp_path / "letters.zip"
    path.write_bytes(archive(**{"a.txt": b"", "b.txt": LETTER.encode(), "c.pdf": b"%PDF-1.7\n"}))
    result = check(path)
    assert result.code == 8
    assert result.stdout.startswith(f"{path}/b.txt:3: a telephone number")
    assert f"{path}/a.txt holds no letter" in result.stderr
    assert "1 PDF passed over" in result.stderr


def test_a_half_document_cut_anywhere_is_no_traceback(tmp_path: Path) -> None:
    """Cut off at each tenth of its length."""
    data = written(tmp_path / "whole.docx", "--office", "pcc").read_bytes()
    cut = tmp_path / "cut"
    cut.mkdir()
    for tenth in range(10):
        (cut / f"{tenth}.docx").write_bytes(data[: len(data) * tenth // 10])
    result = check(cut)
    assert result.code == 8
    assert result.stderr.count("is damaged, or no document") == 10


def test_a_pdf_is_not_taken_for_clean(tmp_path: Path) -> None:
    """Alone it is refused with a way out; in a folder it is counted as passed over."""
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    refused(run("check", pdf), 2, "A PDF says where words stand", "--out letter.docx")
    (tmp_path / "a.txt").write_text(LETTER, encoding="utf-8")
    assert "1 PDF passed over" in check(tmp_path).stderr
    piped = check("-", stdin=pdf.read_bytes())
    assert (piped.code, piped.stdout) == (8, "")
    assert "stdin is a PDF" in piped.stderr


def without(library: str, *words: str | Path) -> Result:
    """Run the tool where a library is not installed."""
    program = (
        f"import sys\nsys.modules[{library!r}] = None\n"
        f"sys.argv = {['askcandidate', *map(str, words)]!r}\n"
        "from askcandidate.cli import main; main()\n"
    )
    result = run_words([sys.executable, "-c", program])
    in_words(result)
    return result


def test_without_the_library_a_document_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """With the command that installs it."""
    (tmp_path / "a.docx").write_bytes(b"PK")
    (tmp_path / "b.txt").write_text(LETTER, encoding="utf-8")
    result = without("docx", "check", tmp_path)
    assert result.code == 8
    assert "a telephone number" in result.stdout
    assert 'pip install "askcandidate[docx]"' in result.stderr


def test_without_the_library_reading_age_is_left_out_and_said(tmp_path: Path) -> None:
    """All else is looked at; --quiet says nothing of it, and own words have no reading age to leave out."""
    hard = "Interdepartmental accountability necessitates organisational transparency. " * 9
    path = tmp_path / "letter.txt"
    path.write_text(f"Dear Mayor,\n\nRing 0117 496 0000. {hard}\n\nYours sincerely,\n", encoding="utf-8")
    said = 'reading age is left out: pip install "askcandidate[check]" adds it.'
    least = without("pyphen", "check", path)
    assert least.code == 11
    assert "a telephone number" in least.stdout
    assert "needs a reader" not in least.stdout
    assert said in least.stderr
    assert without("pyphen", "check", "-q", path).stderr == ""
    assert said not in without("pyphen", "check", "--own-words", path).stderr
    whole = check(path)
    if find_spec("pyphen"):
        assert "needs a reader of more than 12 years" in whole.stdout
        assert said not in whole.stderr


def test_a_pdf_among_others_is_passed_over_and_said(tmp_path: Path) -> None:
    """A pattern such as p.* names it too; alone it is refused, since nothing would be looked at."""
    run("letter", "BS1 5TR", "--office", "pcc", "--no-input", "--out", tmp_path / "p.txt")
    (tmp_path / "p.pdf").write_bytes(b"%PDF-1.7\n")
    result = run("check", tmp_path / "p.pdf", tmp_path / "p.txt")
    assert result.code == 11
    assert "1 PDF passed over" in result.stderr
    assert "1 page looked at" in result.stderr
    refused(run("check", tmp_path / "p.pdf", tmp_path / "p.pdf"), 2, "None of these files can be looked at")


def test_an_archive_by_a_pipe_is_no_document(tmp_path: Path) -> None:
    """Both begin alike; a document has a list of its parts."""
    run("letter", "BS1 5TR", "--no-input", "--out", tmp_path / "letters.zip")
    result = run("check", "-", stdin=(tmp_path / "letters.zip").read_bytes())
    assert "3 pages looked at" in result.stderr
