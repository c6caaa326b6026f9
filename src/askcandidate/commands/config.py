"""``askcandidate config``: what is set and by whom, and where the tool keeps its files."""

import json as json_form
from pathlib import Path
from typing import Annotated, Any

import typer

from askcandidate import settings
from askcandidate.commands.streams import write
from askcandidate.sources import cache, keys

app = typer.Typer(help="Show the settings, where each came from, and the files that the tool uses.")

# What the command line can say in a setting's stead.
_FLAGS = {
    **{name: f"--{name}" for name in ("data", "campaign", "templates", "imprint")},
    "live": "--live, --offline",
}


@app.command()
def show(
    origin: Annotated[bool, typer.Option("--origin", help="With where each came from.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON document, with where each came from.")
    ] = False,
) -> None:
    """Show every setting and its value.

    A flag beats the environment, that the project's file, that your own file, that the default.
    """
    found = settings.load_with_origins()
    if json:
        records = [_record(name, setting) for name, setting in found.items()]
        record = {"schema": "askcandidate.settings/1", "settings": records}
        write([json_form.dumps(record, indent=2) + "\n"])
        return
    for name, setting in found.items():
        line = f"{name:<13} {_shown(setting.value)}"
        if origin:
            beaten = f"; {_FLAGS[name]} would beat it" if name in _FLAGS else ""
            line += f"  ({' '.join(filter(None, [setting.origin, setting.place]))}{beaten})"
        write([f"{line}\n"])


@app.command()
def path() -> None:
    """Show the files and folders that the tool uses, and whether they are there."""
    used = {
        "your settings": settings.user_file(),
        "project's settings": Path(settings.PROJECT_FILE).absolute(),
        "keys": keys.file(),
        "cache": cache.folder(),
        "cache's secret": cache.secret_file(),
    }
    write(
        f"{name:<19} {where}  ({'there' if where.exists() else 'not there'})\n"
        for name, where in used.items()
    )


def _record(name: str, setting: settings.Setting) -> dict[str, Any]:
    value = str(setting.value) if isinstance(setting.value, Path) else setting.value
    return {"name": name, "value": value, "origin": setting.origin, "place": setting.place or None}


def _shown(value: object) -> str:
    """Give a value on one line; what a file says may have several."""
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return " / ".join(str(value).splitlines())
