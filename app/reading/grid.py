"""A printed table as a grid: rows of cells with exact spans, before and while it is repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.documents import Cell, Row, SourceText, Span
from app.reading.cells import close_up
from app.reading.lines import Line, shrink


@dataclass(frozen=True, slots=True)
class GridCell:
    """The spans a cell is printed at; `text` where a repair says what it reads, `inferred` why."""

    spans: tuple[Span, ...] = ()
    text: str | None = None
    inferred: str = ""

    def __bool__(self) -> bool:
        return bool(self.spans) or bool(self.text)

    def __add__(self, other: GridCell) -> GridCell:
        if not self or not other:
            return self or other
        text = None if self.text is None and other.text is None else (self.text or "") + (other.text or "")
        return GridCell(self.spans + other.spans, text, self.inferred or other.inferred)

    def read(self, source: SourceText) -> str:
        return self.text if self.text is not None else close_up(source.cut(self.spans))


BLANK = GridCell()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row; `cut` where a page end stands right above it."""

    cells: tuple[GridCell, ...]
    lines: tuple[int, ...]
    cut: bool = False

    def set(self, column: int, cell: GridCell) -> GridRow:
        return replace(self, cells=(*self.cells[:column], cell, *self.cells[column + 1 :]))

    def __add__(self, other: GridRow) -> GridRow:
        cells = tuple(one + two for one, two in zip(self.cells, other.cells, strict=True))
        return replace(self, cells=cells, lines=tuple(dict.fromkeys(self.lines + other.lines)))

    def texts(self, source: SourceText) -> tuple[str, ...]:
        return tuple(cell.read(source) for cell in self.cells)


def read_grid(block: Sequence[Line]) -> tuple[GridRow, ...]:
    """The rows of a run of tab-separated lines, all padded to the widest."""
    width = max(line.tabs for line in block) + 1
    rows = []
    last = block[0].number - 1
    for line in block:
        cells = _cells(line)
        cells.extend([BLANK] * (width - len(cells)))
        rows.append(GridRow(tuple(cells), (line.number,), line.number > last + 1))
        last = line.number
    return tuple(rows)


def as_row(row: GridRow, source: SourceText) -> Row:
    """The row as the reader gets it."""
    cells = (Cell(cell.read(source), cell.spans, source.cut(cell.spans), cell.inferred) for cell in row.cells)
    return Row(tuple(cells), row.lines)


def _cells(line: Line) -> list[GridCell]:
    cells = []
    start = line.start
    for piece in line.text.split("\t"):
        span = shrink(piece, start)
        cells.append(GridCell((span,)) if len(span) else BLANK)
        start += len(piece) + 1
    return cells
