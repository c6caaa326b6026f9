"""Where --out says that something goes, and the form that it takes there."""

import sys
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from askcandidate.commands import output
from askcandidate.errors import WrongUse
from askcandidate.formats import extras

_Form = TypeVar("_Form", bound=StrEnum)


class Product(NamedTuple, Generic[_Form]):
    """What is written: how messages name it, and the forms that it can take.

    Attributes:
        name: of several, such as "letters".
        stem: of a file that a message proposes, such as "letter".
        suffixes: the form of files whose name ends so.
        binary: forms that a terminal cannot show.
        streamed: the form on stdout, if none was chosen.
        filed: the form in files whose name does not tell theirs, if none was chosen.
    """

    name: str
    stem: str
    suffixes: Mapping[str, _Form]
    binary: Collection[_Form]
    streamed: _Form
    filed: _Form


class Destination(NamedTuple, Generic[_Form]):
    """Where something goes, and in which form: one file, archive or folder, or stdout where there is none.

    Attributes:
        form: the form.
        typed: what was named, as it was typed; "" for stdout.
        file: the file of that form that holds everything.
        archive: the .zip of files of that form.
        folder: the folder of files of that form, there already or not.
    """

    form: _Form
    typed: str = ""
    file: Path | None = None
    archive: Path | None = None
    folder: Path | None = None

    @property
    def path(self) -> Path | None:
        """What was named, whichever it is; None for stdout."""
        return self.file or self.archive or self.folder

    def check(self, *, force: bool, inputs: Iterable[Path]) -> None:
        """Refuse a place that cannot be written to, before any work is done.

        Args:
            force: whether a file that is there may be replaced.
            inputs: files that the run reads.

        Raises:
            WrongUse, CannotCreate: see ``check_target``; what is in a folder is not looked at.
        """
        if self.folder:
            output.check_folder(self.folder)
        elif self.typed:
            output.check_target(self.typed, force=force, inputs=inputs)


def settle(
    out: str | None, form: _Form | None, product: Product[_Form], *, dry_run: bool
) -> Destination[_Form]:
    """Settle where something goes and in which form, by what was chosen and by the name of its place.

    Args:
        out: a file, an archive or a folder as it was typed; None or - for stdout.
        form: the form, if one was chosen.
        product: what is written.
        dry_run: whether nothing will be, so that a terminal has nothing to show.

    Raises:
        WrongUse: the name is empty or tells another form or none, the terminal cannot show the form, or it
            needs an extra that is not installed.
    """
    if out == "":
        hint = f"Give a file such as {product.stem}.html, a folder, or -."
        raise WrongUse("No file is named after --out.", hint)
    typed = "" if out in (None, "-") else str(out)
    path = Path(typed) if typed else None
    suffix = path.suffix.lower() if path else ""
    by_suffix = product.suffixes.get(suffix)
    settled = form or by_suffix or (product.filed if path else product.streamed)
    extras.check(settled)
    if path is None:
        if settled in product.binary and sys.stdout.isatty() and not dry_run:
            raise WrongUse(
                f"A terminal cannot show {settled}.", f"Name a file: --out {product.stem}.{settled}"
            )
        return Destination(settled)
    if by_suffix not in (None, settled):
        raise WrongUse(f"{out} is a name for another form than --format {settled}.")
    if by_suffix:
        return Destination(settled, typed, file=path)
    if suffix == ".zip":
        return Destination(settled, typed, archive=path)
    if suffix and not path.is_dir():
        raise WrongUse(
            f"{out} is neither a folder nor a form that {product.name} can take.",
            f"A file's name ends in {', '.join(product.suffixes)} or .zip; a new folder's name has no dot.",
        )
    return Destination(settled, typed, folder=path)
