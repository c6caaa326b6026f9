"""What a template marks for translation, ``{% trans %}`` or ``_("...")``, in the language of the document."""

import re
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from askcandidate.formats.missing import UnknownName

_VALUE = re.compile(r"%\((\w+)\)s")


@pass_context
def translated(context: Context, text: str, /, **values: Any) -> str:
    """Give a text in the document's language; what it holds is put in for ``%(name)s`` and for nothing else.

    Python's own ``%`` would let a template, or a catalogue, ask for a thousand million blanks.

    Args:
        context: of the template that marks it; its environment is the sandbox.
        text: as it is written in the template.
        values: what it holds.

    Raises:
        UnknownName: it holds something that is not handed over.
    """
    sandbox: Any = context.environment
    pieces = _VALUE.split(sandbox.translate(str(text)))
    unknown = [name for name in pieces[1::2] if name not in values]
    if unknown:
        raise UnknownName(unknown[0], values)
    pieces[::2] = [piece.replace("%%", "%") for piece in pieces[::2]]
    pieces[1::2] = [str(sandbox.finalize(values[name])) for name in pieces[1::2]]
    joined: str = sandbox.concat(pieces)
    return joined
