"""Letters as mails: drafts that any mail program opens, and that nobody's name or words can turn into more."""

import json
import mailbox
import re
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import candidacy, person
from askcandidate.correspondence import Letter, Sender
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, print_letters
from askcandidate.model import Contact
from asking import ADA, BEN, one_ward, serve
from cli import Result, refused, run
from server import Service
from test_faults_outside_text import NAMES
from test_letter_live import write
from test_letters import TEMPLATES, one

ON = ("--on", "2026-11-21", "--no-input")
HOSTILE = (
    "From here to there.\n\n.\n\nBcc: x@evil.example\n=?utf-8?q?Bcc=3A?= Ŵyn & <b>b</b> {{ 7*7 }} *s* [l](x)\n"
    "From - Sat Nov 21 12:00:00 2026\nSubject: another"
)
HEADERS = [
    *("Subject", "X-Unsent", "X-Askcandidate-Provenance"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Content-Language"),
]


def read(data: bytes) -> EmailMessage:
    """Read a mail as a mail program does."""
    mail = message_from_bytes(data, policy=policy.default)
    assert mail.defects == []
    return mail


def text(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def mailed(letter: Letter, look: Look | None = None) -> bytes:
    """Write one letter as a mail."""
    (data,) = write_letters(print_letters([letter]), LetterFormat.EML, look or Look(TEMPLATES))
    assert isinstance(data, bytes)
    return data


def letters(folder: Path) -> dict[str, EmailMessage]:
    return {path.name: read(path.read_bytes()) for path in sorted(folder.iterdir())}


def mails(path: Path) -> list[mailbox.mboxMessage]:
    with closing(mailbox.mbox(path, create=False)) as box:
        return list(box)


def test_a_mail_is_a_draft_to_the_byte(tmp_path: Path) -> None:
    """No sender, date or id, which the mail program puts in; CR LF; nothing but what is asked for."""
    path = tmp_path / "letter.eml"
    words = ("--why", "From my window I see ŵ.", "--name", "Ŵyn Vaughan", "--address", "1 Stryd Fawr\nBryste")
    result = run("letter", "BS1 5TR", "--seed", "0", "--office", "pcc", *words, *ON, "--out", path)
    assert result.code == 0
    assert path.read_bytes() == (
        "Subject: Bristol: is modern slavery in your police and crime plan?\n"
        "X-Unsent: 1\n"
        'X-Askcandidate-Provenance: {"schema": "askcandidate.provenance/1",\n'
        ' "office": "pcc:E23000036", "on": "2026-11-21", "asks": ["hasc-pcc"],\n'
        ' "facts": [], "sources": ["hasc-pcc (fourth paragraph, quoting the Home\n'
        " Affairs Committee's 2023 report; also quoted by Causeway), after \\\"Using\n"
        ' your voice and your vote\\" by The Clewer Initiative, 24 April 2024"]}\n'
        'Content-Type: text/plain; charset="utf-8"\n'
        "Content-Transfer-Encoding: quoted-printable\n"
        "MIME-Version: 1.0\n"
        "Content-Language: en-GB\n"
        "\n"
        "Dear Commissioner,\n"
        "\n"
        "=46rom my window I see =C5=B5.\n"
        "\n"
        "Your police and crime plan sets what the force puts first, and you can va=\n"
        "ry it at any time. Does your plan name modern slavery as a priority? If s=\n"
        "o, where can I read what has been done? If not, will you change it before=\n"
        " your term ends in May 2028?\n"
        "\n"
        "I live in Bristol, and a line would help.\n"
        "\n"
        "Yours sincerely,\n"
        "\n"
        "=C5=B4yn Vaughan\n"
        "1 Stryd Fawr\n"
        "Bryste\n"
        "BS1 5TR\n"
    ).replace("\n", "\r\n").encode("ascii")
    assert path.stat().st_mode & 0o777 == 0o600
    assert (
        "askcandidate: Police and Crime Commissioner for Avon and Somerset: To send this: "
        "https://www.apccs.police.uk/find-your-pcc/" in result.stderr
    )


def test_what_is_still_to_fill_in_is_said_beside_the_mail() -> None:
    """The mail has no margin: what the writer should know is on stderr, and nowhere with --quiet."""
    loud = run("letter", "BS1 5TR", "--seed", "0", "--office", "pcc", "--format", "eml", *ON)
    assert "Still to fill in: [your name] and [your address]." in loud.stderr
    assert "To send this" not in loud.stdout
    assert (
        run("letter", "BS1 5TR", "--seed", "0", "--office", "pcc", "--format", "eml", "-q", *ON).stderr == ""
    )


def test_a_file_holds_one_mail_and_a_folder_one_for_each(tmp_path: Path) -> None:
    """Three letters into one .eml are refused before anything is written."""
    path = tmp_path / "letter.eml"
    refused(
        run("letter", "BS1 5TR", "--seed", "0", *ON, "--out", path),
        2,
        "one letter, and here are 3",
        "--office",
    )
    assert not path.exists()
    assert (
        run("letter", "BS1 5TR", "--seed", "0", *ON, "--format", "eml", "--out", tmp_path / "all").code == 0
    )
    assert list(letters(tmp_path / "all")) == [
        "bs1-council-e06000023-office.eml",
        "bs1-mayor-e47000009-office.eml",
        "bs1-pcc-e23000036-office.eml",
    ]


def test_whoever_stands_is_written_to_at_their_address(service: Service, tmp_path: Path) -> None:
    """With an address and without: both get a letter, and neither a copy of the other's."""
    done = write(
        *(serve(service, one_ward(ADA, BEN)), "--office", "council", "--format", "eml"),
        *("--out", tmp_path),
    )
    assert done.code == 0
    ada, ben = letters(tmp_path).values()
    assert str(ada["To"]) == "Ada Marlpit <ada@marlpit.example.org>"
    assert ada.keys() == ["To", *HEADERS]
    assert ben.keys() == HEADERS
    assert text(ben).startswith("Dear Ben Oatfield,\n\n")


def test_no_name_puts_a_line_into_a_mail(service: Service, tmp_path: Path) -> None:
    """Names with line ends, quotation marks, commas, markup: one address, the same headers, the name itself."""
    people = [
        candidacy(person(n, name, f"p{n}@x.example.org"), "Canal Party") for n, name in enumerate(NAMES, 1)
    ]
    people.append(
        candidacy(person(90, 'Ŵyn "Z" O\'Hara, Jr <a@b.example>', "w@x.example.org"), "Canal Party")
    )
    people.append(candidacy(person(91, "n" * 1000, "n@x.example.org"), "Canal Party"))
    at = serve(service, one_ward(*people))
    assert write(at, "--office", "council", "--format", "eml", "--out", tmp_path).code == 0
    found = letters(tmp_path)
    assert len(found) == len(people)
    shown = set()
    for mail in found.values():
        assert mail.keys() == ["To", *HEADERS]
        (to,) = mail["To"].addresses
        assert re.fullmatch(r"\w+@x\.example\.org", to.addr_spec)
        assert to.display_name in {"", re.findall("^Dear (.*),$", text(mail), re.MULTILINE)[0]}
        shown.add(to.display_name)
    assert shown >= {name for name in NAMES.values() if len(name) < 45} | {
        'Ŵyn "Z" O\'Hara, Jr <a@b.example>'
    }


def test_own_words_stay_in_the_body(tmp_path: Path) -> None:
    """Lines that look like headers or like the next mail of an mbox are words, in both forms."""
    for form in ("eml", "mbox"):
        path = tmp_path / f"letter.{form}"
        assert (
            run(
                "letter", "BS1 5TR", "--seed", "0", "--office", "pcc", "--why", HOSTILE, *ON, "--out", path
            ).code
            == 0
        )
    only = read((tmp_path / "letter.eml").read_bytes())
    (packed,) = mails(tmp_path / "letter.mbox")
    for mail in (only, read(packed.as_bytes())):
        assert mail.keys() == HEADERS
        assert text(mail).startswith(f"Dear Commissioner,\n\n{HOSTILE}\n\nYour police and crime plan")
        assert text(mail).endswith("\n[your name]\n[your address]\nBS1 5TR\n")


_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


@settings(deadline=None)  # the first letter of a process reads the tables
@given(_TEXTS.map(lambda text: " ".join(text.split())), _TEXTS, st.lists(_TEXTS, max_size=5).map("\n".join))
def test_whatever_is_written_comes_back_from_a_mail(subject: str, name: str, body: str) -> None:
    """Every character of subject, name and body, whatever it is; the headers are always the same."""
    letter = one("BS1 5TR", "pcc")._replace(subject=subject, body=body, sender=Sender(name))
    mail = read(mailed(letter))
    assert mail.keys() == HEADERS
    assert "".join(str(mail["Subject"]).split()) == "".join(
        c for c in subject if c.isprintable() and c != " "
    )
    assert f"\n\n{body}\n\nYours sincerely," in text(mail) or not body


_NAMES = st.text(st.one_of(st.sampled_from(',;:<>@"()[]\\. \tŵ='), st.characters()), max_size=150)


@settings(deadline=None)
@given(_NAMES, st.integers(1, 60))
def test_no_name_changes_who_a_mail_is_to(name: str, length: int) -> None:
    """However long the name and the address, and wherever the header is folded."""
    letter = one("BS1 5TR", "pcc")
    address = f"{'a' * length}@x.example.org"
    to = letter.to._replace(name=name, contacts=(Contact("e-mail", f"mailto:{address}"),))
    mail = read(mailed(letter._replace(to=to)))
    assert mail.keys() == ["To", *HEADERS]
    assert [each.addr_spec for each in mail["To"].addresses] == [address]


@settings(deadline=None)
@given(st.text(max_size=60), st.text('ab@.,;: <>()"\r\nŵ\\%?&', max_size=30))
def test_no_address_injects_anything(name: str, address: str) -> None:
    """Whatever stands for a name and an address, there is one recipient or none."""
    letter = one("BS1 5TR", "pcc")
    to = letter.to._replace(name=name, contacts=(Contact("e-mail", f"mailto:{address}"),))
    mail = read(mailed(letter._replace(to=to)))
    assert [key for key in mail if key != "To"] == HEADERS
    assert len(mail["To"].addresses if "To" in mail else ()) <= 1


def test_an_address_in_another_script_is_written_as_the_mail_system_knows_it() -> None:
    """The domain goes over the wire in ASCII; an address that cannot is left to the writer."""
    letter = one("BS1 5TR", "pcc")
    known = letter.to._replace(name="Ada", contacts=(Contact("e-mail", "mailto:a@bücher.example"),))
    assert (
        b"\r\nSubject" in mailed(letter._replace(to=known)).partition(b"To: Ada <a@xn--bcher-kva.example>")[2]
    )
    unknown = letter.to._replace(contacts=(Contact("e-mail", "mailto:ŵ@x.example"),))
    assert "To" not in read(mailed(letter._replace(to=unknown)))


def test_an_mbox_holds_every_letter_whole(tmp_path: Path) -> None:
    """It grows row by row, reads as what Python's own reader takes it for, and gives the same bytes again."""
    (tmp_path / "rows.csv").write_text(
        "postcode,why\nBS1 5TR,From the window.\nM27 0JE,\nnonsense,\n", "utf-8"
    )
    path = tmp_path / "letters.mbox"
    words = ("letter", "--from", tmp_path / "rows.csv", *ON, "--out", path)
    assert run(*words).code == 3
    found = mails(path)
    assert [mail.get_from() for mail in found] == ["- Sat Nov 21 12:00:00 2026"] * 6
    bodies = [text(read(mail.as_bytes())) for mail in found]
    assert [body.splitlines()[0] for body in bodies] == [
        *("Dear Councillor,", "Dear Commissioner,", "Dear Mayor,"),
        *("Dear Councillor,", "Dear Mayor,", "Dear Mayor,"),
    ]
    assert sum("\nFrom the window.\n" in body for body in bodies) == 3
    first = path.read_bytes()
    assert b"\r" not in first
    assert run(*words, "--force").code == 3
    assert path.read_bytes() == first


def _link(result: Result) -> str:
    found = re.search(r"To open it in your mail program:\s+(\S+)", result.stdout)
    assert found
    return found[1]


@pytest.mark.parametrize("form", ["text", "md"])
def test_a_short_letter_has_a_link_that_opens_a_mail_program(service: Service, form: str) -> None:
    """Subject and body as they are, line ends as mail has them, one recipient and no other."""
    at = serve(service, one_ward(ADA, BEN))
    own = "Q&A? 100% *ŵ*_x_ &bcc=b@evil.example #1\nNext line."
    result = write(at, "--office", "council", "--format", form, "--mailto", "--why", own)
    link = _link(result)
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path), parts.fragment) == ("mailto", "ada@marlpit.example.org", "")
    asked = dict(parse_qsl(parts.query, strict_parsing=True))
    assert list(asked) == ["subject", "body"]
    assert asked["subject"] == "Bristol: what would you do about modern slavery?"
    assert asked["body"].startswith(f"Dear Ada Marlpit,\r\n\r\n{own}".replace("\nNext", "\r\nNext"))
    assert asked["body"].endswith("\r\n[your name]\r\n[your address]\r\nBS1 5TR")
    assert result.stdout.count("To open it") == 1  # nobody knows Ben's address


@pytest.mark.parametrize("words", [(), ("--mailto", "--why", "Too long. " * 100)])
def test_a_link_is_there_only_if_asked_for_and_never_too_long(
    service: Service, words: tuple[str, ...]
) -> None:
    """A link of 1,800 characters or more may arrive cut, so there is none."""
    result = write(serve(service, one_ward(ADA)), "--office", "council", *words)
    assert result.code == 0
    assert "mailto:" not in result.stdout


def test_what_travels_unseen_says_nothing_of_the_writer() -> None:
    """The header that a mail program may send along names the office, the day and sources, and no more."""
    private = ("Sam Okafor", "4 Mill Lane", "Anytown", "BS1 5TR", "BS1", "early bus")
    mail = run(
        *("letter", "BS1 5TR", "--office", "pcc", "--format", "eml", "--on", "2026-11-21", "--no-input"),
        *(
            "--name",
            private[0],
            "--address",
            "\n".join(private[1:3]),
            "--why",
            "I met people on the early bus.",
        ),
    )
    header = str(read(mail.stdout.encode())["X-Askcandidate-Provenance"])
    record = json.loads(header)
    assert list(record) == ["schema", "office", "on", "asks", "facts", "sources"]
    assert (record["office"], record["on"]) == ("pcc:E23000036", "2026-11-21")
    assert not [words for words in private if words.lower() in header.lower()]
    for form in ("text", "md"):
        plain = run("letter", "BS1 5TR", "--office", "pcc", "--format", form, "--no-input").stdout
        assert "rovenance" not in plain
