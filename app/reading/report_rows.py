"""Tables of a report → a row an element: its label and what stands under each heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.receipts import Doubt
from app.domain.schemes import Scheme
from app.reading.report_blocks import Block, Paragraph, TableBlock, TableCell, TableRow, squeezed
from app.reading.report_columns import (
    ELEMENT,
    EXTRA,
    PROJECT,
    Column,
    Columns,
    Headings,
    beyond,
    in_order,
    is_whole,
)
from app.reading.report_labels import agrees, matched
from app.reading.report_parts import is_text


@dataclass(frozen=True)
class Field:
    """A cell with text. `holds`: as its column's; `doubt`: why it may stand elsewhere.

    `is_open`: labels in it may begin parts of other columns, as under headings or in a cell across columns.
    `is_again`: its element has had a row before. `block`: the place of a table that is not the report's.
    """

    holds: str
    name: str
    paragraphs: tuple[Paragraph, ...]
    where: str
    doubt: str = ""
    is_open: bool = False
    is_again: bool = False
    block: int = -1

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Entry:
    """A row of the report's table. `goes_on`: it has no label because it continues the row above."""

    label: Field | None
    project: Field | None
    fields: tuple[Field, ...]
    goes_on: bool = False


@dataclass(frozen=True)
class Rows:
    """The rows of all the tables; `tables`: which blocks they were in; `others`: cells of tables of another kind."""

    entries: tuple[Entry, ...]
    tables: tuple[int, ...]
    others: tuple[Field, ...]
    notes: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()  # about a table as a whole
    are_upright: bool = False  # every table is an element's own


class TableReader:
    """Reads the report's tables of one document."""

    def __init__(
        self, schemes: Iterable[Scheme], upright: Callable[[TableBlock, int], Sequence[Entry] | None]
    ) -> None:
        """`upright`: reads a table that is one element's own."""
        self._schemes, self._upright = tuple(schemes), upright
        self._headings = Headings(self._schemes)
        self._columns: Columns = {}
        self._width = 0
        self._notes: list[str] = []
        self._doubts: list[Doubt] = []

    def read(self, blocks: Sequence[Block]) -> Rows:
        """The rows of every table that is the report's or goes on with it."""
        entries: list[Entry] = []
        tables: list[int] = []
        others: list[Field] = []
        follows = False  # nothing but blank lines since the report's last table
        number = upright = 0
        for i, block in enumerate(blocks):
            if not isinstance(block, TableBlock):
                follows = follows and is_between(block.text)
                continue
            number += 1
            own = self._upright(block, number)
            if own and own[0].label is not None:
                entries += own
                tables.append(i)
                upright += 1
            elif follows := self._begin(block, follows, number):
                entries += self._entries(block, number)
                tables.append(i)
            else:
                others += plain_cells(block, number, i)
        if len(tables) > 1:
            self._note(f"报告表分成了 {len(tables)} 个表格，已依次接上。")
        told = tuple(self._notes), tuple(self._doubts)
        return Rows(tuple(entries), tuple(tables), tuple(others), *told, 0 < upright == len(tables))

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(note)

    def _begin(self, table: TableBlock, follows: bool, number: int) -> bool:
        """Whether the table is the report's; sets the columns where it has no header of its own."""
        width = _width(table)
        if any(self._headings.header(row) for row in table.rows[:3]):
            found = any(is_whole(header) for row in table.rows[:3] if (header := self._headings.header(row)))
            if found or self._element_column(table) is not None:
                self._columns, self._width = {}, width
                return True
        column = self._element_column(table)
        if self._columns and width == self._width and (follows or column is not None):
            return True
        if column is None:
            return False
        self._columns, self._width = in_order(table.rows, column), width
        texts = next(filter(None, map(_shown, table.rows)), "")
        told = "报告表没有表头，各格按表样的列序放入，请核对每一列"
        self._doubts.append(Doubt(f"表{number}", texts, told))
        self._note("报告表没有表头，按表样的列序理解：诊断项目、诊断要素、自我诊断意见、改进措施、改进成效。")
        return True

    def _element_column(self, table: TableBlock) -> int | None:
        """The column with the most labels of elements; None where no cell is one."""
        for is_label in (agrees, _is_numbered):
            counts: dict[int, int] = {}
            for row in table.rows:
                for cell in row.cells:
                    if len(cell.text) < 200 and any(is_label(cell.text, scheme) for scheme in self._schemes):
                        counts[cell.column] = counts.get(cell.column, 0) + 1
            if counts:
                return max(counts, key=lambda column: (counts[column], -column))
        return None

    def _entries(self, table: TableBlock, number: int) -> Iterator[Entry]:
        below, headers = False, 0
        known: set[str] | None = None  # unknown names in the headers above; None where none was
        for place, row in enumerate(table.rows, 1):
            header = self._headings.header(row, below)
            if header is None:
                below = False
                if any(cell.text.strip() for cell in row.cells):
                    yield self._entry(row, f"表{number} 第{place}行")
                continue
            strange = dict.fromkeys(
                column.name for column in header.values() if column.holds == EXTRA and column.name
            )
            if known is not None and (new := [name for name in strange if name not in known]):
                told = f"这一行当作表头，其中的“{'”“'.join(new)}”没有读入"
                self._doubts.append(Doubt(f"表{number} 第{place}行", _shown(row), told))
            known = (known or set()) | set(strange)
            whole = is_whole(header) or not self._columns
            self._columns = header if whole else {**self._columns, **header}
            headers += whole
            below = True
        if headers > 1:
            self._note(f"表{number} 里重复的表头（换页）有 {headers - 1} 处，已略去。")

    def _entry(self, row: TableRow, where: str) -> Entry:
        fields = list(self._fields(row, f"第{row.line}行" if row.line else where))
        label = next((field for field in fields if field.holds == ELEMENT), None)
        project = next((field for field in fields if field.holds == PROJECT), None)
        if label is None and project is not None and self._is_label(project.text):
            label, project = replace(project, holds=ELEMENT), None
        rest = tuple(field for field in fields if field.holds not in (ELEMENT, PROJECT))
        return Entry(label, project, rest, goes_on=label is None and project is None)

    def _fields(self, row: TableRow, where: str) -> Iterator[Field]:
        for cell in row.cells:
            columns = beyond(cell, self._columns) or [Column(EXTRA, f"第{cell.column + 1}列")]
            place = f"{where}第{cell.column + 1}列"
            paragraphs = tuple(filter(is_text, cell.paragraphs))
            if any(paragraph.text.strip() for paragraph in paragraphs):
                column, doubt = self._of(columns, cell)
                yield Field(column.holds, column.name, paragraphs, place, doubt, is_open=bool(doubt))
            elif cell.continued and columns[0].holds not in (PROJECT, ELEMENT, EXTRA):
                self._note(f"{place}与上一行合并：文字记在上一行的要素下，这一行没有“{columns[0].name}”。")

    def _of(self, columns: list[Column], cell: TableCell) -> tuple[Column, str]:
        """The column whose text a cell is; of a merged cell's the first that can hold it."""
        if len(columns) == 1:
            return columns[0], self._headings.doubt(columns[0].name)
        if {columns[0].holds, columns[1].holds} == {PROJECT, ELEMENT}:
            wanted = ELEMENT if self._is_label(cell.text) else PROJECT
            if len(columns) == 2 or wanted == ELEMENT:
                return next(column for column in columns if column.holds == wanted), ""
            return columns[0], ""
        names = "、".join(column.name for column in columns)
        told = f"这一格横跨{names}几列，按其中的标题分开，没有标题的放在“{columns[0].name}”"
        return columns[0], told

    def _is_label(self, text: str) -> bool:
        return any(agrees(text, scheme) for scheme in self._schemes)


def is_between(text: str) -> bool:
    """Whether a paragraph between two tables does not part them: blank, 续表, （接上页）."""
    own = squeezed(text)
    return not own or own.strip("（）()：:") in ("续表", "接上页", "续上表", "接上表")


def plain_cells(table: TableBlock, number: int, block: int) -> Iterator[Field]:
    """The cells of a table that is not the report's."""
    for place, row in enumerate(table.rows, 1):
        where = f"第{row.line}行" if row.line else f"表{number} 第{place}行"
        for cell in row.cells:
            if paragraphs := tuple(one for one in cell.paragraphs if is_text(one) and one.text.strip()):
                yield Field(EXTRA, "", paragraphs, f"{where}第{cell.column + 1}列", block=block)


def _shown(row: TableRow) -> str:
    return "；".join(squeezed(cell.text) for cell in row.cells if cell.text.strip())


def _width(table: TableBlock) -> int:
    return max((cell.column + cell.span for row in table.rows for cell in row.cells), default=0)


def _is_numbered(text: str, scheme: Scheme) -> bool:
    return matched(text, scheme) is not None
