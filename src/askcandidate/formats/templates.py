"""Templates from a folder of one's own and the shipped one, and the wording of campaign files."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError, meta, nodes
from jinja2.ext import extract_from_ast

from askcandidate.errors import NotFound, TemplateFault, instead, nearest
from askcandidate.formats.missing import UnknownName
from askcandidate.formats.sandbox import Sandbox
from askcandidate.formats.template_files import SUFFIX, Loader, find, read
from askcandidate.formats.variables import PURPOSES
from askcandidate.languages import ENGLISH, Texts
from askcandidate.resources import TEMPLATES

if TYPE_CHECKING:
    from types import TracebackType

_LONGEST_SAID = 200  # characters of a message of Jinja's or Python's
_MOST_NAMED = 12  # names that a message lists

# What a template can bring about beside Jinja's own errors: 1 / 0, "a" + 1, a macro that calls itself,
# brackets or loops too deep for Python's compiler.
_FAULTS = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError),
    *(SyntaxError, TypeError, ValueError),
)


class Templates:
    """Renders templates and wording in a sandbox that knows only the words it is given.

    Args:
        own: folders whose files come before the shipped ones of the same name, the first first.
    """

    def __init__(self, *own: Path) -> None:
        self.folders = [*own, TEMPLATES]
        self._sandbox = Sandbox(
            loader=Loader(self.folders),
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._sandbox.filters["capitalize_first"] = _capitalize_first
        self._compiled = lru_cache(maxsize=1024)(self._compile)
        self._filled = lru_cache(maxsize=4096)(self._fill)

    def fill(self, wording: str, words: Mapping[str, Any]) -> str:
        """Render a piece of wording, such as an ask's; once for the same values of the words it uses.

        Args:
            wording: as a campaign's file has it.
            words: every word that it may use, each with a text, a number or a yes or no.

        Raises:
            TemplateFault: bad syntax, an unknown word, or something the sandbox forbids.
        """
        try:
            names = self._compiled(wording)[1]
            return self._filled(wording, tuple((name, words[name]) for name in names if name in words))
        except _FAULTS as error:
            raise TemplateFault(
                f'The wording "{wording[:60]}" cannot be rendered: {_problem(error, words)}'
            ) from None

    def page(self, name: str, words: Mapping[str, Any], texts: Texts = ENGLISH) -> str:
        """Render a template.

        Args:
            name: its path inside the folders, such as ``letter/page.txt.j2``.
            words: every name that the template may use.
            texts: what stands for those that the template marks for translation.

        Raises:
            TemplateFault: see ``fill``; or it writes nothing. The message names file and line.
        """
        try:
            text = self._render(self._sandbox.get_template(name), words, texts)
        except _FAULTS as error:
            raise TemplateFault(f"{_place(error, self._file(name))}: {_problem(error, words)}") from None
        if not text or text.isspace():
            raise TemplateFault(f"{self.path(name)}: This writes nothing.")
        return text

    def path(self, name: str) -> Path:
        """Give the file that a template's name stands for.

        Raises:
            NotFound: there is none.
            TemplateFault: it cannot be used.
        """
        try:
            return find(self.folders, name)
        except TemplateNotFound:
            raise NotFound(
                f'There is no template "{name[:60]}".',
                f"{instead(name, PURPOSES)} See: askcandidate templates list.",
            ) from None

    def own_files(self) -> list[Path]:
        """Give the templates in the folders of one's own, in the order of their names."""
        return [path for folder in self.folders[:-1] for path in sorted(folder.rglob(f"*{SUFFIX}"))]

    def text(self, name: str) -> str:
        """Give a template as it is written.

        Raises:
            NotFound, TemplateFault: see ``path``; or it cannot be read.
        """
        return read(self.path(name))

    def unknown(self, name: str, known: Collection[str]) -> list[str]:
        """Say which names a template uses, in any of its branches, that are not among those known.

        Args:
            name: of the template.
            known: the names it may use; none if only its syntax is to be checked.

        Raises:
            TemplateFault: it cannot be read or compiled.
        """
        try:
            self._sandbox.get_template(name)
            path = self.path(name)
            tree = self._sandbox.parse(read(path), name, str(path))
            named = list(tree.find_all(nodes.Name))
            lines = {node.name: node.lineno for node in reversed(named)}
            set_here = {node.name for node in named if node.ctx != "load"}  # in one branch, used after it
            there = {*set_here, *known, *self._sandbox.globals}
            missing = meta.find_undeclared_variables(tree) - there if known else set()
        except _FAULTS as error:
            raise TemplateFault(f"{_place(error, self._file(name))}: {_problem(error, {})}") from None
        return [
            f"{path}:{lines[each]}: {_unknown(each, known)}"
            for each in sorted(missing, key=lambda each: lines[each])
        ]

    def marked(self, name: str) -> list[str]:
        """Give the texts that a template marks for translation, in order.

        Raises:
            TemplateFault: it cannot be read or compiled.
        """
        self.unknown(name, ())
        tree = self._sandbox.parse(self.text(name))
        found = extract_from_ast(tree, tuple(self._sandbox.globals), babel_style=False)
        return [texts[0] for _, _, texts in found if texts and texts[0]]

    def _compile(self, wording: str) -> tuple[Template, list[str]]:
        """Compile a wording, and say which words it uses."""
        tree = self._sandbox.parse(wording)
        return self._sandbox.from_string(wording), sorted(meta.find_undeclared_variables(tree))

    def _fill(self, wording: str, words: tuple[tuple[str, Any], ...]) -> str:
        return self._render(self._compiled(wording)[0], dict(words))

    def _file(self, name: str) -> str:
        try:
            return str(self.path(name))
        except NotFound:
            return name

    def _render(self, template: Template, words: Mapping[str, Any], texts: Texts = ENGLISH) -> str:
        """Render as ``Template.render`` does, but leave the traceback, which knows the line, as it is."""
        sandbox = self._sandbox
        sandbox.begin(texts.label)
        # Put together here: Jinja would do it a name at a time.
        everything = {**sandbox.globals, **words}
        context = template.new_context(everything, shared=True)
        return sandbox.concat(template.root_render_func(context))


def _place(error: BaseException, name: str) -> str:
    """Say where a fault is: the innermost template and line that had a part in it."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or name}:{error.lineno}"
    place = name
    trace: TracebackType | None = error.__traceback__
    while trace:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            place = f"{template.filename}:{template.get_corresponding_lineno(trace.tb_lineno)}"
        trace = trace.tb_next
    return place


def _problem(error: BaseException, words: Mapping[str, Any]) -> str:
    """Say what is wrong in a template, in a sentence."""
    if isinstance(error, UnknownName):
        return _unknown(error.name, words if error.there is None else error.there)
    if isinstance(error, TemplateNotFound):
        return f"There is no template {error.name or error.message} in the folder or among the shipped ones."
    if isinstance(error, RecursionError):
        return "This calls or includes itself without end, or is nested too deeply."
    if isinstance(error, SyntaxError | MemoryError):
        return "This is nested too deeply."
    said = (error.message if isinstance(error, TemplateError) else str(error)) or type(error).__name__
    if "integer string" in said:
        return "A number is too long."
    said = said[:_LONGEST_SAID]
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def _unknown(name: str, there: Iterable[str]) -> str:
    """Say that a name is not there, and which are: the nearest, or all."""
    names = list(there)
    near = nearest(name, names)
    if near:
        return f"There is no `{name}`; did you mean `{near}`?"
    listed = ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
    return f"There is no `{name}`; there are: {listed or 'none'}."


def _capitalize_first(text: str) -> str:
    """Give a text with a capital at its beginning, and all the rest as it is."""
    return text[:1].upper() + text[1:]
