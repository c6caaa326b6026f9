"""``askcandidate log add``: a line about one answer, typed or asked for."""

from typing import Annotated

import typer

from askcandidate.campaign import Campaign
from askcandidate.commands import options
from askcandidate.commands.asking import ask as put
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_options import About, Horizon, Run
from askcandidate.commands.logbook import Changing, changing
from askcandidate.commands.streams import read_text, say
from askcandidate.commands.typed import many_lines, one_line
from askcandidate.errors import Ambiguous, AskError, WrongUse
from askcandidate.pledges import TOLD, Entry, State

EPILOG = """Examples:

  askcandidate log add

  askcandidate log add --contest "Mayor of X" --candidate "A. Marlpit" --ask mayor-1 --state asked
"""
_STATES = ", ".join(TOLD)

_State = Annotated[State | None, typer.Option(help="What came of it.", show_choices=True)]
_Words = Annotated[
    str, typer.Option(metavar="TEXT|@FILE", help="Their own words, as they are; @FILE reads them.")
]
_Source = Annotated[str, typer.Option(metavar="NAME", help="The service that the id is of.")]
_Id = Annotated[str, typer.Option("--id", metavar="ID", help="The candidate's id at that service.")]


@grouped
def add(
    *,
    about: About,
    state: _State = None,
    words: _Words = "",
    source: _Source = "",
    id_: _Id = "",
    no_input: options.NoInput = False,
    run: Run,
) -> None:
    """Add a line to the log: what was asked, or what was answered, on a day.

    Nothing is written over: an answer that changes is a new line. At a terminal you are asked for what
    is missing.
    """
    told = run.told()
    if not (about.contest and about.candidate and about.ask and state):
        if no_input or not at_terminal():
            raise WrongUse("A line needs --contest, --candidate, --ask and --state.", f"States: {_STATES}.")
        about, state, words = _put_missing(about, state, words, told)
    about = About(*map(one_line, about))
    ids = (about.office, about.ballot, one_line(source), one_line(id_))
    entry = Entry(
        *(run.day(), about.contest, *ids, about.candidate, told.ask(about.ask).id, state),
        *(many_lines(read_text(words)), about.link, about.by),
    )
    if not (entry.contest and entry.candidate):
        raise WrongUse("A line needs a contest and a candidate.")
    with changing(run.log, quiet=run.quiet) as book:
        entry = _the_one(entry, book)
        is_new = book.add(entry)
    if fault := Horizon.of(None).fault(entry.day):
        say(f"askcandidate: {fault} If that is a slip, take the line out of {run.log}.")
    if not run.quiet:
        say(f"{'Added to' if is_new else 'Already in'} {run.log}: {_line(entry)}")


def _put_missing(about: About, state: State | None, words: str, told: Campaign) -> tuple[About, State, str]:
    """Ask the person at the terminal for what was not typed."""
    contest = about.contest or _put_some("Contest or office")
    candidate = about.candidate or _put_some("Candidate")
    ask = about.ask or _put_ask(told)
    state = state or _put_state()
    words = words or put("Their words, or nothing")
    return about._replace(contest=contest, candidate=candidate, ask=ask), state, words


def _the_one(entry: Entry, book: Changing) -> Entry:
    """Give an entry about the person of that name whom the log knows.

    Raises:
        Ambiguous: it knows several.
    """
    people = book.recognise(entry)
    if len(people) > 1:
        choices = tuple((who.candidate_id or "(no id)", who.contest) for who in people)
        text = f"The log knows {len(people)} people called {entry.candidate}:"
        raise Ambiguous(text, choices, "Give --id.")
    return people[0]


def _put_some(question: str) -> str:
    while True:
        text = put(question)
        if text.strip():
            return text


def _put_ask(told: Campaign) -> str:
    while True:
        text = put("Which ask, such as mayor-1").strip()
        try:
            return told.ask(text).id
        except AskError as error:
            say(f"{error.message} {error.hint}")


def _put_state() -> State:
    say(f"What came of it can be: {_STATES}.")
    while True:
        text = put("What came of it").strip().lower().replace(" ", "-")
        if text in list(State):
            return State(text)


def _line(entry: Entry) -> str:
    return f"{entry.day}, {entry.contest}, {entry.candidate}, {entry.ask}: {entry.state}"
