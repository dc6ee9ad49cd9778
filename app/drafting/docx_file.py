"""Word files by python-docx: a blank document of our styles, lines and ruled tables in it → bytes.

What python-docx has no call for is written as XML here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as template
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.text.font import CT_RPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Mm, Pt, Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

AUTHOR = "诊改助手"
_MADE = datetime(1980, 1, 1, tzinfo=UTC)  # every file: when somebody asked for it says nothing of the report
_BUILT_IN = ("Title", "Heading 1", "Footer")  # names of the word processor's own
_A4, _MARGIN = (Mm(210), Mm(297)), Cm(2)
_ROOM = 85  # between text and rules, in twentieths of a point: an empty row has room for a line by hand
_SHORT = 100  # characters of a cell; a row with more in it may go on on the next page


@dataclass(frozen=True)
class Style:
    """A paragraph style, sizes and lengths in points; `first`: how much further in the first line is, in characters."""

    name: str
    size: float
    font: str = "宋体"
    bold: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    before: float = 0
    after: float = 0
    first: int = 0
    right: float = 0
    line: float = 1  # times the height of a line
    heading: bool = False  # in the outline
    next: bool = False  # on the page of the paragraph that follows


@dataclass(frozen=True)
class Line:
    """A paragraph: `text` in a style of that name, "" for the document's plain one, `lead` in bold in front of it.

    `mark` is drawn between them (1.) and is no text: whoever reads the file back does not meet it. `open`: where
    `text` still owes something, from and to; that is highlighted.
    """

    text: str
    style: str = ""
    lead: str = ""
    mark: str = ""
    open: tuple[tuple[int, int], ...] = ()


def blank(styles: Iterable[Style], title: str, label: str = "", landscape: bool = False) -> Document:
    """An A4 document with nothing in it but these styles and the number at the foot of the page.

    `label`: what the properties say of who wrote it (the AI label), "" for nothing.
    """
    document = template()
    _strip(document)
    for style in (*styles, Style("Footer", 9, align=WD_ALIGN_PARAGRAPH.CENTER)):
        _add_style(document, style)
    _set_page(document, landscape)
    _set_properties(document, title, label)
    return document


def put(place: Document | _Cell, line: Line) -> Paragraph:
    """The line as the last paragraph of `place`."""
    paragraph = place.add_paragraph(style=line.style or None)
    if line.lead:
        paragraph.add_run(line.lead).bold = True
    if line.mark:
        paragraph.add_run()._r.extend(map(_symbol, line.mark))
    at = 0
    for start, end in (*line.open, (len(line.text), len(line.text))):
        if line.text[at:start]:
            paragraph.add_run(line.text[at:start])
        if line.text[start:end]:
            paragraph.add_run(line.text[start:end]).font.highlight_color = WD_COLOR_INDEX.YELLOW
        at = end
    return paragraph


def columns(document: Document, number: int) -> None:
    """What is put from here on begins a page and stands in so many columns."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    *_, last, added = (
        document.paragraphs
    )  # the break needs no empty line of its own, which might fall on a page
    last._p.get_or_add_pPr().append(added._p.get_or_add_pPr()[-1])
    added._p.getparent().remove(added._p)
    (cols,) = section._sectPr.xpath("w:cols")
    cols.set(qn("w:num"), str(number))
    cols.set(qn("w:space"), "567")


def put_table(
    document: Document, widths: Sequence[int], rows: Sequence[Sequence[Sequence[Line]]], merged: Iterable[int]
) -> None:
    """A ruled table of fixed columns, the first row its header; `merged`: how many rows below it share a first cell.

    `widths` are twentieths of a point.
    """
    table = document.add_table(0, len(widths), "Table Grid")
    _set_columns(table, widths)
    firsts = [_put_row(table.add_row(), row) for row in rows]
    _mark(table.rows[0], "tblHeader")  # printed again on every page
    top = 1
    for size in merged:
        if size > 1 and _is_short(rows[top]):  # else a page may end inside the name that they share
            firsts[top].paragraphs[0].paragraph_format.keep_with_next = True
        firsts[top].merge(firsts[top + size - 1])
        top += size


def saved(document: Document) -> bytes:
    """The file's bytes, of which none depends on the time."""
    made, kept = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as archive, ZipFile(kept, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            entry = ZipInfo(name, _MADE.timetuple()[:6])
            entry.create_system = 3  # whatever system this is
            entry.external_attr = 0o644 << 16
            copy.writestr(entry, archive.read(name), ZIP_DEFLATED)
    return kept.getvalue()


def _strip(document: Document) -> None:
    """Leaves nothing of the library's template but its page, its plain style and its ruled table."""
    for style in list(document.styles):
        if not style.element.default and style.name != "Table Grid":
            style.delete()
    _drop(document.part.rels, {RT.STYLES, RT.SETTINGS})
    _drop(document.part.package.rels, {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES})
    document.settings.element.clear()
    document.settings.element.extend(parse_xml(_SETTINGS))
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    _set_fonts(defaults, "宋体")
    defaults.sz_val = Pt(10.5)
    (language,) = defaults.xpath("w:lang")
    # Were numbers Chinese too, LibreOffice would break a line inside one.
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr")[0].clear()


def _drop(relationships: Relationships, kept: set[str]) -> None:
    """Parts that nothing relates to are not saved."""
    for key, one in list(relationships.items()):
        if one.reltype not in kept:
            del relationships[key]


def _set_fonts(properties: CT_RPr, font: str) -> None:
    """Latin letters and digits in Times New Roman; quotation marks are Chinese ones (hint); no font of a theme."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _add_style(document: Document, style: Style) -> None:
    added = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH, style.name in _BUILT_IN)
    added.base_style, added.quick_style = document.styles["Normal"], True
    _set_fonts(added.element.get_or_add_rPr(), style.font)
    added.font.size, added.font.bold = Pt(style.size), style.bold or None
    look = added.paragraph_format
    look.alignment, look.line_spacing, look.right_indent = style.align, style.line, Pt(style.right) or None
    look.widow_control = True  # not every word processor thinks of it by itself
    look.space_before, look.space_after = Pt(style.before), Pt(style.after)
    if style.first:
        look.first_line_indent = Pt(style.first * style.size)
        added.element.pPr.ind.set(qn("w:firstLineChars"), str(style.first * 100))
    look.keep_with_next = style.next or None
    if style.heading:
        added.element.pPr.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))


def _set_page(document: Document, landscape: bool) -> None:
    page = document.sections[0]
    sides = _A4[::-1] if landscape else _A4
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = sides
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    page.header_distance = page.footer_distance = Cm(1)
    footer = page.footer.paragraphs[0]
    footer.add_run("第 ")
    footer._p.append(parse_xml(_PAGE))
    footer.add_run(" 页")


def _set_properties(document: Document, title: str, label: str) -> None:
    about = document.core_properties
    about.title, about.keywords, about.comments, about.language = title, label, label, "zh-CN"
    about.author = about.last_modified_by = AUTHOR
    about.created = about.modified = _MADE
    if label:
        package = document.part.package
        part = Part(PackURI("/docProps/custom.xml"), CT.OFC_CUSTOM_PROPERTIES, _CUSTOM.encode(), package)
        package.relate_to(part, RT.CUSTOM_PROPERTIES)


def _set_columns(table: Table, widths: Sequence[int]) -> None:
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    properties = table._tbl.tblPr
    (whole,) = properties.xpath("w:tblW")
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(sum(widths)))
    room = "".join(f'<w:{side} w:w="{_ROOM}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    properties.insert_element_before(
        parse_xml(f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>"), "w:tblLook"
    )


def _put_row(row: _Row, columns: Sequence[Sequence[Line]]) -> _Cell:
    """The first cell of the row, which now holds the lines."""
    for cell, lines in zip(row.cells, columns, strict=True):
        cell._tc.remove(cell.paragraphs[0]._p)
        for line in lines or [Line("")]:  # a cell without a paragraph is a damaged file
            put(cell, line)
    if _is_short(columns):
        _mark(row, "cantSplit")
    return row.cells[0]


def _is_short(columns: Sequence[Sequence[Line]]) -> bool:
    return all(sum(len(line.text) for line in lines) <= _SHORT for lines in columns)


def _symbol(character: str) -> BaseOxmlElement:
    """A character in full width that is drawn, not written: reading back, we take none from so far up for text."""
    code = ord(character) + 0xFEE0
    return parse_xml(f'<w:sym {nsdecls("w")} w:font="宋体" w:char="{code:04X}"/>')


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


_PAGE = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_SETTINGS = (
    f'<w:settings {nsdecls("w")}><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
_OWN = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = (
    f'<Properties xmlns="{_OWN}/custom-properties" xmlns:vt="{_OWN}/docPropsVTypes"><property pid="2" name="AIGC" '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"><vt:bool>true</vt:bool></property></Properties>'
)  # the one format id that Office takes for properties of one's own
