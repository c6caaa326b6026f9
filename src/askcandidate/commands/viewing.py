"""Documents to be looked at: in large print, and opened when they are written."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate.commands.asking import at_terminal
from askcandidate.commands.streams import say
from askcandidate.errors import WrongUse

_LAID_OUT = ("html", "pdf", "docx")  # forms that decide how large their letters are

LargePrint = Annotated[
    bool, typer.Option("--large-print", help="Print of 18 points and more, in html, pdf and docx.")
]
Open = Annotated[
    bool,
    typer.Option(
        "--open", help="At a terminal, open the .html, .pdf or .docx file of --out once it is written."
    ),
]


class View(NamedTuple):
    """How somebody will look at a document.

    Attributes:
        large: in large print.
        opens: in the system's own program, as soon as it is written.
        no_input: as somebody who is not there to be asked.
    """

    large: bool
    opens: bool
    no_input: bool = False

    def check(self, form: str, file: Path | None) -> None:
        """Refuse what this form or target cannot give.

        Args:
            form: the form of the document, such as ``html``.
            file: the file that it goes to; None for stdout, a folder or an archive.

        Raises:
            WrongUse: it has no size of print, there is no file that a program would open, or nobody is there.
        """
        forms = f"{', '.join(_LAID_OUT[:-1])} or {_LAID_OUT[-1]}"
        if self.large and form not in _LAID_OUT:
            raise WrongUse(f"In {form}, whoever reads it sets the size of print.", f"Use --format {forms}.")
        if self.opens and (form not in _LAID_OUT or file is None):
            raise WrongUse("--open needs one file to open.", f"Name one of {forms}: --out letter.html")
        if self.opens and self.no_input:
            raise WrongUse("--open is for somebody who is there, --no-input for nobody.", "Leave one out.")

    def show(self, file: Path) -> None:
        """Open a file, if that was wanted and somebody is there; or say where it is."""
        if not self.opens:
            return
        if not at_terminal():
            say(f"askcandidate: not opened, since nobody is at a terminal; the file is {file.resolve()}")
        elif typer.launch(str(file.resolve())):
            say(f"askcandidate: no program here opened it; the file is {file.resolve()}")
