"""Tab-separated runs of lines as Tables: repeated headers dropped, cut rows joined, merged cells filled down.

What these rules cannot put right is put right by the document's repair file; `Table.repairs` tells both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.documents import Clause, SourceText, Span, Table
from app.reading.grid import GridRow, as_row, read_grid
from app.reading.lines import Line
from app.reading.mending import Mender
from app.reading.repairs import Lists, Move, Repair, Repairs, lines_text
from app.reading.series import read_series

_RULE = re.compile(r"[:\-—–=]{2,}")

Rows = tuple[GridRow, ...]


def read_tables(
    source: SourceText, clauses: Sequence[Clause], blocks: Sequence[Sequence[Line]], repairs: Repairs
) -> tuple[Table, ...]:
    """The tables of `source`, in order, each named after its caption, its attachment or its clause."""
    tables: dict[str, Table] = {}
    for block in blocks:
        clause = next(c for c in reversed(clauses) if c.span.start <= block[0].start)
        owner = clause if clause.kind == "table" else _attachment(clause, clauses)
        name = owner.address
        count = sum(key == name or key.startswith(f"{name}〔") for key in tables)
        name = name if not count else f"{name}〔{count + 1}〕"
        tables[name] = _read_table(source, name, clause.address, owner.heading, block, repairs)
    repairs.check(tables)
    return tuple(tables.values())


def _attachment(clause: Clause, clauses: Sequence[Clause]) -> Clause:
    """The attachment `clause` stands in; the clause itself where it stands in none."""
    above = clause
    while above.parent is not None:
        above = next(c for c in clauses if c.address == above.parent)
    return above if above.kind == "attachment" else clause


def _read_table(
    source: SourceText, name: str, address: str, title: str, block: Sequence[Line], repairs: Repairs
) -> Table:
    steps = repairs.of(name)
    told: list[str] = []
    printed, rows = _take_header(_without_rules(source, read_grid(block), told), source)
    header = printed.texts(source)
    rows = _without_headers(source, rows, header, told)
    rows = Mender(source, header, repairs.file, name).mend(rows, steps)
    if lists := next((step for step in steps if isinstance(step, Lists)), None):
        header, rows = lists.header, read_series(source, printed, rows)
    else:
        rows = _fill_down(_join_cut(rows, told))
    told.extend(_tell(step) for step in steps)
    span = Span(block[0].start, block[-1].content.end)
    done = tuple(as_row(row, source) for row in rows)
    return Table(source.id, f"{source.id}:{name}", address, title, header, done, span, tuple(told))


def _without_rules(source: SourceText, rows: Rows, told: list[str]) -> Rows:
    """Rows without those that only draw a line."""
    drawn = [row for row in rows[1:] if all(_RULE.fullmatch(cell) for cell in row.texts(source) if cell)]
    if drawn:
        told.append(f"{_where(drawn)}只是画线，不作为表格内容。")
    return tuple(row for row in rows if row not in drawn)


def _take_header(rows: Rows, source: SourceText) -> tuple[GridRow, Rows]:
    """The header, of one row or of two where its last cell spans several columns, and the rows below."""
    first, *others = rows
    last = max((i for i, cell in enumerate(first.cells) if cell), default=0)
    if others and last + 1 < len(first.cells):
        second = others[0]
        if not any(second.cells[:last]) and all(second.cells[last:]):
            cells = (*first.cells[:last], *second.cells[last:])
            return GridRow(cells, first.lines + second.lines), tuple(others[1:])
    return first, tuple(others)


def _without_headers(source: SourceText, rows: Rows, header: tuple[str, ...], told: list[str]) -> Rows:
    """Rows without the header printed again on a new page; the row below it follows a page end."""
    kept: list[GridRow] = []
    dropped: list[GridRow] = []
    for row in rows:
        if row.texts(source) == header:
            dropped.append(row)
        else:
            below_header = bool(dropped) and dropped[-1].lines[-1] + 1 == row.lines[0]
            kept.append(replace(row, cut=True) if below_header else row)
    if dropped:
        told.append(f"{_where(dropped)}是换页后重复印的表头，共 {len(dropped)} 处，已略去。")
    return tuple(kept)


def _join_cut(rows: Rows, told: list[str]) -> Rows:
    """Rows with the rest of a row put back that a page end cut off.

    Below a page end, a row goes on with the row above where it leaves a column blank that every row which
    follows no page end has filled.
    """
    whole = [row for row in rows if not row.cut]
    always = [i for i in range(len(rows[0].cells)) if all(row.cells[i] for row in whole)] if rows else []
    joined: list[GridRow] = []
    for row in rows:
        if row.cut and joined and any(not row.cells[i] for i in always):
            joined[-1] = joined[-1] + row
            told.append(f"{lines_text(joined[-1].lines)}是被分页切开的同一行，已逐格接上。")
        else:
            joined.append(row)
    return tuple(joined)


def _fill_down(rows: Rows) -> Rows:
    """Rows with vertically merged cells filled: the leading columns, until one that no row leaves blank."""
    filled = list(rows)
    depth = 0
    while rows and depth < len(rows[0].cells) and not all(row.cells[depth] for row in rows):
        depth += 1
    for i in range(1, len(filled)):
        for column in range(depth):
            if rows[i].cells[column]:
                break  # a new group begins: what stands right of it is not filled from the group above
            filled[i] = filled[i].set(column, filled[i - 1].cells[column])
    return tuple(filled)


def _where(rows: Sequence[GridRow]) -> str:
    return lines_text(tuple(line for row in rows for line in row.lines))


def _tell(step: Repair) -> str:
    if isinstance(step, Move):
        return f"{lines_text(step.from_)}的标签移到第 {step.to} 行：{step.reason}"
    lines = getattr(step, "lines", None) or ((step.line,) if hasattr(step, "line") else ())
    return f"{lines_text(lines)}：{step.reason}" if lines else step.reason
