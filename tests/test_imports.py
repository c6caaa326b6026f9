"""The floor plan, held: imports go one way, and each heavy library has its one place."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/askcandidate"
# Each part may import those to the left of it; parts in one set do not import each other.
ORDER = [
    {"errors", "resources"},
    {"postcode", "settings", "files", "languages", "names"},
    {"model", "batch"},
    {"elections", "meetings", "pledges", "reading", "timetables", "vocabulary"},
    {"pledge_checks", "pledge_files", "spreadsheets", "summing_up"},
    {"events"},
    {"correspondence"},
    {"gazetteer", "sources", "campaign", "writing", "formats"},
    {"places"},
    {"online"},
    {"commands"},
    {"cli"},
    {"__main__", "__init__"},
]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
HOME = {
    "httpx": {"sources"},
    "jinja2": {"formats"},
    "typer": {"commands", "cli"},
    "rich": {"formats", "commands"},
    "markdown_it": {"formats"},
    "docx": {"formats"},
    "openpyxl": {"spreadsheets"},
    "distributed": {"commands"},
    "typst": {"formats"},
    "icalendar": {"formats"},
    "uk_election_timetables": {"timetables"},
    "pydantic": {"sources", "campaign"},
    "pyphen": {"writing"},
    "platformdirs": {"sources", "commands"},
    "stamina": {"sources"},
    "polib": {"languages"},
}
MODULES = sorted(SOURCE.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Give the full name of every module that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name}: imports are written in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only parts to its left, or its own."""
    mine = part(path)
    for name in imported(path):
        if name.startswith("askcandidate."):
            theirs = name.split(".")[1]
            if theirs in RANK and theirs != mine:
                assert RANK[theirs] < RANK[mine], f"{mine} imports {theirs}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_heavy_library_has_its_place(path: Path) -> None:
    """httpx, jinja2, typer, rich and pydantic are imported where the floor plan says."""
    for name in imported(path):
        library = name.split(".")[0]
        assert part(path) in HOME.get(library, {part(path)}), f"{part(path)} imports {library}"


def test_every_part_is_on_the_plan() -> None:
    """A new part is given its place in the order."""
    assert {part(path) for path in MODULES} - {"py.typed"} <= set(RANK)


def length(node: ast.stmt) -> int:
    """Give how many lines a statement has."""
    return (node.end_lineno or 0) - node.lineno + 1


def test_modules_and_functions_stay_readable() -> None:
    """No module over 300 lines and no function over 40, what it promises left out."""
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                promise = length(node.body[0]) if ast.get_docstring(node) else 0
                assert length(node) - promise <= 40, f"{path.name}: {node.name}"
