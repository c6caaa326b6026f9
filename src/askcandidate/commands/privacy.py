"""The page on privacy: what each command reads, keeps and sends; ``docs/privacy.md`` is the same text."""

from textwrap import fill
from typing import NamedTuple


class Handling(NamedTuple):
    """What a command does with what it is told."""

    reads: str
    keeps: str
    sends: str = "nothing"


_POSTCODE = "nothing; asked live, the postcode goes to that service"
_WRITTEN = "the files you name with --out, --rejects and --report; asked live, answers"

BY_COMMAND = {
    "lookup": Handling("postcodes, from the command line, a file or stdin", _WRITTEN, _POSTCODE),
    "letter": Handling(
        "postcodes; your name, address and own words; a file's columns of these",
        "the letters you ask for, --rejects and --report if named; asked live, answers",
        f"{_POSTCODE}; name, address and words never do",
    ),
    "hustings": Handling(
        "postcodes, or an events file: titles, venues, chairs and candidates' names",
        "the pages you ask for, --rejects and --report if named; asked live, answers",
        _POSTCODE,
    ),
    "candidates": Handling("postcodes", "answers", "the postcode, to that service"),
    "asks": Handling("the campaign's folder", "nothing"),
    "check": Handling("the letters, pages and campaigns you name", "nothing; it quotes what it finds"),
    "templates": Handling("templates, shipped and your own", "the copies that templates copy writes"),
    "explain": Handling("the letters and pages you name", "nothing; it shows nobody's own words"),
    "data": Handling("postcode files, and the release you name", "the file that data build writes"),
    "log": Handling(
        "the pledge log, records, slips: candidates' public answers and no constituent",
        "the log, where you put it (purge does not touch it), and letters and pages you ask for",
        "nothing; log winners --live sends the ids of ballots",
    ),
    "diff": Handling("two lists of who is standing", "nothing"),
    "calendar": Handling("a postcode", "the .ics file you name; asked live, answers", _POSTCODE),
    "auth": Handling("a key, typed unseen or piped in", "the key, until auth clear or purge"),
    "config": Handling("settings files and the environment", "nothing"),
    "doctor": Handling(
        "settings, data, campaign; for which hosts there is a key",
        "nothing",
        "nothing; with --live a request without postcode or key to each service",
    ),
    "purge": Handling("the folders of settings and answers", "nothing: it takes away"),
    "help": Handling("nothing", "nothing"),
}

_HEAD = """# Privacy

What askcandidate reads, keeps and sends, on one page, for whoever has to answer for its use. It is a
program that you run: its makers have no server, and nobody hears that you use it. There are no counts of
use, no look for updates, no log, no history, no account.

## By command

"Asked live" means with `--live`, `--source`, `--base-url` or `live = true` in your own settings; "answers"
are those of the service, kept for up to an hour as told below.

"""

_TAIL = """
## What is kept

- Answers of services (elections, candidates): in the cache folder, for an hour, or ten minutes within five
  weeks of a poll; they go when the tool next asks. You alone can read them.
- The secret that hides which postcodes were asked: in the settings folder, until purge. You alone.
- Keys to services: in the settings folder, until auth clear or purge. You alone.
- Your settings: in the settings folder, or beside your work. As you made them.
- A script by which your shell completes commands, if you asked for it with --install-completion: where your
  shell reads it, until you take it away, with its line in the shell's own settings.
- Letters, rejects and reports: where you said, until you take them away. You alone.
- Results of lookup, pages for hustings: where you said, until you take them away. As your system has it.
- A batch's journal, with a sum of each word of its command line, and how far it is: beside its files, while
  it runs, or until a stopped run has been gone on with. You alone.

What goes with a letter: in a web page, PDF, .docx, .eml or mbox, unseen on the page, the office that it is
to, its day, and what it asks with the sources of that; `askcandidate explain` reads it. Nothing of who wrote.
In a mail it is a header, X-Askcandidate-Provenance, which your mail program may send along: whoever gets the
mail can see what it rests on, and that it was made with this tool. Text and Markdown have nothing unseen.

No postcode can be read from kept answers: each lies under a keyed hash. `--no-cache` keeps none.
`askcandidate config path` shows the folders; `askcandidate purge` takes away all but your settings and the
files you asked for. Your shell keeps its own history: `--why @FILE` keeps your words out of it.

## What is sent, and to whom

Nothing, unless you ask a service, live or with the command `candidates`. Before it is asked the tool names
it on stderr; `--offline` forbids it whatever the settings say.

- developers.democracyclub.org.uk: the postcode; an address's number if you give it; your key.
- candidates.democracyclub.org.uk: the postcode; numbers of candidates whose e-mail address is wanted; ids of
  ballots whose results are.
- elections.democracyclub.org.uk: the postcode.
- api.postcodes.io: the postcode.

Each also sees your internet address, the tool's name and version, and a contact if you set one. Democracy
Club's published code logs postcodes with the key that asked. With `--engine dask` the rows, and the names and
words in them, go to the cluster you name (docs/cluster.md). A link to write to a council or a member is
printed, not opened. Nothing is ever sent as mail.

## Whose data it is

- **Voters**: a postcode, a name, an address and own words, for as long as the run takes. Own words can say
  what somebody believes or has lived through. Before they are asked for, the tool asks to leave out
  whatever could identify a person or a business.
- **Candidates**: names, parties and public addresses, as Democracy Club publishes them (CC BY 4.0), for
  writing to them about the election. They stay in the letters you make.
- **Office-holders**: no names offline; letters say "Dear Commissioner".

Somebody who writes for themselves decides for themselves. An organisation that makes letters or packs for
others decides what is done with their data and has to have a ground for it: its own data-protection lead
says which. This page is no legal advice.

For: ______________________  Read by: ______________________  Date: ______________
"""


def page() -> str:
    """Give the page, in Markdown that reads as plain text too."""
    return _HEAD + "".join(f"{_row(name, what)}\n" for name, what in BY_COMMAND.items()) + _TAIL


def _row(name: str, what: Handling) -> str:
    says = f"- **{name}** reads {what.reads}. Keeps: {what.keeps}. Sends: {what.sends}."
    return fill(says, 104, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
