"""What a report file holds before it is understood: paragraphs and tables, in the order of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from app.domain.errors import ReportError

OURS = "诊改"  # how the names of our own export's styles begin
PART_STYLE = "诊改分部"  # in our own export: a paragraph that begins a part of the opinion
OURS_STYLE = "诊改标识"  # in our own export: what we add to the form; it is nobody's text
MOST = 20_000  # paragraphs and cells: a report has some hundred
APPENDIX = "附：各句依据"  # our own export's, of the sentences' grounds

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, line breaks inside it as line ends. `line`: 1-based, of a text file; 0 in a document."""

    text: str
    style: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class TableCell:
    """A cell of a table. `continued`: merged with the cell above it."""

    paragraphs: tuple[Paragraph, ...]
    column: int  # of the grid, from 0
    span: int = 1
    continued: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class TableRow:
    """A row; `line` as a paragraph's."""

    cells: tuple[TableCell, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class TableBlock:
    """A table, rows from top to bottom."""

    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Aside:
    """Text beside the document's own: 页眉, 页脚, 脚注, 尾注."""

    place: str
    text: str


Block = Paragraph | TableBlock


def squeezed(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


def cleaned(text: str) -> tuple[str, int]:
    """`text` with \\n as its only line end and without characters XML or databases refuse; how many were taken out."""
    return _CONTROL.subn("", _LINE_END.sub("\n", text))


def cleaned_block(block: Block) -> tuple[Block, int]:
    """The block with its texts `cleaned`, and how many characters were taken out."""
    if isinstance(block, Paragraph):
        text, removed = cleaned(block.text)
        return replace(block, text=text), removed
    total = 0
    rows: list[TableRow] = []
    for row in block.rows:
        cells: list[TableCell] = []
        for cell in row.cells:
            texts = [cleaned(paragraph.text) for paragraph in cell.paragraphs]
            total += sum(removed for _, removed in texts)
            paragraphs = (
                replace(paragraph, text=text)
                for paragraph, (text, _) in zip(cell.paragraphs, texts, strict=True)
            )
            cells.append(replace(cell, paragraphs=tuple(paragraphs)))
        rows.append(replace(row, cells=tuple(cells)))
    return TableBlock(tuple(rows)), total


def check_size(number: int, name: str) -> None:
    """ReportError where a file has too many paragraphs and cells to be a report."""
    if number > MOST:
        raise ReportError(
            f"“{name}”的段落和单元格超过 {MOST} 个，不像一份自我诊改报告；请只留下报告本身再试。"
        )
