"""Tables → views: cells after repair, inferred ones marked, the raw lines beside them."""

from __future__ import annotations

from app.domain.documents import Cell, Row, SourceText, Table
from app.web.contexts import CellView, RowView, Segment, TableView
from app.web.marking import Marker


def table_view(source: SourceText, table: Table, marker: Marker) -> TableView:
    """The table; a cell equal to the one above it (and all to its left so too) is drawn once, as printed."""
    first, last = source.lines_of((table.span,))
    raw = Marker(source, marker.marks)
    return TableView(
        title=table.title,
        header=table.header,
        rows=_rows(table, marker, first, last),
        repairs=table.repairs,
        raw=tuple(raw.lines(first, last)),
        raw_label=f"原文第 {first}–{last} 行",
    )


def _rows(table: Table, marker: Marker, first: int, last: int) -> tuple[RowView, ...]:
    """The rows; lines that are in none (headers, rules) are anchored at the row that follows them."""
    rows, reached = [], first - 1
    for index, row in enumerate(table.rows):
        until = last if index == len(table.rows) - 1 else max(row.lines, default=reached)
        anchors = [line for line in (*row.lines, *range(reached + 1, until + 1)) if marker.claim(line)]
        reached = max(reached, until)
        rows.append(_row(table, index, marker, tuple(anchors)))
    return tuple(rows)


def _row(table: Table, index: int, marker: Marker, anchors: tuple[int, ...]) -> RowView:
    row = table.rows[index]
    cells = [
        _cell(cell, marker, _reach(table, index, column))
        for column, cell in enumerate(row.cells)
        if not _continues(table, index, column)
    ]
    return RowView(tuple(cells), anchors, "、".join(map(str, row.lines)))


def _cell(cell: Cell, marker: Marker, rowspan: int) -> CellView:
    touched = marker.touches(cell.spans)
    if touched and cell.text == cell.raw:
        segments = marker.joined(cell.spans, anchors=False)
    else:
        segments = (Segment(cell.text, touched, touched and marker.target()),)
    raw = "" if _closed(cell.raw) == _closed(cell.text) else cell.raw
    return CellView(segments, touched, cell.inferred, raw, rowspan)


def _reach(table: Table, index: int, column: int) -> int:
    reach = 1
    while index + reach < len(table.rows) and _continues(table, index + reach, column):
        reach += 1
    return reach


def _continues(table: Table, index: int, column: int) -> bool:
    if index == 0 or column >= len(table.header) - 1:
        return False
    above, row = table.rows[index - 1], table.rows[index]
    return all(_text(row, left) and _text(row, left) == _text(above, left) for left in range(column + 1))


def _text(row: Row, column: int) -> str:
    return row.cells[column].text if column < len(row.cells) else ""


def _closed(text: str) -> str:
    return "".join(text.split())
