"""What a template says, rewritten when it is compiled so that all that repeats or grows is paid for.

Jinja compiles loops, joined texts, comparisons and slices to Python that no environment sees. So each
passes through a filter of the sandbox's here, and what no page needs is refused.
"""

import re
from collections.abc import Iterable
from typing import NoReturn

from jinja2 import TemplateAssertionError, nodes
from jinja2.visitor import NodeTransformer

# The names of filters that only the compiler writes: no template can, since they hold blanks.
ROUNDS = "every round of"
TEXT = "the text of"
WORTH = "the worth of"

# What could move a cursor, hide or turn text about (ECMA-48; the marks of direction).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Weighing(NodeTransformer):
    """Puts the filters above into what was read of a template, and refuses what no page needs.

    Args:
        name: the template's name.
        file: where it lies.
    """

    def __init__(self, name: str | None, file: str | None) -> None:
        self._name = name
        self._file = file

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  (named after the node)
        """Have a loop pay for its rounds."""
        if node.recursive:
            self._refuse("a loop that is recursive is not available here", node)
        repeated = [*node.body, *([node.test] if node.test else [])]
        weight = sum(map(_weight, repeated))
        self.generic_visit(node)
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _filtered(node.iter, ROUNDS, nodes.Const(weight))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Have a text pay for its length."""
        self.generic_visit(node)
        return _filtered(nodes.List(list(node.nodes), lineno=node.lineno), TEXT)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Have a slice pay for its length."""
        self.generic_visit(node)
        return _filtered(node, WORTH) if isinstance(node.arg, nodes.Slice) else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """Have a comparison pay, unless it is with something short that is written here."""
        self.generic_visit(node)
        sides = (node.expr, *(each.expr for each in node.ops))
        is_quick = len(node.ops) == 1 and not node.ops[0].op.endswith("in")
        return node if is_quick and _has_constant(sides) else _filtered(node, WORTH)

    def visit_List(self, node: nodes.List | nodes.Tuple | nodes.Dict) -> nodes.Node:  # noqa: N802
        """Have a list pay for what it holds: lists of lists grow as fast as texts."""
        self.generic_visit(node)
        return _filtered(node, WORTH) if getattr(node, "ctx", "load") == "load" else node

    visit_Tuple = visit_Dict = visit_List  # noqa: N815

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        """Have a test pay as a comparison does."""
        self.generic_visit(node)
        return _filtered(node, WORTH)

    def visit_Include(self, node: nodes.Include | nodes.Extends) -> nodes.Node:  # noqa: N802
        """Hold that the other template's name is written here and comes from no data."""
        named = node.template
        listed = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
        if not all(isinstance(each, nodes.Const) and isinstance(each.value, str) for each in listed):
            self._refuse("the name of another template stands in quotation marks", node)
        return node

    visit_Import = visit_FromImport = visit_Extends = visit_Include  # noqa: N815

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802
        """Hold that no text moves a cursor or hides."""
        found = _CONTROL.search(node.data)
        if found:
            self._refuse("there is a control character", node, node.data.count("\n", 0, found.start()))
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        """Hold the same for a text in quotation marks."""
        if isinstance(node.value, str) and _CONTROL.search(node.value):
            self._refuse("there is a control character", node)
        return node

    def _refuse(self, what: str, node: nodes.Node, lines: int = 0) -> NoReturn:
        raise TemplateAssertionError(what, node.lineno + lines, self._name, self._file)


def _has_constant(sides: Iterable[nodes.Node]) -> bool:
    return any(isinstance(side, nodes.Const) for side in sides)


def _weight(node: nodes.Node) -> int:
    """Say what one round costs: a step for each part, and one for each character."""
    texts = (len(data.data) for data in node.find_all(nodes.TemplateData))
    return 1 + sum(1 for _ in node.find_all(nodes.Node)) + sum(texts)


def _filtered(node: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)
