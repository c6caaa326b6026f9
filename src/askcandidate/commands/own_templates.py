"""The templates of a run: somebody's own folder and the campaign's, if there are any, before the shipped."""

from pathlib import Path

from askcandidate.commands.streams import say
from askcandidate.errors import WrongUse
from askcandidate.formats.templates import Templates
from askcandidate.resources import TEMPLATES


def open_templates(folder: Path | None, campaign: Path) -> Templates:
    """Give the templates of a run; those that are not ours are named on stderr, as a campaign is.

    Args:
        folder: named on the command line or in the settings, if one is.
        campaign: the campaign's folder, which may have a folder ``templates``.

    Raises:
        WrongUse: there is no such folder.
    """
    theirs = campaign / "templates"
    own = [*([checked(folder)] if folder else []), *([theirs] if theirs.is_dir() else [])]
    templates = Templates(*own)
    for each in own:
        say(f"askcandidate: using the templates in {each}: {_used(templates, each)}.")
    return templates


def _used(templates: Templates, folder: Path) -> str:
    names = [path.relative_to(folder) for path in templates.own_files() if path.is_relative_to(folder)]
    ours = [str(name) for name in names if (TEMPLATES / name).is_file()]
    return ", ".join(ours) or "nothing in it has the name of one of ours (askcandidate templates list)"


def checked(folder: Path) -> Path:
    """Give a folder that is there.

    Raises:
        WrongUse: it is not.
    """
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder} with templates.", "See: askcandidate templates copy -h.")
    return folder
