"""``askcandidate candidates``: who is standing in the elections to come."""

import sys
from collections.abc import Iterable, Iterator

import typer

from askcandidate import places, settings
from askcandidate.batch import Failure, Row
from askcandidate.commands import options, services
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.groups import grouped
from askcandidate.commands.network import Session, choose_address
from askcandidate.commands.runs import Tally, prepare
from askcandidate.commands.streams import Rows, open_rows, write
from askcandidate.elections import Contests
from askcandidate.errors import Ambiguous, ExitCode, WrongUse
from askcandidate.formats import contests as forms
from askcandidate.online import Contesting
from askcandidate.resources import POSTCODES

EPILOG = """Examples:

  askcandidate candidates BS1 5TR

  askcandidate candidates BS1 5TR --json | jq -r '.contests[].candidates[].name'

  askcandidate candidates --from members.csv --csv > standing.csv
"""


@grouped
def candidates(
    *,
    given: options.Input,
    form: options.Form,
    out: options.OutFile = None,
    books: options.Batch,
    on: options.On = None,
    service: services.Service,
    data: options.Data = None,
    no_input: options.NoInput = False,
    quiet: options.Quiet = False,
) -> None:
    """Say who is standing in the elections to come for a postcode.

    Asks Democracy Club, which sees the postcode: with a key its developers API, without one its
    candidates service, one postcode at a time.
    """
    form = form.settled(resume=books.resume)
    chosen = settings.load()
    network = _settle_network(service, chosen)
    run = prepare(books, out, given.from_)
    day = run.day(on)
    first_day = settings.first_polling_day(day, told=on is not None)
    finder = places.Finder(day, data or chosen.data)
    with open_rows(given, quiet=quiet, result_elsewhere=out is not None) as rows:
        single = rows.single is not None
        tally = Tally(single=single, told_elsewhere=form.is_structured or bool(books.rejects), quiet=quiet)
        with (
            run.opened(day, [data or chosen.data or POSTCODES]),
            Session(network, many=not single, quiet=quiet) as session,
        ):
            rows.narrow(run.rows)
            contesting = Contesting(finder, session.ballots(day), first_day, max_errors=service.max_errors)
            answers = _answers(session, contesting, rows, may_ask=not no_input and at_terminal())
            found = _Watch(run.watch(tally.watch(answers)))
            if sys.stdout.isatty() and out is None and not form.is_structured:
                write(_for_people(found))
            else:
                run.write(_pieces(found, session, form, single=single), header=form.csv)
                session.tell(contesting.service.credit)
    code = run.finish(tally)
    if single and found.nobody:
        session.tell("an election is due, and nobody is listed in it yet.")
        code = ExitCode.NOT_FOUND
    raise typer.Exit(code)


def _settle_network(asked: services.Service, chosen: settings.Settings) -> services.Network:
    """Settle which service is asked: without one there is no answer.

    Raises:
        WrongUse: the command line forbids all of them, or contradicts itself.
    """
    if asked.offline or asked.source is services.SourceName.EMBEDDED:
        raise WrongUse("Who is standing is not in the offline data.", "Leave --offline and --source out.")
    return services.settle_network(asked, chosen, live=True)


def _pieces(found: "_Watch", session: Session, form: options.Form, *, single: bool) -> Iterator[str]:
    """Give the result in the form that was chosen."""
    if form.json:
        return forms.json_document(found, single=single)
    if form.jsonl:
        return forms.json_lines(found)
    if form.csv:
        return forms.csv_lines(found, raw=form.raw_csv, excel=form.excel)
    return forms.tsv_lines(_told(found, session))


def _answers(
    session: Session, contesting: Contesting, rows: Rows, *, may_ask: bool
) -> Iterator[Contests | Failure]:
    uprn = session.network.uprn

    async def answer(row: Row) -> Contests:
        return await contesting.find(row.text, uprn)

    if rows.single is None:
        yield from session.answers(rows, answer)
        return
    try:
        yield session.run(answer(rows.single))
    except Ambiguous as error:
        if not may_ask:
            raise
        yield session.run(contesting.find(rows.single.text, choose_address(error)))


class _Watch:
    """Lets results through and remembers whether a contest is due in which nobody is listed at all."""

    def __init__(self, results: Iterable[Contests | Failure]) -> None:
        self._results = results
        self.nobody = False

    def __iter__(self) -> Iterator[Contests | Failure]:
        for result in self._results:
            if isinstance(result, Contests):
                standing = [contest for contest in result.contests if contest.stands]
                listed = [contest.ballot.candidates for contest in standing]
                self.nobody = bool(standing) and not any(listed) and () in listed
            yield result


def _told(found: Iterable[Contests | Failure], session: Session) -> Iterator[Contests | Failure]:
    """Say beside five plain columns what they have no room for: cancelled polls, provisional lists."""
    for result in found:
        if isinstance(result, Contests):
            for contest in result.contests:
                for notice in contest.notices:
                    session.tell_once(f"{contest.named}: {notice.message}")
            for notice in result.notices:
                session.tell_once(notice.message)
        yield result


def _for_people(found: Iterable[Contests | Failure]) -> Iterator[str]:
    for result in found:
        if isinstance(result, Contests):
            yield from forms.text(result)
