"""What a writer may wish for in their letters, and what is refused before a word is written."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from askcandidate.correspondence import Ask, Fact
from askcandidate.errors import NotFound, WrongUse, instead
from askcandidate.languages import Language
from askcandidate.model import day_in_words
from askcandidate.writing.addressees import To

MOST_ASKS = 3
COALITION = "coalition"


class Wishes(NamedTuple):
    """What the writer chose; nothing chosen means the campaign's first ask and no figure."""

    ask_ids: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()
    to: To | None = None
    official_addresses: bool = False
    """Whether a letter may go to an e-mail address of a public body."""
    seed: str = ""
    """Chooses other wordings: a number from 0 to 4095 those of its own, any other text some of them."""
    languages: tuple[Language, ...] = (Language.ENGLISH,)
    """Those of each letter, in the order in which they follow one another."""

    def with_english(self) -> "Wishes":
        """Give the same with English as well, if it is not among the languages."""
        return self._replace(languages=tuple(dict.fromkeys((*self.languages, Language.ENGLISH))))


def check_wishes(
    wishes: Wishes,
    asks: Mapping[str, Ask],
    facts: Mapping[str, Fact],
    on: date,
    fitting: Collection[str] | None = None,
) -> None:
    """Refuse wishes that cannot be fulfilled, naming those that can.

    Args:
        wishes: what the writer chose.
        asks: every ask of the campaign, by id.
        facts: every fact, by id.
        on: the day of the letters.
        fitting: the asks that fit the offices written to, or None before those are known.

    Raises:
        WrongUse: too many asks, an ask that is past or fits no office, a fact that may not be printed.
        NotFound: no such ask.
    """
    if len(wishes.ask_ids) > MOST_ASKS:
        raise WrongUse(f"{len(wishes.ask_ids)} asks were chosen; a letter carries at most {MOST_ASKS}.")
    can_be_asked = [i for i, ask in asks.items() if (ask.stands(on) if fitting is None else i in fitting)]
    lead = "These can be asked" if fitting is None else "These fit here"
    for ask_id in wishes.ask_ids:
        if ask_id not in asks:
            raise NotFound(f'There is no ask "{ask_id[:40]}".', instead(ask_id, can_be_asked, lead))
        if ask_id not in can_be_asked:
            ask = asks[ask_id]
            reason = "is not in the power of the offices here" if ask.stands(on) else _out_of_time(ask)
            raise WrongUse(f'The ask "{ask_id}" ({ask.title}) {reason}.', instead("", can_be_asked, lead))
    can = [fact.id for fact in facts.values() if fact.printable(on)] + [COALITION]
    for fact_id in wishes.fact_ids:
        if fact_id not in can:
            hint = instead("" if fact_id in facts else fact_id, can, "A letter can print")
            raise WrongUse(f"{_why_not_printed(fact_id, facts)}.", hint)


def _out_of_time(ask: Ask) -> str:
    if ask.valid_to:
        return f"was good until {day_in_words(ask.valid_to)}"
    return f"holds only from {ask.valid_from} on"


def _why_not_printed(fact_id: str, facts: Mapping[str, Fact]) -> str:
    fact = facts.get(fact_id)
    if fact is None:
        return f'There is no fact "{fact_id[:40]}"'
    if fact.valid_to and not fact.unprinted:
        return f"{fact_id} was good until {day_in_words(fact.valid_to)}"
    return f"{fact_id} is not printed: {fact.unprinted}"
