"""``askcandidate letter``: a letter for each office that answers for a postcode."""

import json as json_form
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import batch, places, settings
from askcandidate.batch import Failure, Row
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import interview, options, output
from askcandidate.commands.desk import Desk, Mail
from askcandidate.commands.streams import Tally, named_file, open_rows, read_text, say, write
from askcandidate.errors import WrongUse
from askcandidate.formats import letters as forms
from askcandidate.formats.letters import LetterFormat
from askcandidate.formats.records import error_record
from askcandidate.formats.templates import Templates
from askcandidate.model import Letter, Sender
from askcandidate.postcode import shown
from askcandidate.writing.addressees import To
from askcandidate.writing.letters import Wishes

EPILOG = """Examples:

  askcandidate letter BS1 5TR

  askcandidate letter BS1 5TR --office pcc --why @mine.txt --name "A. Voter" --out letter.md

  askcandidate letter --office parl --constituency "Bristol Central"
"""

_MOST_OWN_CHARACTERS = 20_000
_ESCAPES = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)"  # cursor and title sequences (ECMA-48)
)
_JOINERS = "\u200c\u200d"  # without a width, but part of a word in Persian and of a family in pictures
_Offices = Annotated[
    list[str] | None,
    typer.Option(
        "--office", metavar="OFFICE", help="Only this office: an id, or a kind such as pcc. May be repeated."
    ),
]
_Constituency = Annotated[
    str | None, typer.Option(metavar="NAME", help="Your parliamentary constituency, with --office parl.")
]
_Why = Annotated[
    str | None,
    typer.Option(metavar="TEXT|@FILE", help="Your own words, which open the letter; @FILE reads them."),
]
_Asks = Annotated[
    str | None, typer.Option(metavar="ID,ID", help="What to ask, at most three; see: askcandidate asks.")
]
_Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="ID", help='Print this figure, such as f-nrm-2025, or "coalition".'),
]
_Out = Annotated[
    str | None,
    typer.Option(metavar="FILE|DIR", help="A .txt, .md or .jsonl file, or a folder: one file a letter."),
]


def letter(
    postcodes: options.Postcodes = None,
    from_: options.From = None,
    column: options.Column = None,
    input_format: options.InputForm = None,
    offices: _Offices = None,
    constituency: _Constituency = None,
    why: _Why = None,
    asks: _Asks = None,
    facts: _Facts = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your name.")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="Your address, without the postcode.")] = "",
    to: Annotated[To | None, typer.Option(help="Whom to write to, if not whom the date suggests.")] = None,
    form: Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The same as --format jsonl.")] = False,
    out: _Out = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    on: options.On = None,
    data: options.Data = None,
    campaign: options.Campaign = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask no questions.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a letter to each office that answers for a postcode.

    One ask each, in that office's own power, opened by your own words: at a terminal you are asked
    for them. Nothing is sent, and nothing leaves your machine.
    """
    inputs = [path for path in (named_file(why), Path(from_ or "-")) if path and path != Path("-")]
    target = _Target(form, out, inputs, jsonl=jsonl, force=force)
    chosen = settings.load()
    day = options.read_day(on)
    templates = Templates()
    folder = campaign or chosen.campaign or SHIPPED
    told = Campaign(folder)
    if folder != SHIPPED:
        say(f"askcandidate: using the campaign in {folder}.")
    sender = _tidy(Sender(name, address, read_text(why or "")))
    desk = Desk(
        told, templates, Wishes(_split(asks), tuple(dict.fromkeys(facts or ())), to), offices or (), day
    )
    ask = not (no_input or why) and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    if why and not quiet:
        say(interview.safety_lines(told))
    if constituency or offices == ["parl"]:
        seat = _one_line(constituency or "")
        _check_constituency(seat, offices, postcodes or from_)
        sender = _tidy(interview.ask_the_writer(told, sender)) if ask else sender
        target.write([desk.for_constituency(seat, sender)], templates, quiet=quiet)
        return
    finder = places.Finder(day, data or chosen.data)
    with open_rows(postcodes, from_, input_format=input_format, column=column, quiet=quiet) as rows:
        if ask and rows.single:
            # What is wrong is said before the questions, not after somebody has told their story.
            target.check(desk.for_place(finder.find(rows.single.text), sender))
            sender = _tidy(interview.ask_the_writer(told, sender))
        tally = Tally(single=rows.single is not None, told_elsewhere=False, quiet=quiet)
        numbered = rows.single is None
        mails = batch.run(
            rows,
            lambda row: desk.for_place(finder.find(row.text), _sender_of(row, sender), row.line * numbered),
        )
        target.write(tally.watch(mails), templates, quiet=quiet)
    raise typer.Exit(tally.finish())


class _Target:
    """Where the letters go, and in which form; what cannot work is refused before any work."""

    def __init__(
        self, form: LetterFormat | None, out: str | None, inputs: list[Path], *, jsonl: bool, force: bool
    ) -> None:
        if out == "":
            raise WrongUse("No file is named after --out.", "Give a file such as letter.md, a folder, or -.")
        self._path = None if out in (None, "-") else Path(str(out))
        by_suffix = forms.SUFFIXES.get(self._path.suffix.lower()) if self._path else None
        if jsonl and form not in (None, LetterFormat.JSONL):
            raise WrongUse("Choose one of --jsonl and --format.")
        self._form = (LetterFormat.JSONL if jsonl else form) or by_suffix or LetterFormat.TEXT
        if by_suffix not in (None, self._form):
            raise WrongUse(f"{out} is a name for another form than --format {self._form}.")
        if self._path and not by_suffix and self._path.suffix and not self._path.is_dir():
            raise WrongUse(
                f"{out} is neither a folder nor a form that letters can take yet.",
                f"A file's name ends in {', '.join(forms.SUFFIXES)}; a new folder's name has no dot.",
            )
        self._folder = self._path if self._path and not by_suffix else None
        self._force = force
        if self._folder:
            output.check_folder(self._folder)
        elif self._path:
            output.check_target(str(out), force=force, inputs=inputs)

    def check(self, mail: Mail) -> None:
        """Refuse letters whose files are there already."""
        for letter_ in mail.letters if self._folder else ():
            output.check_target(str(self._file(letter_, mail.number)), force=self._force)

    def write(self, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool) -> None:
        """Write each place's letters, and tell on stderr what its writer should know."""
        pieces = self._pieces(mails, templates, quiet=quiet)
        if self._path is None:
            write(pieces)
            if sys.stdout.isatty():
                say_unless(quiet, "askcandidate: to keep the letters in a file, add --out letter.md.")
        elif self._folder is None:
            output.write_letters(self._path, pieces)
            say_unless(quiet, f"Written: {self._path}")
        else:
            for _ in pieces:
                pass

    def _pieces(self, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool) -> Iterator[str]:
        told: set[str] = set()
        for mail in mails:
            if isinstance(mail, Failure):
                if self._form is LetterFormat.JSONL and self._folder is None:
                    yield json_form.dumps(error_record(mail)) + "\n"
                continue
            for notice in mail.notices:
                if notice.message not in told:
                    told.add(notice.message)
                    say_unless(quiet, f"askcandidate: {notice.message}")
            texts = forms.write_letters(mail.letters, self._form, templates, mail.number)
            if self._folder is None:
                yield from texts
                continue
            output.make_folder(self._folder)
            self.check(mail)
            for letter_, text in zip(mail.letters, texts, strict=True):
                path = self._file(letter_, mail.number)
                output.write_letters(path, [text])
                say_unless(quiet, f"Written: {path}")
                yield text

    def _file(self, letter_: Letter, number: int) -> Path:
        assert self._folder
        return self._folder / _file_name(letter_, self._form, number)


def say_unless(quiet: bool, text: str) -> None:
    """Tell the person something, unless they asked for quiet."""
    if not quiet:
        say(text)


def _file_name(letter_: Letter, form: LetterFormat, number: int) -> str:
    """Name a letter's file ``{outward}-{office id}-office.{suffix}``, in letters that any system takes.

    In a batch the row's number stands in front, so that no row takes another's name.
    """
    suffix = next(suffix for suffix, of in forms.SUFFIXES.items() if of is form)
    place = letter_.postcode.outward if letter_.postcode else "parliament"
    row = f"{number:06}-" if number else ""
    stem = re.sub(r"[^a-z0-9]+", "-", f"{row}{place}-{letter_.office.id}-office".lower()).strip("-")
    return stem[:80] + suffix


def _sender_of(row: Row, sender: Sender) -> Sender:
    """Take name, address and own words from the row's columns where it has them."""
    cells = {key.strip().lower(): value for key, value in row.cells.items()}
    given = _tidy(Sender(cells.get("name", ""), cells.get("address", ""), cells.get("why", "")))
    return Sender(*(theirs or ours for theirs, ours in zip(given, sender, strict=True)))


def _tidy(sender: Sender) -> Sender:
    """Take out of what somebody typed the marks that could move a cursor or hide."""
    return Sender(_one_line(sender.name), _lines(sender.address), _lines(sender.words))


def _check_constituency(name: str, offices: list[str] | None, postcodes: object) -> None:
    if offices != ["parl"] or not name or postcodes:
        raise WrongUse(
            "A letter to a member of parliament takes --office parl, --constituency NAME and no postcode.",
            'For example: askcandidate letter --office parl --constituency "Bristol Central"',
        )


def _split(ids: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in (ids or "").split(",") if part.strip()))


def _one_line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    """Keep the words and line breaks of a text, without marks that could move a cursor or hide."""
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise WrongUse(
            f"{shown(text)} holds bytes that are not text in this terminal's encoding.", "Use UTF-8."
        )
    if len(text) > _MOST_OWN_CHARACTERS:
        raise WrongUse(f"That is {len(text):,} characters; a letter of that length is not read.")
    broken = re.sub("\r\n|[\r\u0085\u2028\u2029]", "\n", re.sub(_ESCAPES, "", text))
    kept = "".join(
        " " if c.isspace() and c != "\n" else c
        for c in broken
        if c.isprintable() or c.isspace() or c in _JOINERS
    )
    return re.sub(r"\n{3,}", "\n\n", kept).strip()
