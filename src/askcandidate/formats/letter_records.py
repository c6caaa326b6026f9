"""Letters as records, and what goes with every file of them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from askcandidate.correspondence import Letter
from askcandidate.formats.letters import Printed


def write_letters(letters: Iterable[Printed]) -> Iterator[str]:
    """Write each letter as a record on a line of its own."""
    return (json.dumps(letter_record(printed)) + "\n" for printed in letters)


def letter_record(printed: Printed) -> dict[str, Any]:
    """Give a letter as the record ``askcandidate.letter/1``; the sender's address is not in it."""
    letter = printed.letter
    return {
        "schema": "askcandidate.letter/1",
        "id": printed.row_id or None,
        "line": printed.line or None,
        "postcode_outward": letter.postcode and letter.postcode.outward,
        "office": letter.office.id,
        "ballot": letter.ballot and letter.ballot.id,
        "to": {
            "form": letter.to.form,
            "name": letter.to.name,
            "contact": [{"what": contact.what, "url": contact.url} for contact in letter.to.contacts],
            "source": letter.to.source or None,
            "id": letter.to.id or None,
        },
        "address_as": {"whom": letter.address_as, "why": letter.why_so_addressed},
        "lang": str(letter.language),
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": letter.body,
        "asks": [ask.id for ask in letter.asks],
        "facts": list(letter.facts),
        "sources": list(letter.sources),
        "own_words": letter.sender.words or None,
        "own_word_count": letter.own_word_count,
        "set_word_count": letter.set_word_count,
        "on": letter.on.isoformat(),
        "seed": str(letter.seed),
        "thanks": bool(letter.thanked_for),
        "digest": letter.constituents is not None,
        "constituents": letter.constituents,
        "warnings": [{"code": notice.code, "message": notice.message} for notice in letter.notices],
    }


def provenance(letter: Letter) -> dict[str, Any]:
    """Give what a letter rests on, as it goes with every file of it; nothing of the writer or postcode."""
    return {
        "schema": "askcandidate.provenance/1",
        "office": letter.office.id,
        "on": letter.on.isoformat(),
        "asks": [ask.id for ask in letter.asks],
        "facts": list(letter.facts),
        "sources": list(letter.sources),
    }
