"""The letters of one run about the log: made, put in place, and noted in the log if that is wished."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from askcandidate import events
from askcandidate.commands import keeping
from askcandidate.commands.delivery import Target
from askcandidate.commands.desk import Mail
from askcandidate.commands.log_options import Letters, Run
from askcandidate.commands.logbook import Changing, office_of
from askcandidate.commands.runs import PlainRun
from askcandidate.commands.snapshots import read_snapshot
from askcandidate.commands.streams import named_file, read_text, say
from askcandidate.commands.typed import one_line, tidy
from askcandidate.commands.viewing import View
from askcandidate.correspondence import Letter, Sender
from askcandidate.formats.letters import Look
from askcandidate.formats.templates import Templates
from askcandidate.model import Contact, Notice, Office, OfficeKind
from askcandidate.pledges import Entry
from askcandidate.writing import following_up
from askcandidate.writing.due import FollowUp, Occasion
from askcandidate.writing.following_up import Wording


class Clerk:
    """Writes the letters of one run; what cannot work is refused before any work.

    Args:
        wished: whose letters they are and where they go.
        run: their day, the log, the campaign.
        standing: a list of those standing, if there is one.
    """

    def __init__(self, wished: Letters, run: Run, standing: Path | None = None) -> None:
        inputs = [path for path in (run.log, standing, named_file(wished.why)) if path]
        view = View(large=False, opens=False)
        self._target = Target(wished.form, wished.out, inputs, view, jsonl=False, force=wished.force)
        self._wished = wished
        self._on = run.day()
        self._quiet = run.quiet
        self._templates = Templates()
        campaign = run.told()
        self._asks_for = campaign.asks_for
        self._wording = Wording(
            *(campaign.asks, campaign.documents, campaign.frames, campaign.topic),
            *(self._templates.fill, self._templates.page),
        )
        self._sender = tidy(Sender(wished.name, wished.address, read_text(wished.why)))
        self._ways = _ways(standing) if standing else None

    def first_question(self, entry: Entry) -> FollowUp | Notice:
        """Give the letter to somebody elected who was never asked: the first ask that fits."""
        office = office_of(entry, self._on)
        fitting = self._asks_for(office, office.area.nation, self._on) if office else []
        if not fitting:
            text = (
                f"No letter to {entry.candidate}, who was never asked: which ask fits is known only with the "
                "office's id, in a column office."
            )
            return Notice("nothing-to-ask", text)
        return FollowUp(Occasion.NEVER_ASKED, (entry._replace(ask=fitting[0].id),))

    def write(self, follow_ups: Iterable[FollowUp | Notice], book: Changing, nobody: str) -> None:
        """Write the letters; say where there is none, and how nobody gets one twice.

        Args:
            follow_ups: the letters, or why there is none.
            book: the log, in which they are noted once they are in place, if that is wished.
            nobody: what to say if there is no letter at all.
        """
        written: list[tuple[FollowUp, Letter]] = []
        left_out = 0
        for follow_up in follow_ups:
            made = follow_up if isinstance(follow_up, Notice) else self._letter(follow_up)
            if isinstance(follow_up, FollowUp) and isinstance(made, Letter):
                written.append((follow_up, made))
            elif isinstance(made, Notice):
                self._say(made.message)
                left_out += 1
        if not written:
            self._say("No letter was written." if left_out else nobody)
            return
        look = Look(self._templates, width=self._target.width)
        packer = self._target.packer(look)
        parcels = [packer.pack(Mail([letter], [], at)) for at, (_, letter) in enumerate(written, 1)]
        self._target.write(parcels, look, PlainRun(), quiet=self._quiet)
        keeping.tell(self._target, quiet=self._quiet)
        for follow_up, letter in written if self._wished.record else ():
            for entry in self._noted(follow_up, letter):
                book.add(entry)
        if not self._wished.record:
            self._say(
                "the same command with --record notes these letters in the log, so that none goes twice."
            )

    def _letter(self, follow_up: FollowUp) -> Letter | Notice:
        whom = follow_up.whom
        contacts = self._contacts(whom)
        if contacts is None:
            return Notice(
                "withdrawn", f"No letter to {whom.candidate}, who is not on the list of those standing."
            )
        office = self._office(whom)
        return following_up.write(follow_up, office, contacts, self._sender, self._on, self._wording)

    def _noted(self, follow_up: FollowUp, letter: Letter) -> Iterator[Entry]:
        """Give the lines by which the log knows of a letter: one for each ask that it speaks of."""
        asks = {ask.id for ask in letter.asks}
        for entry in follow_up.entries:
            if entry.ask in asks:
                yield entry._replace(
                    day=self._on,
                    state=follow_up.occasion.noted,
                    words="",
                    link="",
                    recorded_by=one_line(self._wished.by),
                    more=(),
                )

    def _office(self, entry: Entry) -> Office:
        return office_of(entry, self._on) or events.unlisted(OfficeKind.COUNCIL, entry.contest, "")

    def _contacts(self, whom: Entry) -> tuple[Contact, ...] | None:
        """Give the ways to reach somebody; None if a list says that they no longer stand."""
        if self._ways is None or not whom.candidate_id:
            return ()
        if whom.ballot and whom.ballot not in self._ways:
            return ()
        key = whom.source, whom.candidate_id
        lists = [there for ballot, there in self._ways.items() if whom.ballot in ("", ballot)]
        found = next((there[key] for there in lists if key in there), None)
        return () if found is None and not whom.ballot else found

    def _say(self, text: str) -> None:
        if not self._quiet:
            say(f"askcandidate: {text}")


def _ways(path: Path) -> dict[str, dict[tuple[str, str], tuple[Contact, ...]]]:
    """Read how each person standing can be reached, by ballot, from what ``candidates --jsonl`` wrote."""
    return {
        ballot: {
            key: tuple(Contact(route.what, route.address) for route in person.routes)
            for key, person in contest.people.items()
        }
        for ballot, contest in read_snapshot(path).contests.items()
    }
