"""Options that say what a letter is to say, and whose it is."""

from typing import Annotated, NamedTuple

import typer

from askcandidate.commands.options import completer
from askcandidate.commands.streams import read_text
from askcandidate.commands.typed import each_once, split_ids, tidy
from askcandidate.commands.welsh import Lang, languages_of
from askcandidate.correspondence import Sender
from askcandidate.writing.addressees import To
from askcandidate.writing.wishes import Wishes

Why = Annotated[
    str | None,
    typer.Option(metavar="TEXT|@FILE", help="Your own words, which open the letter; @FILE reads them."),
]
Name = Annotated[str, typer.Option(metavar="TEXT", help="Your name.")]
Address = Annotated[str, typer.Option(metavar="TEXT", help="Your address, without the postcode.")]
Asks = Annotated[
    str | None,
    typer.Option(
        metavar="ID,ID",
        help="What to ask, at most three; see: askcandidate asks.",
        autocompletion=completer("asks"),
    ),
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--fact",
        metavar="ID",
        help='Print this figure, such as f-nrm-2025, or "coalition".',
        autocompletion=completer("facts"),
    ),
]
Whom = Annotated[To | None, typer.Option(help="Whom to write to, if not whom the date suggests.")]
OfficialAddresses = Annotated[
    bool,
    typer.Option("--official-addresses", help="Use addresses of councils, parliaments and universities too."),
]
Seed = Annotated[
    str, typer.Option(metavar="TEXT", help="Choose other wordings; a letter's record says the seed it had.")
]


class Writer(NamedTuple):
    """The options of whose letter it is."""

    why: Why = None
    name: Name = ""
    address: Address = ""

    def settled(self) -> Sender:
        """Give the writer, with their own words read.

        Raises:
            WrongUse: see ``read_text``.
        """
        return tidy(Sender(self.name, self.address, read_text(self.why or "")))


class Wished(NamedTuple):
    """The options of what a letter asks, of whom and how."""

    asks: Asks = None
    facts: Facts = None
    to: Whom = None
    official_addresses: OfficialAddresses = False
    seed: Seed = ""
    lang: Lang = None

    def settled(self) -> Wishes:
        """Give what was wished.

        Raises:
            WrongUse: see ``split_ids`` and ``each_once``.
        """
        return Wishes(
            *(split_ids(self.asks), each_once(self.facts), self.to, self.official_addresses, self.seed),
            languages_of(self.lang),
        )
