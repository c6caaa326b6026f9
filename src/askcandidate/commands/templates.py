"""``askcandidate templates``: the pages of letters and packs, and how to bring one's own."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from askcandidate import __version__, places, settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import checking_catalogues, options
from askcandidate.commands.output import check_target, make_folder
from askcandidate.commands.own_templates import checked
from askcandidate.commands.samples import sample
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode, NotFound, TemplateFault, WrongUse, instead
from askcandidate.files import write_bytes
from askcandidate.formats.templates import Templates
from askcandidate.formats.variables import PARTS, PURPOSES, meanings
from askcandidate.languages import Language, texts_in
from askcandidate.resources import TEMPLATES

app = typer.Typer(help="List, show, copy or check the pages of letters and packs.")

_LONGEST_EXAMPLE = 60  # characters
_COPIED = re.compile(r"\{# Copied from askcandidate (\S+), whose text has the sum ([0-9a-f]{16})\.")

_Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="Such as letter/body.j2.",
        show_default=False,
        autocompletion=options.completer("templates"),
    ),
]


@app.command("list")
def list_(folder: options.Templates = None) -> None:
    """List every template, where it comes from and what it is for."""
    own = folder or settings.load().templates
    templates = _templates(own)
    ours = {name: str(path) for name, path in _named(templates.own_files(), own)}
    rows = [(name, ours.pop(name, "shipped"), purpose) for name, purpose in PURPOSES.items()]
    rows += [(name, path, "your own, used where another names it") for name, path in ours.items()]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    write(f"{name:<{widths[0]}}  {origin:<{widths[1]}}  {purpose}\n" for name, origin, purpose in rows)


@app.command()
def show(
    name: _Name,
    variables: Annotated[
        bool, typer.Option("--variables", help="Show every variable it may use, with an example.")
    ] = False,
    folder: options.Templates = None,
    campaign: options.Campaign = None,
    on: options.On = None,
) -> None:
    """Show a template's text, or the variables it may use."""
    chosen = settings.load()
    if not variables:
        write([_templates(folder or chosen.templates).text(name)])
        return
    _check_shipped(name)
    day = options.read_day(on)
    told = Campaign(campaign or chosen.campaign or SHIPPED)
    write(_documented(name, sample(told, places.Finder(day, chosen.data), day)))


@app.command()
def copy(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Such as letter/body.j2.",
            autocompletion=options.completer("templates"),
        ),
    ],
    folder: options.Templates = None,
    force: options.Force = False,
) -> None:
    """Copy shipped templates into a folder of your own, to change them there."""
    own = folder or settings.load().templates
    if own is None:
        raise WrongUse(
            "Say where to: --templates DIR, or templates in your settings.",
            "For example: askcandidate templates copy letter/body.j2 --templates my-templates",
        )
    for name in names:
        _check_shipped(name)
        make_folder((own / name).parent)
        check_target(str(own / name), force=force)
    for name in names:
        write_bytes(own / name, [_head(name).encode(), (TEMPLATES / name).read_bytes()])
        say(f"Written: {own / name}")
    say(f"Use them with --templates {own}, and look at them with: askcandidate templates check {own}")


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Your templates; those of the settings if not given.")
    ] = None,
    named: options.Templates = None,
    campaign: options.Campaign = None,
    on: options.On = None,
) -> None:
    """Compile every template of a folder and fill it for a real place; faults are listed by file and line."""
    if folder and named:
        raise WrongUse(f"Two folders were named, {folder} and {named}.", "Give one of them.")
    chosen = settings.load()
    own = folder or named or chosen.templates
    templates = _templates(own)
    files = _named(templates.own_files(), own) if own else [(name, TEMPLATES / name) for name in PURPOSES]
    told = Campaign(campaign or chosen.campaign or SHIPPED)
    day = options.read_day(on)
    handed = sample(told, places.Finder(day, chosen.data), day)
    faults = list(dict.fromkeys(fault for name, _ in files for fault in _faults(templates, name, handed)))
    faults += [f"{each.path}:{each.line}: {each.says}" for each in checking_catalogues.look(told, day)]
    write(f"{fault}\n" for fault in faults)
    for name, path in files:
        for remark in _remarks(templates, name):
            say(f"askcandidate: {path}: {remark}")
    for line in _about_welsh(templates, files, told, everything=not own):
        say(f"askcandidate: {line}")
    say(f"askcandidate: templates looked at: {len(files)}; faults: {len(faults)}.")
    if faults:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _faults(
    templates: Templates, name: str, handed: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[str]:
    """Find what is wrong in a template: names that are not there in any branch, then what a page shows."""
    try:
        yield from templates.unknown(name, meanings(name))
        for words in handed.get(name, ()):
            templates.page(name, words)
    except TemplateFault as fault:
        yield " ".join(filter(None, [fault.message, fault.hint]))


def _remarks(templates: Templates, name: str) -> Iterator[str]:
    """Say what is no fault but may be a slip."""
    if name not in PURPOSES:
        yield "none of ours has this name, so it is used only where another template names it."
        return
    try:
        copied = _COPIED.match(templates.text(name))
    except TemplateFault:  # told among the faults
        return
    if copied and copied[2] != _sum(name):
        yield (
            f"copied from version {copied[1]}; the shipped one has changed since: "
            f"askcandidate templates show {name}"
        )


def _about_welsh(
    templates: Templates, files: Sequence[tuple[str, Path]], told: Campaign, *, everything: bool
) -> Iterator[str]:
    """Say which texts there is no Welsh for, and how many, or which, no Welsh speaker has reviewed yet."""
    welsh = texts_in(Language.WELSH)
    theirs = checking_catalogues.entries_of(told)
    for name, path in files:
        with suppress(TemplateFault):  # told among the faults
            for text in templates.marked(name):
                if text not in welsh.entries and text not in theirs:
                    yield f'{path}: there is no Welsh for "{text}".'
    for ours, entry in welsh.unreviewed.items() if everything else ():
        yield f'{entry.path}:{entry.line}: no Welsh speaker has reviewed this yet: "{ours}".'
    yield from checking_catalogues.remarks(told)
    yield (
        f"of {len(welsh.entries)} texts in Welsh, {len(welsh.unreviewed)} are not yet reviewed by a Welsh "
        "speaker (docs/welsh.md)."
    )


def _documented(name: str, handed: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """Say what each variable stands for, with an example that is not empty if there is one."""
    pages = ["hustings/sheet.md.j2"] if name in PARTS else [name]
    samples = [words for page in pages for words in handed.get(page, ())]
    for variable, meaning in meanings(name).items():
        example = next((words[variable] for words in samples if words.get(variable)), None)
        yield f"{variable}\n    {meaning}\n    such as: {_shown(example)}\n"


def _shown(value: Any) -> str:
    """Give an example on one line, and not all of a long one."""
    if value is None:
        return "(empty in the samples)"
    value = value._asdict() if hasattr(value, "_asdict") else value
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXAMPLE else f"{line[:_LONGEST_EXAMPLE]}..."


def _templates(own: Path | None) -> Templates:
    return Templates(checked(own)) if own else Templates()


def _named(files: Sequence[Path], folder: Path | None) -> list[tuple[str, Path]]:
    return [(path.relative_to(folder).as_posix(), path) for path in files] if folder else []


def _check_shipped(name: str) -> None:
    if name not in PURPOSES:
        raise NotFound(f'There is no template "{name[:60]}".', instead(name, PURPOSES))


def _head(name: str) -> str:
    """Give the line that says where a copy comes from; it leaves nothing on the page."""
    return (
        f"{{# Copied from askcandidate {__version__}, whose text has the sum {_sum(name)}. "
        f"Its variables: askcandidate templates show {name} --variables #}}\n"
    )


def _sum(name: str) -> str:
    return hashlib.sha256((TEMPLATES / name).read_bytes()).hexdigest()[:16]
