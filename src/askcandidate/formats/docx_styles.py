"""How documents for word processors look: by styles with names, so that whoever edits one changes all."""

from typing import Any, NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from askcandidate.languages import Language

_FONT = "Arial"
_SIZE, _LARGE = 11, 18  # points
_INDENT = Mm(7)
# Where elements stand in a paragraph's properties; word processors hold files to that order.
_ORDER = ("framePr", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "outlineLvl")


class _Look(NamedTuple):
    """A paragraph's style: distances in points, sizes as a multiple of the text's."""

    name: str
    base: str = "Normal"
    size: float = 1.0
    bold: bool = False
    before: float = 0
    after: float = 6
    with_next: bool = False


_LOOKS = (
    _Look("Heading 1", size=1.45, bold=True, after=8, with_next=True),
    _Look("Heading 2", size=1.2, bold=True, before=12, after=4, with_next=True),
    _Look("Heading 3", size=1.05, bold=True, before=12, after=4, with_next=True),
    _Look("List Bullet", after=3),
    _Look("List Number", after=3),
    _Look("List Continue", after=3),
    _Look("Tick List", after=4),
    _Look("Table Text", before=2, after=2),
    _Look("Quote"),
    _Look("Line", before=6, after=12),
    _Look("Sender", after=0),
    _Look("Letter Date", "Sender", before=10),
    _Look("Addressee", after=0),
    _Look("Subject", "Heading 1", bold=True, after=10, with_next=True),
    _Look("Salutation", after=10),
    _Look("Closing", before=10, after=36, with_next=True),
    _Look("Signature", after=0),
    _Look("Footer", after=0),
)
# Frames stand where they do on every page, in twentieths of a point from its corner: the sender on the
# right; the addressee where the window of a DL or C5 envelope is. The text begins below both.
_FRAME = {"wrap": "notBeside", "vAnchor": "page", "hAnchor": "page", "hRule": "atLeast"}
_FRAMES = {
    "Sender": {**_FRAME, "w": "4080", "h": "2150", "x": "6690", "y": "850"},
    "Letter Date": {**_FRAME, "w": "4080", "h": "2150", "x": "6690", "y": "850"},
    "Addressee": {**_FRAME, "w": "4800", "h": "1900", "x": "1134", "y": "3000"},
}
_BORDERS = {"Quote": ("top", "left", "bottom", "right"), "Line": ("bottom",)}
_BLACK = RGBColor(0, 0, 0)


def dress(document: Document, language: Language, *, large: bool) -> None:
    """Give a new document its styles: plain type in black, one language, room to read.

    Args:
        document: made from the library's own template.
        language: of all its text that names no other.
        large: large print, as for readers with low vision: 18 points, and nothing in italics.
    """
    size = _LARGE if large else _SIZE
    _set_defaults(document, language)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    for look in _LOOKS:
        _style(document, look, size)
    for name in ("Tick List", "Quote"):
        style = document.styles[name].paragraph_format
        style.left_indent = _INDENT if name == "Tick List" else Mm(3)
        style.first_line_indent = -_INDENT if name == "Tick List" else None
        style.right_indent = None if name == "Tick List" else Mm(3)
        style.keep_together = True
    document.styles["Quote"].font.italic = False
    document.styles["Emphasis"].font.italic = not large


def frame(paragraph: Any, style: str) -> None:
    """Put a paragraph, by its XML, where its style has a place of its own on the page, if it has one.

    On the paragraph, since not every word processor reads a frame from a style.
    """
    if style in _FRAMES:
        _put(paragraph.get_or_add_pPr(), _element("framePr", _FRAMES[style]))


def tag_language(run: Any, language: Language) -> None:
    """Say which language a run of text is in, for one that is not the document's."""
    run._r.get_or_add_rPr().append(_element("lang", {"val": _tag(language)}))  # noqa: SLF001  (there is no public way)


def _tag(language: Language) -> str:
    """Give a language as word processors know it, with its country."""
    return f"{language}-GB"


def _set_defaults(document: Document, language: Language) -> None:
    """Set font, language and spacing for all text, and the newest way of laying it out."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(".//" + qn("w:rPr"))
    _replace_fonts(run)
    run.find(qn("w:lang")).set(qn("w:val"), _tag(language))
    spacing = defaults.find(".//" + qn("w:spacing"))
    spacing.set(qn("w:after"), "120")
    spacing.set(qn("w:line"), "264")
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), _tag(language))
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _replace_fonts(run: Any) -> None:
    fonts = run.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _style(document: Document, look: _Look, size: int) -> None:
    """Set a style, or make it."""
    styles = document.styles
    there = look.name in styles
    style: Any = styles[look.name] if there else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[look.base]
    style.quick_style = True
    style.font.size = Pt(round(size * look.size))
    style.font.bold = look.bold
    style.font.color.rgb = _BLACK
    if style.element.rPr.find(qn("w:rFonts")) is not None:
        _replace_fonts(style.element.rPr)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.keep_with_next = look.with_next
    properties = style.element.get_or_add_pPr()
    for tight in properties.findall(qn("w:contextualSpacing")):
        properties.remove(tight)
    if look.name in _BORDERS:
        _put(properties, _borders(_BORDERS[look.name]))


def _borders(sides: tuple[str, ...]) -> Any:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        borders.append(_element(side, {"val": "single", "sz": "8", "space": "6", "color": "000000"}))
    return borders


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _put(properties: Any, element: Any) -> None:
    """Put an element among a paragraph's properties, where the standard has it."""
    name = element.tag.rpartition("}")[2]
    properties.insert_element_before(element, *(f"w:{later}" for later in _ORDER[_ORDER.index(name) + 1 :]))
