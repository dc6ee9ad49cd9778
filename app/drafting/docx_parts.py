"""The parts of a Word file: paragraphs, cells and tables as WordprocessingML, and the package around them.

Written as text rather than with a library, so that the same input gives the same bytes on every machine: no time,
no counter, no compression. Lengths are twentieths of a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.domain.errors import ReportError

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Run:
    """Characters of one look. `field`: a code that the word processor works out, its last value in `text`."""

    text: str
    bold: bool = False
    field: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in a style (its id); `breaks` begins a new page, `centred` whatever the style says."""

    runs: tuple[Run, ...] = ()
    style: str = ""
    breaks: bool = False
    centred: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell of a table; `merged` True begins a vertical merge, False goes on with the one above."""

    paragraphs: tuple[Paragraph, ...]
    merged: bool | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table; `header` rows are printed again on every page."""

    cells: tuple[TableCell, ...]
    header: bool = False


@dataclass(frozen=True)
class Table:
    """A bordered table with fixed columns."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]


_ROOM = (("top", 57), ("left", 85), ("bottom", 57), ("right", 85))  # between text and rules
_LOWEST = 454  # a row with nothing in it: room for a line written by hand
Block = Paragraph | Table


def paragraph(text: str, style: str = "", bold: bool = False) -> Paragraph:
    """A paragraph of one run, of none where there is no text."""
    return Paragraph((Run(text, bold),) if text else (), style)


def checked(text: str, place: str) -> str:
    """`text`, where a Word file can hold every character of it; ReportError naming `place` otherwise."""
    if unfit := _UNFIT.search(text):
        code = ord(unfit[0])
        raise ReportError(
            f"{place}第 {unfit.start() + 1} 个字是 Word 文件存不下的控制字符（U+{code:04X}）：请删去它，再导出。"
        )
    return text


def body(blocks: Sequence[Block]) -> str:
    """The XML of paragraphs and tables one after the other."""
    return "".join(_table(block) if isinstance(block, Table) else _paragraph(block) for block in blocks)


def _paragraph(one: Paragraph) -> str:
    style = f"<w:pStyle w:val={quoteattr(one.style)}/>" if one.style else ""
    breaks = "<w:pageBreakBefore/>" if one.breaks else ""
    centred = '<w:jc w:val="center"/>' if one.centred else ""
    properties = f"<w:pPr>{style}{breaks}{centred}</w:pPr>" if style or breaks or centred else ""
    return f"<w:p>{properties}{''.join(map(_run, one.runs))}</w:p>"


def _run(run: Run) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if run.bold else ""
    written = f"<w:r>{look}{''.join(_characters(run.text))}</w:r>"
    return (
        f"<w:fldSimple w:instr={quoteattr(f' {run.field} ')}>{written}</w:fldSimple>"
        if run.field
        else written
    )


def _characters(text: str) -> Iterator[str]:
    """Text elements, tabs as elements of their own: as bare characters a word processor may drop them."""
    for i, piece in enumerate(text.split("\t")):
        if i:
            yield "<w:tab/>"
        if piece:
            yield f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def _table(table: Table) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    inner = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in _ROOM)
    properties = (
        f'<w:tblW w:w="{sum(table.widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inner}</w:tblCellMar>'
    )
    rows = "".join(_row(row, table.widths) for row in table.rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(row: Row, widths: Sequence[int]) -> str:
    height = f'<w:trHeight w:val="{_LOWEST}" w:hRule="atLeast"/>'
    properties = (
        f"<w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>"
        if row.header
        else f"<w:trPr>{height}</w:trPr>"
    )
    cells = "".join(_cell(cell, width) for cell, width in zip(row.cells, widths, strict=True))
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(cell: TableCell, width: int) -> str:
    merge = {None: "", True: '<w:vMerge w:val="restart"/>', False: '<w:vMerge w:val="continue"/>'}[
        cell.merged
    ]
    content = body(cell.paragraphs or (Paragraph(),))  # a cell without a paragraph is a damaged file
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{content}</w:tc>'
