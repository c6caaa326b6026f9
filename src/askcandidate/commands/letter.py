"""``askcandidate letter``: a letter for each office that answers for a postcode."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import places, settings
from askcandidate.batch import Failure, Row, with_ids
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import flood, interview, options
from askcandidate.commands.delivery import Target
from askcandidate.commands.desk import Desk, Mail
from askcandidate.commands.finding import Finding, finding
from askcandidate.commands.streams import (
    Rows,
    Tally,
    at_terminal,
    named_file,
    open_rows,
    prepare,
    read_text,
    say,
)
from askcandidate.commands.typed import one_line, split_ids, tidy
from askcandidate.correspondence import Sender
from askcandidate.errors import AskError, WrongUse
from askcandidate.formats.letters import LetterFormat
from askcandidate.formats.templates import Templates
from askcandidate.resources import POSTCODES, TEMPLATES
from askcandidate.writing.addressees import To
from askcandidate.writing.wishes import Wishes

EPILOG = """Examples:

  askcandidate letter BS1 5TR

  askcandidate letter BS1 5TR --office pcc --why @mine.txt --name "A. Voter" --out letter.md

  askcandidate letter --office parl --constituency "Bristol Central"
"""

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
    typer.Option(metavar="FILE|DIR", help="A .txt, .md, .jsonl or .zip file, or a folder."),
]

_Contacts = Annotated[
    bool,
    typer.Option(
        "--contacts/--no-contacts", help="Whether to ask for e-mail addresses where each takes a request."
    ),
]
_OfficialAddresses = Annotated[
    bool,
    typer.Option("--official-addresses", help="Use addresses of councils, parliaments and universities too."),
]
_Seed = Annotated[
    str,
    typer.Option(metavar="TEXT", help="Choose other wordings; a letter's record says the seed it had."),
]

_Id = Annotated[
    str | None,
    typer.Option("--id", metavar="COLUMN", help="The column that names a row's letters and files."),
]
_DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help="Write nothing: say what would be written, and who be asked.")
]


def letter(
    postcodes: options.Postcodes = None,
    from_: options.From = None,
    column: options.Column = None,
    input_format: options.InputForm = None,
    offices: options.Offices = None,
    constituency: _Constituency = None,
    why: _Why = None,
    asks: _Asks = None,
    facts: _Facts = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your name.")] = "",
    address: Annotated[str, typer.Option(metavar="TEXT", help="Your address, without the postcode.")] = "",
    seed: _Seed = "",
    to: Annotated[To | None, typer.Option(help="Whom to write to, if not whom the date suggests.")] = None,
    form: Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The same as --format jsonl.")] = False,
    out: _Out = None,
    id_column: _Id = None,
    rejects: options.RejectsFile = None,
    reject_columns: options.RejectColumns = None,
    allow_rejects: options.AllowRejects = None,
    report: options.Report = None,
    limit: options.Limit = None,
    resume: options.Resume = False,
    force: options.Force = False,
    dry_run: _DryRun = False,
    on: options.On = None,
    live: options.Live = False,
    offline: options.Offline = False,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    uprn: options.Uprn = None,
    contacts: _Contacts = True,
    official_addresses: _OfficialAddresses = False,
    timeout: options.Timeout = options.TIMEOUT,
    rate: options.Rate = None,
    max_errors: options.MaxErrors = options.MAX_ERRORS,
    no_cache: options.NoCache = False,
    data: options.Data = None,
    campaign: options.Campaign = None,
    no_input: options.NoInput = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a letter to each office that answers for a postcode.

    One ask each, in that office's own power, opened by your own words: at a terminal you are asked
    for them. With --live each person standing in an election to come gets a letter by name.
    Nothing is sent, and without --live nothing leaves your machine.
    """
    inputs = [path for path in (named_file(why), Path(from_ or "-")) if path and path != Path("-")]
    target = Target(form, out, inputs, jsonl=jsonl, force=force, dry_run=dry_run)
    chosen = settings.load()
    asked = options.Asked(source, live, offline, base_url, uprn, timeout, rate, max_errors, no_cache)
    network = options.settle_network(asked, chosen)
    wanted = options.Batch(rejects, reject_columns, allow_rejects, report, limit, resume, force)
    if dry_run:
        wanted = options.Batch(allow_rejects=allow_rejects, limit=limit)
        network = _without_asking(network)
    grows = out if (from_ is not None or postcodes == ["-"]) and target.grows else None
    run = prepare(wanted, grows, from_, is_folder=target.is_folder, is_private=True)
    day = run.day(on)
    templates = Templates()
    folder = campaign or chosen.campaign or SHIPPED
    told = _campaign(folder)
    sender = tidy(Sender(name, address, read_text(why or "")))
    wishes = Wishes(split_ids(asks), tuple(dict.fromkeys(facts or ())), to, official_addresses, seed)
    desk = Desk(told, templates, wishes, offices or (), day)
    ask = not (no_input or why) and at_terminal()
    _tell_safety(told, needed=bool(why) and not quiet)
    is_offline = network.source is options.SourceName.EMBEDDED
    if constituency or (offices == ["parl"] and is_offline):
        seat = one_line(constituency or "")
        _check_constituency(seat, offices, postcodes or from_, asks_service=live or source or base_url)
        sender = tidy(interview.ask_the_writer(told, sender)) if ask else sender
        return target.write([desk.for_constituency(seat, sender)], templates, run, quiet=quiet)
    finder = places.Finder(day, data or chosen.data)
    reading = partial(open_rows, input_format=input_format, column=column)
    with reading(postcodes, from_, quiet=quiet, result_elsewhere=out is not None) as rows:
        many = rows.single is None
        if many:
            desk.check()
        # What cannot be read twice, or is known only once a service is asked, is counted on the way.
        ahead = quiet or (from_ is not None and Path(from_).is_file() and is_offline)
        if ahead and not (quiet or resume):
            with reading(None, from_, quiet=True) as first:
                _tell(flood.count(first, finder.find, desk.offices_wanted))
        with (
            run.opened(day, [data or chosen.data or POSTCODES, folder, TEMPLATES]),
            finding(
                *(network, finder, settings.first_polling_day(day, told=on is not None)),
                many=many,
                quiet=quiet,
                may_ask=not no_input and at_terminal(),
                wanting=desk.contests_wanted if contacts else None,
            ) as known,
        ):
            rows.narrow(lambda all_rows: run.rows(with_ids(all_rows, id_column)))
            tally = Tally(single=not many, told_elsewhere=bool(rejects), quiet=quiet)
            interviewed = partial(_interviewed, target, told, sender) if ask else None
            mails = _mails(rows, known, desk, sender, interviewed, id_column)
            mails = tally.watch(mails if ahead else flood.watch(mails, say))
            target.write(run.watch(mails), templates, run, quiet=quiet)
    raise typer.Exit(run.finish(tally))


def _mails(
    rows: Rows,
    known: Finding,
    desk: Desk,
    sender: Sender,
    interviewed: Callable[[Mail], Sender] | None,
    id_column: str | None,
) -> Iterable[Mail | Failure]:
    """Make the letters of each row; a single one's writer is asked first, if somebody is there."""
    if rows.single is None:
        return known.each(
            rows,
            lambda row, found: desk.mail(found, _sender_of(row, sender), row.line)._replace(
                label=row.cells.get(id_column or "", "")
            ),
        )
    found = known.one(rows.single)
    if interviewed:
        sender = interviewed(desk.mail(found, sender))
    return [desk.mail(found, sender)]


def _tell_safety(campaign: Campaign, *, needed: bool) -> None:
    """Say what is to be left out of a story, where the words came without a question."""
    if needed:
        say(interview.safety_lines(campaign))


def _campaign(folder: Path) -> Campaign:
    """Give the campaign of a folder; another than ours is named."""
    if folder != SHIPPED:
        say(f"askcandidate: using the campaign in {folder}.")
    return Campaign(folder)


def _without_asking(network: options.Network) -> options.Network:
    """Give the network of a run that writes nothing: it asks nobody either, and says whom it would ask."""
    if network.source is not options.SourceName.EMBEDDED:
        say(f"askcandidate: a real run would ask {network.base_url or network.source}; this one asks nobody.")
    return network._replace(source=options.SourceName.EMBEDDED)


def _interviewed(target: Target, told: Campaign, sender: Sender, mail: Mail) -> Sender:
    """Ask the writer; what is wrong is said before the questions, not after somebody has told their story."""
    target.check(mail)
    return tidy(interview.ask_the_writer(told, sender))


def _tell(lines: Iterable[str]) -> None:
    """Tell lines beside the result; a fault in reading ahead is left to the reading that counts."""
    with suppress(AskError):
        for line in lines:
            say(f"askcandidate: {line}")


def _sender_of(row: Row, sender: Sender) -> Sender:
    """Take name, address and own words from the row's columns where it has them."""
    cells = {key.strip().lower(): value for key, value in row.cells.items()}
    given = tidy(Sender(cells.get("name", ""), cells.get("address", ""), cells.get("why", "")))
    return Sender(*(theirs or ours for theirs, ours in zip(given, sender, strict=True)))


def _check_constituency(
    name: str, offices: list[str] | None, postcodes: object, *, asks_service: object
) -> None:
    if asks_service:
        raise WrongUse("Who is standing is asked by postcode: leave --constituency out, or --live.")
    if offices != ["parl"] or not name or postcodes:
        raise WrongUse(
            "A letter to a member of parliament takes --office parl, --constituency NAME and no postcode.",
            'For example: askcandidate letter --office parl --constituency "Bristol Central"',
        )
