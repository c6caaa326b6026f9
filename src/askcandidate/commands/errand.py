"""One run of ``letter``, settled from what was typed: from its rows to its letters."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from askcandidate.batch import Failure, Row, with_ids
from askcandidate.commands import cluster, digesting, flood, interview, keeping, welsh
from askcandidate.commands.delivery import Target
from askcandidate.commands.finding import Finding, finding
from askcandidate.commands.options import Batch, Input
from askcandidate.commands.parcels import Parcel
from askcandidate.commands.runs import PlainRun, Tally
from askcandidate.commands.services import Network
from askcandidate.commands.streams import Rows, open_rows, say
from askcandidate.commands.typed import tidy
from askcandidate.commands.workshop import Workshop, make_chunk
from askcandidate.correspondence import Sender
from askcandidate.errors import AskError, ExitCode

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run


class Errand(NamedTuple):
    """What a run of ``letter`` is to do.

    Attributes:
        shop: makes the letters.
        target: where they go.
        run: keeps the books.
        books: what was typed of them.
        network: what may be asked.
        given: where rows come from.
        first_day: the first polling day that is still to come.
        id_column: the column of a row's own id, if it was named.
        scheduler: of the cluster that does the work, if it is one that does it.
        quotes: how many people a digest quotes; None for letters of each row.
        contacts: whether to ask for e-mail addresses where each takes a request.
        may_ask: whether questions can be put to somebody.
        has_words: whether the command line has the writer's own words.
        lang: the language that was chosen, if one was.
        quiet: whether to tell nothing.
    """

    shop: Workshop
    target: Target
    run: "PlainRun | Run"
    books: Batch
    network: Network
    given: Input
    first_day: date
    id_column: str | None
    scheduler: str | None
    quotes: int | None
    contacts: bool
    may_ask: bool
    has_words: bool
    lang: welsh.Choice | None
    quiet: bool

    def tell_about_words(self) -> None:
        """Say what is to be known of own words that were typed."""
        words = self.shop.plan.sender.words if self.has_words and not self.quiet else ""
        interview.tell_about(words, self.shop.campaign)

    def for_constituency(self, name: str) -> None:
        """Write to a constituency's member of parliament."""
        sender = self._interviewed() if self._asks_the_writer else self.shop.plan.sender
        mail = self.shop.desk.for_constituency(name, sender)
        self._write([self.shop.packer.pack(mail)])

    def for_rows(self) -> ExitCode:
        """Write for each row, and give the exit code."""
        shop, run, quiet = self.shop, self.run, self.quiet
        with self._rows() as rows:
            is_counted = quiet or self.quotes is not None or self._counted()
            with run.opened(shop.plan.on, shop.reads), self._known(rows) as known:
                rows.narrow(lambda all_rows: run.rows(with_ids(all_rows, self.id_column)))
                is_single = rows.single is not None
                tally = Tally(single=is_single, told_elsewhere=bool(self.books.rejects), quiet=quiet)
                if self.quotes is None:
                    made = self._parcels(rows, known)
                    parcels = run.watch(tally.watch(made if is_counted else flood.watch(made, say)))
                else:
                    parcels = digesting.parcels(shop, rows, known, run, tally, self.quotes)
                told = shop.told(parcels, goes_on=self.books.resume, quiet=quiet)
                if is_single:
                    self._write(told)
                else:
                    self.target.write(told, shop.look, run, quiet=quiet)
                    keeping.tell(self.target, quiet=quiet)
        return run.finish(tally)

    def _write(self, made: Iterable[Parcel | Failure]) -> None:
        """Write the letters of one place; whoever was asked for their words can keep what is only shown."""
        parcels = list(made) if self._asks_the_writer else []
        self.target.write(parcels or made, self.shop.look, self.run, quiet=self.quiet)
        if not self._asks_the_writer:
            keeping.tell(self.target, quiet=self.quiet)
        elif self.target.is_shown:
            keeping.offer([parcel.mail for parcel in parcels if isinstance(parcel, Parcel)], self.shop.look)

    def _rows(self) -> AbstractContextManager[Rows]:
        return open_rows(self.given, quiet=self.quiet, result_elsewhere=self.target.is_elsewhere)

    def _known(self, rows: Rows) -> AbstractContextManager[Finding]:
        """Give what finds what is known of each postcode."""
        return finding(
            *(self.network, self.shop.finder, self.first_day),
            many=rows.single is None,
            quiet=self.quiet,
            may_ask=self.may_ask,
            wanting=self.shop.desk.contests_wanted if self.contacts else None,
        )

    def _parcels(self, rows: Rows, known: Finding) -> Iterable[Parcel | Failure]:
        """Make the letters of each row.

        What is wrong with where letters go is said before the questions, not after somebody has told their
        story.
        """
        shop = self.shop
        if rows.single is None:
            shop.desk.check()
            if self.scheduler:
                return cluster.each(rows, partial(make_chunk, shop.plan), self.scheduler, shop.plan.own_files)
            return known.each(rows, shop.make)
        parcel = self._one(rows.single, known)
        return (parcel for _ in rows)  # so that the books of the run, if it has some, know of the row

    def _one(self, row: Row, known: Finding) -> Parcel:
        """Make the letters of one postcode; its writer is asked first, if somebody is there."""
        found = known.one(row)
        welsh.offer(found, self.lang, quiet=self.quiet)
        desk, sender = self.shop.desk, self.shop.plan.sender
        if self._asks_the_writer and (mail := desk.mail(found, sender)).letters:
            self.target.check(mail)
            sender = self._interviewed()
        return self.shop.packer.pack(desk.mail(found, sender))

    @property
    def _asks_the_writer(self) -> bool:
        return self.may_ask and not self.has_words

    def _interviewed(self) -> Sender:
        """Ask the writer for what they have not said yet."""
        return tidy(interview.ask_the_writer(self.shop.campaign, self.shop.plan.sender))

    def _counted(self) -> bool:
        """Say how many letters go to each office, if that can be known before the first is written.

        A fault in reading ahead is left to the reading that counts. Where it is false, letters are counted on
        the way: a pipe cannot be read twice, and an answer of a service is known once it is there.
        """
        source = self.given.from_
        if source is None or not (self.network.is_offline and Path(source).is_file()):
            return False
        if not self.books.resume:
            with suppress(AskError), open_rows(self.given._replace(postcodes=None), quiet=True) as first:
                shop, ahead = self.shop, islice(first, self.books.limit)
                for line in flood.count(ahead, shop.finder.find, shop.desk.offices_wanted, source):
                    say(f"askcandidate: {line}")
        return True
