"""``askcandidate data``: what the shipped data is, whether it is whole, and how to build one's own."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.commands import options
from askcandidate.commands.output import check_target
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode
from askcandidate.files import settle_names, write_bytes
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.changes import changes
from askcandidate.gazetteer.index import PostcodeFile
from askcandidate.model import day_in_words, number_of
from askcandidate.resources import POSTCODES

_MOST_MOVES = 20  # pairs of districts that a summary names

app = typer.Typer(help="Show, check or build the data behind the answers.")


@app.command()
def info(data: options.Data = None) -> None:
    """Say what data is in use, and of which day."""
    path = data or settings.load().data or POSTCODES
    file = PostcodeFile(path)
    about = file.description
    counts = about["counts"]
    months = ", with their month" if about["months"] else ""
    left_out = (
        f"{counts['northern_ireland_left_out']:,} of Northern Ireland (their licence), "
        f"{counts['crown_dependencies_left_out']:,} of Jersey, Guernsey and the Isle of Man"
    )
    facts = {
        "Postcode file": path,
        "Release": f"{file.release}, {path.stat().st_size:,} bytes",
        "With a district": f"{counts['with_district']:,} postcodes in {len(about['districts'])} districts",
        "Without one": f"{counts['without_district']:,} (mostly codes of large users of post)",
        "Left out": left_out,
        "Withdrawn codes": f"answer like any other{months}",
        "Office tables": f"as at {day_in_words(areas.AS_AT)}; right from {day_in_words(areas.HOLDS_FROM)} on",
        "Licence": about["licence"],
    }
    write(f"{name + ':':<17}{fact}\n" for name, fact in facts.items())


@app.command()
def verify(data: options.Data = None, on: options.On = None) -> None:
    """Check all the data against its counts and sums."""
    from askcandidate.campaign import Campaign  # noqa: PLC0415  (pydantic, which info does not need)

    day = options.read_day(on)
    path = data or settings.load().data or POSTCODES
    file = PostcodeFile(path)
    file.check()
    for code in file.description["districts"]:
        areas.district(code, day)
    campaign = Campaign()
    counts = (
        f"{number_of(len(campaign.asks), 'ask')}, {number_of(len(campaign.facts), 'fact')}, "
        f"{number_of(len(campaign.signatories), 'signatory', 'signatories')}"
    )
    write(
        [
            f"{path}: whole, {file.release}\n",
            f"office tables: an answer for each of its {len(file.description['districts'])} districts\n",
            f"campaign: {counts}\n",
        ]
    )
    due = campaign.due(day)
    if due:
        for fact in due:
            say(f"askcandidate: due for renewal: {fact.id}, good until {day_in_words(fact.valid_to or day)}.")
        raise typer.Exit(ExitCode.CHECK_FAILED)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A postcode file.")],
    new: Annotated[
        Path | None, typer.Argument(metavar="NEW", help="Another; the one in use if not given.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Every change as a row.")] = False,
) -> None:
    """Say what changed between two postcode files: codes added, gone, or moved to another district."""
    with PostcodeFile(old) as before, PostcodeFile(new or settings.load().data or POSTCODES) as after:
        found = changes(before, after)
        if csv:
            write(["postcode,change,old,new\n"])
            write(f"{each.postcode},{each.what},{each.old or ''},{each.new or ''}\n" for each in found)
            return
        counted = Counter((each.what, each.old or "", each.new or "") for each in found)
        write([f"{before.release} to {after.release}\n"])
        for what in ("added", "gone", "moved"):
            number = sum(count for (kind, _, _), count in counted.items() if kind == what)
            write([f"{what + ':':<7}{number:,}\n"])
        moves = Counter({key[1:]: count for key, count in counted.items() if key[0] == "moved"})
        write(
            f"  {count:,} from {was or 'no council area'} to {now or 'no council area'}\n"
            for (was, now), count in moves.most_common(_MOST_MOVES)
        )


@app.command()
def build(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An ONSPD or NSPL release: the zip, or the CSV inside it.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to put it; named after the release if not given."),
    ] = None,
    release: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="The release, if the file's name does not say it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Build a postcode file of your own from ONSPD.

    It has Northern Ireland and the months of withdrawn codes, and is used only where --data or your
    settings name it.
    """
    from askcandidate.gazetteer import build as builder  # noqa: PLC0415  (zipfile and hashlib)

    say("Reading the release: this takes about half a minute.")
    with builder.open_directory(file, release) as (found, rows):
        target = out or Path(f"{found.source.lower()}-{found.month}.bin")
        check_target(str(target), force=force, inputs=[file])
        made = builder.build(rows, found, keep_northern_ireland=True, keep_months=True)
    write_bytes(target, [made])
    settle_names(target.parent)
    counts = PostcodeFile(target).description["counts"]
    say(
        f"Written: {target}, {len(made):,} bytes, {counts['with_district']:,} postcodes with a district.\n"
        f"Use it with --data {target}, or set ASKCANDIDATE_DATA to its full path.\n"
        "Northern Ireland's postcodes are yours to use, not to pass on: their licence is separate.\n"
        f"{builder.LICENCE}"
    )
