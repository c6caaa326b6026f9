"""``askcandidate asks``: the recommendations, who they are for, where they were published."""

import json as json_form
from datetime import date
from typing import Annotated, Any

import typer

from askcandidate import settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import options
from askcandidate.commands.streams import write
from askcandidate.correspondence import Ask
from askcandidate.model import day_in_words

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
        write([_whole(told, chosen[0], day)])
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
        by = f"; signed by {signed} organisations" if signed else ""
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


def _whole(told: Campaign, ask: Ask, day: date) -> str:
    document = told.documents[ask.document]
    lines = [
        f"{ask.id}: {ask.title}",
        "",
        f"For:         {', '.join(ask.offices)}" + (" with police powers" if ask.police_powers else ""),
        f"Where:       {', '.join(ask.nations) or 'wherever there is such an office'}",
        f"In a letter: {' '.join(told.first_wording(ask))}",
        f"As a wish:   {ask.aim[0]}",
        f"At hustings: {ask.question}",
        f"             {ask.follow_up}",
        f'Source:      "{document.title}", {document.publisher}; {document.dated}; {ask.place}',
    ]
    if document.note:
        lines.append(f"             {document.note}")
    if ask.valid_to:
        state = "Good until:  " if ask.stands(day) else "Past since:  "
        lines.append(state + day_in_words(ask.valid_to))
    return "\n".join(lines) + "\n"
