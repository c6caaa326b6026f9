"""The sandbox that templates run in: what they may name, call and make.

Everything that can grow or repeat passes through ``Spending.spend``: a loop pays for all its rounds before
the first, a text for its length, a call and a comparison for themselves.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from types import BuiltinMethodType
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import BlockReference, Context, Macro

from askcandidate.formats.missing import Missing
from askcandidate.formats.spending import MOST_CHARACTERS, MOST_ITEMS, SIZED, Spending, TooMuch
from askcandidate.formats.translated import translated
from askcandidate.formats.weighing import ROUNDS, TEXT, WORTH, Weighing

_SLOW = 100  # steps for what may take long by itself: a call, or a comparison of texts
_LARGEST = 10**18  # number that is reckoned with
_LARGEST_POWER = 10

_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "first", "int", "items", "join", "last", "length"),
    *("list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "select"),
    *("selectattr", "sort", "string", "title", "trim", "unique", "upper", "wordcount"),
)
_METHODS: dict[type, set[str]] = {
    str: {
        *("capitalize", "endswith", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip"),
        *("split", "splitlines", "startswith", "strip", "title", "upper"),
    },
    dict: {"get", "items", "keys", "values"},
}
_PRINTED = (str, int, float, date)
_QUICK_FILTERS = ("count", "d", "default", "first", "last", "length")  # give what is there, at once
_TEXT_FILTERS = ("capitalize", "lower", "replace", "string", "title", "trim", "upper", "wordcount")


class Sandbox(Spending):
    """Jinja with nothing but what a page needs.

    Args:
        options: as for any environment of Jinja's.
    """

    newstyle_gettext = True  # the values in a text that is marked are handed to ``translated`` with it
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=Missing, finalize=self._print, extensions=["jinja2.ext.i18n"], **options)
        self.globals.clear()
        self.globals |= dict.fromkeys(("_", "gettext"), translated)
        known = self.filters
        known |= {"join": self._join, "replace": self._replace}
        self.filters = {name: self.paid(known[name], is_of_text=name in _TEXT_FILTERS) for name in _FILTERS}
        self.filters |= {name: known[name] for name in _QUICK_FILTERS}
        self.filters |= {ROUNDS: _rounds, TEXT: _text, WORTH: _worth}
        self.begin()

    def call(self, context: Context, obj: Any, /, *args: Any, **keywords: Any) -> Any:
        """Call what a template calls: a macro, a block, or one of a few methods."""
        self.spend(_SLOW)
        if obj is translated and not keywords:
            return self.weigh(translated(context, *args))
        self.weigh(args)
        self.weigh([value for name, value in keywords.items() if not name.startswith("_")])
        if not self.is_safe_callable(obj):
            raise SecurityError(f"`{getattr(obj, '__name__', type(obj).__name__)}` cannot be called here")
        return self.weigh(super().call(context, obj, *args, **keywords))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers of a sensible size; of texts only ``+``, and times a number."""
        if isinstance(left, SIZED) and isinstance(right, SIZED) and operator == "+":
            self.spend(self.size(left) + self.size(right))
        elif isinstance(left, str) and isinstance(right, int) and operator == "*":
            if len(left) * right > MOST_CHARACTERS:
                self.too_long()
        else:
            _check_numbers(operator, left, right)
        return self.weigh(super().call_binop(context, operator, left, right))

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow macros, blocks, what a loop offers, the methods named above, and to translate."""
        if isinstance(obj, (Macro, BlockReference, Undefined)) or obj is translated:
            return True
        name = getattr(obj, "__name__", "")
        of: type = type(getattr(obj, "__self__", None))
        if of.__module__ == "jinja2.runtime":
            return name in ("cycle", "changed")
        return isinstance(obj, BuiltinMethodType) and name in _METHODS.get(of, ())

    def wrap_str_format(self, value: Any) -> None:
        """Leave ``str.format`` as it is: it is not among the methods that may be called."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give what a name stands for; a mapping's own keys come before its methods."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def get_template(self, name: Any, *args: Any, **keywords: Any) -> Template:
        """Load a template, which counts as a step: one can include another many times over."""
        self.spend(_SLOW)
        return super().get_template(name, *args, **keywords)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, *args: Any, **keywords: Any
    ) -> str:
        """Compile what was read of a template, once it is rewritten to pay for what it does."""
        Weighing(name, filename).visit(source)
        return super()._generate(source, name, filename, *args, **keywords)

    def _print(self, value: Any) -> Any:
        """Let through what can stand on a page, until there is too much of it."""
        if type(value) is str:
            self._room -= len(value)
            if self._room < 0:
                self.too_long()
        elif not isinstance(value, (*_PRINTED, Undefined)):
            what = "nothing (none)" if value is None else f"a {type(value).__name__}, which is no text"
            raise TemplateRuntimeError(f"What stands here is {what}; a list is written with a loop or |join.")
        return value

    def _join(self, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
        """Do what Jinja's filter does, looking at the length before and not after."""
        if attribute is not None:
            value = [self.getitem(item, attribute) for item in value]
        return self.concat(_between(d, (str(self._print(item)) for item in value)))

    def _replace(self, text: str, old: str, new: str) -> str:
        if len(text) + text.count(old) * len(new) > MOST_CHARACTERS:
            self.too_long()
        return text.replace(old, new)

    def paid(self, known: Callable[..., Any], *, is_of_text: bool) -> Callable[..., Any]:
        """Make a filter pay for what it is given and for what it makes.

        Args:
            known: the filter.
            is_of_text: whether it takes a text; Jinja's would write out a list at any length.
        """

        @wraps(known)
        def paying(*args: Any, **keywords: Any) -> Any:
            if is_of_text:
                self._print(args[0])
            for value in args:
                if isinstance(value, SIZED):
                    self.weigh(value)
            made = known(*args, **keywords)
            return _counted(self, made) if isinstance(made, Iterator) else self.weigh(made)

        return paying


def _between(mark: str, texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield mark
        yield text


def _check_numbers(operator: str, left: Any, right: Any) -> None:
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        raise SecurityError(f"`{operator}` is for numbers here; texts are joined with ~.")
    most = _LARGEST_POWER if operator == "**" else _LARGEST
    if abs(left) > _LARGEST or abs(right) > most:
        raise TooMuch("The numbers are too large.")


def _counted(sandbox: Sandbox, items: Iterator[Any]) -> Iterator[Any]:
    for number, item in enumerate(items):
        sandbox.spend()
        if number == MOST_ITEMS:
            sandbox.too_long()
        yield item


@pass_context
def _rounds(context: Context, items: Any, weight: int) -> Any:
    """Pay for all rounds of a loop, each by the weight of its body, before the first."""
    if not isinstance(items, SIZED):
        items = list(items)
    _sandbox(context).spend(1 + len(items) * weight)
    return items


@pass_context
def _text(context: Context, parts: list[Any]) -> str:
    sandbox = _sandbox(context)
    text = sandbox.concat(str(sandbox._print(part)) for part in parts)  # noqa: SLF001  (of this module)
    sandbox.spend(len(text))
    return text


@pass_context
def _worth(context: Context, value: Any) -> Any:
    sandbox = _sandbox(context)
    sandbox.spend(_SLOW)
    return sandbox.weigh(value)


def _sandbox(context: Context) -> Sandbox:
    assert isinstance(context.environment, Sandbox)
    return context.environment
