"""``askcandidate asks``: the recommendations, who they are for, where they were published."""

import json as json_form
import sys
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from askcandidate import settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import options
from askcandidate.commands.streams import write
from askcandidate.commands.wrapping import for_terminal
from askcandidate.correspondence import Ask
from askcandidate.model import OfficeKind, day_in_words, number_of
from askcandidate.writing.addressees import COUNCILS

_INDENT = 13  # of what is said, on its second line
_MARKS = {
    "home": "[your town]",
    "where": "in [your town]",
    "place": "[your area]",
    "body": "[your council]",
    "services": "[the council's services]",
    "candidate": False,
    "you": "you",
    "your": "your",
}

EPILOG = """Examples:

  askcandidate asks

  askcandidate asks mayor-1

  askcandidate asks --json | jq -r '.[].id'
"""


def asks(
    ask_id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="Only this ask, with all its wording.",
            autocompletion=options.completer("asks"),
        ),
    ] = None,
    json: options.Json = False,
    on: options.On = None,
    campaign: options.Campaign = None,
) -> None:
    """List what can be asked, of whom, and the document it rests on."""
    day = options.read_day(on)
    told = Campaign(campaign or settings.load().campaign or SHIPPED)
    chosen = [told.ask(ask_id)] if ask_id else list(told.asks.values())
    if json:
        records = [_record(told, ask, day) for ask in chosen]
        write([json_form.dumps(records[0] if ask_id else records, indent=2) + "\n"])
    elif ask_id:
        lines = _whole(told, chosen[0], day)
        write(f"{for_terminal(line, sys.stdout, _INDENT)}\n" for line in lines)
    else:
        write(_list(told, chosen, day))


def _record(told: Campaign, ask: Ask, day: date) -> dict[str, Any]:
    document = told.documents[ask.document]
    return {
        "id": ask.id,
        "title": ask.title,
        "offices": list(ask.offices),
        "nations": list(ask.nations),
        "police_powers": ask.police_powers,
        "aim": ask.aim[0],
        "letter": " ".join(told.first_wording(ask)),
        "question": ask.question,
        "follow_up": ask.follow_up,
        "source": {
            "document": document.title,
            "publisher": document.publisher,
            "dated": document.dated,
            "place": ask.place,
            "signed_by": told.signed(document) or None,
        },
        "valid_to": ask.valid_to and ask.valid_to.isoformat(),
        "stands": ask.stands(day),
    }


def _list(told: Campaign, chosen: list[Ask], day: date) -> list[str]:
    pieces = []
    for document in told.documents.values():
        signed = told.signed(document)
        by = f"; signed by {number_of(signed, 'organisation')}" if signed else ""
        pieces.append(f"{document.title}\n  {document.publisher}; {document.dated}{by}\n\n")
        for ask in chosen:
            if ask.document == document.id:
                past = "" if ask.stands(day) else f"  (was good until {day_in_words(ask.valid_to or day)})"
                pieces.append(f"  {ask.id:<9} {ask.title}{past}\n            for: {', '.join(ask.offices)}\n")
        pieces.append("\n")
    if told.signatories:
        pieces.append(
            f"{len(told.signatories)} organisations signed one or both of the two joint texts in 2024; "
            "that says nothing of letters written now.\n"
        )
    return pieces


def _readable(told: Campaign, ask: Ask) -> Callable[[str], str]:
    """Give what fills an ask's wording for somebody who reads it, with marks for a place's names."""
    from askcandidate.formats.templates import Templates  # noqa: PLC0415  (jinja2: only for one ask in full)

    kind = ask.offices[0]
    words = _MARKS | {
        "leads": kind not in COUNCILS,
        "police": ask.police_powers or kind in (OfficeKind.PCC, OfficeKind.PFCC),
        "kind": str(kind),
        "topic": told.topic,
        "topic_first": told.topic[:1].upper() + told.topic[1:],
    }
    templates = Templates()
    return lambda wording: templates.fill(wording, words)


def _whole(told: Campaign, ask: Ask, day: date) -> list[str]:
    document = told.documents[ask.document]
    readable = _readable(told, ask)
    lines = [
        f"{ask.id}: {ask.title}",
        "",
        f"For:         {', '.join(ask.offices)}" + (" with police powers" if ask.police_powers else ""),
        f"Where:       {', '.join(ask.nations) or 'wherever there is such an office'}",
        f"In a letter: {readable(' '.join(told.first_wording(ask)))}",
        f"As a wish:   {readable(ask.aim[0])}",
        f"At hustings: {readable(ask.question)}",
        f"             {readable(ask.follow_up)}",
        f'Source:      "{document.title}", {document.publisher}; {document.dated}; {ask.place}',
    ]
    if document.note:
        lines.append(f"             {document.note}")
    if ask.valid_to:
        state = "Good until:  " if ask.stands(day) else "Past since:  "
        lines.append(state + day_in_words(ask.valid_to))
    return lines
