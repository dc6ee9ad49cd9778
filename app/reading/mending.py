"""A damaged grid made whole by the repairs of its file; a repair that does not fit is an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.documents import SourceText, Span
from app.domain.errors import CorpusError
from app.reading.cells import close_up
from app.reading.grid import BLANK, GridCell, GridRow
from app.reading.repairs import Columns, Join, Move, Repair, Split, Value, lines_text

Rows = tuple[GridRow, ...]


@dataclass(frozen=True)
class Mender:
    """Makes the repairs of one table; `file` and `table` are named in errors."""

    source: SourceText
    header: tuple[str, ...]
    file: str
    table: str

    def mend(self, rows: Rows, repairs: Sequence[Repair]) -> Rows:
        """The rows after all `repairs`, made in order."""
        for repair in repairs:
            match repair:
                case Columns():
                    rows = self._columns(rows, repair)
                case Move():
                    rows = self._move(rows, repair)
                case Value():
                    rows = self._value(rows, repair)
                case Join():
                    rows = self._join(rows, repair)
                case Split():
                    rows = self._split(rows, repair)
                case _:
                    pass
        return rows

    def _columns(self, rows: Rows, repair: Columns) -> Rows:
        for line in repair.lines:
            index = self._find(rows, line)
            row = rows[index]
            cells = [BLANK] * len(row.cells)
            for position, cell in enumerate(row.cells):
                name = repair.columns[position] if position < len(repair.columns) else None
                if cell and name is None:
                    raise self._error(line, f"第 {position + 1} 格有字，columns 却没有给它安排一列")
                if cell and name is not None:
                    column = self._column(name, line)
                    if cells[column]:
                        raise self._error(line, f"有两格都归“{name}”一列")
                    cells[column] = cell
            rows = _put(rows, index, GridRow(tuple(cells), row.lines, row.cut))
        return rows

    def _move(self, rows: Rows, repair: Move) -> Rows:
        column = self._column(repair.column, repair.to)
        labels = []
        for line in repair.from_:
            index = self._find(rows, line)
            if not rows[index].cells[column]:
                raise self._error(line, f"“{repair.column}”一格是空的，没有可移的字")
            labels.append(rows[index].cells[column])
            rows = _put(rows, index, rows[index].set(column, BLANK))
        texts = {label.read(self.source) for label in labels}
        if len(texts) > 1:
            raise self._error(repair.from_[0], f"各行“{repair.column}”不是同一标签，不能并为一格")
        spans = tuple(span for label in labels for span in label.spans)
        index = self._find(rows, repair.to)
        if rows[index].cells[column]:
            raise self._error(repair.to, f"“{repair.column}”一格已有字，请先把它移走")
        cell = labels[0] if len(labels) == 1 else GridCell(spans, texts.pop(), repair.reason)
        return _put(rows, index, rows[index].set(column, cell))

    def _value(self, rows: Rows, repair: Value) -> Rows:
        column = self._column(repair.column, repair.lines[0])
        for line in repair.lines:
            index = self._find(rows, line)
            printed = rows[index].cells[column]
            spans = self._printed(repair) if repair.printed else printed.spans
            cell = GridCell(spans, repair.text, repair.reason)
            if printed and not repair.printed and _fold(printed.read(self.source)) != _fold(repair.text):
                raise self._error(line, f"“{repair.column}”一格印的是别的字，请先用 move 把它移走")
            rows = _put(rows, index, rows[index].set(column, cell))
        return rows

    def _printed(self, repair: Value) -> tuple[Span, ...]:
        """Where the lines named in `printed` print the text; an error where they do not."""
        for line in repair.printed:
            text = self._line(line)
            for piece, start in _pieces(text, self.source.line_starts[line - 1]):
                if _fold(close_up(piece)) == _fold(repair.text):
                    left = len(piece) - len(piece.lstrip())
                    return (Span(start + left, start + left + len(piece.strip())),)
        raise self._error(repair.printed[0], f"没有印“{repair.text}”")

    def _line(self, line: int) -> str:
        try:
            return self.source.cut((self.source.line_span(line),))
        except IndexError:
            raise self._error(line, "原文没有这一行") from None

    def _join(self, rows: Rows, repair: Join) -> Rows:
        first, *others = (self._find(rows, line) for line in repair.lines)
        whole = rows[first]
        for other in others:
            whole = whole + rows[other]
        return tuple(whole if i == first else row for i, row in enumerate(rows) if i not in others)

    def _split(self, rows: Rows, repair: Split) -> Rows:
        index = self._find(rows, repair.line)
        column = self._column(repair.column, repair.line)
        spans = rows[index].cells[column].spans
        if len(spans) != 1:
            raise self._error(repair.line, f"“{repair.column}”一格是空的，或已与别行接上，不能再分")
        span = spans[0]
        cells = []
        start = span.start
        for piece in repair.pieces:
            found = self.source.text.find(piece, start, span.end)
            if found < 0 or self.source.text[start:found].strip():
                raise self._error(repair.line, f"“{repair.column}”一格里没有接着印“{piece}”")
            start = found + len(piece)
            cells.append(GridCell((Span(found, start),)))
        if self.source.text[start : span.end].strip():
            raise self._error(repair.line, f"“{repair.column}”一格还有字没有分到")
        row = rows[index]
        blank = GridRow((BLANK,) * len(row.cells), row.lines)
        below = tuple(blank.set(column, cell) for cell in cells[1:])
        return (*rows[:index], row.set(column, cells[0]), *below, *rows[index + 1 :])

    def _find(self, rows: Rows, line: int) -> int:
        for index, row in enumerate(rows):
            if line in row.lines:
                return index
        raise self._error(line, f"不是表 {self.table} 的一行")

    def _column(self, name: str, line: int) -> int:
        if name not in self.header:
            raise self._error(line, f"表 {self.table} 没有“{name}”一列（有：{'、'.join(self.header)}）")
        return self.header.index(name)

    def _error(self, line: int, what: str) -> CorpusError:
        place = f"{self.source.id} {lines_text((line,))}"
        return CorpusError(f"修复记录 {self.file} 用不上：{place}{what}。请对照原文改正这条修复。")


def _put(rows: Rows, index: int, row: GridRow) -> Rows:
    return (*rows[:index], row, *rows[index + 1 :])


def _pieces(text: str, start: int) -> list[tuple[str, int]]:
    pieces = []
    for piece in text.split("\t"):
        pieces.append((piece, start))
        start += len(piece) + 1
    return pieces


def _fold(text: str) -> str:
    """Full- and half-width forms made equal, blanks taken away."""
    return "".join(unicodedata.normalize("NFKC", text).split())
