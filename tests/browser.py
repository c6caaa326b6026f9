"""A browser without a screen, for the tests that look at pages as their readers do."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESK = 360, 1100  # pixels across
_POINTS_IN_MM = 72 / 25.4
_UPRIGHT, _SIDEWAYS = (210, 297), (297, 210)  # mm


class Browser:
    """Opens pages and remembers what went wrong in them."""

    def __init__(self, chromium: "Chromium") -> None:
        self._chromium = chromium

    @contextmanager
    def opened(self, file: Path, *, dark: bool = False, width: int = DESK) -> "Iterator[Page]":
        """Open a file; whatever the browser has to say about it in its console fails the test."""
        context = self._chromium.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": 800}
        )
        said: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.extend([] if request.url == file.as_uri() else [request.url]))
        page.goto(file.as_uri())
        yield page
        context.close()
        assert said == []

    def printed(self, file: Path, font: str = "") -> pypdf.PdfReader:
        """Print a file on the paper that its style asks for, in a font if one is named."""
        with self.opened(file, dark=True) as page:
            if font:
                page.add_style_tag(content=f'* {{ font-family: "{font}" !important; }}')
            return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def launch() -> Iterator[Browser]:
    """Run a browser; a test is skipped where there is none, or nothing to drive it with."""
    where = next(filter(None, map(shutil.which, _NAMES)), None)
    if where is None:
        pytest.skip(f"no browser here: none of {', '.join(_NAMES)}")
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with driver.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield Browser(chromium)
        chromium.close()


def faults(page: "Page") -> list[str]:
    """Give what axe finds that would keep somebody from reading a page."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


def overhang(page: "Page") -> int:
    """Give by how many pixels a page is wider than its window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def shape(page: pypdf.PageObject) -> str:
    """Name the paper of a printed page."""
    across, up = (round(float(side) / _POINTS_IN_MM) for side in (page.mediabox.width, page.mediabox.height))
    return {_UPRIGHT: "A4", _SIDEWAYS: "A4 on its side"}.get((across, up), f"{across} by {up} mm")


def lines(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """Give each piece of text of a printed page with where it stands: mm from the left and the top edge."""
    found: list[tuple[str, float, float]] = []

    def visit(piece: str, outer: list[float], inner: list[float], *_: object) -> None:
        if piece.strip():
            across = inner[4] * outer[0] + outer[4]
            down = float(page.mediabox.height) - inner[5] * outer[3] - outer[5]
            found.append((piece.strip(), across / _POINTS_IN_MM, down / _POINTS_IN_MM))

    page.extract_text(visitor_text=visit)
    return found


def place(page: pypdf.PageObject, text: str) -> tuple[float, float]:
    """Give where the first line that begins with a text stands; see ``lines``."""
    return next((across, down) for line, across, down in lines(page) if line.startswith(text))
