"""One letter for many people: how many they are, some of their words as written, and the one ask.

However many rows there are, what is kept of them is a number and, for each place, as many quotations as a
digest could print. Which are printed follows from the seed and the words alone: nobody chooses, and the
order of the rows has no part in it. Every place is heard once before any is heard twice.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

from askcandidate.correspondence import Letter, Sender
from askcandidate.elections import Contest
from askcandidate.languages import Texts
from askcandidate.model import Notice, Office
from askcandidate.writing.lengths import count_words
from askcandidate.writing.letters import Writer
from askcandidate.writing.material import Material
from askcandidate.writing.proofreading import sentences
from askcandidate.writing.wishes import Wishes
from askcandidate.writing.words import Home, where_in

MOST_QUOTED_WORDS = 40  # of one person
_CUT = "\u2026"
_WORD = re.compile(r"\S+")
_QUOTATION_MARKS = str.maketrans({"\u201c": "\u2018", "\u201d": "\u2019"})  # within a quotation
_ALONE = "this digest speaks for one person alone; a letter of their own, without --digest, would say more."


class Quote(NamedTuple):
    """What one person wrote, as it is printed, and who they are said to be.

    Attributes:
        words: theirs.
        by: their first name; empty if it is not used.
        where: where they live, as it stands in an English sentence.
        place: the same place's name, in Welsh if it has one.
    """

    words: str
    by: str
    where: str = ""
    place: str = ""

    def author(self, texts: Texts) -> str:
        """Say who it was.

        Raises:
            Untranslated: the language has no words for it.
        """
        where = where_in(texts, self.where, self.place)
        return f"{self.by}, {where}" if self.by else texts.find("somebody {where}", where=where)


class Sample:
    """Draws quotations from however many are offered, each as likely as any other of its place.

    Each has a number made from the seed and its words, and the lowest are kept: so words that many sent
    are one quotation, and the same rows in any order give the same ones.

    Args:
        most: how many may be drawn.
        seed: another seed draws others.
    """

    def __init__(self, most: int, seed: str) -> None:
        self._most = most
        self._seed = seed
        self._kept: dict[str, dict[bytes, Quote]] = {}

    def offer(self, place: str, quote: Quote) -> None:
        """Offer a quotation from a place."""
        said = f"{self._seed}\0{' '.join(quote.words.casefold().split())}"
        number = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
        of_place = self._kept.setdefault(place, {})
        if number in of_place:
            of_place[number] = min(of_place[number], quote)
            return
        of_place[number] = quote
        if len(of_place) > self._most:
            del of_place[max(of_place)]

    def drawn(self) -> list[Quote]:
        """Give the quotations drawn, from each place in turn."""
        places = [sorted(of_place.items()) for of_place in self._kept.values()]
        found: dict[bytes, Quote] = {}
        for turn in zip_longest(*places):
            for number, quote in sorted(filter(None, turn)):
                found.setdefault(number, quote)  # what many places said is quoted from one
        return list(found.values())[: self._most]


class Recipients(NamedTuple):
    """Whom one digest is to: whoever holds an office, or everybody standing in one contest.

    Attributes:
        office: the office.
        contest: the election, if the digest is to those standing in it by name.
        home: the place that its people have in common.
        live: whether a service was asked who is standing.
    """

    office: Office
    contest: Contest | None
    home: Home
    live: bool


class Digest:
    """What a digest to some recipients is made from, as rows go by.

    Args:
        recipients: whom it is to.
        most: how many quotations it may have.
        seed: see ``Sample``.
    """

    def __init__(self, recipients: Recipients, most: int, seed: str) -> None:
        self.recipients = recipients
        self.constituents = 0
        self._sample = Sample(most, seed)

    def take(self, place: str, quote: Quote | None) -> None:
        """Count one more person, and what they said if it may be quoted."""
        self.constituents += 1
        if quote:
            self._sample.offer(place, quote)

    def write(
        self, wishes: Wishes, sender: Sender, on: date, material: Material
    ) -> Iterator[Letter | Notice]:
        """Write the digest, to each of those it is to.

        Args:
            wishes: what is asked.
            sender: the group; whoever signs for it.
            on: the day.
            material: what letters are made from.
        """
        office, contest, home, live = self.recipients
        quotes = self._sample.drawn()
        frames = material.frames._replace(opening=material.frames.digest)
        ours = material._replace(
            body="letter/digest.j2",
            more=lambda texts: self._told(quotes, texts),
            frames=frames,
            for_many=True,
        )
        own = sum(count_words(quote.words) for quote in quotes)
        contests = [contest] if contest else [] if live else None
        if self.constituents == 1:
            yield Notice("one-person", f"{office.title}: {_ALONE}")
        for made in Writer(home, wishes, sender, on, ours).write([] if contest else [office], contests):
            if isinstance(made, Notice):
                yield made
                continue
            yield self._counted(made, own)

    def _told(self, quotes: Sequence[Quote], texts: Texts) -> dict[str, Any]:
        """Give what a digest says on top of any letter: how many people there are, and their words.

        Raises:
            Untranslated: see ``Quote.author``.
        """
        rest = self.constituents - len(quotes)
        lead = "Some of them, in their own words:" if rest else "In their own words:"
        return {
            "quotes": [{"words": quote.words, "by": quote.author(texts)} for quote in quotes],
            "lead": texts.find(lead) if quotes else "",
            "more": f"{rest:,}" if rest else "",
            "rest": texts.find("And {more} more.", more=f"{rest:,}") if quotes and rest else "",
            "constituents": self.constituents,
            "people": self._people(texts),
        }

    def _people(self, texts: Texts) -> str:
        if self.constituents == 1:
            return texts.find("one person")
        return texts.find("{count} people", count=f"{self.constituents:,}")

    def _counted(self, letter: Letter, own: int) -> Letter:
        """Give a digest, in each of its languages, with its people and their words counted."""
        return letter._replace(
            subject=f"{letter.subject} ({self._people(letter.texts)})",
            own_word_count=own,
            set_word_count=letter.set_word_count - own,
            constituents=self.constituents,
            again=letter.again and self._counted(letter.again, own),
        )


def excerpt(words: str) -> str:
    """Give what is quoted of somebody's words: whole sentences, and a mark where any are left out.

    A first sentence that is longer than a quotation may be is cut between two words.
    """
    line = " ".join(words.split()).translate(_QUOTATION_MARKS)
    if count_words(line) <= MOST_QUOTED_WORDS:
        return line
    kept = ""
    for _, end in sentences(line):
        if count_words(line[:end]) > MOST_QUOTED_WORDS:
            break
        kept = line[:end]
    if not kept:
        kept = " ".join(_WORD.findall(line)[:MOST_QUOTED_WORDS])
    return f"{kept} {_CUT}"


def in_order(digests: Iterable[Digest], kinds: Sequence[str]) -> list[Digest]:
    """Give digests in the order of offices: by kind, then by name, then by the day of the election."""

    def key(digest: Digest) -> tuple[int, str, str]:
        office, contest, _, _ = digest.recipients
        rank = kinds.index(office.kind) if office.kind in kinds else len(kinds)
        return rank, office.title, f"{contest.ballot.date} {contest.ballot.id}" if contest else ""

    return sorted(digests, key=key)


def numbered(
    lines_by_reason: Mapping[str, Sequence[int]], many: Counter[str], unit: str = "line"
) -> list[str]:
    """Say of which lines not all is used, and why; never what stands there.

    Args:
        lines_by_reason: some lines for each reason.
        many: how many lines each reason has in all.
        unit: what a line is called there, such as a row of a spreadsheet.
    """
    said = []
    for reason, lines in sorted(lines_by_reason.items()):
        more = f" and {many[reason] - len(lines):,} more" if many[reason] > len(lines) else ""
        word = unit if many[reason] == 1 else f"{unit}s"
        said.append(f"{reason} ({word} {', '.join(map(str, lines))}{more}).")
    return said
