"""One row's letters, named and written: a value that can be made anywhere and put in place later."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from askcandidate.commands.desk import Mail
from askcandidate.commands.typed import file_slug, own_slug
from askcandidate.correspondence import Letter
from askcandidate.files import encoded
from askcandidate.formats.letter_forms import FORMS, LetterFormat, lost_characters, write_letters
from askcandidate.formats.letters import Look, Printed, print_letters
from askcandidate.model import OfficeKind

Content = str | bytes


class Parcel(NamedTuple):
    """The letters of one row.

    Attributes:
        mail: the letters, and what their writer should be told.
        names: a file's name for each letter.
        contents: what stands in each file; empty if all letters of the run go into one document.
        lost: what the form cannot show, to be told.
    """

    mail: Mail
    names: tuple[str, ...]
    contents: tuple[Content, ...]
    lost: tuple[str, ...] = ()

    @property
    def letters(self) -> list[Letter]:
        """The letters."""
        return self.mail.letters

    @property
    def printed(self) -> list[Printed]:
        """The letters, numbered."""
        mail = self.mail
        return print_letters(mail.letters, mail.number, mail.label, mail.cells)


class Packer(NamedTuple):
    """Makes parcels.

    Attributes:
        form: the form of the letters.
        look: how they look.
        bound: whether all letters of the run go into one document, made in the end.
    """

    form: LetterFormat
    look: Look
    bound: bool = False

    def pack(self, mail: Mail, where: str = "") -> Parcel:
        """Write the letters of one row; ``where`` it stands in a batch is said before what is lost."""
        parcel = Parcel(mail, tuple(file_names(mail, FORMS[self.form].suffix)), ())
        told = [line for printed in parcel.printed for line in lost_characters(printed, self.form, self.look)]
        parcel = parcel._replace(lost=tuple(f"{where}, {line}" if where else line for line in told))
        if self.bound:
            return parcel
        return parcel._replace(contents=tuple(self._content(printed) for printed in parcel.printed))

    def _content(self, printed: Printed) -> Content:
        pieces = list(write_letters([printed], self.form, self.look))
        return pieces[0] if len(pieces) == 1 else b"".join(map(encoded, pieces))


def file_names(mail: Mail, suffix: str) -> list[str]:
    """Name a file for each letter; whoever stands twice for one office has the ballot's id added."""
    stems = [_stem(letter, mail.number, mail.label) for letter in mail.letters]
    twice = {stem for stem, times in Counter(stems).items() if times > 1}
    return [f"{name}{suffix}" for name in _told_apart(stems, twice, mail.letters)]


def _told_apart(stems: Sequence[str], twice: set[str], letters: Sequence[Letter]) -> list[str]:
    return [
        f"{stem}-{file_slug(letter.ballot.id)}" if stem in twice and letter.ballot else stem
        for stem, letter in zip(stems, letters, strict=True)
    ]


def _stem(letter: Letter, number: int, label: str) -> str:
    """Name a letter ``{outward}-{office id}-{candidate id or office}``, in letters that any system takes.

    In a batch the row's id or number stands in front, so that no row takes another's name. A digest has no
    outward code, and its own word in that place.
    """
    row = f"{own_slug(label)}-" if label else f"{number:06}-" if number else ""
    who = letter.to.id or (letter.to.name if letter.to.is_named else "")
    nowhere = "parliament" if letter.office.kind is OfficeKind.PARLIAMENT else "follow-up"
    nowhere = nowhere if letter.constituents is None else "digest"
    place = letter.postcode.outward.lower() if letter.postcode else nowhere
    return f"{row}{place}-{file_slug(letter.office.id)}-{file_slug(who) or 'office'}"
