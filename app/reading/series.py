"""A table whose columns are lists side by side (表1), as rows: column, series, member, explanation.

A cell that begins with a number opens a series; a cell in brackets explains the series; every other cell is
a member of it. A bracket still open goes on in the next cell. A series without members is its own member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.documents import SourceText, Span
from app.reading.grid import BLANK, GridCell, GridRow

WithLines = tuple[GridCell, tuple[int, ...]]  # a cell that may run over several lines, and these lines

_NO_LINES: tuple[int, ...] = ()
_NUMBER = re.compile(r"\d+\s*[.．、]\s*")


def read_series(source: SourceText, header: GridRow, rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """One row a member, column by column; the first column, which names the rows, is left out."""
    members: list[GridRow] = []
    for column in range(1, len(header.cells)):
        cells = _close_brackets(source, [row for row in rows if row.cells[column]], column)
        members.extend(_members(source, header.cells[column], list(cells)))
    return tuple(members)


def _close_brackets(source: SourceText, rows: Sequence[GridRow], column: int) -> Iterator[WithLines]:
    """The column's cells with their lines, those an open bracket runs through put together."""
    whole, lines = BLANK, _NO_LINES
    for row in rows:
        whole, lines = whole + row.cells[column], (*lines, *row.lines)
        text = source.cut(whole.spans)
        if len(re.findall("[（(]", text)) <= len(re.findall("[）)]", text)):
            yield whole, lines
            whole, lines = BLANK, _NO_LINES
    if whole:
        yield whole, lines


def _members(source: SourceText, column: GridCell, cells: Sequence[WithLines]) -> Iterator[GridRow]:
    series: WithLines = (BLANK, _NO_LINES)
    alone = False  # the series has no member yet
    for position, (cell, lines) in enumerate(cells):
        text = source.cut(cell.spans)
        following = source.cut(cells[position + 1][0].spans) if position + 1 < len(cells) else ""
        if number := _NUMBER.match(text):
            series = (cell, lines)
            alone = not following or following[0] in "（(" or bool(_NUMBER.match(following))
            if alone and not following.startswith(("（", "(")):
                yield _row(column, cell, _after(cell, number.end()), BLANK, lines)
        elif alone and text.startswith(("（", "(")):
            number = _NUMBER.match(source.cut(series[0].spans))
            name = _after(series[0], number.end() if number else 0)
            yield _row(column, series[0], name, cell, (*series[1], *lines))
            alone = False
        else:
            name, explanation = _explained(source, cell)
            yield _row(column, series[0], name, explanation, lines)


def _row(
    column: GridCell, series: GridCell, name: GridCell, why: GridCell, lines: tuple[int, ...]
) -> GridRow:
    return GridRow((column, series, name, why), tuple(dict.fromkeys(lines)))


def _after(cell: GridCell, count: int) -> GridCell:
    """The cell without its first `count` characters."""
    first, *others = cell.spans
    return GridCell((Span(first.start + count, first.end), *others))


def _explained(source: SourceText, cell: GridCell) -> tuple[GridCell, GridCell]:
    """The member's name, and the bracket behind it."""
    first = cell.spans[0]
    opening = re.search("[（(]", source.cut((first,)))
    if not opening or not source.cut(cell.spans).endswith(("）", ")")):
        return cell, BLANK
    cut = first.start + opening.start()
    return GridCell((Span(first.start, cut),)), GridCell((Span(cut, first.end), *cell.spans[1:]))
